"""`Body` to named measures, each with its error or the reason why it can't be told.

Where the limbs lie in the picture plane (camera beside the body) angles come from pixels: on
rendered people the knee was right within 1.5 to 2.6 degrees there, against 5 to 20 from world
landmarks. Off the side view a pixel angle is worthless (18 to 49 degrees off), so the world
landmarks give a rough value on which no verdict rests. Both are corrected by what the whole
skeleton tells (`formcheck.measures.correction`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import inf

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.correction import ANGLES, JOINTS, features
from formcheck.measures.geometry import (
    direction_deg,
    flexion_deg,
    hip_flexion_as_read_deg,
    signed_flexion_deg,
    turned,
)
from formcheck.measures.leans import lean_measures
from formcheck.measures.legs import UNCLEAR
from formcheck.measures.limbs import from_beside, limb_measures
from formcheck.measures.measure import TURN_SIDE_ON, Measure, joint_landmarks
from formcheck.measures.thighs import UNTOLD, ThighLine
from formcheck.measures.view import Position, View
from formcheck.pose.frame import SIDES, FloatArray, Landmark, landmark, midpoint

L = Landmark

# +1: the joint flexes clockwise in a picture of the person's right side
_TURN_SEEN_FROM_RIGHT = {"knee_flexion": 1.0, "hip_flexion": -1.0}

NO_OUTLINE = dict.fromkeys(SIDES, UNTOLD)


def measure_body(
    body: Body, calibration: Calibration, thighs: Mapping[str, ThighLine] = NO_OUTLINE
) -> dict[str, Measure]:
    """Every measure of one frame by name; names end in their unit.

    Args:
        body: the frame.
        calibration: of the pose model.
        thighs: by side, what the body's outline tells of the thigh.
    """
    measures: dict[str, Measure] = {}
    readings = _corrected(body, calibration, thighs)
    unusable = partial(_unusable, least_visibility=calibration.least_visibility)
    for joint in JOINTS:
        for side in SIDES:
            name = f"{joint}_{side}_deg"
            reason = body.reason or unusable(body, name, joint_landmarks(name))
            measures[name] = (
                Measure.unknown(reason) if reason else _joint(body, joint, side, readings)
            )
    for name, function in _BODY_MEASURES.items():
        measures[name] = function(body) if body.believable else Measure.unknown(body.reason)
    measures.update(lean_measures(body, unusable, calibration.leans))
    measures.update(limb_measures(body, unusable))
    return measures


def _joint(body: Body, joint: str, side: str, readings: Readings) -> Measure:
    value, error = readings[joint, side]
    if body.view is not View.SIDE:
        return Measure(value, error, TURN_SIDE_ON)
    least_deg, most_deg = POSSIBLE_DEG.get(joint, (-inf, inf))
    if not least_deg <= value <= most_deg:
        return Measure.unknown(UNCLEAR)
    return Measure(value, error)


Readings = Mapping[tuple[str, str], tuple[float, float]]
"""By joint and side, the angle and its error in degrees."""


def _corrected(body: Body, calibration: Calibration, thighs: Mapping[str, ThighLine]) -> Readings:
    """Every joint's angle: the picture's from beside the body, else the world landmarks'."""
    if not body.believable:
        return {}
    correction = calibration.beside if body.view is View.SIDE else calibration.off_side
    seen_deg = picture_deg(body, thighs)
    add_deg, error_deg = correction(features(body, thighs, seen_deg))
    values_deg = as_read_deg(body, seen_deg) + add_deg
    told = zip(values_deg.tolist(), error_deg.tolist(), strict=True)
    return dict(zip(angle_names(body), told, strict=True))


def angle_names(body: Body) -> list[tuple[str, str]]:
    """Joint and side of each of `ANGLES`."""
    return [(joint, body.side(near)) for joint, near in ANGLES]


def as_read_deg(body: Body, seen_deg: FloatArray) -> FloatArray:
    """(8,) what is corrected: from beside the picture's `seen_deg`, elsewhere the world's."""
    if body.view is View.SIDE:
        return seen_deg
    world_m = body.frame.world_m
    return np.array(
        [
            _from_trunk(joint, flexion_deg(*world_m[list(joint_landmarks(f"{joint}_{side}_deg"))]))
            for joint, side in angle_names(body)
        ]
    )


def picture_deg(body: Body, thighs: Mapping[str, ThighLine]) -> FloatArray:
    """(8,) `ANGLES` as the picture shows them, the thighs along the outline."""
    return np.array(
        [_in_picture_deg(body, joint, side, thighs[side]) for joint, side in angle_names(body)]
    )


def _in_picture_deg(body: Body, joint: str, side: str, thigh: ThighLine) -> float:
    a, b, c = body.frame.xy_px[list(joint_landmarks(f"{joint}_{side}_deg"))]
    if joint == "knee_flexion":
        a = b - turned(b - a, thigh.turn_deg)
    elif joint == "hip_flexion":
        c = b + turned(c - b, thigh.turn_deg)
    turn = _TURN_SEEN_FROM_RIGHT.get(joint)
    if turn is None:
        return _from_trunk(joint, flexion_deg(a, b, c))
    raw_deg = signed_flexion_deg(a, b, c, turn if body.near_side == "right" else -turn)
    # folded so far that shin or thigh passed the other bone
    return raw_deg + 360.0 if raw_deg < -_LEAST_FLEXION_DEG[joint] else raw_deg


POSSIBLE_DEG = {"knee_flexion": (-20.0, 175.0), "hip_flexion": (-50.0, 180.0)}
"""What joints can do (knees 10 past straight to 160, hips 30 to 140 without the back's bending),
and what a reading may be off: beyond, the skeleton mixes both legs."""

RAISED_DEG, STRAIGHT_DEG = 40.0, 47.0
"""Lying on the back, a leg whose hip and knee read more and less than that is raised straight:
lying long the hip reads below 15; with the foot on the floor or the knee to the chest the knee
reads 85 and more."""


def raised_straight(body: Body, side: str) -> bool:
    """Whether a leg is raised straight, lying on the back."""
    xy = body.frame.xy_px
    hip, knee, ankle = (xy[landmark(side, part)] for part in ("hip", "knee", "ankle"))
    return (
        body.position is Position.SUPINE
        and hip_flexion_as_read_deg(xy, side) > RAISED_DEG
        and flexion_deg(hip, knee, ankle) < STRAIGHT_DEG
    )


def _from_trunk(joint: str, angle_deg: float) -> float:
    """Shoulder flexion is counted from the arm beside the trunk, not from hip to arm in line."""
    return 180.0 - angle_deg if joint == "shoulder_flexion" else angle_deg


_LEAST_FLEXION_DEG = {"knee_flexion": 60.0, "hip_flexion": 90.0}


def _unusable(
    body: Body, measure: str, marks: tuple[Landmark, ...], least_visibility: float
) -> str:
    """Why the landmarks of a measure can't be used: outside the picture, or hidden."""
    width, height = body.frame.size_px
    for joint in marks:
        x, y = body.frame.xy_px[joint].tolist()
        if not (-0.02 * width <= x <= 1.02 * width and -0.02 * height <= y <= 1.02 * height):
            return f"{_in_words(joint)} is out of the picture"
        if body.frame.visibility[joint] < least_visibility:
            return f"{_in_words(joint)} is hidden"
    of_a_leg = any(part in measure for part in ("knee", "hip", "leg", "thigh", "shank", "heel"))
    if of_a_leg and body.legs_reason:
        return body.legs_reason
    return ""


def _in_words(joint: Landmark) -> str:
    return joint.name.lower().replace("_", " ")


def _trunk_lean(body: Body) -> Measure:
    lean_deg, error_deg = body.attitude.trunk_lean_deg, body.attitude.trunk_lean_error_deg
    return Measure(lean_deg, error_deg, "" if body.view is View.SIDE else TURN_SIDE_ON)


def _off_side(body: Body) -> Measure:
    """How far the camera is from straight beside the body, 0 to 90."""
    return Measure(body.off_side_deg, 10.0)


def _shoulder_line(body: Body) -> Measure:
    xy = body.frame.xy_px
    return Measure(direction_deg(xy[L.RIGHT_SHOULDER], xy[L.LEFT_SHOULDER]), 5.0)


def _neck_flexion(body: Body) -> Measure:
    """How far the head is lifted off the line of the trunk, towards the chest."""
    xy = body.frame.xy_px
    turn = 1.0 if body.near_side == "right" else -1.0
    lift = signed_flexion_deg(
        midpoint(xy, "hip"), midpoint(xy, "shoulder"), xy[landmark(body.near_side, "ear")], turn
    )
    return from_beside(body, lift, 10.0)


_BODY_MEASURES = {
    "trunk_lean_deg": _trunk_lean,
    "off_side_deg": _off_side,
    "shoulder_line_deg": _shoulder_line,
    "neck_flexion_deg": _neck_flexion,
}
