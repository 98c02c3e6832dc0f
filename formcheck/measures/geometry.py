"""Plane and space geometry of three points, in degrees. Missing points (NaN) give NaN."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from formcheck.pose.frame import FloatArray, landmark, midpoint

Angle = TypeVar("Angle", float, FloatArray)


def flexion_deg(a: FloatArray, b: FloatArray, c: FloatArray) -> float:
    """Flexion at `b`: 0 where a, b and c are in line, growing as the joint bends, up to 180.

    Args:
        a, b, c: points of any equal dimension.
    """
    first, second = b - a, c - b
    along = float(first @ second)
    across = float(np.sqrt(max(0.0, float(first @ first) * float(second @ second) - along**2)))
    return float(np.degrees(np.arctan2(across, along)))


def signed_flexion_deg(a: FloatArray, b: FloatArray, c: FloatArray, turn: float) -> float:
    """Flexion at `b` in the picture with its sign, in (-180, 180].

    Args:
        a, b, c: points (2,) in pixels, y down.
        turn: +1 where the joint flexes clockwise as seen in the picture, -1 otherwise. A joint bent
            the other way (a knee past straight) comes out negative.
    """
    first, second = b - a, c - b
    across = float(first[0] * second[1] - first[1] * second[0])
    return float(np.degrees(np.arctan2(turn * across, float(first @ second))))


def elevation_deg(start: FloatArray, end: FloatArray) -> float:
    """Angle of start-to-end above the picture's horizontal, -90 to 90; y runs down."""
    delta = end - start
    return float(np.degrees(np.arctan2(-delta[1], abs(delta[0]))))


def direction_deg(start: FloatArray, end: FloatArray) -> float:
    """Direction of start-to-end in the picture, -180 to 180, counted from +x towards +y (down)."""
    delta = end - start
    return float(np.degrees(np.arctan2(delta[1], delta[0])))


def turned(vector: FloatArray, angle_deg: float) -> FloatArray:
    """A vector (2,) of the picture turned from +x towards +y (down)."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])


def wrapped_deg(angle_deg: Angle) -> Angle:
    """The same angle in [-180, 180)."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def continued_deg(angle_deg: float, last_deg: float) -> float:
    """The same angle, less than half a turn from the last one, past a full turn if need be.

    Where the last one is unknown (NaN) it is as it was.
    """
    return angle_deg if last_deg != last_deg else last_deg + wrapped_deg(angle_deg - last_deg)


def unit(vector: FloatArray) -> FloatArray:
    """The vector at length 1; NaN where it has no length."""
    along = length(vector)
    return vector / along if along > 0 else np.full_like(vector, np.nan)


def distance(a: FloatArray, b: FloatArray) -> float:
    """Euclidean distance of two points."""
    return length(a - b)


def square_to(up: FloatArray, across: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The unit vector of `across` (right to left) square to the spine, and the front it makes."""
    left = unit(across - up * float(across @ up))
    return left, cross(left, up)


def hip_flexion_as_read_deg(points: FloatArray, side: str) -> float:
    """Flexion at a hip between the same side's shoulder and knee, uncorrected."""
    return flexion_deg(*(points[landmark(side, part)] for part in ("shoulder", "hip", "knee")))


def trunk_length(points: FloatArray) -> float:
    """From mid-shoulders to mid-hips; `points` (33, d) as in a `PoseFrame`, in any unit."""
    return distance(midpoint(points, "shoulder"), midpoint(points, "hip"))


def length(vector: FloatArray) -> float:
    """Euclidean length of a vector; for three numbers it takes a tenth of NumPy's own time."""
    return math.sqrt(float(vector @ vector))


def cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Vector product of two vectors (3,); NumPy's own is made for many at once."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])
