"""Bridge: on the back, feet planted, hips lifted into one line."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from tools.render.geometry import Y, rotation
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import Body, PosedBody, Poser
from tools.render.stretches.common import SUPINE, ankle_height, lying_flat
from tools.render.stretches.knees_bent import arms_beside, plant_feet, rest_on_shoulders

IN_LINE_DEG = 4.0
"""Hip flexion of a good bridge (shoulder, hip and knee joints nearly in line)."""


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """Feet and shoulders stay; the trunk rises by `lift` of what puts it in line."""
    trunk, foot_x = _line(body, round(c["shape"]))
    poser = _raised(body, trunk * c["lift"] + c["more"], c["arch"])
    plant_feet(poser, foot_x)
    arms_beside(poser, away=14.0)
    return poser.finish()


def _raised(body: Body, trunk: float, arch: float) -> Poser:
    """The body pivoting on its shoulders, the trunk `trunk` degrees up.

    Arching lifts the chest more and tips the pelvis forwards.
    """
    pitch, neck = lying_flat(body)
    poser = Poser(body, rotation(Y, pitch - trunk + 0.55 * arch) @ SUPINE)
    poser.spine(flex=-arch)
    poser.neck(neck + trunk * 0.95 + arch * 0.45)
    rest_on_shoulders(poser)
    return poser


@lru_cache(maxsize=8)
def _line(body: Body, knee: int) -> tuple[float, float]:
    """Trunk angle and foot x at which hips and knees are as a good bridge has them."""
    thigh_m, shin_m = body.length("left", "hip", "knee"), body.length("left", "knee", "ankle")

    def ankle(trunk: float) -> tuple[float, float]:
        poser = _raised(body, trunk, 0.0)
        hip, shoulder = poser.at("left_hip"), poser.at("left_shoulder")
        rise = np.arctan2(hip[2] - shoulder[2], hip[0] - shoulder[0]) + np.radians(IN_LINE_DEG)
        fall = rise - np.radians(knee)
        x = hip[0] + thigh_m * np.cos(rise) + shin_m * np.cos(fall)
        z = hip[2] + thigh_m * np.sin(rise) + shin_m * np.sin(fall)
        return float(x), float(z)

    low, high = 0.0, 50.0
    for _ in range(10):
        middle = (low + high) / 2
        if ankle(middle)[1] < ankle_height(body):
            low = middle
        else:
            high = middle
    return middle, ankle(middle)[0]


BRIDGE = Stretch(
    id="bridge",
    position="supine",
    start={"lift": 0.0, "more": 0.0, "arch": 0.0, "shape": 92.0},
    hold={"lift": (0.97, 1.0), "arch": (0, 2)},
    pose=pose,
    breath={"arch": 0.4},
    tremble=("more",),
    bounce={"more": 0.6},
    faults={
        "hips_up": FaultKind({"more": -1.0}, (7, 11), measure="hip_sagittal_{side}_deg"),
        "back_straight": FaultKind(
            {"arch": 1.0, "more": 0.3}, (16, 26), measure="hip_sagittal_{side}_deg"
        ),
    },
    sided=False,
)

BRIDGE_REPETITIONS = replace(
    BRIDGE,
    name="bridge_repetitions",
    hold={"lift": (0.0, 0.02), "arch": (0, 1)},
    peak={"lift": (0.97, 1.0), "arch": (0, 2)},
    tempo=Tempo(rise_s=(1.2, 1.8), top_s=(0.8, 1.4), fall_s=(1.2, 1.8), pause_s=(0.5, 0.9)),
    bounce={},
    enter_s=(0.3, 0.5),
    faults={},
)
