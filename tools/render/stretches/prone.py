"""On the front: trunk raised on arms, legs behind.

The head is at -x; face down the person's left is at -y.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tools.render.geometry import X, Y, Z, rotation, unit, vec
from tools.render.skeleton import SIDES, Body, Poser
from tools.render.stretches.common import MAT_SINK_M
from tools.render.stretches.kneeling import PRONE, TOES_BACK_DEG, WRIST_FLAT_M, out

ELBOW_ON_MAT_M = 0.045
FOREARM_WRIST_M = 0.045
STRAIGHT_ARM = 0.99
"""Of its length: bent by 16 degrees."""
TOES_TUCKED_ANKLE_M = 0.125
LYING_ANKLE_M = 0.07
LYING_KNEE_M = 0.07


def raised_trunk(body: Body, arch: float, neck: float, hips_m: float = 0.0) -> Poser:
    """On the stomach, the spine extended by `arch` degrees; legs long, arms to come.

    The hips are down, or `hips_m` off the floor and the knees still on it.
    """
    poser = Poser(body, PRONE)
    poser.spine(flex=-arch)
    poser.neck(flex=neck)
    for leg in SIDES:
        _leg_along(poser, leg)
    poser.turn(rotation(Y, 0.06 * arch))
    for leg in SIDES:
        _leg_along(poser, leg)
    poser.ground("pelvis", "chest", sink=MAT_SINK_M)
    poser.shift(vec(0.0, 0.0, hips_m))
    for leg in SIDES:
        _leg_along(poser, leg)
    return poser


def _leg_along(poser: Poser, side: str) -> None:
    hip = poser.at(f"{side}_hip")
    thigh_m, shin_m = poser.leg_lengths(side)
    drop = hip[2] - LYING_ANKLE_M
    straight = np.sqrt(max((0.999 * (thigh_m + shin_m)) ** 2 - drop**2, 0.01))
    over_knee = np.sqrt(max(thigh_m**2 - (hip[2] - LYING_KNEE_M) ** 2, 0.01))
    flat = min(straight, over_knee + shin_m)
    ankle = vec(hip[0] + flat, hip[1] + 0.04 * out(side), LYING_ANKLE_M)
    poser.leg_to(side, ankle, unit(-Z + 0.1 * out(side) * Y))
    poser.foot(side, TOES_BACK_DEG)


@lru_cache(maxsize=64)
def neck_off_floor(body: Body, arch: float) -> float:
    """Flexion of the neck, degrees, that keeps the face just off the mat."""
    low, high = -60.0, 20.0
    for _ in range(9):
        middle = (low + high) / 2
        poser = raised_trunk(body, arch, middle)
        if poser.skinned(body.regions["head"])[:, 2].min() > 0.012:
            low = middle
        else:
            high = middle
    return low


@lru_cache(maxsize=16)
def arch_over_elbows(body: Body) -> float:
    """Extension of the spine that brings the shoulders as high as upright upper arms do."""
    want = body.length("left", "shoulder", "elbow") + ELBOW_ON_MAT_M
    low, high = 0.0, 80.0
    for _ in range(10):
        middle = (low + high) / 2
        if raised_trunk(body, middle, 0.0).at("left_shoulder")[2] < want:
            low = middle
        else:
            high = middle
    return low


@lru_cache(maxsize=16)
def hands_for_straight_arms(body: Body, arch: float) -> float:
    """Where along the mat the hands stand, metres, if the arms are straight at that extension."""
    poser = raised_trunk(body, arch, 0.0)
    shoulder = poser.at("left_shoulder")
    rise = float(shoulder[2]) - WRIST_FLAT_M
    reach = STRAIGHT_ARM * sum(poser.arm_lengths("left"))
    return float(shoulder[0]) - float(np.sqrt(max(reach**2 - rise**2, 0.0)))


def on_forearms(poser: Poser, side: str, elbow_x: float) -> None:
    """The forearm flat on the mat, pointing ahead, the elbow at `elbow_x`."""
    o = out(side)
    upper_m, lower_m = poser.arm_lengths(side)
    shoulder = poser.at(f"{side}_shoulder")
    wrist = vec(elbow_x - 0.985 * lower_m, shoulder[1] - 0.03 * o, FOREARM_WRIST_M)
    upright = float(np.clip((shoulder[2] - 0.12) / (upper_m + ELBOW_ON_MAT_M - 0.12), 0, 1))
    elbow = vec(0.55, o * (1.1 - 0.85 * upright), 0.1 - 0.9 * upright)
    for _ in range(3):
        poser.arm_to(side, wrist, elbow, girdle=0.25)
    poser.hand(side, -Z, curl=6, points=-X)


def plank_body(body: Body, shoulder_m: float, hip_m: float, curl: float, neck: float) -> Poser:
    """Shoulders and hips at given heights above the floor, legs to come."""
    pitch = 0.0
    for _ in range(6):
        poser = Poser(body, rotation(Y, pitch) @ PRONE)
        poser.spine(flex=curl)
        shoulder, hip = poser.at("left_shoulder"), poser.at("left_hip")
        trunk = float(np.linalg.norm(shoulder - hip))
        pitch += float(np.degrees((shoulder_m - hip_m - (shoulder[2] - hip[2])) / trunk))
    poser.neck(flex=neck)
    poser.shift(vec(0.0, 0.0, hip_m - poser.at("left_hip")[2]))
    return poser


def on_toes(poser: Poser, side: str, ankle_x: float, knee: float = 0.0) -> None:
    """The leg long, standing on its toes."""
    hip = poser.at(f"{side}_hip")
    ankle = vec(ankle_x, hip[1] + 0.01 * out(side), TOES_TUCKED_ANKLE_M)
    poser.leg_to(side, ankle, unit(-Z + 0.05 * out(side) * Y - knee * X))
    poser.foot(side, 0.0, toes=-55.0)
    poser.foot_in_world(side, rotation(Y, -62.0) @ rotation(Z, -90.0))
