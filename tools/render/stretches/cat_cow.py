"""Cat-cow: on hands and knees, the back rounds (cat) and sinks (cow) in turn."""

from __future__ import annotations

from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import Body, PosedBody
from tools.render.stretches.kneeling import FLAT_BACK_DEG, on_all_fours


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """The spine bent by `curl` degrees, hands and knees staying where they are."""
    poser = on_all_fours(
        body,
        c["curl"],
        c["neck"],
        ahead=c["hands_ahead"] / 100,
        lower=c["elbows"] / 100 + c["hands_ahead"] / 400,
        thigh=c["thigh"],
    )
    return poser.finish()


CAT_COW = Stretch(
    id="cat_cow",
    position="kneeling",
    start={
        "curl": FLAT_BACK_DEG, "neck": -8.0, "thigh": 88.0, "hands_ahead": 0.0, "elbows": 1.0,
    },
    hold={"curl": (13, 22), "neck": (-12, -2)},
    peak={"curl": (84, 108), "neck": (28, 45)},
    other_peak={"curl": (-28, -12), "neck": (-42, -30)},
    ends=("round", "hollow"),
    tempo=Tempo(rise_s=(1.3, 1.9), top_s=(0.8, 1.6), fall_s=(1.0, 1.5), pause_s=(0.0, 0.2)),
    pose=pose,
    breath={"curl": 1.0},
    tremble=("curl",),
    driver="back_curvature_deg",
    faults={
        "arms_straight": FaultKind({"elbows": 0.18}, (40, 60), measure="elbow_flexion_{side}_deg"),
        "wrists_under_shoulders": FaultKind({"hands_ahead": 0.9}, (22, 32)),
    },
    sided=False,
    enter_s=(0.3, 0.6),
    views=("side", "three_quarter"),
)  # fmt: skip
