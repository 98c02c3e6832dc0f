"""Plank: on forearms and toes, one straight line."""

from __future__ import annotations

from functools import lru_cache

from tools.render.geometry import vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody
from tools.render.stretches.kneeling import FLAT_BACK_DEG
from tools.render.stretches.prone import (
    ELBOW_ON_MAT_M,
    TOES_TUCKED_ANKLE_M,
    on_forearms,
    on_toes,
    plank_body,
)

ELBOWS_X = -0.75
LYING_HIP_M = 0.10


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """Elbows and toes stay; the hips are `lift` of the way from the mat to the line.

    `sag` and `pike` are centimetres below and above it.
    """
    shoulder_m = body.length("left", "shoulder", "elbow") + ELBOW_ON_MAT_M
    trunk_m = _trunk_m(body)
    leg_m = sum(body.length("left", a, b) for a, b in (("hip", "knee"), ("knee", "ankle")))
    share = trunk_m / (trunk_m + leg_m)
    in_line = shoulder_m + (TOES_TUCKED_ANKLE_M - shoulder_m) * share
    hip_m = LYING_HIP_M + (in_line - LYING_HIP_M) * c["lift"] + (c["pike"] - c["sag"]) / 100
    poser = plank_body(body, shoulder_m, hip_m, c["curl"] - 1.2 * c["sag"], c["neck"])
    line = poser.at("left_shoulder")[0]
    poser.shift(vec(ELBOWS_X - line, 0.0, 0.0))
    ankle_x = _ankle_x(in_line, trunk_m, leg_m, shoulder_m)
    for leg in SIDES:
        on_toes(poser, leg, ankle_x)
    for arm in SIDES:
        on_forearms(poser, arm, ELBOWS_X)
    return poser.finish()


@lru_cache(maxsize=16)
def _trunk_m(body: Body) -> float:
    """From the hips to the shoulders with a flat back, seen from the side."""
    poser = plank_body(body, 0.4, 0.3, FLAT_BACK_DEG, 0.0)
    line = poser.at("left_shoulder") - poser.at("left_hip")
    return float((line[0] ** 2 + line[2] ** 2) ** 0.5)


def _ankle_x(hip_m: float, trunk_m: float, leg_m: float, shoulder_m: float) -> float:
    """Where the ankles are with everything in line."""
    trunk = (trunk_m**2 - (shoulder_m - hip_m) ** 2) ** 0.5
    leg = ((0.998 * leg_m) ** 2 - (hip_m - TOES_TUCKED_ANKLE_M) ** 2) ** 0.5
    return float(ELBOWS_X + trunk + leg)


PLANK = Stretch(
    id="plank",
    position="prone",
    start={
        "lift": 0.0, "sag": 0.0, "pike": 0.0, "curl": -22.0, "neck": -10.0,
    },
    hold={"lift": (0.98, 1.04), "curl": (FLAT_BACK_DEG - 4, FLAT_BACK_DEG + 4), "neck": (-12, -2)},
    pose=pose,
    breath={"curl": 0.7},
    tremble=("curl",),
    driver="hip_sagittal_{side}_deg",
    faults={
        "hips_up": FaultKind({"sag": 1.0}, (6, 10), measure="hip_sagittal_{side}_deg"),
        "hips_down": FaultKind({"pike": 1.0}, (14, 22), measure="hip_sagittal_{side}_deg"),
        "head_in_line": FaultKind({"neck": 1.0}, (34, 46)),
    },
    sided=False,
)  # fmt: skip
