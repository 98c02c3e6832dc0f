"""Cobra and press-up on elbows: on the stomach, the arms lift the trunk, the hips stay down."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tools.render.geometry import X, Y, Z, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import SIDES, Body, PosedBody, Poser
from tools.render.stretches.kneeling import WRIST_FLAT_M, out
from tools.render.stretches.prone import (
    arch_over_elbows,
    hands_for_straight_arms,
    neck_off_floor,
    on_forearms,
    raised_trunk,
)

FLAT_ARCH_DEG = 4.0
TALL_ARCH_DEG = 74.0


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """The hands stay, the spine extends by `arch`; at `TALL_ARCH_DEG` the arms are straight.

    The hips come up by `hips` cm.
    """
    poser = _raised(body, FLAT_ARCH_DEG + c["arch"], c["neck"], c["hips"])
    hands_x = hands_for_straight_arms(body, TALL_ARCH_DEG)
    for arm in SIDES:
        o = out(arm)
        wrist = vec(hands_x, poser.at(f"{arm}_shoulder")[1] + 0.06 * o, WRIST_FLAT_M)
        for _ in range(2):
            poser.arm_to(arm, wrist, vec(0.8, 0.35 * o, 0.5), girdle=0.2)
        poser.hand(arm, -Z, curl=4, points=-X + 0.05 * o * Y)
    return poser.finish()


def _raised(body: Body, arch: float, neck: float, hips_cm: float) -> Poser:
    low_neck = neck_off_floor(body, FLAT_ARCH_DEG)
    share = min(max((arch - FLAT_ARCH_DEG) / 30.0, 0.0), 1.0)
    return raised_trunk(body, arch, low_neck + (neck - low_neck) * share, hips_cm / 100)


def on_elbows(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """From the stomach up onto the forearms by `rise` (0 to 1)."""
    top = arch_over_elbows(body)
    arch = FLAT_ARCH_DEG + (top - FLAT_ARCH_DEG) * c["rise"]
    poser = _raised(body, arch, c["neck"], c["hips"])
    elbow_x = _elbow_x(body) - c["elbows_ahead"] / 100
    for arm in SIDES:
        on_forearms(poser, arm, elbow_x)
    return poser.finish()


@lru_cache(maxsize=16)
def _elbow_x(body: Body) -> float:
    return float(raised_trunk(body, arch_over_elbows(body), 0.0).at("left_shoulder")[0])


COBRA = Stretch(
    id="cobra",
    position="prone",
    start={"arch": 0.0, "neck": -20.0, "hips": 0.0},
    hold={"arch": (62, 70), "neck": (-24, -12)},
    pose=pose,
    breath={"arch": 0.7},
    tremble=("arch",),
    bounce={"arch": 1.0},
    driver="trunk_lean_deg",
    faults={"hips_down": FaultKind({"hips": 1.0, "arch": -1.4}, (15, 21))},
    sided=False,
)

PRONE_PRESS_UP = replace(
    COBRA,
    id="prone_press_up",
    start={"rise": 0.0, "neck": -20.0, "hips": 0.0, "elbows_ahead": 0.0},
    hold={"rise": (0, 0.02), "neck": (-22, -18)},
    peak={"rise": (0.95, 1.0), "neck": (-18, -8)},
    tempo=Tempo(rise_s=(1.3, 1.8), top_s=(2.2, 3.4), fall_s=(1.3, 1.8), pause_s=(0.6, 1.0)),
    pose=on_elbows,
    breath={"rise": 0.01},
    tremble=("neck",),
    bounce={},
    faults={"elbows_under_shoulders": FaultKind({"elbows_ahead": 1.0, "rise": -0.012}, (14, 20))},
    enter_s=(0.3, 0.5),
)
