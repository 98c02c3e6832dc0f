"""The part of the picture that the landmark model looks at: a square around the body, head up.

MediaPipe's own detector gives such squares, but looking for the body in the whole picture takes two
fifths of the time, and following it from frame to frame instead moves the square with every
misreading. So the square lies around what several looks a second believe in, and is kept while they
differ by no more than noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import TWIN, FloatArray, PoseFrame, midpoint
from formcheck.pose.landmark_model import CUT_PX, Pose
from formcheck.pose.native import load_cv2

FINER = 2
"""So many pixels across are averaged into one of a cut."""
SIDE_RADII = 2.55
"""Side of the square in distances from mid-hips to the furthest landmark. Of 2.1, 2.25, 2.4, 2.55
and 2.7 the last two read knees and hips best: on 425 rendered pictures from beside the near knee,
evened out with the mirror image, was off its stretch's usual bias by 3.75 degrees in the mean,
against 4.0 where the detector's own square was used for each picture, the hip by 4.9 against 5.1.
Turning the square by 6 degrees either way or taking in finer pictures changed nothing."""
GLIDES_S = 1.0
"""Time constant of the mean place of the body."""


@dataclass(frozen=True)
class Limits:
    """By how much two squares may differ: in sides, by this factor, turned by so much."""

    sides: float
    scale: float
    deg: float


NEAR = Limits(0.025, 1.05, 4.0)
"""So near to the mean place the square is kept. What the model reads hangs on the square by one or
two degrees, so one that moved at every look would make a swing of its own (of both legs of the
hamstring sample 7 % of the frames were mixed up, and none where it is kept); twice as wide, the
seated bend read 2 to 3 degrees otherwise at 30 instead of 15 pictures a second, which now is 1."""
FAR = Limits(0.06, 1.12, 10.0)
"""A body found further away than this has moved, and the square goes there at once: turned by how
somebody lay before they rose, it reads them as half risen for up to a second. In 13 rendered clips
of five stretches the near hip was off by 4.8 degrees on the way in and out and by 3.9 at rest where
the square waited for (0.15, 1.3, 25), by 4.2 and 3.5 with these limits at every look, and by 4.0
and 3.3 where every frame may move it."""
STRAYED = Limits(0.3, 1.6, 45.0)
"""So far from every body that the whole picture shows, what is followed is none."""


@dataclass(frozen=True)
class Sight:
    """How a square is shown to the landmark model.

    Attributes:
        turn_deg: turned by so much, clockwise in the picture.
        mirrored: as a mirror would show it.
    """

    turn_deg: float = 0.0
    mirrored: bool = False

    @property
    def mirror(self) -> Sight:
        """The same turn, the other way round."""
        return replace(self, mirrored=not self.mirrored)


@dataclass(frozen=True)
class Region:
    """A square of the picture, turned so that the body's head is up.

    Attributes:
        centre_px: (2,) its middle, at the hips.
        up: (2,) unit vector towards the head, y down as in pictures.
        side_px: its width and height in pixels of the picture.
        sight: how it is shown; its turn is from `up`.
    """

    centre_px: FloatArray
    up: FloatArray
    side_px: float
    sight: Sight = Sight()

    @classmethod
    def around(cls, frame: PoseFrame) -> Region | None:
        """Around a body, upright; None where the landmarks have no extent.

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
        return cls(hips, to_head / length_px, SIDE_RADII * radius_px)

    def shown(self, sight: Sight) -> Region:
        """The same, shown in another way."""
        return replace(self, sight=sight)

    def frame(self, t_s: float, size_px: tuple[int, int], pose: Pose) -> PoseFrame:
        """What was read in the cut as a frame of the picture.

        Args:
            t_s: time of the picture in seconds.
            size_px: its width and height.
            pose: the body in the cut.
        """
        named = TWIN if self.sight.mirrored else slice(None)
        world_m = pose.world_m[named].copy()
        world_m[:, :2] = world_m[:, :2] @ self._axes
        xy_px = self.to_picture(pose.xy[named])
        return PoseFrame(t_s, size_px, xy_px, world_m, pose.visibility[named])

    def to_picture(self, points: FloatArray) -> FloatArray:
        """Points (n, 2) of the cut, 0 to 1 across it, in pixels of the picture."""
        placed: FloatArray = self.centre_px + (np.asarray(points) - 0.5) * self.side_px @ self._axes
        return placed

    def cut(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """What it shows, (`CUT_PX`, `CUT_PX`, 3); black beyond the picture's edges.

        It is drawn twice as fine and every four pixels are averaged, those of a large picture
        before, so that an edge doesn't flicker as it crosses the pixels.
        """
        cv2, fine_px = load_cv2(), FINER * CUT_PX
        coarser = max(1, int(self.side_px // fine_px))
        if coarser > 1:
            height, width = (side_px // coarser for side_px in rgb.shape[:2])
            whole = rgb[: height * coarser, : width * coarser]
            rgb = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
        here = replace(self, centre_px=self.centre_px / coarser, side_px=self.side_px / coarser)
        inverse = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        fine = cv2.warpAffine(rgb, here._indices(fine_px), (fine_px, fine_px), flags=inverse)
        cut = cv2.resize(fine, (CUT_PX, CUT_PX), interpolation=cv2.INTER_AREA)
        return np.asarray(cut, dtype=np.uint8)

    def spread(self, mask: NDArray[np.float32], size_px: tuple[int, int]) -> NDArray[np.float32]:
        """A mask of the cut laid where it belongs in a picture of `size_px` (w, h), else 0."""
        cv2 = load_cv2()
        spread = cv2.warpAffine(mask, self._indices(CUT_PX), size_px, flags=cv2.INTER_LINEAR)
        return np.asarray(spread, dtype=np.float32)

    def within(self, other: Region, limits: Limits) -> bool:
        """Whether another square shows the same, to within limits."""
        apart = float(np.linalg.norm(self.centre_px - other.centre_px)) / self.side_px
        scale = max(self.side_px / other.side_px, other.side_px / self.side_px)
        turn = float(self.up @ other.up)
        return (
            apart <= limits.sides
            and scale <= limits.scale
            and turn >= math.cos(math.radians(limits.deg))
        )

    def towards(self, other: Region, share: float) -> Region:
        """A square so far on the way to another, 0 to 1."""
        up = (1.0 - share) * self.up + share * other.up
        return Region(
            (1.0 - share) * self.centre_px + share * other.centre_px,
            up / np.linalg.norm(up),
            self.side_px ** (1.0 - share) * other.side_px**share,
        )

    @property
    def _axes(self) -> FloatArray:
        """(2, 2) the cut's axes, right and down, in the picture."""
        turn = np.radians(self.sight.turn_deg)
        up = np.cos(turn) * self.up + np.sin(turn) * np.array([-self.up[1], self.up[0]])
        right = np.array([-up[1], up[0]])
        return np.array([-right if self.sight.mirrored else right, -up])

    def _indices(self, across_px: int) -> FloatArray:
        """(2, 3) from pixel numbers of a cut to the picture's; a pixel's middle is at 0.5."""
        corners = self.to_picture(np.array([[0.5, 0.5], [1.5, 0.5], [0.5, 1.5]]) / across_px) - 0.5
        return np.stack([corners[1] - corners[0], corners[2] - corners[0], corners[0]], axis=1)


class SteadyRegion:
    """Where to look: kept until the mean place of the body in the last second is another.

    Once the body has moved, the mean is that of the looks since.

    Attributes:
        now: that place; None before the first.
    """

    def __init__(self) -> None:
        self.now: Region | None = None
        self._mean: Region | None = None
        self._t_s = 0.0
        self._looks = 0

    def learn(self, region: Region | None, t_s: float) -> None:
        """Take in where the body was found at a time; None changes nothing."""
        if region is None:
            return
        mean, passed_s = self._mean, t_s - self._t_s
        self._t_s = t_s
        if mean is None or not mean.within(region, FAR) or passed_s < 0.0:
            self._moved_to(region)
            return
        share = max(1.0 - math.exp(-passed_s / GLIDES_S), 1.0 / (self._looks + 1.0))
        self._looks += 1
        self._mean = mean.towards(region, share)
        if self.now is None or not self.now.within(self._mean, NEAR):
            self.now = self._mean

    def follow(self, region: Region | None) -> None:
        """Take in where a frame shows the body: one that has moved is followed at once.

        Its size is left to the looks: it hangs on the feet, which a single frame may misread.
        """
        now = self.now
        if region is None or now is None:
            return
        there = replace(region, side_px=now.side_px)
        if not now.within(there, FAR):
            self._moved_to(there)

    def _moved_to(self, region: Region) -> None:
        self.now = self._mean = region
        self._looks = 0

    def forget(self) -> None:
        """The body isn't there any more."""
        self.now = self._mean = None
