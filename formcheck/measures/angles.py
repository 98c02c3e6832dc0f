"""`Body` to named measures, each with its error or the reason why it can't be told.

Where the limbs lie in the picture plane (camera beside the body) angles come from pixels: on
rendered people the knee was right within 1.5 to 2.6 degrees there, against 5 to 20 from world
landmarks. Off the side view a pixel angle is worthless (18 to 49 degrees off), so the world
landmarks give a rough value whose error says that no verdict can rest on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.geometry import (
    direction_deg,
    distance,
    elevation_deg,
    flexion_deg,
    hip_flexion_as_read_deg,
    length,
    signed_flexion_deg,
    square_to,
    trunk_length,
    turned,
)
from formcheck.measures.legs import UNCLEAR
from formcheck.measures.limbs import TURN_SIDE_ON, beside, limb_measures
from formcheck.measures.measure import Measure, joint_landmarks
from formcheck.measures.thighs import UNTOLD, ThighLine
from formcheck.measures.view import Position, View, trunk_lean_deg
from formcheck.pose.frame import SIDES, Landmark, landmark, midpoint

L = Landmark

JOINTS = ("knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_flexion")
# +1: the joint flexes clockwise in a picture of the person's right side
_TURN_SEEN_FROM_RIGHT = {"knee_flexion": 1.0, "hip_flexion": -1.0}

NO_OUTLINE = dict.fromkeys(SIDES, UNTOLD)

MIN_VISIBILITY = 0.35
"""MediaPipe's own guess that a landmark is hidden; it is seldom this low, and then right."""


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
    for joint in JOINTS:
        for side in SIDES:
            measures[f"{joint}_{side}_deg"] = _joint(body, joint, side, calibration, thighs[side])
    for name, function in _BODY_MEASURES.items():
        measures[name] = function(body) if body.believable else Measure.unknown(body.reason)
    for name, by_side in _SIDE_MEASURES.items():
        for side in SIDES:
            reason = body.reason or _hidden(body, name)
            measures[name.format(side=side)] = (
                Measure.unknown(reason) if reason else by_side(body, side)
            )
    measures.update(limb_measures(body, _unusable))
    return measures


def _joint(
    body: Body, joint: str, side: str, calibration: Calibration, thigh: ThighLine
) -> Measure:
    name = f"{joint}_{side}_deg"
    if not body.believable:
        return Measure.unknown(body.reason)
    reason = _hidden(body, name)
    if reason:
        return Measure.unknown(reason)
    points = [int(i) for i in joint_landmarks(name)]
    near = side == body.near_side
    if body.view is not View.SIDE:
        a, b, c = body.frame.world_m[points]
        raw_deg = _from_trunk(joint, flexion_deg(a, b, c))
        value, error = calibration.off_side(joint, raw_deg)
        return Measure(value, error, TURN_SIDE_ON)
    a, b, c = body.frame.xy_px[points]
    if joint == "knee_flexion":
        a = b - turned(b - a, thigh.turn_deg)
    elif joint == "hip_flexion":
        c = b + turned(c - b, thigh.turn_deg)
    turn = _TURN_SEEN_FROM_RIGHT.get(joint)
    if turn is None:
        raw_deg = _from_trunk(joint, flexion_deg(a, b, c))
    else:
        raw_deg = signed_flexion_deg(a, b, c, turn if body.near_side == "right" else -turn)
        if raw_deg < -_LEAST_FLEXION_DEG[joint]:
            raw_deg += 360.0  # folded so far that shin or thigh passed the other bone
    told = [
        (share, calibration.side_view(joint, name_of, near, raw_deg, body.off_side_deg))
        for name_of, share in postures(body, joint, side, thigh.told).items()
    ]
    value, error = (sum(share * pair[i] for share, pair in told) for i in (0, 1))
    least_deg, most_deg = POSSIBLE_DEG.get(joint, (-inf, inf))
    if not least_deg <= value <= most_deg:
        return Measure.unknown(UNCLEAR)
    mixed = joint in _TURN_SEEN_FROM_RIGHT and _legs_may_be_mixed(body, thigh)
    return Measure(value, error, UNCLEAR if mixed else "")


POSSIBLE_DEG = {"knee_flexion": (-20.0, 175.0), "hip_flexion": (-50.0, 180.0)}
"""What joints can do (knees 10 past straight to 160, hips 30 to 140 without the back's bending),
and what a reading may be off: beyond, the skeleton mixes both legs."""

MAX_KNEES_APART = 1.45
"""Trunk lengths: thighs at right angles to each other have knees 1.4 apart; a twist seen from the
feet, its legs mixed up, read 1.4 to 1.7."""
KNEES_APART_ERROR = 0.45
"""Trunk lengths: in 18 rendered twists from three-quarter, knees together read 0.06 to 0.90 (the
median of a hold), knees 25 to 37 degrees apart 0.32 to 0.87."""
MAX_KNEE_DROP_DEG = 125.0
"""Knees on the floor have dropped by 90; the same twist read 130 to 176."""

LIFTED_HIPS = "supine_hips_lifted"
"""Calibration's name for lying on the back with the hips lifted, a bridge."""
LIFTED_LEAN_DEG = (-4.0, -9.0)
"""The trunk's slope in a bridge reads -9 and less, lying flat -6 to 3; between, the two
calibrations are mixed by degrees, so that no reading jumps."""
LEG_UP_DEG = (45.0, 70.0)
"""A hip flexed so far (as read, uncorrected) is no bridge's: there they read below 40."""
RAISED = "supine_raised"
"""Calibration's name for the knee of a leg raised off the floor, lying on the back."""
RAISED_FROM_TO_DEG = (25.0, 55.0)
"""Hip flexion between which a leg counts as partly raised: lying straight reads below 15. A knee's
bias differs by 4 degrees between a leg on the floor and a raised one (rendered)."""

RAISED_STRAIGHT = "supine_raised_straight"
"""Calibration's name for the hip of a leg raised with the knee straight: it reads 6 to 14 degrees
too little, while that of bent legs with the feet on the floor reads 1 to 9 too much (44 clips)."""
RAISED_OUTLINED = "supine_raised_outlined"
"""Calibration's name for the knee of such a leg whose thigh the outline has told all along: within
7 degrees of the truth in 90 % of the frames, against 12 where outline and landmarks disagree."""
OUTLINED_SHARE = (0.75, 0.95)
"""Between these shares of told frames it counts as partly outlined."""
STRAIGHT_TO_BENT_DEG = (35.0, 60.0)
"""Knee flexion as read between which a raised leg counts as partly bent: 10 to 25 in a hamstring
stretch, 85 and more with the foot on the floor or the knee to the chest."""


def postures(body: Body, joint: str, side: str, outlined: float = 0.0) -> dict[str, float]:
    """Which calibrations a joint's reading is corrected with, and by what share of 1 each.

    Mostly the one of the body's position; lying on the back, those of a bridge and of a raised leg
    fade in.

    Args:
        body: the frame.
        joint, side: whose reading.
        outlined: share of the last frames in which the outline told of the thigh.
    """
    if body.position is not Position.SUPINE:
        return {str(body.position): 1.0}
    hips_deg = {each: hip_flexion_as_read_deg(body.frame.xy_px, each) for each in SIDES}
    leg_up = _share_between(max(hips_deg.values()), *LEG_UP_DEG)
    lifted = _share_between(_trunk_lean(body).value, *LIFTED_LEAN_DEG) * (1.0 - leg_up)
    raised = _share_between(hips_deg[side], *RAISED_FROM_TO_DEG) * (1.0 - lifted)
    shares = {LIFTED_HIPS: lifted}
    if joint in _TURN_SEEN_FROM_RIGHT:
        bent = _share_between(_knee_as_read_deg(body, side), *STRAIGHT_TO_BENT_DEG)
        straight = raised * (1.0 - bent)
        if joint == "hip_flexion":
            shares[RAISED_STRAIGHT] = straight
        else:
            shares[RAISED_OUTLINED] = straight * _share_between(outlined, *OUTLINED_SHARE)
            shares[RAISED] = raised - shares[RAISED_OUTLINED]
    shares[str(body.position)] = 1.0 - sum(shares.values())
    return {name: share for name, share in shares.items() if share > 1e-9}


MIN_TOLD = 0.5
"""Where both legs are raised straight, one before the other, the model's skeleton mixed them in two
of three rendered clips: a knee bent by 12 and 16 degrees read -5 to -11, its hip 20 to 30 too
little. There the outline had told of the thigh in less than half of the last 2 s, in the third in
more."""


def _legs_may_be_mixed(body: Body, thigh: ThighLine) -> bool:
    """Both legs are raised straight, and the outline doesn't bear the skeleton out."""
    if body.view is not View.SIDE or body.position is not Position.SUPINE:
        return False
    return thigh.told < MIN_TOLD and all(
        hip_flexion_as_read_deg(body.frame.xy_px, side) > RAISED_FROM_TO_DEG[0]
        and _knee_as_read_deg(body, side) < STRAIGHT_TO_BENT_DEG[1]
        for side in SIDES
    )


def _knee_as_read_deg(body: Body, side: str) -> float:
    hip, knee, ankle = (body.frame.xy_px[landmark(side, part)] for part in ("hip", "knee", "ankle"))
    return flexion_deg(hip, knee, ankle)


def _share_between(value: float, none: float, whole: float) -> float:
    """0 up to `none`, 1 from `whole` on, linear between."""
    return min(1.0, max(0.0, (value - none) / (whole - none)))


def _from_trunk(joint: str, angle_deg: float) -> float:
    """Shoulder flexion is counted from the arm beside the trunk, not from hip to arm in line."""
    return 180.0 - angle_deg if joint == "shoulder_flexion" else angle_deg


_LEAST_FLEXION_DEG = {"knee_flexion": 60.0, "hip_flexion": 90.0}


def _hidden(body: Body, measure: str) -> str:
    """Why the landmarks of a measure can't be used: outside the picture, or hidden."""
    return _unusable(body, measure, joint_landmarks(measure))


def _unusable(body: Body, measure: str, marks: tuple[Landmark, ...]) -> str:
    width, height = body.frame.size_px
    for joint in marks:
        x, y = body.frame.xy_px[joint].tolist()
        if not (-0.02 * width <= x <= 1.02 * width and -0.02 * height <= y <= 1.02 * height):
            return f"{_in_words(joint)} is out of the picture"
        if body.frame.visibility[joint] < MIN_VISIBILITY:
            return f"{_in_words(joint)} is hidden"
    of_a_leg = any(part in measure for part in ("knee", "hip", "leg", "thigh", "shank", "heel"))
    if of_a_leg and body.legs_reason:
        return body.legs_reason
    return ""


def _in_words(joint: Landmark) -> str:
    return joint.name.lower().replace("_", " ")


def _trunk_lean(body: Body) -> Measure:
    if body.view is View.SIDE:
        xy = body.frame.xy_px
        start, end = midpoint(xy, "hip"), midpoint(xy, "shoulder")
        return Measure(elevation_deg(start, end), 5.0)
    return Measure(trunk_lean_deg(body.frame), 15.0, TURN_SIDE_ON)


def _off_side(body: Body) -> Measure:
    """How far the camera is from straight beside the body, 0 to 90."""
    return Measure(body.off_side_deg, 10.0)


def _shoulder_line(body: Body) -> Measure:
    xy = body.frame.xy_px
    return Measure(direction_deg(xy[L.RIGHT_SHOULDER], xy[L.LEFT_SHOULDER]), 5.0)


def _knees_apart(body: Body) -> Measure:
    """Distance of the knees in trunk lengths, from world landmarks."""
    if body.legs_reason:
        return Measure.unknown(body.legs_reason)
    w = body.frame.world_m
    apart = distance(w[L.LEFT_KNEE], w[L.RIGHT_KNEE]) / trunk_length(w)
    if apart > MAX_KNEES_APART:
        return Measure.unknown(UNCLEAR)
    return Measure(apart, KNEES_APART_ERROR)


def _knee_drop(body: Body, side: str) -> Measure:
    """How far the bent knees have sunk to one side, turned about the spine; 0 straight up.

    Seen against the line of the shoulders, from world landmarks: a full twist (knees 75 to 82
    degrees over) read 36 to 64 on renders, knees up read within 20 of 0.
    """
    w = body.frame.world_m
    up = body.axes.up
    left, front = square_to(up, w[L.LEFT_SHOULDER] - w[L.RIGHT_SHOULDER])
    thighs = midpoint(w, "knee") - midpoint(w, "hip")
    sideways, forward = float(thighs @ left), float(thighs @ front)
    if np.hypot(sideways, forward) < 0.5 * length(thighs):
        return Measure.unknown("bend the knees up first")
    drop_deg = float(np.degrees(np.arctan2(sideways, forward)))
    if abs(drop_deg) > MAX_KNEE_DROP_DEG:
        return Measure.unknown(UNCLEAR)
    return Measure(drop_deg if side == "left" else -drop_deg, 20.0)


def _neck_flexion(body: Body) -> Measure:
    """How far the head is lifted off the line of the trunk, towards the chest."""
    xy = body.frame.xy_px
    turn = 1.0 if body.near_side == "right" else -1.0
    lift = signed_flexion_deg(
        midpoint(xy, "hip"), midpoint(xy, "shoulder"), xy[landmark(body.near_side, "ear")], turn
    )
    return beside(body, lift, 10.0)


def _leg_lift(body: Body, side: str) -> Measure:
    """How high the ankle is above the line of the trunk, in trunk lengths (lying on the back)."""
    xy = body.frame.xy_px
    hip, spine = midpoint(xy, "hip"), midpoint(xy, "shoulder") - midpoint(xy, "hip")
    ankle = xy[landmark(side, "ankle")] - hip
    across = float(spine[0] * ankle[1] - spine[1] * ankle[0]) / float(spine @ spine)
    return beside(body, across if body.near_side == "right" else -across, 0.12)


def _hip_to_heel(body: Body, side: str) -> Measure:
    """Distance from hip to ankle in thigh lengths: near 0 sitting on the heels."""
    xy = body.frame.xy_px
    hip, knee, ankle = (xy[landmark(side, part)] for part in ("hip", "knee", "ankle"))
    return beside(body, distance(hip, ankle) / distance(hip, knee), 0.15)


def _wrist_on_knee(body: Body, side: str) -> Measure:
    """Distance from the nearer wrist to this side's knee joint, in thigh lengths."""
    xy = body.frame.xy_px
    knee, hip = xy[landmark(side, "knee")], xy[landmark(side, "hip")]
    wrist_px = min(distance(xy[L.LEFT_WRIST], knee), distance(xy[L.RIGHT_WRIST], knee))
    return beside(body, wrist_px / distance(hip, knee), 0.2)


_BODY_MEASURES = {
    "trunk_lean_deg": _trunk_lean,
    "off_side_deg": _off_side,
    "shoulder_line_deg": _shoulder_line,
    "knees_apart_ratio": _knees_apart,
    "neck_flexion_deg": _neck_flexion,
}
_SIDE_MEASURES = {
    "knee_drop_{side}_deg": _knee_drop,
    "leg_lift_{side}_ratio": _leg_lift,
    "hip_to_heel_{side}_ratio": _hip_to_heel,
    "wrist_to_knee_{side}_ratio": _wrist_on_knee,
}
