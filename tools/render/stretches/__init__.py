"""The stretches that can be rendered.

To add one: write a module with a pose function and a `Stretch`, and list it
here. Key poses and faults are data; only the pose function is geometry.
"""

from __future__ import annotations

from tools.render.motion import Stretch
from tools.render.stretches.bridge import BRIDGE
from tools.render.stretches.childs_pose import CHILDS_POSE
from tools.render.stretches.knee_to_chest import KNEE_TO_CHEST
from tools.render.stretches.lying_hamstring import LYING_HAMSTRING
from tools.render.stretches.seated_forward_bend import SEATED_FORWARD_BEND
from tools.render.stretches.supine_twist import SUPINE_TWIST

STRETCHES: dict[str, Stretch] = {
    s.id: s
    for s in (
        LYING_HAMSTRING,
        KNEE_TO_CHEST,
        SUPINE_TWIST,
        CHILDS_POSE,
        BRIDGE,
        SEATED_FORWARD_BEND,
    )
}
