"""The stretches that can be rendered.

To add one: write a module with a pose function and a `Stretch`, and list it
here. Key poses and faults are data; only the pose function is geometry.
"""

from __future__ import annotations

from tools.render.motion import Stretch
from tools.render.stretches.bridge import BRIDGE, BRIDGE_REPETITIONS
from tools.render.stretches.calf_stretch import CALF_STRETCH
from tools.render.stretches.cat_cow import CAT_COW
from tools.render.stretches.childs_pose import CHILDS_POSE
from tools.render.stretches.cobra import COBRA, PRONE_PRESS_UP
from tools.render.stretches.double_knee_to_chest import DOUBLE_KNEE_TO_CHEST
from tools.render.stretches.figure_four import FIGURE_FOUR
from tools.render.stretches.hip_flexor_lunge import HIP_FLEXOR_LUNGE
from tools.render.stretches.knee_to_chest import KNEE_TO_CHEST
from tools.render.stretches.lying_hamstring import LYING_HAMSTRING
from tools.render.stretches.lying_nerve_floss import LYING_NERVE_FLOSS
from tools.render.stretches.marching import WARM_UP
from tools.render.stretches.open_book import OPEN_BOOK
from tools.render.stretches.partial_crunch import PARTIAL_CRUNCH
from tools.render.stretches.pelvic_tilt import PELVIC_TILT
from tools.render.stretches.piriformis_cross import OUTER_HIP, PIRIFORMIS_CROSS
from tools.render.stretches.plank import PLANK
from tools.render.stretches.reach_out import REACH_OUT
from tools.render.stretches.seated_forward_bend import SEATED_FORWARD_BEND
from tools.render.stretches.seated_hamstring import SEATED_HAMSTRING
from tools.render.stretches.seated_nerve_floss import SEATED_NERVE_FLOSS
from tools.render.stretches.sit_to_stand import SIT_TO_STAND
from tools.render.stretches.standing_hamstring import STANDING_HAMSTRING
from tools.render.stretches.supine_twist import SUPINE_TWIST
from tools.render.stretches.trunk_rotation import TRUNK_ROTATION

STRETCHES: dict[str, Stretch] = {
    s.called: s
    for s in (
        LYING_HAMSTRING,
        KNEE_TO_CHEST,
        SUPINE_TWIST,
        CHILDS_POSE,
        BRIDGE,
        SEATED_FORWARD_BEND,
        CAT_COW,
        BRIDGE_REPETITIONS,
        DOUBLE_KNEE_TO_CHEST,
        FIGURE_FOUR,
        LYING_NERVE_FLOSS,
        PARTIAL_CRUNCH,
        PELVIC_TILT,
        REACH_OUT,
        SEATED_HAMSTRING,
        TRUNK_ROTATION,
        COBRA,
        PRONE_PRESS_UP,
        PLANK,
        HIP_FLEXOR_LUNGE,
        STANDING_HAMSTRING,
        CALF_STRETCH,
        SIT_TO_STAND,
        SEATED_NERVE_FLOSS,
        WARM_UP,
        PIRIFORMIS_CROSS,
        OUTER_HIP,
        OPEN_BOOK,
    )
}
