"""The part of the picture that the landmark model looks at: a square around the body, head up.

MediaPipe's own detector gives such squares, but looking for the body in the whole picture takes two
fifths of the time, and following the body from frame to frame instead lets a leg that is mixed up
once stay so. So the body is looked for a few times a second, and between those times each frame is
looked at where it was found: half the time a frame, and no frame depends on the one before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import FloatArray, PoseFrame, midpoint
from formcheck.pose.native import load_cv2
from formcheck.pose.tasks import Pose

CUT_PX = 256
"""Width and height of what the landmark models take in."""
SIDE_RADII = 2.55
"""Side of the square in distances from mid-hips to the furthest landmark. Of 2.1, 2.25, 2.4, 2.55
and 2.7 the last two read knees and hips best: on 425 rendered pictures from beside the near knee,
evened out with the mirror image, was off its stretch's usual bias by 3.75 degrees in the mean,
against 4.0 where the detector's own square was used for each picture, the hip by 4.9 against 5.1.
Turning the square by 6 degrees either way or taking in finer pictures changed nothing."""
AGREES_SIDES, AGREES_SCALE, AGREES_DEG = 0.05, 1.1, 8.0
"""By so many sides, by this factor and by this turn another square may differ and still do. What
the model reads hangs on the square by a few degrees, so that a square which moves a little at every
search makes a swing of its own; one that is kept as long as it does makes none."""


@dataclass(frozen=True)
class Region:
    """A square of the picture, turned so that the body's head is up.

    Attributes:
        centre_px: (2,) its middle, at the hips.
        up: (2,) unit vector towards the head, y down as in pictures.
        side_px: its width and height in pixels of the picture.
        turn_deg: by how much its own upright is turned from `up`, clockwise in the picture.
    """

    centre_px: FloatArray
    up: FloatArray
    side_px: float
    turn_deg: float = 0.0

    @classmethod
    def around(cls, frame: PoseFrame, turn_deg: float = 0.0) -> Region | None:
        """Around a body, turned so; None where the landmarks have no extent.

        Up is from mid-hips to between the ears, as MediaPipe's detector has it (to within 2 degrees
        on five rendered stretches). Turned by the shoulders instead, 5 degrees off, it mixed both
        legs in a quarter of the hamstring sample.
        """
        hips = midpoint(frame.xy_px, "hip")
        to_head = midpoint(frame.xy_px, "ear") - hips
        length_px = float(np.linalg.norm(to_head))
        radius_px = float(np.linalg.norm(frame.xy_px - hips, axis=1).max())
        if not (length_px > 1.0 and radius_px > 1.0):
            return None
        return cls(hips, to_head / length_px, SIDE_RADII * radius_px, turn_deg)

    def turned(self, turn_deg: float) -> Region:
        """The same with another turn."""
        return replace(self, turn_deg=turn_deg)

    def frame(self, t_s: float, size_px: tuple[int, int], pose: Pose) -> PoseFrame:
        """What was read in the cut as a frame of the picture.

        Args:
            t_s: time of the picture in seconds.
            size_px: its width and height.
            pose: the body in the cut.
        """
        world_m = pose.world_m.copy()
        world_m[:, :2] = world_m[:, :2] @ self._axes
        return PoseFrame(t_s, size_px, self.to_picture(pose.xy), world_m, pose.visibility)

    def to_picture(self, points: FloatArray) -> FloatArray:
        """Points (n, 2) of the cut, 0 to 1 across it, in pixels of the picture."""
        placed: FloatArray = self.centre_px + (np.asarray(points) - 0.5) * self.side_px @ self._axes
        return placed

    def cut(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """What it shows, (`CUT_PX`, `CUT_PX`, 3); black beyond the picture's edges."""
        cv2, shape = load_cv2(), (CUT_PX, CUT_PX)
        inverse = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(rgb, self._indices(), shape, flags=inverse)
        return np.asarray(cut, dtype=np.uint8)

    def spread(self, mask: NDArray[np.float32], size_px: tuple[int, int]) -> NDArray[np.float32]:
        """A mask of the cut laid where it belongs in a picture of `size_px` (w, h), else 0."""
        cv2 = load_cv2()
        spread = cv2.warpAffine(mask, self._indices(), size_px, flags=cv2.INTER_LINEAR)
        return np.asarray(spread, dtype=np.float32)

    def agrees(self, other: Region) -> bool:
        """Whether two squares show the same, but for noise."""
        apart = float(np.linalg.norm(self.centre_px - other.centre_px)) / self.side_px
        scale = max(self.side_px / other.side_px, other.side_px / self.side_px)
        turn = float(self.up @ other.up)
        return (
            apart <= AGREES_SIDES
            and scale <= AGREES_SCALE
            and turn >= np.cos(np.radians(AGREES_DEG))
        )

    @property
    def _axes(self) -> FloatArray:
        """(2, 2) the cut's axes, right and down, in the picture."""
        turn = np.radians(self.turn_deg)
        up = np.cos(turn) * self.up + np.sin(turn) * np.array([-self.up[1], self.up[0]])
        return np.array([[-up[1], up[0]], -up])

    def _indices(self) -> FloatArray:
        """(2, 3) from pixel numbers of the cut to the picture's; a pixel's middle is at 0.5."""
        corners = self.to_picture(np.array([[0.5, 0.5], [1.5, 0.5], [0.5, 1.5]]) / CUT_PX) - 0.5
        return np.stack([corners[1] - corners[0], corners[2] - corners[0], corners[0]], axis=1)


class SteadyRegion:
    """Where to look: the place where the body was found, kept until it is found elsewhere.

    Attributes:
        now: that place; None before the first.
    """

    def __init__(self) -> None:
        self.now: Region | None = None

    def learn(self, region: Region | None) -> None:
        """Take in where the body was found; None changes nothing."""
        if region is None:
            return
        kept = self.now
        if kept is None or kept.turn_deg != region.turn_deg or not kept.agrees(region):
            self.now = region

    def forget(self) -> None:
        """The body isn't there any more."""
        self.now = None
