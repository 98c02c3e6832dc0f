"""Calf stretch at a wall: hands on it at chest height, one foot a step behind, lean in.

The person faces -x, their left at -y; `side` is the rear leg.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import X, Y, Z, mix, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.room import Box
from tools.render.skeleton import SIDES, Body, PosedBody, other
from tools.render.stretches.kneeling import out
from tools.render.stretches.standing import (
    arms_hanging,
    hand_at,
    hips_to,
    standing_ankle,
    standing_foot,
    upright,
)

WALL_X = -0.72
REAR_X, FRONT_X = 0.38, -0.22
WALL = Box((WALL_X - 0.35, -0.5, 0.0), (WALL_X, 0.5, 2.0), "wall")


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The body leaning by `lean` degrees over the rear foot, hands on the wall by `reach`."""
    poser = upright(body, c["lean"] * 0.8, c["spine"], c["neck"])
    leg = sum(poser.leg_lengths(side)) * (1 - (1 - np.cos(np.radians(c["knee"] / 2))) * 0.999)
    angle = float(np.radians(c["lean"] * c["reach"] + 21.0 * (1 - c["reach"])))
    ankle_x, ankle_z = standing_ankle(body, REAR_X, c["heel"])
    hips_to(poser, ankle_x - leg * np.sin(angle), ankle_z + 0.999 * leg * np.cos(angle))
    rear, front = side, other(side)
    standing_foot(poser, rear, REAR_X, poser.at(f"{rear}_hip")[1] + 0.01 * out(rear), c["heel"])
    standing_foot(poser, front, FRONT_X, poser.at(f"{front}_hip")[1] + 0.01 * out(front))
    hanging = arms_hanging(poser)
    for hand in SIDES:
        o = out(hand)
        shoulder = poser.at(f"{hand}_shoulder")
        on_wall = vec(WALL_X + 0.055, shoulder[1] + 0.02 * o, min(shoulder[2] + 0.0, 1.28))
        place = mix(hanging[hand], on_wall, c["reach"])
        half_way = 1 - (2 * c["reach"] - 1) ** 2  # then the hand points at the wall
        palm = mix(-o * Y, -X, c["reach"]) - half_way * Z
        points = mix(-Z, Z, c["reach"]) - (0.02 + half_way) * X
        hand_at(poser, hand, place, palm, unit(points))
    return poser.finish()


CALF_STRETCH = Stretch(
    id="calf_stretch",
    position="standing",
    start={
        "lean": 8.0, "spine": 0.0, "neck": 0.0, "knee": 6.0, "heel": 0.0, "reach": 0.0,
    },
    hold={"lean": (24, 29), "spine": (4, 10), "knee": (3, 8), "reach": (1, 1)},
    pose=pose,
    windows={"reach": (0.0, 0.8)},
    breath={"spine": 0.6},
    tremble=("lean",),
    bounce={"lean": 0.5},
    driver="trunk_lean_deg",
    faults={
        "knees_straight": FaultKind({"knee": 1.0}, (30, 40), measure="knee_flexion_{side}_deg"),
        "heel_down": FaultKind({"heel": 1.0}, (28, 38)),
    },
    props=(WALL,),
)  # fmt: skip
