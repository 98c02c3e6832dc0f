"""Double knee to chest: one leg after the other comes up, each hand on its own shin."""

from __future__ import annotations

from tools.render.geometry import X, Y, Z, mix, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, outward
from tools.render.stretches.common import lie_down, long_leg, raised_leg, wrist_beside


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """Thighs folded towards the chest; `side` is the leg that comes up first."""
    poser = lie_down(body, neck_lift=c["head"], chest_lift=0.35 * c["head"] + c["chest"])
    for leg in SIDES:
        which = "first" if leg == side else "second"
        thigh, knee = c[f"thigh_{which}"] + c["swing"], c[f"knee_{which}"]
        if leg == side:
            thigh -= c["uneven"]
        if thigh < 8:
            long_leg(poser, leg, knee, lift=max(thigh, 0.0))
        else:
            raised_leg(poser, leg, thigh, knee, foot=20)
    for arm in SIDES:
        _hold_shin(poser, arm, c["grip"])
    return poser.finish()


def _hold_shin(poser: Poser, side: str, hold: float) -> None:
    """A hand goes from the floor to the front of its own shin, just below the knee."""
    s = outward(side)
    knee, ankle = poser.at(f"{side}_knee"), poser.at(f"{side}_ankle")
    shin = unit(ankle - knee)
    front = rotation(Y, -90) @ shin
    target = knee + 0.09 * (ankle - knee) / 0.4 + 0.075 * front + 0.02 * s * Y
    path = mix(wrist_beside(poser, side), target, hold)
    path = path + (0.06 * Z + 0.14 * s * Y) * (1 - (2 * hold - 1) ** 2)
    elbow = unit(mix(s * Y + 0.4 * Z, s * Y - 0.6 * Z + 0.3 * X, hold))
    poser.arm_to(side, path, elbow, girdle=0.15 + 0.2 * hold)
    palm = mix(-Z, -front, hold)
    poser.hand(side, palm, curl=8 + 20 * hold, points=mix(X, -0.9 * s * Y + 0.25 * shin, hold))


DOUBLE_KNEE_TO_CHEST = Stretch(
    id="double_knee_to_chest",
    position="supine",
    start={
        "thigh_first": 0.0, "thigh_second": 0.0, "knee_first": 5.0, "knee_second": 5.0,
        "swing": 0.0, "uneven": 0.0, "grip": 0.0, "head": 0.0, "chest": 0.0,
    },
    hold={
        "thigh_first": (118, 126), "thigh_second": (118, 126), "knee_first": (110, 122),
        "knee_second": (110, 122), "grip": (1, 1),
    },
    pose=pose,
    windows={
        "thigh_first": (0.0, 0.6), "knee_first": (0.0, 0.5), "thigh_second": (0.3, 0.9),
        "knee_second": (0.3, 0.8), "grip": (0.55, 1.0),
    },
    breath={"swing": 0.6, "chest": 0.5},
    tremble=("swing", "knee_first"),
    bounce={"swing": 1.0},
    faults={
        "knees_level": FaultKind({"uneven": 1.0}, (26, 36), measure="hip_flexion_{side}_deg"),
        "head_down": FaultKind({"head": 1.0}, (26, 40)),
    },
    enter_s=(2.8, 3.8),
)  # fmt: skip
