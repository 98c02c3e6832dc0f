"""`PoseFrame`: where the body's landmarks are in one picture, in pixels.

Normalised coordinates stop at `PoseFrame.from_normalised`: on a 16:9 picture an angle taken from
normalised x and y is off by up to 31 degrees, so the picture's size can't be forgotten here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

LANDMARK_COUNT = 33
OUTLINE_STATIONS = 25
"""Places between shoulders and hips at which the body's outline is kept."""
SIDES = ("left", "right")
"""The person's own."""


class Landmark(IntEnum):
    """Indices of the 33 landmarks of MediaPipe Pose (BlazePose). Left is the person's own left."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@cache
def landmark(side: str, part: str) -> Landmark:
    """The landmark of a part on one side: `landmark("left", "foot_index")`."""
    return Landmark[f"{side}_{part}".upper()]


def other_side(side: str) -> str:
    """`left` for `right`, `right` for `left`."""
    return "left" if side == "right" else "right"


def midpoint(points: FloatArray, part: str) -> FloatArray:
    """Half-way between a part's landmarks of both sides; `points` (33, d) as in a `PoseFrame`."""
    middle: FloatArray = (points[landmark("left", part)] + points[landmark("right", part)]) / 2.0
    return middle


# The landmark on the other side of the body; a landmark of the midline is its own twin.
TWIN = np.array(
    [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33))]
)


@dataclass(frozen=True)
class PoseFrame:
    """The landmarks of one person in one frame; all NaN where no person was found.

    Attributes:
        t_s: time of the frame in seconds, the only clock of the engine.
        size_px: width and height of the picture in pixels.
        xy_px: (33, 2) landmark positions in pixels, x to the right, y down.
        world_m: (33, 3) MediaPipe's estimate of the landmarks in metres, origin between the hips,
            axes as the camera's: x right, y down, z away from it.
        visibility: (33,) MediaPipe's own 0 to 1; it does not flag a wrong skeleton (measured).
        outline: (2, 25) the body's outline beside the trunk in trunk lengths, as
            `formcheck.pose.silhouette` reads it; NaN where it can't be told.
        thigh_deg: (2,) direction of the left and the right thigh from hip to knee as its outline
            shows it, from +x towards +y (down); NaN where it can't be told.

    Raises:
        ValueError: an array of the wrong shape, or a size that isn't positive.
    """

    t_s: float
    size_px: tuple[int, int]
    xy_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    outline: FloatArray = field(default_factory=lambda: np.full((2, OUTLINE_STATIONS), np.nan))
    thigh_deg: FloatArray = field(default_factory=lambda: np.full(2, np.nan))

    def __post_init__(self) -> None:
        for name, shape in (
            ("xy_px", (LANDMARK_COUNT, 2)),
            ("world_m", (LANDMARK_COUNT, 3)),
            ("visibility", (LANDMARK_COUNT,)),
            ("outline", (2, OUTLINE_STATIONS)),
            ("thigh_deg", (2,)),
        ):
            array = np.asarray(getattr(self, name), dtype=np.float64)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
            array = array.copy()
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if min(self.size_px) <= 0:
            raise ValueError(f"size_px must be positive, got {self.size_px}")

    @classmethod
    def from_normalised(
        cls,
        t_s: float,
        size_px: tuple[int, int],
        xy: ArrayLike,
        world_m: ArrayLike,
        visibility: ArrayLike,
    ) -> PoseFrame:
        """From MediaPipe's normalised coordinates (33, 2), 0 to 1 across the whole picture."""
        xy_px = np.asarray(xy, dtype=np.float64) * np.asarray(size_px, dtype=np.float64)
        return cls(t_s, size_px, xy_px, _floats(world_m), _floats(visibility))

    @classmethod
    def unseen(cls, t_s: float, size_px: tuple[int, int]) -> PoseFrame:
        """A frame in which nobody was found."""
        return cls(
            t_s,
            size_px,
            np.full((LANDMARK_COUNT, 2), np.nan),
            np.full((LANDMARK_COUNT, 3), np.nan),
            np.full(LANDMARK_COUNT, np.nan),
        )

    @property
    def seen(self) -> bool:
        """Whether a person was found."""
        return bool(np.isfinite(self.xy_px).all())

    def mirrored(self) -> PoseFrame:
        """The frame as a mirror would show it: x runs the other way, left and right trade names."""
        xy_px = self.xy_px[TWIN].copy()
        xy_px[:, 0] = self.size_px[0] - xy_px[:, 0]
        world_m = self.world_m[TWIN] * np.array([-1.0, 1.0, 1.0])
        return replace(
            self,
            xy_px=xy_px,
            world_m=world_m,
            visibility=self.visibility[TWIN],
            outline=self.outline[::-1],
            thigh_deg=180.0 - self.thigh_deg[::-1],
        )

    def with_sides_exchanged(self, landmarks: ArrayLike) -> PoseFrame:
        """The frame with the given landmarks (indices of both sides) trading left and right."""
        order = np.arange(LANDMARK_COUNT)
        chosen = np.asarray(landmarks, dtype=int)
        order[chosen] = TWIN[chosen]
        exchanged = order[Landmark.LEFT_KNEE] != Landmark.LEFT_KNEE
        return replace(
            self,
            xy_px=self.xy_px[order],
            world_m=self.world_m[order],
            visibility=self.visibility[order],
            thigh_deg=self.thigh_deg[::-1] if exchanged else self.thigh_deg,
        )


def _floats(values: Any) -> FloatArray:
    return np.asarray(values, dtype=np.float64)
