"""Reach-outs (bird dog): from hands and knees one arm and the opposite leg reach long."""

from __future__ import annotations

import numpy as np

from tools.render.geometry import X, Y, Z, mix, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo, smooth
from tools.render.skeleton import Body, PosedBody, Poser, other
from tools.render.stretches.kneeling import FLAT_BACK_DEG, TOES_BACK_DEG, on_all_fours, out

TOE_ANKLE_M = 0.115


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The arm of `side` and the opposite leg out by `reach`; below 0 the other pair."""
    arm = side if c["reach"] >= 0 else other(side)
    share = abs(c["reach"])
    poser = on_all_fours(body, c["curl"], c["neck"])
    if share > 0.005:
        _leg_back(poser, other(arm), share * c["leg"], c["leg_high"] * share)
        _arm_ahead(poser, arm, share, c["arm_low"])
    return poser.finish()


def _leg_back(poser: Poser, side: str, share: float, high: float) -> None:
    """The foot slides back until the leg is long, then all of it lifts."""
    o = out(side)
    slide, lift = smooth(share / 0.6), smooth((share - 0.45) / 0.55)
    kneeling, hip = poser.at(f"{side}_ankle").copy(), poser.at(f"{side}_hip")
    long = 0.996 * sum(poser.leg_lengths(side))
    drop = hip[2] - TOE_ANKLE_M
    down = float(np.degrees(np.arcsin(drop / long)))
    on_floor = hip + vec(long * np.cos(np.radians(down)), 0.0, -drop)
    sliding = mix(kneeling, on_floor, slide)
    raised = rotation(Y, -(down + 2 + high) * lift) @ (sliding - hip)
    poser.leg_to(side, hip + raised, unit(-X - Z + 0.03 * o * Y))
    poser.foot(side, TOES_BACK_DEG * (1 - 0.45 * slide))


def _arm_ahead(poser: Poser, side: str, share: float, low: float) -> None:
    """The hand comes off the floor and reaches out, the arm beside the ear."""
    o = out(side)
    wrist = poser.at(f"{side}_wrist").copy()
    length = 0.985 * sum(poser.arm_lengths(side))
    up = rotation(Y, 14.0 - low) @ -X
    curve = (-0.12 * X + 0.05 * o * Y) * (1 - (2 * share - 1) ** 2)
    for _ in range(3):  # reaching brings the shoulder forward: reach again from there
        ahead = poser.at(f"{side}_shoulder") + unit(up + 0.06 * o * Y) * length
        elbow = vec(0.3, 0.6 * o, -0.6 * share)
        poser.arm_to(side, mix(wrist, ahead, share) + curve, elbow, girdle=0.3 + 0.2 * share)
    poser.hand(side, mix(-Z, -Z - 0.8 * o * Y, share), curl=5, points=mix(-X, up, share))


REACH_OUT = Stretch(
    id="reach_out",
    position="kneeling",
    start={
        "reach": 0.0,
        "curl": FLAT_BACK_DEG,
        "neck": -8.0,
        "leg": 1.0,
        "leg_high": 0.0,
        "arm_low": 0.0,
    },
    hold={"curl": (14, 22), "neck": (-12, -3)},
    peak={"reach": (1, 1)},
    other_peak={"reach": (-1, -1)},
    alternates=True,
    tempo=Tempo(rise_s=(1.3, 1.8), top_s=(1.2, 2.2), fall_s=(1.2, 1.7), pause_s=(0.3, 0.6)),
    pose=pose,
    breath={"curl": 0.8},
    tremble=("curl", "leg_high"),
    driver="shoulder_flexion_{side}_deg",
    faults={
        "arms_reaching": FaultKind({"arm_low": 1.0}, (40, 55)),
        "leg_level": FaultKind({"leg_high": -1.0}, (20, 28)),
    },
    enter_s=(0.3, 0.5),
)
