"""On hands and knees: where knees, feet and hands rest while the trunk moves.

The head is at -x; face down the person's left is at -y.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tools.render.geometry import Array, X, Y, Z, columns, rotation, unit, vec
from tools.render.skeleton import SIDES, Body, Poser, outward
from tools.render.stretches.common import MAT_SINK_M

PRONE = columns(-Y, Z, -X)
WRIST_FLAT_M = 0.055
TOES_BACK_DEG = 62.0
KNEES_X_M = 0.25
STRAIGHT_ARM = 0.995
"""Of the arm's full length: straight, the elbow not locked."""
FLAT_BACK_DEG = 18.0
"""Flexion of the spine that takes the hollow of standing out of it."""
ARM, THIGH = (("shoulder", "elbow"), ("elbow", "wrist")), ("hip", "knee")
KNEE_ON_MAT_M = 0.055
"""Height of the knee's centre of a body that kneels."""


def out(side: str) -> float:
    """Sign of y away from the body's middle, face down."""
    return -outward(side)


def thigh_and_shin(poser: Poser, side: str, thigh: float, spread: float = 3.0) -> None:
    """Kneel: the thigh `thigh` degrees above the floor behind, the shin flat."""
    o = out(side)
    direction = rotation(Z, -o * spread) @ rotation(Y, -thigh) @ -X
    shin = vec(1.0, -0.03 * o, -0.02)
    hinge = np.cross(direction, shin)
    flexion = np.degrees(np.arccos(np.clip(unit(direction) @ unit(shin), -1, 1)))
    poser.leg(side, direction, hinge, float(flexion))
    poser.foot(side, TOES_BACK_DEG)


def on_all_fours(
    body: Body,
    curl: float,
    neck: float,
    ahead: float = 0.0,
    lower: float = 0.0,
    thigh: float = 88.0,
) -> Poser:
    """Knees and hands planted, the spine bent by `curl` degrees (rounded above 0).

    The pelvis tips and the hips move so that the shoulders stay above the hands with straight arms.

    Args:
        body: whose.
        curl: flexion of the spine.
        neck: flexion of the neck.
        ahead: metres that the hands are ahead of where they belong.
        lower: metres that bent elbows let the shoulders sink.
        thigh: degrees of the thighs above the floor, before the hips give way.
    """
    hands_x = planted_hands_x(body)
    poser = _on_hands(body, curl, hands_x, lower, thigh)
    poser.neck(flex=neck)
    for arm in SIDES:
        plant_hand(poser, arm, _wrist(poser, arm, hands_x - ahead))
    return poser


def _on_hands(body: Body, curl: float, hands_x: float | None, lower: float, thigh: float) -> Poser:
    """The trunk carried by arms that reach `hands_x`; by arms straight down where that is None."""
    pitch, tilt = 11.0 + (curl - FLAT_BACK_DEG) / 2, thigh
    height = WRIST_FLAT_M + STRAIGHT_ARM * sum(body.length("left", a, b) for a, b in ARM) - lower
    for _ in range(8):
        poser = _kneeling(body, curl, pitch, tilt)
        for arm in SIDES:
            x = poser.at(f"{arm}_shoulder")[0] if hands_x is None else hands_x
            poser.arm_to(arm, _wrist(poser, arm, x), _elbow(arm), girdle=0.3)
        shoulder = (poser.at("left_shoulder") + poser.at("right_shoulder")) / 2
        hip = (poser.at("left_hip") + poser.at("right_hip")) / 2
        trunk = float(np.linalg.norm(shoulder - hip))
        pitch += float(np.degrees((height - shoulder[2]) / trunk))
        if hands_x is not None:
            tilt -= 0.8 * float(np.degrees(hands_x - shoulder[0])) / body.length("left", *THIGH)
            tilt = float(np.clip(tilt, 60, 112))
    return poser


@lru_cache(maxsize=16)
def planted_hands_x(body: Body) -> float:
    """Where along the mat (x, metres) the hands are: under the shoulders of a flat back."""
    poser = _on_hands(body, FLAT_BACK_DEG, None, 0.0, 88.0)
    return float(poser.at("left_shoulder")[0])


def _wrist(poser: Poser, side: str, x: float) -> Array:
    return vec(x, poser.at(f"{side}_shoulder")[1] + 0.02 * out(side), WRIST_FLAT_M)


def _kneeling(body: Body, curl: float, pitch: float, thigh: float) -> Poser:
    poser = Poser(body, rotation(Y, pitch) @ PRONE)
    poser.spine(flex=curl)
    for leg in SIDES:
        thigh_and_shin(poser, leg, thigh)
    knees = (poser.at("left_knee") + poser.at("right_knee")) / 2
    poser.shift(vec(KNEES_X_M - knees[0], -knees[1], KNEE_ON_MAT_M - knees[2]))
    return poser


def _elbow(side: str) -> Array:
    """Where the elbow of an arm that leans on its hand points."""
    return vec(0.55, 0.7 * out(side), 0.15)


def plant_hand(poser: Poser, side: str, wrist: Array, girdle: float = 0.3) -> None:
    """A hand flat on the mat, fingers ahead."""
    poser.arm_to(side, wrist, _elbow(side), girdle=girdle)
    poser.hand(side, -Z, curl=4, points=-X + 0.08 * out(side) * Y)


def sink_onto_mat(poser: Poser) -> None:
    """Let shins and knees rest on the mat."""
    poser.ground("legs", sink=MAT_SINK_M / 2)
