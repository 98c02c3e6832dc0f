"""Where limbs are: one joint over or past another, one foot ahead, an arm away from the trunk."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.geometry import (
    distance,
    elevation_deg,
    length,
    signed_flexion_deg,
    square_to,
    trunk_length,
)
from formcheck.measures.leans import Hidden
from formcheck.measures.measure import TURN_SIDE_ON, Measure
from formcheck.measures.view import View
from formcheck.pose.frame import SIDES, FloatArray, Landmark, landmark, midpoint, other_side

L = Landmark


def limb_measures(body: Body, hidden: Hidden) -> dict[str, Measure]:
    """The limbs' measures of one frame by name.

    Args:
        body: of this frame.
        hidden: why the landmarks of a named measure can't be used; empty where they can.
    """
    measures = {}
    for side in SIDES:
        for template, (parts, others, function) in _SIDE_MEASURES.items():
            name = template.format(side=side)
            other = other_side(side)
            marks = tuple(
                landmark(where, part)
                for where, named in ((side, parts), (other, others))
                for part in named
            )
            reason = body.reason or hidden(body, name, marks)
            measures[name] = Measure.unknown(reason) if reason else function(body, side)
        for template, rough in _ROUGH_MEASURES.items():
            name = template.format(side=side)
            measures[name] = Measure.unknown(body.reason) if body.reason else rough(body, side)
    return measures


def _body_line(body: Body, side: str) -> Measure:
    """Shoulder, hip and knee out of line: above 0 bent at the hips, below 0 sagging or arched."""
    xy = body.frame.xy_px
    turn = -1.0 if body.near_side == "right" else 1.0
    shoulder, hip, knee = (xy[landmark(side, part)] for part in ("shoulder", "hip", "knee"))
    line_deg = signed_flexion_deg(shoulder, hip, knee, turn)
    return from_beside(body, line_deg, 8.0)


def _ankle_to_other_knee(body: Body, side: str) -> Measure:
    """Distance of this ankle from the other knee in shank lengths: small when crossed over it.

    The geometric mean of the distance in the picture and in space: in the picture a foot may lie
    over the other knee by chance, and depth alone is poor. Crossed it reads 0.35 to 0.45 in photos,
    feet on the floor 0.7 and more.
    """
    apart = []
    for points in (body.frame.xy_px, body.frame.world_m):
        ankle, knee = points[landmark(side, "ankle")], points[landmark(side, "knee")]
        away = distance(ankle, points[landmark(other_side(side), "knee")])
        apart.append(away / max(1e-9, distance(ankle, knee)))
    return Measure(float(np.sqrt(apart[0] * apart[1])), 0.15)


def _arm_from_trunk(body: Body, side: str) -> Measure:
    """Angle of the upper arm from the trunk: 0 beside it, 90 at shoulder height."""
    w = body.frame.world_m
    down = midpoint(w, "hip") - midpoint(w, "shoulder")
    arm = w[landmark(side, "elbow")] - w[landmark(side, "shoulder")]
    share = float(down @ arm) / (length(down) * length(arm))
    return Measure(float(np.degrees(np.arccos(np.clip(share, -1.0, 1.0)))), 25.0)


def _knee_past_toes(body: Body, side: str) -> Measure:
    """How far the knee is in front of the toes, in shank lengths; below 0 behind them."""
    xy = body.frame.xy_px
    knee, ankle = xy[landmark(side, "knee")], xy[landmark(side, "ankle")]
    past_px = float(knee[0] - xy[landmark(side, "foot_index")][0])
    forward = float(np.sign(_forward(body)[0]))
    return from_beside(body, forward * past_px / distance(knee, ankle), 0.2)


def _heel_lift(body: Body, side: str) -> Measure:
    """How far the heel is above the toes, as the slope of the foot from toes to heel."""
    xy = body.frame.xy_px
    heel, toes = xy[landmark(side, "heel")], xy[landmark(side, "foot_index")]
    return from_beside(body, elevation_deg(toes, heel), 15.0)


def _knees_level(body: Body, side: str) -> Measure:
    """How far this knee is from the other in the picture, in thigh lengths, seen from beside."""
    xy = body.frame.xy_px
    knee, hip = xy[landmark(side, "knee")], xy[landmark(side, "hip")]
    apart_px = distance(knee, xy[landmark(other_side(side), "knee")])
    return from_beside(body, apart_px / distance(knee, hip), 0.25)


def _foot_ahead(body: Body, side: str) -> Measure:
    """How far this foot is in front of the other, in trunk lengths."""
    w = body.frame.world_m
    step = w[landmark(side, "ankle")] - w[landmark(other_side(side), "ankle")]
    spine_m = trunk_length(w)
    if body.view is View.SIDE:
        xy = body.frame.xy_px
        step_px = xy[landmark(side, "ankle")][0] - xy[landmark(other_side(side), "ankle")][0]
        spine_px = trunk_length(xy)
        return Measure(float(np.sign(_forward(body)[0])) * float(step_px) / spine_px, 0.2)
    return Measure(float(step @ _forward(body)) / spine_m, 0.4, TURN_SIDE_ON)


def _thigh_raise(body: Body, side: str) -> Measure:
    """How far this thigh is raised over the other one, from how much higher the knee is.

    Only heights in the picture count, so that it shows from any camera that is level.
    """
    xy = body.frame.xy_px
    higher_px = float(xy[landmark(other_side(side), "knee")][1] - xy[landmark(side, "knee")][1])
    share = higher_px / (THIGH_TO_TRUNK * trunk_length(xy))
    raise_deg = float(np.degrees(np.arccos(np.clip(1.0 - abs(share), -1.0, 1.0))))
    return Measure(float(np.copysign(raise_deg, share)), 15.0)


THIGH_TO_TRUNK = 0.85
"""Length of a thigh against the trunk, hip to shoulder joint (0.42 m to 0.5 m)."""


def _ankle_height(body: Body, side: str) -> Measure:
    """How high the ankle is over the hips, in trunk lengths."""
    xy = body.frame.xy_px
    higher_px = float(midpoint(xy, "hip")[1] - xy[landmark(side, "ankle")][1])
    return from_beside(body, higher_px / trunk_length(xy), 0.2)


def _arm_open(body: Body, side: str) -> Measure:
    """How far the arm is opened to its side about the spine: 0 to the front, 90 sideways.

    Seen against the pelvis, so that a chest turning along counts as well.
    """
    w = body.frame.world_m
    arm = w[landmark(side, "elbow")] - w[landmark(side, "shoulder")]
    left, front = square_to(body.axes.up, w[L.LEFT_HIP] - w[L.RIGHT_HIP])
    sideways = float(arm @ left) * (1.0 if side == "left" else -1.0)
    return Measure(float(np.degrees(np.arctan2(sideways, float(arm @ front)))), 30.0)


def _leg_lift(body: Body, side: str) -> Measure:
    """How high the ankle is above the line of the trunk, in trunk lengths (lying on the back)."""
    xy = body.frame.xy_px
    hip, spine = midpoint(xy, "hip"), midpoint(xy, "shoulder") - midpoint(xy, "hip")
    ankle = xy[landmark(side, "ankle")] - hip
    across = float(spine[0] * ankle[1] - spine[1] * ankle[0]) / float(spine @ spine)
    return from_beside(body, across if body.near_side == "right" else -across, 0.12)


def _hip_to_heel(body: Body, side: str) -> Measure:
    """Distance from hip to ankle in thigh lengths: near 0 sitting on the heels."""
    xy = body.frame.xy_px
    hip, knee, ankle = (xy[landmark(side, part)] for part in ("hip", "knee", "ankle"))
    return from_beside(body, distance(hip, ankle) / distance(hip, knee), 0.15)


def _wrist_to_knee(body: Body, side: str) -> Measure:
    """Distance from the nearer wrist to this side's knee joint, in thigh lengths."""
    xy = body.frame.xy_px
    knee, hip = xy[landmark(side, "knee")], xy[landmark(side, "hip")]
    wrist_px = min(distance(xy[L.LEFT_WRIST], knee), distance(xy[L.RIGHT_WRIST], knee))
    return from_beside(body, wrist_px / distance(hip, knee), 0.2)


def _forward(body: Body) -> FloatArray:
    """The level direction the person faces, in camera axes; holds from upright to bent double."""
    ahead = np.array(body.axes.front + body.axes.up)
    ahead[1] = 0.0
    return ahead / max(1e-9, length(ahead))


def from_beside(body: Body, value: float, error: float) -> Measure:
    """A measure from pixels, which only a camera beside the body can tell."""
    return Measure(value, error, "" if body.view is View.SIDE else TURN_SIDE_ON)


_Function = Callable[[Body, str], Measure]

# name: landmarks needed of this side, of the other side, and the function
_SIDE_MEASURES: dict[str, tuple[tuple[str, ...], tuple[str, ...], _Function]] = {
    "body_line_{side}_deg": (("shoulder", "hip", "knee"), (), _body_line),
    "arm_from_trunk_{side}_deg": (("shoulder", "elbow"), (), _arm_from_trunk),
    "arm_open_{side}_deg": (("shoulder", "elbow"), (), _arm_open),
    "knee_past_toes_{side}_ratio": (("knee", "ankle", "foot_index"), (), _knee_past_toes),
    "heel_lift_{side}_deg": (("heel", "foot_index"), (), _heel_lift),
    "knees_level_{side}_ratio": (("hip", "knee"), ("knee",), _knees_level),
    "thigh_raise_{side}_deg": (("knee",), ("knee",), _thigh_raise),
    "ankle_height_{side}_ratio": (("ankle",), (), _ankle_height),
    "leg_lift_{side}_ratio": (("ankle",), (), _leg_lift),
    "hip_to_heel_{side}_ratio": (("hip", "knee", "ankle"), (), _hip_to_heel),
    "wrist_to_knee_{side}_ratio": (("hip", "knee"), (), _wrist_to_knee),
}
# rough enough for a leg hidden behind the other: recognition asks only which one
_ROUGH_MEASURES: dict[str, _Function] = {
    "ankle_to_other_knee_{side}_ratio": _ankle_to_other_knee,
    "foot_ahead_{side}_ratio": _foot_ahead,
}
