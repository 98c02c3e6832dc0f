"""Supine twist: arms in a T, both bent knees sink to one side.

The pose is built for the side the knees turn away from; its shoulder is the one
that tends to lift.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import Array, X, Y, Z, rotation, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import (
    WRIST_ON_FLOOR_M,
    ankle_height,
    lie_down,
    lie_turned,
)

PELVIS_SHARE = 0.78
"""Of the legs' turn, the pelvis makes this much; the hips do the rest."""
KNEE_ON_FLOOR_M = 0.065
KNEES_TOUCH_M = 0.115


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """On the back, legs turned by `turn` degrees away from `side`."""
    away = outward(other(side))  # +1: knees go to the person's left
    poser = lie_turned(body, away, PELVIS_SHARE * c["turn"], c["chest"], c["look"])
    flat = lie_down(body)
    _legs(poser, other(side), side, away, c)
    for arm in SIDES:
        _arm(poser, flat, arm, c["arms"])
    return poser.finish()


def _legs(poser: Poser, lower: str, upper: str, away: float, c: Controls) -> None:
    """Legs bent, one on the other, turned about the long axis onto the floor."""
    thigh_m, shin_m = poser.leg_lengths(lower)
    hip = poser.at(f"{lower}_hip")
    up = float(np.sin(np.radians(c["hip"]))) * thigh_m
    most = np.degrees(np.arccos(np.clip((KNEE_ON_FLOOR_M - hip[2]) / up, -1, 1)))
    roll = rotation(X, -away * min(c["turn"] * 1.12, float(most)))
    knee = c["knee"]
    if c["turn"] < 60:  # feet still on the floor: the shin reaches down to it
        flat_knee = hip[2] + up - ankle_height(poser.body)
        planted = c["hip"] + np.degrees(np.arcsin(np.clip(flat_knee / shin_m, -1, 1)))
        keep = 1 - c["turn"] / 60
        knee = knee + (float(planted) - knee) * keep
    thigh, hinge = roll @ rotation(Y, -c["hip"]) @ X, roll @ Y
    poser.leg(lower, thigh, hinge, knee)
    across = outward(upper) * (roll @ Y)
    touching = poser.at(f"{lower}_knee") + across * KNEES_TOUCH_M
    apart = rotation(X, away * c["apart"])
    poser.leg(upper, apart @ (touching - poser.at(f"{upper}_hip")), apart @ hinge, knee)
    for leg in SIDES:
        _foot(poser, leg, c["turn"], roll)


def _foot(poser: Poser, side: str, turn: float, roll: Array) -> None:
    if turn < 60:
        poser.foot_in_world(side, roll @ rotation(Z, 90.0))
    else:
        poser.foot(side, 15.0)


def _arm(poser: Poser, flat: Poser, side: str, angle: float) -> None:
    """An arm on the floor, `angle` degrees from the trunk; palms up."""
    s = outward(side)
    shoulder = flat.at(f"{side}_shoulder")
    reach = 0.97 * sum(poser.arm_lengths(side))
    direction = rotation(Z, s * angle) @ X
    wrist = shoulder + direction * reach
    wrist[2] = WRIST_ON_FLOOR_M
    elbow_towards = vec(0.8, 0.2 * s, -0.5)  # the feet and the floor
    poser.arm_to(side, wrist, elbow_towards, girdle=0.25)
    poser.hand(side, Z, curl=14, points=direction)


SUPINE_TWIST = Stretch(
    id="supine_twist",
    position="supine",
    start={
        "turn": 0.0, "hip": 52.0, "knee": 95.0, "chest": 0.0, "apart": 0.0, "arms": 90.0,
        "look": 0.0,
    },
    hold={
        "turn": (66, 86), "hip": (68, 88), "knee": (78, 98), "arms": (84, 95), "look": (15, 45),
        "chest": (0, 3),
    },
    pose=pose,
    breath={"turn": 0.5},
    tremble=("turn",),
    bounce={"turn": 1.0},
    driver="knee_drop",
    faults={
        "shoulders_flat": FaultKind({"chest": 1.0}, (17, 32), measure="shoulder_tilt_deg"),
        "knees_together": FaultKind({"apart": 1.0}, (25, 40)),
        "arms_in_t": FaultKind({"arms": -1.0}, (42, 55)),
    },
    views=("three_quarter", "side", "feet"),
    named_for_other_side=True,
)  # fmt: skip
