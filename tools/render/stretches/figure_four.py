"""Figure four: one ankle across the other thigh, the hands pull that thigh in."""

from __future__ import annotations

import numpy as np

from tools.render.geometry import Array, X, Y, Z, mix, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import grip, lie_down, planted_leg, raised_leg
from tools.render.stretches.knees_bent import foot_x

ANKLE_ABOVE_M = 0.085
"""Of the crossed ankle's centre from the middle of the thigh it lies on."""


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The leg of `side` crossed by `cross` (0 to 1), the other thigh raised by `thigh`."""
    poser = lie_down(body, neck_lift=c["head"], chest_lift=0.35 * c["head"] + c["chest"])
    under = other(side)
    _support(poser, under, c["up"], c["thigh"], c["knee"])
    _crossed(poser, side, c["cross"], c["up"])
    ends = poser.at(f"{under}_hip"), poser.at(f"{under}_knee")
    behind = unit(rotation(Y, 90) @ (ends[1] - ends[0]))
    grip(poser, under, ends, 0.62, behind, c["grip"])
    return poser.finish()


def _support(poser: Poser, side: str, up: float, thigh: float, knee: float) -> None:
    """From the foot on the floor (up 0) to the thigh held (up 1)."""
    hip_y = poser.at(f"{side}_hip")[1] + 0.015 * outward(side)
    planted_leg(poser, side, vec(foot_x(poser.body), hip_y, 0.0))
    if up <= 0:
        return
    line = poser.at(f"{side}_knee") - poser.at(f"{side}_hip")
    shin = poser.at(f"{side}_ankle") - poser.at(f"{side}_knee")
    from_angle = _elevation(line)
    from_knee = from_angle - _elevation(shin)
    angle = from_angle + (thigh - from_angle) * up
    raised_leg(poser, side, angle, from_knee + (knee - from_knee) * up, foot=10)


def _elevation(v: Array) -> float:
    return float(np.degrees(np.arctan2(v[2], v[0])))


def _crossed(poser: Poser, side: str, cross: float, up: float) -> None:
    """The ankle travels from the floor, round the front of the other knee, onto the thigh."""
    s = outward(side)
    under = other(side)
    hip, knee = poser.at(f"{under}_hip"), poser.at(f"{under}_knee")
    thigh = unit(knee - hip)
    front = rotation(Y, -90) @ thigh
    on_thigh = knee - 0.075 * thigh + ANKLE_ABOVE_M * front - 0.03 * s * Y
    hip_y = poser.at(f"{side}_hip")[1] + 0.015 * s
    floor = vec(foot_x(poser.body), hip_y, 0.07)
    path = mix(floor, on_thigh, cross) + (0.12 * Z + 0.16 * s * Y + 0.05 * X) * (
        1 - (2 * cross - 1) ** 2
    )
    knee_towards = mix(Z + 0.05 * s * Y, s * Y + 0.25 * X + (0.45 - 0.2 * up) * Z, cross)
    if cross < 0.02:
        planted_leg(poser, side, vec(foot_x(poser.body), hip_y, 0.0))
        return
    poser.leg_to(side, path, unit(knee_towards))
    poser.foot(side, -8.0 * cross)


FIGURE_FOUR = Stretch(
    id="figure_four",
    position="supine",
    start={
        "cross": 0.0,
        "up": 0.0,
        "thigh": 92.0,
        "knee": 92.0,
        "grip": 0.0,
        "head": 0.0,
        "chest": 0.0,
    },
    hold={"cross": (1, 1), "up": (1, 1), "thigh": (92, 106), "knee": (85, 100), "grip": (1, 1)},
    pose=pose,
    windows={"cross": (0.0, 0.5), "up": (0.45, 1.0), "grip": (0.45, 1.0)},
    breath={"thigh": 0.6, "chest": 0.5},
    tremble=("thigh",),
    bounce={"thigh": 1.0},
    driver="hip_flexion_{other}_deg",
    faults={
        "head_down": FaultKind({"head": 1.0}, (26, 40)),
    },
    enter_s=(3.2, 4.2),
)
