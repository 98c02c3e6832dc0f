"""Which way the trunk lies and where the camera stands beside it: MediaPipe's, corrected.

MediaPipe's world landmarks turn a body towards the camera: in 12,300 rendered pictures the camera
seems 4 degrees nearer to straight beside people who lie than it is, and is told 6 to 10 degrees
wrong. Small networks (`tools/calibrate`) take the skeleton and give what is to be added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.measures.geometry import trunk_length, unit
from formcheck.measures.networks import Correction, Nothing
from formcheck.measures.view import BodyAxes, Position, trunk_lean_deg
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame, landmark, midpoint, other_side

L = Landmark

READINGS = ("near share", "up share", "front share", "trunk lean")
"""What is corrected: the direction to the camera along the trunk's (near side, up, front), counted
in radians turned into degrees, and the lean of the trunk in degrees."""
AS_READ = Nothing(np.full(len(READINGS), 15.0))
"""Takes MediaPipe's word; 90 % of its leans are within 10 degrees from beside, more elsewhere."""
_PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
_POSITIONS = tuple(where for where in Position if where is not Position.UNKNOWN)


@dataclass(frozen=True)
class Attitude:
    """How a trunk lies in one picture.

    Attributes:
        to_camera: (3,) unit vector to the camera along the body's (left, up, front); NaN where
            nobody was seen.
        trunk_lean_deg: elevation of the spine, as `view.trunk_lean_deg`.
        trunk_lean_error_deg: half-width that holds its truth in 90 %, seen from beside.
    """

    to_camera: FloatArray
    trunk_lean_deg: float
    trunk_lean_error_deg: float

    @classmethod
    def of(
        cls, frame: PoseFrame, axes: BodyAxes, where: Position, correction: Correction
    ) -> Attitude:
        """Of a skeleton, its trunk's axes and its position; unknown is NaN."""
        to_camera, lean_deg = axes.to_camera, trunk_lean_deg(frame)
        known = attitude_features(frame, axes, where)
        if not np.isfinite(known).all():
            return cls(to_camera, lean_deg, np.nan)
        left = 1.0 if near_side(to_camera) == "left" else -1.0
        add_deg, error_deg = correction(known)
        towards = to_camera * [left, 1.0, 1.0] + np.radians(add_deg[:3])
        return cls(
            to_camera=unit(towards * [left, 1.0, 1.0]),
            trunk_lean_deg=lean_deg + float(add_deg[3]),
            trunk_lean_error_deg=float(error_deg[3]),
        )


def near_side(to_camera: FloatArray) -> str:
    """The side of the body that faces a camera in that direction along (left, up, front)."""
    return "left" if to_camera[0] > 0 else "right"


def attitude_features(frame: PoseFrame, axes: BodyAxes, where: Position) -> FloatArray:
    """What the networks know of a body, as if its right side were near.

    Args:
        frame, axes, where: the skeleton, its trunk's axes and its position.
    """
    to_camera = axes.to_camera
    near = near_side(to_camera)
    return np.concatenate(
        [
            skeleton_features(frame, near),
            3.0 * np.abs(to_camera[:1]),
            3.0 * to_camera[1:],
            position_features(where),
        ]
    )


def skeleton_features(frame: PoseFrame, near: str) -> FloatArray:
    """The skeleton in the picture and in space, its size and place, as if its right side were near.

    Args:
        frame: shows somebody.
        near: the side that faces the camera.
    """
    facing = 1.0 if near == "right" else -1.0
    marks = skeleton_marks(near)
    hips_px, trunk_px = midpoint(frame.xy_px, "hip"), trunk_length(frame.xy_px)
    picture = (frame.xy_px[marks] - hips_px) / trunk_px * [facing, 1.0]
    space = frame.world_m[marks] - midpoint(frame.world_m, "hip")
    space = space / trunk_length(frame.world_m) * [facing, 1.0, 1.0]
    size_px = np.array(frame.size_px, dtype=np.float64)
    place = (hips_px - size_px / 2.0) / size_px.max() * [facing, 1.0]
    return np.concatenate(
        [
            picture.ravel(),
            space.ravel(),
            frame.visibility[marks],
            [trunk_px / size_px.max(), *place],
        ]
    )


def skeleton_marks(near: str) -> Sequence[Landmark]:
    """The landmarks of `skeleton_features`, near ones first."""
    far = other_side(near)
    marks = [landmark(side, part) for part in _PARTS for side in (near, far)]
    return [*marks, L.NOSE, landmark(near, "ear"), landmark(far, "ear")]


def position_features(where: Position) -> FloatArray:
    """One for the position, nothing for all others."""
    return np.array([float(where is known) for known in _POSITIONS])
