"""Knee across: on the back, one knee is drawn across the body towards the other shoulder."""

from __future__ import annotations

from dataclasses import replace

from tools.render.geometry import X, Y, Z, mix, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import lie_turned, long_leg, wrist_beside


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The thigh of `side` raised by `thigh` degrees and turned `across` the midline.

    The pelvis is turned after it by `pelvis`, the chest by `chest`.
    """
    s = outward(side)
    poser = lie_turned(body, -s, c["pelvis"], c["chest"], c["look"])
    long_leg(poser, other(side), 6.0)
    if c["thigh"] < 8:
        long_leg(poser, side, c["knee"], lift=c["thigh"])
    else:
        turn = rotation(X, s * c["across"])
        poser.leg(side, turn @ rotation(Y, -c["thigh"]) @ X, turn @ Y, c["knee"])
        poser.foot(side, 15.0)
    for hand in SIDES:
        _hand(poser, hand, side, c["grip"] * c[f"{'same' if hand == side else 'other'}_hand"])
    return poser.finish()


def _hand(poser: Poser, side: str, leg: str, hold: float) -> None:
    """From the floor to the outside of the knee that is drawn across."""
    s, out = outward(side), outward(leg) * Y
    knee, hip = poser.at(f"{leg}_knee"), poser.at(f"{leg}_hip")
    along = unit(knee - hip)
    target = knee - 0.06 * along + 0.05 * Z + (0.075 if side == leg else 0.06) * out
    path = mix(wrist_beside(poser, side, away=30), target, hold)
    path = path + (0.06 * Z + 0.10 * s * Y) * (1 - (2 * hold - 1) ** 2)
    poser.arm_to(side, path, unit(mix(s * Y + 0.4 * Z, s * Y - 0.4 * Z + 0.2 * X, hold)), 0.3)
    poser.hand(side, mix(-Z, -out - 0.3 * Z, hold), curl=8 + 16 * hold, points=mix(X, along, hold))


PIRIFORMIS_CROSS = Stretch(
    id="piriformis_cross",
    position="supine",
    start={
        "thigh": 0.0, "knee": 5.0, "across": 0.0, "pelvis": 0.0, "grip": 0.0, "chest": 0.0,
        "look": 0.0,
        "same_hand": 1.0, "other_hand": 1.0,
    },
    hold={"thigh": (100, 110), "knee": (100, 114), "across": (24, 34), "pelvis": (0, 12),
          "grip": (1, 1), "look": (-20, 30)},
    pose=pose,
    windows={"thigh": (0.0, 0.6), "knee": (0.0, 0.6), "across": (0.4, 1.0), "pelvis": (0.4, 1.0),
             "grip": (0.3, 0.9)},
    breath={"thigh": 0.5},
    tremble=("thigh",),
    bounce={"across": 1.0},
    faults={"shoulders_flat": FaultKind({"chest": 1.0}, (22, 32), measure="shoulder_tilt_deg")},
    views=("three_quarter", "side"),
    enter_s=(2.4, 3.2),
)  # fmt: skip

OUTER_HIP = replace(
    PIRIFORMIS_CROSS,
    id="outer_hip",
    start={**PIRIFORMIS_CROSS.start, "same_hand": 0.0},
    hold={
        "thigh": (78, 88),
        "knee": (78, 92),
        "across": (50, 68),
        "pelvis": (32, 50),
        "grip": (1, 1),
    },
)
