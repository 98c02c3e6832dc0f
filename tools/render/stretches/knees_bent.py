"""On the back, knees bent, feet flat: what several exercises share."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tools.render.geometry import Y, rotation, vec
from tools.render.skeleton import SIDES, Body, Poser, outward
from tools.render.stretches.common import (
    MAT_SINK_M,
    SUPINE,
    ankle_height,
    hand_down,
    lie_down,
    lying_flat,
    planted_leg,
    wrist_beside,
)

KNEE_DEG = 92.0
FEET_OUT_M = 0.015
"""How far each foot is outside its hip."""


@lru_cache(maxsize=16)
def foot_x(body: Body, knee: float = KNEE_DEG) -> float:
    """Where the ankles are so that the knees are bent by `knee` with the hips on the floor."""
    flat = lie_down(body)
    hip = flat.at("left_hip")
    thigh_m, shin_m = flat.leg_lengths("left")
    reach = np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(np.radians(knee)))
    return float(hip[0] + np.sqrt(reach**2 - (hip[2] - ankle_height(body)) ** 2))


def plant_feet(poser: Poser, x: float) -> None:
    """Both feet flat, hip-width apart, the ankles at `x`."""
    flat = lie_down(poser.body)
    for s in SIDES:
        hip_y = flat.at(f"{s}_hip")[1] + FEET_OUT_M * outward(s)
        planted_leg(poser, s, vec(x, hip_y, 0.0))


def arms_beside(poser: Poser, away: float = 16.0) -> None:
    """Both hands on the floor beside the body, where they lie before anything moves."""
    flat = lie_down(poser.body)
    for s in SIDES:
        hand_down(poser, s, wrist_beside(flat, s, away=away), points=vec(1, 0.1 * outward(s), 0))


def tilted(body: Body, tilt: float, lift: float = 0.0) -> Poser:
    """Lying with the pelvis rolled back against the chest by `tilt` degrees: the hollow closes.

    Pelvis and chest stay on the floor; `lift` turns the trunk up on the shoulders (into a bridge).
    """
    _, neck = lying_flat(body)
    poser = Poser(body, SUPINE)
    poser.spine(flex=tilt)
    settled = poser.settle("pelvis", "chest")
    poser.turn(rotation(Y, -lift))
    poser.neck(neck + lying_flat(body)[0] - settled - tilt + 0.9 * lift)
    rest_on_shoulders(poser)
    return poser


def rest_on_shoulders(poser: Poser) -> None:
    """Head and trunk on the mat, the neck where it is lying flat, however the trunk is turned."""
    poser.ground("trunk", "head", sink=MAT_SINK_M)
    stay = lie_down(poser.body).at("neck01") - poser.at("neck01")
    poser.shift(vec(stay[0], stay[1], 0.0))
