"""Kneeling hip-flexor stretch: one knee down, the other foot ahead, lunge with an upright trunk.

The person faces -x, their left at -y; `side` is the rear leg.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import X, Y, Z, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other
from tools.render.stretches.kneeling import KNEE_ON_MAT_M, TOES_BACK_DEG, out
from tools.render.stretches.standing import hand_at, hips_to, standing_foot, upright

REAR_KNEE_X = 0.35


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The rear thigh `back` degrees behind the vertical, the trunk leaning by `lean`."""
    poser = upright(body, c["lean"], c["spine"] - 0.3 * c["lean"] * (c["lean"] > 20), c["neck"])
    thigh_m, _ = poser.leg_lengths(side)
    angle = np.radians(c["back"])
    hips_to(poser, REAR_KNEE_X - thigh_m * float(np.sin(angle)),
            KNEE_ON_MAT_M + thigh_m * float(np.cos(angle)))  # fmt: skip
    _rear_leg(poser, side)
    front = other(side)
    ahead = REAR_KNEE_X - thigh_m * np.sin(np.radians(38.0)) - thigh_m * 0.96 + c["foot_back"] / 100
    standing_foot(poser, front, float(ahead), poser.at(f"{front}_hip")[1] + 0.01 * out(front))
    for hand in SIDES:
        _on_knee(poser, hand, front)
    return poser.finish()


def _rear_leg(poser: Poser, side: str) -> None:
    """The knee on the mat under or behind the hip, the shin flat behind it."""
    hip = poser.at(f"{side}_hip")
    knee = vec(REAR_KNEE_X, hip[1], KNEE_ON_MAT_M)
    thigh = unit(knee - hip)
    shin = unit(vec(1.0, 0.02 * out(side), -0.03))
    flexion = float(np.degrees(np.arccos(np.clip(thigh @ shin, -1, 1))))
    poser.leg(side, thigh, np.cross(thigh, shin), flexion)
    poser.foot(side, TOES_BACK_DEG)


def _on_knee(poser: Poser, side: str, front: str) -> None:
    """Both hands on the front knee, beside one another."""
    knee, hip = poser.at(f"{front}_knee"), poser.at(f"{front}_hip")
    along = unit(knee - hip)
    place = knee - 0.10 * along + 0.085 * Z + (0.045 if side == front else -0.04) * out(front) * Y
    hand_at(poser, side, place, -Z, unit(-X - 0.2 * Z))


HIP_FLEXOR_LUNGE = Stretch(
    id="hip_flexor_lunge",
    position="kneeling",
    start={"back": 2.0, "lean": 0.0, "spine": 4.0, "neck": 0.0, "foot_back": 0.0},
    hold={"back": (32, 42), "lean": (2, 8), "spine": (0, 6)},
    pose=pose,
    breath={"spine": 0.7},
    tremble=("back",),
    bounce={"back": 0.6},
    driver="hip_sagittal_{side}_deg",
    faults={
        "trunk_upright": FaultKind({"lean": 1.0}, (26, 36), measure="trunk_lean_deg"),
        "knee_behind_toes": FaultKind({"foot_back": 0.5, "back": 0.12}, (30, 40),
                                    measure="knee_flexion_{other}_deg"),
    },
)  # fmt: skip
