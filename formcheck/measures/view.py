"""Where the camera stands relative to the body, and how the body lies, kneels, sits or stands.

Both come from MediaPipe's world landmarks, whose axes are the camera's; what these are off by is
corrected in `formcheck.measures.attitude`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, isfinite, nan, radians

import numpy as np

from formcheck.measures.geometry import (
    cross,
    direction_deg,
    flexion_deg,
    trunk_length,
    unit,
)
from formcheck.pose.frame import SIDES, FloatArray, Landmark, PoseFrame, landmark, midpoint

L = Landmark


SIDE_VIEW_MAX_DEG, KNEELING_SIDE_VIEW_MAX_DEG = 30.0, 26.0
"""A camera further than this from straight beside the body, counted in all directions, is not
`side`. A laptop on a table is 10 to 18 off by its height alone. In people kept out of the fit the
near knee is told 4.2 to 4.7 degrees wrong up to 25 off, 4.8 lying and 5.3 sitting from 25 to 30,
but 10 kneeling beyond 30; where the camera stands is told 3 degrees wrong lying, 4 else (12,300
rendered pictures, full)."""
END_VIEW_MIN = 0.7
"""Share of the camera direction along the spine above which it looks from the feet or the head."""
FACING_VIEW_MIN = 0.8
"""Share along the front above which the camera looks at the front or the back."""


class View(StrEnum):
    """Where the camera stands, seen from the body."""

    SIDE = "side"
    THREE_QUARTER = "three_quarter"
    FRONT = "front"
    BACK = "back"
    FEET = "feet"
    HEAD = "head"
    UNKNOWN = ""

    @classmethod
    def of(cls, to_camera: FloatArray, position: Position) -> View:
        """The view from the direction to the camera along the body's (left, up, front)."""
        left, up, front = (float(share) for share in to_camera)
        if not isfinite(left):
            return cls.UNKNOWN
        kneeling = position is Position.KNEELING
        most_deg = KNEELING_SIDE_VIEW_MAX_DEG if kneeling else SIDE_VIEW_MAX_DEG
        if abs(left) >= cos(radians(most_deg)):
            return cls.SIDE
        if abs(up) >= END_VIEW_MIN:
            return cls.HEAD if up > 0 else cls.FEET
        if abs(front) >= FACING_VIEW_MIN:
            return cls.FRONT if front > 0 else cls.BACK
        return cls.THREE_QUARTER


class Position(StrEnum):
    """How the body is placed."""

    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    KNEELING = "kneeling"
    SITTING = "sitting"
    STANDING = "standing"
    UNKNOWN = ""


LYING = (Position.SUPINE, Position.PRONE, Position.SIDE_LYING)


@dataclass(frozen=True)
class BodyAxes:
    """The trunk's own axes in camera coordinates (x right, y down, z away), unit vectors (3,)."""

    left: FloatArray
    up: FloatArray
    front: FloatArray

    @classmethod
    def of(cls, frame: PoseFrame) -> BodyAxes:
        """From shoulders and hips of the world landmarks; NaN where nobody was seen."""
        w = frame.world_m
        return cls.between(w[L.LEFT_SHOULDER], w[L.RIGHT_SHOULDER], w[L.LEFT_HIP], w[L.RIGHT_HIP])

    @classmethod
    def between(
        cls,
        left_shoulder: FloatArray,
        right_shoulder: FloatArray,
        left_hip: FloatArray,
        right_hip: FloatArray,
    ) -> BodyAxes:
        """From the four joints' places, in any right-handed axes."""
        up = unit(left_shoulder + right_shoulder - left_hip - right_hip)
        left = unit(left_shoulder - right_shoulder) + unit(left_hip - right_hip)
        left = unit(left - up * float(left @ up))
        return cls(left, up, cross(left, up))

    @property
    def to_camera(self) -> FloatArray:
        """The direction to the camera along (left, up, front): (3,), each -1 to 1."""
        return np.array([-self.left[2], -self.up[2], -self.front[2]])


def trunk_lean_deg(frame: PoseFrame) -> float:
    """Elevation of the spine, hips to shoulders: 0 lying flat, 90 upright, below 0 head down.

    From world landmarks, whose vertical is the camera's: right as far as the camera is level.
    """
    w = frame.world_m
    up = w[L.LEFT_SHOULDER] + w[L.RIGHT_SHOULDER] - w[L.LEFT_HIP] - w[L.RIGHT_HIP]
    return float(np.degrees(np.arctan2(-up[1], np.hypot(up[0], up[2]))))


SHIN_DOWN_MAX = 0.45
"""A shin along the floor drops by less, in trunk lengths: up to 0.34 in 99.5 % of 1,247 kneeling
legs, 0.5 to 1.2 standing or on a chair and bent over (rendered pictures)."""


def position(frame: PoseFrame) -> Position:
    """How the body is placed, the picture's vertical taken for gravity's.

    Limits were set on 82 labelled photos of single people and on renders; between the clear cases
    the answer is `UNKNOWN`.
    """
    if not frame.seen:
        return Position.UNKNOWN
    w = frame.world_m
    axes = BodyAxes.of(frame)
    lean = trunk_lean_deg(frame)
    facing_up = -float(axes.front[1])
    trunk_m = trunk_length(w)
    hip_y = float(midpoint(w, "hip")[1])
    knee_flexion = [
        flexion_deg(w[landmark(s, "hip")], w[landmark(s, "knee")], w[landmark(s, "ankle")])
        for s in SIDES
    ]
    # heights above the hips, in trunk lengths
    knees = [(hip_y - float(w[landmark(s, "knee")][1])) / trunk_m for s in SIDES]
    ankles = [(hip_y - float(w[landmark(s, "ankle")][1])) / trunk_m for s in SIDES]
    if lean < 40.0:
        kneels = [
            k > 50.0 and knee < -0.1 and ankle < 0.05 and ankle > knee - SHIN_DOWN_MAX
            for k, knee, ankle in zip(knee_flexion, knees, ankles, strict=True)
        ]
        folded = _folded(w, axes)
        sits = any(
            fold and k < 60.0 and knee > -0.3  # a long leg ahead, along the floor
            for fold, k, knee in zip(folded, knee_flexion, knees, strict=True)
        )
        if facing_up < -0.35 and any(kneels) and not sits:
            return Position.KNEELING
        if min(ankles) < -0.8 and max(knees) < -0.5:
            return Position.STANDING  # bent over
        if facing_up > 0.4:
            return Position.SUPINE
        if facing_up < -0.45:
            if not any(folded):
                return Position.PRONE
            if min(ankles) < -1.1 and min(knees) < -0.55:
                return Position.STANDING  # bent double over a step
            # with a leg long it is a seated fold, with both bent a child's pose
            return Position.SITTING if min(knee_flexion) < 80.0 else Position.PRONE
        return Position.SIDE_LYING if lean < 30.0 else Position.UNKNOWN
    if min(ankles) < -1.05 and max(knees) < -0.3:
        return Position.STANDING
    if any(
        k > 35.0 and knee < -0.45 and ankle > knee - 0.35
        for k, knee, ankle in zip(knee_flexion, knees, ankles, strict=True)
    ):
        return Position.KNEELING  # a shin along the floor, below the hips
    if (
        max(_thighs_ahead(w, axes)) < -0.15
        and min(knees) > -0.6
        and max(knees) < 0.2
        and min(ankles) > -0.8
    ):
        return Position.PRONE  # propped up on the arms
    if min(knees) > -0.45:
        return Position.SITTING
    return Position.UNKNOWN


FLAT_WITHIN_DEG = 7.0
"""The lines from the shoulders to the hips and to each ankle differ by no more than this where
somebody lies flat with both feet on the floor: 3 to 6.5 degrees in 17 of 18 rendered clips."""


def floor_slope_deg(frame: PoseFrame) -> float:
    """How far the floor under a body lying flat on its back slopes in the picture.

    Positive where it drops to the right; NaN where the body doesn't lie flat. Meant for a side
    view: perspective alone adds 6 degrees where a camera 1.2 m high stands 12 degrees off the side.
    """
    xy = frame.xy_px
    shoulders = midpoint(xy, "shoulder")
    trunk = _slope_deg(shoulders, midpoint(xy, "hip"))
    legs = [_slope_deg(shoulders, xy[landmark(side, "ankle")]) for side in SIDES]
    if max(trunk, *legs) - min(trunk, *legs) > FLAT_WITHIN_DEG:
        return nan
    return (trunk + sum(legs) / 2.0) / 2.0


def _slope_deg(start: FloatArray, end: FloatArray) -> float:
    """Of the line through two points, whichever comes first; y runs down."""
    return (direction_deg(start, end) + 90.0) % 180.0 - 90.0


THIGH_AHEAD_MIN = 0.65
"""Share of a thigh's direction along the front of the trunk: 0.7 to 1.0 folded at the hips, -0.2 to
0.4 lying on the front (photos)."""


def _folded(world_m: FloatArray, axes: BodyAxes) -> list[bool]:
    """Whether each hip is folded; all the way, the thigh points up along the trunk."""
    return [
        float(thigh @ axes.front) > THIGH_AHEAD_MIN or float(thigh @ axes.up) > 0.2
        for thigh in _thighs(world_m)
    ]


def _thighs_ahead(world_m: FloatArray, axes: BodyAxes) -> list[float]:
    """How far each thigh points ahead of the trunk, -1 to 1."""
    return [float(thigh @ axes.front) for thigh in _thighs(world_m)]


def _thighs(world_m: FloatArray) -> list[FloatArray]:
    return [unit(world_m[landmark(s, "knee")] - world_m[landmark(s, "hip")]) for s in SIDES]
