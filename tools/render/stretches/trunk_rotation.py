"""Lower trunk rotation: the twist as a slow movement, knees from side to side."""

from __future__ import annotations

from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import Body, PosedBody, other
from tools.render.stretches import supine_twist


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """Knees towards `side` by `turn` degrees; below 0 to the other side."""
    away_from = other(side) if c["turn"] >= 0 else side
    return supine_twist.pose(body, away_from, {**c, "turn": abs(c["turn"])})


TRUNK_ROTATION = Stretch(
    id="trunk_rotation",
    position="supine",
    start={
        "turn": 0.0, "hip": 52.0, "knee": 95.0, "chest": 0.0, "apart": 0.0, "arms": 80.0,
        "look": 0.0,
    },
    hold={"arms": (70, 92)},
    peak={"turn": (38, 58)},
    other_peak={"turn": (-58, -38)},
    alternates=True,
    tempo=Tempo(rise_s=(1.4, 2.0), top_s=(0.4, 0.9), fall_s=(1.4, 2.0), pause_s=(0.0, 0.2)),
    pose=pose,
    breath={"arms": 0.2},
    tremble=("turn",),
    driver="knee_drop",
    faults={
        "shoulders_flat": FaultKind({"chest": 1.0}, (17, 26)),
        "knees_together": FaultKind({"apart": 1.0}, (25, 40)),
    },
    enter_s=(0.3, 0.5),
    views=("three_quarter", "feet", "side"),
)  # fmt: skip
