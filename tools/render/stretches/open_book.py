"""Open book: on the side, hips and knees bent, the top arm opens to the other side.

The head is at -x. Lying on the `bottom` side, the front faces +y or -y.
"""

from __future__ import annotations

from tools.render.geometry import Array, X, Y, Z, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import MAT_SINK_M, SUPINE

HIP_DEG, KNEE_DEG = 88.0, 90.0
KNEES_STACKED_M = 0.115


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The arm of `side`, on top, opened by `open` degrees; the chest follows by `chest`."""
    top, under = side, other(side)
    s = outward(top)  # +1: lying on the right, facing -y
    poser = Poser(body, rotation(X, s * 90.0) @ SUPINE)
    front = -s * Y
    opened = c["open"]
    poser.spine(twist=s * c["chest"])
    poser.neck(twist=s * c["look"], side=-s * 8.0)
    poser.ground("trunk", sink=MAT_SINK_M)
    for leg in (under, top):
        lift = c["apart"] if leg == top else 0.0
        thigh = rotation(Z, -s * HIP_DEG) @ X
        thigh = rotation(X, -s * lift) @ thigh
        if leg == top:
            stack = poser.at(f"{under}_knee") + KNEES_STACKED_M * Z - poser.at(f"{top}_hip")
            thigh = rotation(X, -s * lift) @ unit(stack)
        poser.leg(leg, thigh, s * Z, KNEE_DEG)
        poser.foot(leg, 12.0)
    _arm(poser, under, front, 0.0, s)
    _arm(poser, top, front, opened, s)
    return poser.finish()


def _arm(poser: Poser, side: str, front: Array, opened: float, s: float) -> None:
    direction = rotation(X, -s * opened) @ front
    length = 0.985 * sum(poser.arm_lengths(side))
    for _ in range(2):
        wrist = poser.at(f"{side}_shoulder") + direction * length
        wrist[2] = max(float(wrist[2]), 0.04)
        poser.arm_to(side, wrist, unit(X + 0.1 * Z), girdle=0.35)
    palm = rotation(X, -s * opened) @ (-Z if opened else Z)
    poser.hand(side, palm, curl=8, points=direction)


OPEN_BOOK = Stretch(
    id="open_book",
    position="side_lying",
    start={"open": 4.0, "chest": 0.0, "look": 0.0, "apart": 0.0},
    hold={"open": (2, 6)},
    peak={"open": (150, 172), "chest": (50, 62), "look": (30, 45)},
    tempo=Tempo(rise_s=(1.8, 2.6), top_s=(1.5, 2.5), fall_s=(1.8, 2.6), pause_s=(0.4, 0.8)),
    pose=pose,
    breath={"chest": 0.6},
    tremble=("chest",),
    driver="shoulder_tilt_deg",
    faults={"knees_together": FaultKind({"apart": 1.0}, (24, 34))},
    enter_s=(0.3, 0.5),
    views=("three_quarter", "side"),
)
