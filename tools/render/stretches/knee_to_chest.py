"""Single knee to chest: hands on the shin pull the knee in."""

from __future__ import annotations

from tools.render.geometry import Y, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import Body, PosedBody
from tools.render.stretches.common import grip, lie_with_leg_up


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """On the back, one thigh folded towards the chest by `thigh` degrees."""
    poser = lie_with_leg_up(body, side, c, foot=20)
    ends = poser.at(f"{side}_knee"), poser.at(f"{side}_ankle")
    shin = unit(ends[1] - ends[0])
    front_of_shin = rotation(Y, -90) @ shin
    grip(poser, side, (ends[0], ends[1]), c["hand_at"], front_of_shin, c["grip"])
    return poser.finish()


KNEE_TO_CHEST = Stretch(
    id="knee_to_chest",
    position="supine",
    start={
        "thigh": 0.0, "knee": 5.0, "other_knee": 6.0, "other_lift": 0.0,
        "grip": 0.0, "hand_at": 0.2, "head": 0.0, "chest": 0.0,
    },
    hold={
        "thigh": (118, 130), "knee": (108, 122), "other_knee": (4, 10), "grip": (1, 1),
        "hand_at": (0.16, 0.24),
    },
    pose=pose,
    windows={"grip": (0.35, 0.9), "knee": (0.0, 0.7)},
    breath={"thigh": 0.6, "chest": 0.5},
    tremble=("thigh", "knee"),
    bounce={"thigh": 1.0},
    faults={
        "other_leg_down": FaultKind(
            {"other_lift": 1.0, "other_knee": 0.3}, (30, 45), measure="hip_flexion_{other}_deg"
        ),
        "head_down": FaultKind({"head": 1.0}, (26, 40)),
        "slow_entry": FaultKind({}),
    },
)  # fmt: skip
