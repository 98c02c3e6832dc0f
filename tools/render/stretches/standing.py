"""Standing and sitting on a chair: feet planted, the hips where they are put.

The person faces -x, their left at -y.
"""

from __future__ import annotations

from tools.render.geometry import Array, X, Y, Z, rotation, unit, vec
from tools.render.skeleton import SIDES, Body, Poser
from tools.render.stretches.common import ankle_height
from tools.render.stretches.kneeling import out

FACING = rotation(Z, -90.0)
SEAT_M = 0.45
"""Height of the chair's seat."""
SEAT_DEPTH_M = 0.42
CHAIR_X = 0.12
"""Where the front edge of the seat is."""


def upright(body: Body, lean: float, spine: float, neck: float) -> Poser:
    """The trunk leaning forward by `lean` degrees at the hips, the spine bent by `spine`."""
    poser = Poser(body, rotation(Y, -lean) @ FACING)
    poser.spine(flex=spine)
    poser.neck(flex=neck)
    return poser


def hips_to(poser: Poser, x: float, z: float) -> None:
    """Move the body so that the middle between the hips is at (x, 0, z)."""
    hips = (poser.at("left_hip") + poser.at("right_hip")) / 2
    poser.shift(vec(x, 0.0, z) - hips)


def standing_foot(poser: Poser, side: str, x: float, y: float, heel: float = 0.0) -> None:
    """The foot at a place, flat or with the heel lifted by `heel` degrees."""
    ankle_x, ankle_z = standing_ankle(poser.body, x, heel)
    ankle = vec(ankle_x, y, ankle_z)
    poser.leg_to(side, ankle, unit(-X + 0.06 * out(side) * Y))
    poser.foot(side, 0.0, toes=-0.8 * heel)
    poser.foot_in_world(side, rotation(Y, -heel) @ rotation(Z, -90.0 + 5 * out(side)))


def standing_ankle(body: Body, x: float, heel: float = 0.0) -> tuple[float, float]:
    """X and z of the ankle of a foot whose flat place is `x`; a lifted heel takes it up, ahead."""
    ball = body.head_of("toe2-1.L") - body.joint_at_rest("left", "ankle")
    flat = vec(ball[1], 0.0, ball[2])  # the toes point to -y at rest, to -x here
    turned = rotation(Y, -heel) @ flat
    moved = flat - turned
    return float(x + moved[0]), float(ankle_height(body) + moved[2])


def hand_at(poser: Poser, side: str, wrist: Array, palm: Array, points: Array) -> None:
    """A hand at a place, the elbow hanging out and down."""
    for _ in range(2):
        poser.arm_to(side, wrist, unit(vec(0.3, 0.8 * out(side), -0.55)), girdle=0.25)
    poser.hand(side, palm, curl=12, points=points)


def arms_hanging(poser: Poser) -> dict[str, Array]:
    """Where the wrists of arms that hang are."""
    found = {}
    for side in SIDES:
        shoulder = poser.at(f"{side}_shoulder")
        down = unit(vec(-0.10, 0.12 * out(side), -1.0)) * 0.985 * sum(poser.arm_lengths(side))
        found[side] = shoulder + down
    return found
