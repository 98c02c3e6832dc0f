"""Sit-to-stand: from a chair, lean from the hips, stand up, sit down under control.

The person faces -x, their left at -y.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tools.render.geometry import X, Y, Z, unit
from tools.render.motion import Controls, Stretch
from tools.render.repetitions import Tempo
from tools.render.room import Box
from tools.render.skeleton import SIDES, Body, PosedBody, Poser
from tools.render.stretches.common import MAT_SINK_M, ankle_height
from tools.render.stretches.kneeling import out
from tools.render.stretches.standing import (
    CHAIR_X,
    SEAT_DEPTH_M,
    SEAT_M,
    hand_at,
    hips_to,
    standing_foot,
    upright,
)

CHAIR = (
    Box((CHAIR_X, -0.22, SEAT_M - 0.04), (CHAIR_X + SEAT_DEPTH_M, 0.22, SEAT_M), "wood"),
    *(
        Box((x, y, 0.0), (x + 0.04, y + 0.04, SEAT_M - 0.04), "wood")
        for x in (CHAIR_X + 0.01, CHAIR_X + SEAT_DEPTH_M - 0.05)
        for y in (-0.21, 0.17)
    ),
    Box(
        (CHAIR_X + SEAT_DEPTH_M - 0.04, -0.22, SEAT_M + 0.22),
        (CHAIR_X + SEAT_DEPTH_M, 0.22, SEAT_M + 0.45),
        "wood",
    ),
    *(
        Box(
            (CHAIR_X + SEAT_DEPTH_M - 0.04, y, SEAT_M),
            (CHAIR_X + SEAT_DEPTH_M, y + 0.04, SEAT_M + 0.45),
            "wood",
        )
        for y in (-0.22, 0.18)
    ),
)
HIPS_ON_SEAT_X = CHAIR_X + 0.22
FEET_X = 0.02
MOST_LEAN_DEG = 42.0


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """From sitting (rise 0) to standing (rise 1), leaning forward in between."""
    rise = float(np.clip(c["rise"], 0.0, 1.0))
    lean = (MOST_LEAN_DEG + c["lean"]) * float(np.sin(np.pi * min(rise / 0.9, 1.0) ** 0.75))
    poser = upright(body, c["sit_lean"] * (1 - rise) + lean, c["spine"], -0.4 * lean)
    hips_to(poser, *_hips(body, rise, c["knee"]))
    for leg in SIDES:
        y = poser.at(f"{leg}_hip")[1] + 0.015 * out(leg)
        standing_foot(poser, leg, FEET_X, y)
    for hand in SIDES:
        _hand(poser, hand, rise)
    return poser.finish()


def _hips(body: Body, rise: float, knee: float) -> tuple[float, float]:
    """The way of the hips: ahead first, then up."""
    legs = sum(body.length("left", a, b) for a, b in (("hip", "knee"), ("knee", "ankle")))
    up = ankle_height(body) + legs * (1 - 0.5 * (1 - float(np.cos(np.radians(knee)))) * 0.5)
    ahead = float(np.clip(rise / 0.8, 0, 1)) ** 1.2
    x = HIPS_ON_SEAT_X + (FEET_X + 0.01 - HIPS_ON_SEAT_X) * ahead
    z = _seated_hip_m(body) + (up - _seated_hip_m(body)) * rise**1.3
    return x, z


@lru_cache(maxsize=16)
def _seated_hip_m(body: Body) -> float:
    """Height of the hips' centres, sitting on the seat."""
    poser = seated(body, 0.0, 6.0, 0.0)
    return float(poser.at("left_hip")[2])


def seated(body: Body, lean: float, spine: float, neck: float) -> Poser:
    """Sitting on the chair, legs roughly placed."""
    poser = upright(body, lean, spine, neck)
    for leg in SIDES:
        poser.leg(leg, unit(-X + 0.1 * out(leg) * Y), -Y, 88.0)
    hips_to(poser, HIPS_ON_SEAT_X, 0.0)
    placed = poser.skinned(poser.body.regions["seat"])
    near = placed[:, 0] > HIPS_ON_SEAT_X - 0.12
    hips_to(poser, HIPS_ON_SEAT_X, SEAT_M - 2 * MAT_SINK_M - float(placed[near, 2].min()))
    return poser


def _hand(poser: Poser, side: str, rise: float) -> None:
    """Arms reach ahead while getting up, hang or rest on the thighs else."""
    o = out(side)
    knee, hip = poser.at(f"{side}_knee"), poser.at(f"{side}_hip")
    shoulder = poser.at(f"{side}_shoulder")
    along = unit(knee - hip)
    on_thigh = hip + 0.72 * (knee - hip) + 0.085 * Z
    hanging = shoulder + unit(-0.1 * X + 0.1 * o * Y - Z) * 0.985 * sum(poser.arm_lengths(side))
    ahead = shoulder - 0.46 * X - 0.10 * Z
    busy = float(np.sin(np.pi * min(rise / 0.95, 1.0)))
    calm = on_thigh * (1 - rise) + hanging * rise
    place = calm * (1 - busy) + ahead * busy
    hand_at(poser, side, place, -Z * (1 - rise) - o * Y * max(rise, busy) - 0.05 * X,
            unit(along * (1 - rise) * (1 - busy) - X * busy - Z * rise * (1 - busy)))  # fmt: skip


SIT_TO_STAND = Stretch(
    id="sit_to_stand",
    position="sitting",
    start={"rise": 0.0, "lean": 0.0, "sit_lean": 2.0, "spine": 6.0, "knee": 6.0},
    hold={"spine": (3, 8)},
    peak={"rise": (1, 1), "spine": (-1, 2)},
    tempo=Tempo(rise_s=(1.3, 1.8), top_s=(0.6, 1.1), fall_s=(1.5, 2.1), pause_s=(0.5, 0.9)),
    pose=pose,
    breath={"spine": 0.6},
    tremble=("spine",),
    driver="hip_flexion_{side}_deg",
    faults={},
    sided=False,
    enter_s=(0.3, 0.5),
    props=CHAIR,
)
