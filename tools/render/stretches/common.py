"""What several stretches share: lying down, legs on the floor, hands.

Lying on the back the head is at -x, the person's left at +y.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tools.render.geometry import (
    Array,
    X,
    Y,
    Z,
    columns,
    mix,
    reach_of,
    rotation,
    unit,
    vec,
)
from tools.render.motion import Controls
from tools.render.skeleton import Body, Poser, other, outward

SUPINE = columns(Y, -Z, -X)
MAT_SINK_M = 0.012
"""Flesh and mat give way under a lying body by about this much."""
WRIST_ON_FLOOR_M = 0.035
HALF_THIGH_M = 0.085
"""Half the width of a thigh (and of a shin with a hand on it, about)."""


@lru_cache(maxsize=8)
def lying_flat(body: Body) -> tuple[float, float]:
    """Pitch of the pelvis and flexion of the neck, degrees, of a body flat on its back."""
    poser = Poser(body, SUPINE)
    pitch = poser.settle("pelvis", "chest")
    poser.ground("trunk")
    low, high = -50.0, 50.0
    for _ in range(12):
        middle = (low + high) / 2
        poser.neck(middle)
        if poser.skinned(body.regions["head"])[:, 2].min() > 0:
            high = middle
        else:
            low = middle
    return pitch, (low + high) / 2


def lie_down(body: Body, neck_lift: float = 0.0, chest_lift: float = 0.0) -> Poser:
    """A body flat on its back, legs and arms not yet placed."""
    pitch, neck = lying_flat(body)
    poser = Poser(body, rotation(Y, pitch) @ SUPINE)
    poser.spine(flex=chest_lift)
    poser.neck(neck + neck_lift)
    poser.ground("trunk", sink=MAT_SINK_M)
    return poser


def lie_turned(
    body: Body, turned_to: float, pelvis: float, chest: float, look: float = 0.0
) -> Poser:
    """A body on its back whose pelvis is turned over, legs and arms not yet placed.

    Args:
        body: whom to pose.
        turned_to: +1 turns to the person's left, -1 to the right.
        pelvis: how far the pelvis is turned.
        chest: how far the chest turns along; its shoulder comes off the floor.
        look: how far the head looks the other way; 0 up, whatever the chest does.
    """
    pitch, neck = lying_flat(body)
    poser = Poser(body, rotation(X, -turned_to * pelvis) @ SUPINE)
    poser.spine(twist=-turned_to * (pelvis - chest))
    tipped = poser.settle("pelvis", "chest") if pelvis > 1 or chest > 1 else 0.0
    if tipped == 0.0:
        poser.turn(rotation(Y, pitch))
    poser.neck(flex=neck, twist=-turned_to * (chest + look))
    poser.ground("trunk", sink=MAT_SINK_M)
    stay = lie_down(body).at("spine01") - poser.at("spine01")
    poser.shift(vec(stay[0], stay[1], 0.0))
    return poser


def ankle_height(body: Body) -> float:
    """Of the ankle's centre above the sole, standing; metres."""
    soles = body.vertices[np.unique(body.faces), 2].min()
    return float(body.joint_at_rest("left", "ankle")[2] - soles)


def heel_depth(body: Body) -> float:
    """Of the ankle's centre in front of the back of the heel, metres."""
    heel = body.vertices[body.moved_by("foot.L"), 1].max()
    return float(heel - body.joint_at_rest("left", "ankle")[1])


def long_leg(
    poser: Poser, side: str, knee: float, lift: float = 0.0, spread: float = 4.0, roll: float = 12.0
) -> None:
    """A leg along +x with its heel on the floor, or lifted by `lift` degrees."""
    hip = poser.at(f"{side}_hip")
    reach = reach_of(*poser.leg_lengths(side), max(knee, 0.5))
    drop = hip[2] + MAT_SINK_M / 2 - heel_depth(poser.body)
    down = float(np.degrees(np.arcsin(np.clip(drop / reach, -1, 1))))
    out = outward(side)
    direction = rotation(Z, out * spread) @ rotation(Y, down - lift) @ X
    knee_up = rotation(X, -out * roll) @ Z
    poser.leg_to(side, hip + direction * reach, knee_up)
    poser.foot(side, 22.0)


def planted_leg(poser: Poser, side: str, foot: Array) -> None:
    """A bent leg with the foot flat on the floor at `foot` (x and y)."""
    ankle = vec(foot[0], foot[1], ankle_height(poser.body) - MAT_SINK_M / 3)
    poser.leg_to(side, ankle, Z + 0.05 * outward(side) * Y)
    poser.foot_in_world(side, rotation(Z, 90.0 + 4 * outward(side)))


def raised_leg(poser: Poser, side: str, elevation: float, knee: float, foot: float) -> None:
    """A leg whose thigh stands `elevation` degrees above +x, the knee bent."""
    thigh = rotation(Y, -elevation) @ X
    poser.leg(side, thigh, Y, max(knee, 0.2))
    poser.foot(side, foot)


def lie_with_leg_up(body: Body, side: str, c: Controls, foot: float) -> Poser:
    """On the back, one leg on the floor and the thigh of `side` at `thigh` degrees above it."""
    poser = lie_down(body, neck_lift=c["head"], chest_lift=0.35 * c["head"] + c["chest"])
    long_leg(poser, other(side), c["other_knee"], lift=c["other_lift"])
    if c["thigh"] < 8:
        long_leg(poser, side, c["knee"], lift=c["thigh"])
    else:
        raised_leg(poser, side, c["thigh"], c["knee"], foot)
    return poser


def wrist_beside(poser: Poser, side: str, away: float = 20.0) -> Array:
    """Where the wrist lies on the floor beside a lying body."""
    shoulder = poser.at(f"{side}_shoulder")
    reach = 0.97 * sum(poser.arm_lengths(side))
    flat = np.sqrt(max(reach**2 - (shoulder[2] - WRIST_ON_FLOOR_M) ** 2, 0.01))
    direction = rotation(Z, outward(side) * away) @ X
    return vec(*(shoulder + direction * flat)[:2], WRIST_ON_FLOOR_M)


def hand_down(poser: Poser, side: str, wrist: Array, points: Array, palm: Array = -Z) -> None:
    """A hand on the floor."""
    poser.arm_to(side, wrist, unit(outward(side) * Y + 0.4 * Z), girdle=0.15)
    poser.hand(side, palm, curl=8, points=points)


def grip(
    poser: Poser, side: str, limb: tuple[Array, Array], share: float, behind: Array, hold: float
) -> None:
    """Both hands go from the floor (hold 0) round a limb (hold 1).

    Args:
        poser: legs placed.
        side: whose limb it is.
        limb: its two ends.
        share: where along it the hands meet.
        behind: the direction in which the fingers wrap.
        hold: how far the hands have come.
    """
    middle = limb[0] + (limb[1] - limb[0]) * share
    for hand in (side, other(side)):
        s = outward(hand)
        aside = s * Y
        target = middle + aside * (HALF_THIGH_M + 0.015) - behind * 0.03
        start = wrist_beside(poser, hand)
        path = mix(start, target, hold)
        path = path + (0.12 * Z + 0.10 * aside) * np.sin(np.pi * hold)
        elbow = unit(mix(aside + 0.4 * Z, aside - 0.5 * Z + 0.3 * X, hold))
        poser.arm_to(hand, path, elbow, girdle=0.15 + 0.2 * hold)
        palm = mix(-Z, -aside + 0.3 * behind, hold)
        points = mix(X, behind - 0.55 * aside, hold)
        poser.hand(hand, palm, curl=8 + 24 * hold, points=points)
