"""Warm-up: marching in place, one knee up after the other, arms swinging.

The person faces -x, their left at -y.
"""

from __future__ import annotations

from tools.render.geometry import Y, Z, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other
from tools.render.stretches.common import ankle_height
from tools.render.stretches.kneeling import out
from tools.render.stretches.standing import hips_to, standing_foot, upright


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The knee of `side` up by `lift` degrees; below 0 the other one."""
    up = side if c["lift"] >= 0 else other(side)
    lift = abs(c["lift"])
    poser = upright(body, c["lean"], 0.0, 0.0)
    legs = 0.997 * sum(poser.leg_lengths(up))
    hips_to(poser, 0.0, ankle_height(body) + legs)
    for leg in SIDES:
        standing_foot(poser, leg, 0.0, poser.at(f"{leg}_hip")[1] + 0.01 * out(leg))
    if lift > 2:
        thigh = rotation(Y, lift) @ -Z
        poser.leg(up, thigh + 0.03 * out(up) * Y, -Y, 8.0 + 0.95 * lift)
        poser.foot(up, 15.0)
    for arm in SIDES:
        _swing(poser, arm, (lift if arm != up else -0.5 * lift) / 80.0)
    return poser.finish()


def _swing(poser: Poser, side: str, ahead: float) -> None:
    """A bent arm swung ahead (1) or back."""
    o = out(side)
    upper = rotation(Y, 38.0 * ahead) @ unit(vec(0.02, 0.16 * o, -1.0))
    poser.arm(side, upper, Y, 18.0 + 52.0 * abs(ahead), girdle=0.15)
    poser.hand(side, -o * Y, curl=25)


WARM_UP = Stretch(
    id="warm_up",
    position="standing",
    start={"lift": 0.0, "lean": 2.0},
    hold={"lean": (1, 4)},
    peak={"lift": (62, 84)},
    other_peak={"lift": (-84, -62)},
    alternates=True,
    tempo=Tempo(rise_s=(0.4, 0.5), top_s=(0.05, 0.1), fall_s=(0.4, 0.5), pause_s=(0.0, 0.05)),
    pose=pose,
    breath={"lean": 0.3},
    tremble=("lean",),
    faults={"trunk_upright": FaultKind({"lean": 1.0}, (22, 32), measure="trunk_lean_deg")},
    enter_s=(0.3, 0.5),
)
