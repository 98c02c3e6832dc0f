"""Seated forward bend: legs long, fold at the hips, hands along the shins.

The person faces +x, their left at +y.
"""

from __future__ import annotations

from tools.render.geometry import X, Y, Z, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, outward
from tools.render.stretches.common import long_leg
from tools.render.stretches.long_sitting import (
    FACING_X,
    KNEES_BENT,
    ROUNDED,
    UPRIGHT,
    along_leg,
    sit_down,
)


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """Sitting, the pelvis tipped forward by `pelvis`, the spine rounded by `spine`."""
    poser = Poser(body, FACING_X @ rotation(X, c["pelvis"]))
    poser.spine(flex=c["spine"])
    poser.neck(flex=c["neck"])
    for leg in SIDES:
        long_leg(poser, leg, c["knee"], spread=1.0, roll=4.0)
    sit_down(poser)
    for leg in SIDES:
        long_leg(poser, leg, c["knee"], spread=1.0, roll=4.0)
        poser.foot(leg, 8.0)
    for arm in SIDES:
        target = along_leg(poser, arm, arm)
        poser.arm_to(arm, target, vec(-0.2, outward(arm), 0.25), girdle=0.3)
        leg_line = poser.at(f"{arm}_ankle") - poser.at(f"{arm}_knee")
        poser.hand(arm, -Z + 0.2 * outward(arm) * -Y, curl=12, points=unit(leg_line) + 0.1 * X)
    return poser.finish()


SEATED_FORWARD_BEND = Stretch(
    id="seated_forward_bend",
    position="sitting",
    start=UPRIGHT,
    hold={"pelvis": (24, 44), "spine": (18, 28), "neck": (-4, 8), "knee": (5, 11)},
    pose=pose,
    breath={"spine": 0.6},
    tremble=("pelvis",),
    bounce={"pelvis": 1.0},
    faults={
        "knees_straight": KNEES_BENT,
        "back_long": FaultKind(ROUNDED, (30, 42)),
    },
    sided=False,
)
