"""Lying hamstring stretch: one leg towards the ceiling, hands behind the thigh."""

from __future__ import annotations

from tools.render.geometry import X, Y, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import Body, PosedBody
from tools.render.stretches.common import grip, lie_with_leg_up


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """On the back, the stretched leg raised by `thigh` degrees."""
    poser = lie_with_leg_up(body, side, c, foot=22 - 18 * c["grip"])
    ends = poser.at(f"{side}_hip"), poser.at(f"{side}_knee")
    behind = unit(rotation(Y, 90) @ (ends[1] - ends[0])) if c["thigh"] > 20 else X
    grip(poser, side, ends, c["hand_at"], behind, c["grip"])
    return poser.finish()


LYING_HAMSTRING = Stretch(
    id="lying_hamstring",
    position="supine",
    start={
        "thigh": 0.0, "knee": 5.0, "other_knee": 6.0, "other_lift": 0.0,
        "grip": 0.0, "hand_at": 0.55, "head": 0.0, "chest": 0.0,
    },
    hold={
        "thigh": (70, 92), "knee": (9, 17), "other_knee": (4, 9), "grip": (1, 1),
        "hand_at": (0.5, 0.66),
    },
    pose=pose,
    via={"knee": 78.0},
    windows={"thigh": (0.0, 0.75), "grip": (0.25, 0.8)},
    breath={"thigh": 0.3, "chest": 0.5},
    tremble=("thigh", "knee"),
    bounce={"thigh": 1.0},
    faults={
        "knee_not_locked": FaultKind(
            {"knee": -1.0}, to=(0.3, 1.0), measure="knee_flexion_{side}_deg"
        ),
        "knee_not_too_bent": FaultKind(
            {"knee": 1.0}, to=(42, 56), measure="knee_flexion_{side}_deg"
        ),
        "other_leg_down": FaultKind(
            {"other_lift": 1.0, "other_knee": 0.3}, (30, 45), measure="hip_flexion_{other}_deg"
        ),
        "head_down": FaultKind({"head": 1.0}, (26, 40)),
    },
    enter_s=(2.4, 3.2),
)  # fmt: skip
