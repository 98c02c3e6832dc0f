"""Seated forward bend: legs long, fold at the hips, hands along the shins.

The person faces +x, their left at +y.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import Array, X, Y, Z, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, outward
from tools.render.stretches.common import MAT_SINK_M, long_leg

FACING_X = rotation(Z, 90.0)
WRIST_ABOVE_LEG_M = 0.075


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """Sitting, the pelvis tipped forward by `pelvis`, the spine rounded by `spine`."""
    poser = Poser(body, FACING_X @ rotation(X, c["pelvis"]))
    poser.spine(flex=c["spine"])
    poser.neck(flex=c["neck"])
    for leg in SIDES:
        long_leg(poser, leg, c["knee"], spread=1.0, roll=4.0)
    poser.ground("seat", sink=MAT_SINK_M)
    root = poser.at("root")
    poser.shift(vec(-0.45 - root[0], -root[1], 0.0))
    for leg in SIDES:
        long_leg(poser, leg, c["knee"], spread=1.0, roll=4.0)
        poser.foot(leg, 8.0)
    for arm in SIDES:
        target = along_leg(poser, arm, arm)
        poser.arm_to(arm, target, vec(-0.2, outward(arm), 0.25), girdle=0.3)
        leg_line = poser.at(f"{arm}_ankle") - poser.at(f"{arm}_knee")
        poser.hand(arm, -Z + 0.2 * outward(arm) * -Y, curl=12, points=unit(leg_line) + 0.1 * X)
    return poser.finish()


def along_leg(poser: Poser, leg: str, arm: str) -> Array:
    """The farthest point along a leg, a little above it, that a hand reaches."""
    shoulder = poser.at(f"{arm}_shoulder")
    reach = 0.97 * sum(poser.arm_lengths(arm))
    hip, knee, ankle = (poser.at(f"{leg}_{j}") for j in ("hip", "knee", "ankle"))
    above = WRIST_ABOVE_LEG_M * Z + 0.01 * outward(leg) * Y
    shares = np.linspace(0.3, 1.9, 65)
    points = [hip + (knee - hip) * s if s < 1 else knee + (ankle - knee) * (s - 1) for s in shares]
    away = np.array([np.linalg.norm(p + above - shoulder) for p in points])
    within = np.flatnonzero(away <= reach)
    if len(within) == 0:
        return np.asarray(points[int(away.argmin())] + above)
    last = int(within[-1])
    if last + 1 == len(points):
        return np.asarray(points[last] + above)
    share = (reach - away[last]) / (away[last + 1] - away[last])  # no steps as the hand slides
    return np.asarray(points[last] + (points[last + 1] - points[last]) * share + above)


SEATED_FORWARD_BEND = Stretch(
    id="seated_forward_bend",
    position="sitting",
    start={"pelvis": -8.0, "spine": 8.0, "neck": -2.0, "knee": 8.0},
    hold={"pelvis": (24, 44), "spine": (18, 28), "neck": (-4, 8), "knee": (5, 11)},
    pose=pose,
    breath={"spine": 0.6},
    tremble=("pelvis",),
    bounce={"pelvis": 1.0},
    faults={
        "knees_straight": FaultKind({"knee": 1.0}, (24, 38), measure="knee_flexion_{side}_deg"),
        "back_straight": FaultKind({"pelvis": -0.7, "spine": 1.2, "neck": 0.4}, (30, 42)),
    },
    sided=False,
)
