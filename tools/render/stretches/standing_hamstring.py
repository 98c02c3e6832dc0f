"""Standing hamstring stretch: one leg a step in front, heel down, bend at the hip over it.

The person faces -x, their left at -y; `side` is the front leg.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import Array, X, Y, Z, mix, reach_of, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other
from tools.render.stretches.common import ankle_height
from tools.render.stretches.kneeling import out
from tools.render.stretches.standing import arms_hanging, hand_at, hips_to, standing_foot, upright

REAR_X, STEP_M = 0.12, 0.27


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The trunk bent forward by `bend` degrees, the front knee bent by `knee`."""
    poser = upright(body, c["bend"], c["spine"], c["neck"])
    front_x = REAR_X - STEP_M
    hips_x = REAR_X - 0.5 * STEP_M * (1 - c["back"]) + 0.02 * c["back"]
    hips_to(poser, hips_x, 1.0)
    hip = poser.at(f"{side}_hip")
    front_y = hip[1] + 0.01 * out(side)
    reach = reach_of(*poser.leg_lengths(side), max(c["knee"], 0.4))
    flat = np.hypot(hip[0] - front_x, hip[1] - front_y)
    height = float(np.sqrt(reach**2 - flat**2)) + ankle_height(body)
    hips_to(poser, hips_x, 1.0 + height - hip[2])
    standing_foot(poser, side, front_x, front_y)
    rear = other(side)
    standing_foot(poser, rear, REAR_X, poser.at(f"{rear}_hip")[1] + 0.01 * out(rear))
    hanging = arms_hanging(poser)
    for hand in SIDES:
        _hand(poser, hand, side, hanging[hand], c["rest"])
    return poser.finish()


def _hand(poser: Poser, side: str, front: str, hanging: Array, rest: float) -> None:
    """From hanging to resting on the front thigh above the knee."""
    hip, knee = poser.at(f"{front}_hip"), poser.at(f"{front}_knee")
    along = unit(knee - hip)
    ahead = unit(np.cross(Y, along)) * (-1 if np.cross(Y, along)[0] > 0 else 1)
    place = (
        knee - 0.13 * along + 0.085 * ahead + (0.05 if side == front else -0.05) * (out(front) * Y)
    )
    hand_at(
        poser, side, mix(hanging, place, rest), mix(-out(side) * Y, -ahead, rest),
        mix(-Z, along - 0.2 * X, rest),
    )  # fmt: skip


STANDING_HAMSTRING = Stretch(
    id="standing_hamstring",
    position="standing",
    start={"bend": 2.0, "spine": 0.0, "neck": 0.0, "knee": 6.0, "back": 0.3, "rest": 0.0},
    hold={
        "bend": (52, 64), "spine": (10, 18), "neck": (-16, -6), "knee": (8, 14), "back": (1, 1),
        "rest": (1, 1),
    },
    pose=pose,
    breath={"spine": 0.6},
    tremble=("bend",),
    bounce={"bend": 1.0},
    faults={
        "knee_not_locked": FaultKind(
            {"knee": -1.0}, to=(0.4, 1.0), measure="knee_flexion_{side}_deg"
        ),
        "back_long": FaultKind(
            {"spine": 1.0, "bend": -0.4, "neck": 0.6}, (42, 54), measure="back_curvature_deg"
        ),
    },
)  # fmt: skip
