"""Sitting with a long leg: what the bends over one leg and over both share.

The person faces +x, their left at +y.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import Array, Y, Z, rotation, vec
from tools.render.motion import FaultKind
from tools.render.skeleton import Poser, outward
from tools.render.stretches.common import MAT_SINK_M

FACING_X = rotation(Z, 90.0)
WRIST_ABOVE_LEG_M = 0.075
UPRIGHT = {"pelvis": -8.0, "spine": 8.0, "neck": -2.0, "knee": 8.0}
KNEES_BENT = FaultKind({"knee": 1.0}, (24, 38), measure="knee_flexion_{side}_deg")
ROUNDED = {"pelvis": -0.7, "spine": 1.2, "neck": 0.4}
"""What a back does that bends instead of the hips."""


def sit_down(poser: Poser) -> None:
    """Put the seat on the mat, where the person sits."""
    poser.ground("seat", sink=MAT_SINK_M)
    root = poser.at("root")
    poser.shift(vec(-0.45 - root[0], -root[1], 0.0))


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
