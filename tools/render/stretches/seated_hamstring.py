"""Seated hamstring stretch: one leg long, the other folded; bend over the long one.

The person faces +x, their left at +y.
"""

from __future__ import annotations

from tools.render.geometry import X, Y, Z, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import long_leg
from tools.render.stretches.long_sitting import (
    FACING_X,
    KNEES_BENT,
    ROUNDED,
    UPRIGHT,
    along_leg,
    sit_down,
)


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """Sitting, the pelvis tipped forward by `pelvis`, the leg of `side` long."""
    poser = Poser(body, FACING_X @ rotation(X, c["pelvis"]))
    poser.spine(flex=c["spine"], twist=-7.0 * outward(other(side)))
    poser.neck(flex=c["neck"])
    long_leg(poser, side, c["knee"], spread=8.0, roll=4.0)
    _folded(poser, other(side))
    sit_down(poser)
    long_leg(poser, side, c["knee"], spread=8.0, roll=4.0)
    poser.foot(side, 8.0)
    _folded(poser, other(side))
    for arm in SIDES:
        over = 0.07 * outward(arm) * Y
        poser.arm_to(arm, along_leg(poser, side, arm) + over,
                     vec(-0.2, outward(arm), 0.25), girdle=0.3)  # fmt: skip
        line = poser.at(f"{side}_ankle") - poser.at(f"{side}_knee")
        poser.hand(arm, -Z - 0.3 * outward(arm) * Y, curl=14, points=unit(line))
    return poser.finish()


def _folded(poser: Poser, side: str) -> None:
    """The leg that rests: its knee out on the floor, its sole against the other thigh."""
    s = outward(side)
    long_knee = poser.at(f"{other(side)}_knee")
    ankle = vec(long_knee[0] - 0.06, long_knee[1] + 0.11 * s, 0.05)
    poser.leg_to(side, ankle, unit(s * Y + 0.45 * X + 0.12 * Z))
    poser.foot(side, 12.0)


SEATED_HAMSTRING = Stretch(
    id="seated_hamstring",
    position="sitting",
    start=UPRIGHT,
    hold={"pelvis": (24, 42), "spine": (16, 26), "neck": (-4, 8), "knee": (5, 11)},
    pose=pose,
    breath={"spine": 0.6},
    tremble=("pelvis",),
    bounce={"pelvis": 1.0},
    faults={
        "knees_straight": KNEES_BENT,
        "back_long": FaultKind(ROUNDED, (34, 46), measure="back_curvature_deg"),
    },
)
