"""Looking for the body in the whole picture, now and then, and at the mirror image of where it is.

The landmark model sometimes mixes both legs into one, and whether it does hangs on a few degrees by
which the square it looks at is turned: in the hamstring sample it did in 15 % of the frames, turned
by 5 degrees in none, turned the other way in 59 %; in another stretch it was the other way round.
The mirror image tells: where the two readings disagree about a leg, other turns are looked at, and
the median of all is believed. Of 485 rendered pictures of raised and bent legs a knee or ankle was
off by more than a quarter of the trunk in 3.7 % as read once, in 2.1 % in the mean with the mirror
image, in 1.6 % in the median of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.pose.frame import FloatArray, PoseFrame
from formcheck.pose.landmark_model import LandmarkModel, RgbImage
from formcheck.pose.region import Region, Sight
from formcheck.pose.second_look import legs_apart_trunks, middle_of
from formcheck.pose.tasks import PoseTask

SEARCH_EVERY_S = 0.4
"""Time between looks at the whole picture: somebody who comes in may take so long to be noticed."""
MOST_BODIES = 2
"""Looking for two bodies tells when somebody else is in the picture, and costs nothing more."""
TURNS_DEG = (0.0, 6.0, -6.0)
"""By so much the square is turned where a leg is in doubt."""
SIGHTS = tuple(Sight(turn, mirrored) for turn in TURNS_DEG for mirrored in (False, True))
"""The ways in which the square is looked at there."""
DISAGREE_TRUNKS = 0.08
"""Readings whose knees or ankles lie further apart disagree about a leg. In 20 s of the hamstring
sample the raised knee's reading wavered by 5.3 degrees (SD) where plain and mirrored lay 0.11
apart in the median, and by 1.0 turned by 6 degrees, where they lay 0.03 apart."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        readings: how the picture was read, by the sight the square was shown in; first as it was
            when the body was followed.
        middle: what is to be believed of it, from all of them.
        bodies: those in the whole picture; None where only the one that is followed was looked at.
    """

    readings: dict[Sight, PoseFrame]
    middle: PoseFrame
    bodies: list[PoseFrame] | None

    @property
    def in_doubt(self) -> bool:
        """Whether the first two disagreed about a leg, so that all sights were looked at."""
        return len(self.readings) > 2

    def apart_trunks(self) -> dict[float, float]:
        """By turn, how far the legs of both mirror images' readings are apart, in trunk lengths."""
        return {
            sight.turn_deg: legs_apart_trunks(read, self.readings[sight.mirror])
            for sight, read in self.readings.items()
            if not sight.mirrored and sight.mirror in self.readings
        }

    def off_trunks(self) -> dict[Sight, float]:
        """By sight, how far the legs of its reading are from what is believed, in trunk lengths."""
        return {
            sight: legs_apart_trunks(self.middle, read) for sight, read in self.readings.items()
        }


class Searcher:
    """Looks for bodies; one picture at a time.

    Args:
        model_path: a pose model file, see `PoseTask`.
        threads: cores it may take, see `LandmarkModel`.
    """

    def __init__(self, model_path: Path, *, threads: int | None = None) -> None:
        self._everywhere = PoseTask(model_path, people=MOST_BODIES)
        self._there = LandmarkModel(model_path, threads=threads)

    def close(self) -> None:
        """Free what MediaPipe holds."""
        self._everywhere.close()
        self._there.close()

    def bodies(self, rgb: RgbImage, t_s: float) -> list[PoseFrame]:
        """The bodies in a picture, up to `MOST_BODIES`."""
        height, width = rgb.shape[:2]
        return [
            PoseFrame.from_normalised(t_s, (width, height), pose.xy, pose.world_m, pose.visibility)
            for pose in self._everywhere.poses(rgb)
        ]

    def search(
        self, rgb: RgbImage, frame: PoseFrame, region: Region, *, whole_picture: bool
    ) -> Found:
        """Look once more at the body that is followed.

        Args:
            rgb: (h, w, 3) the picture.
            frame: how it was read within `region`.
            region: where that was.
            whole_picture: look for bodies elsewhere, too.
        """
        bodies = self.bodies(rgb, frame.t_s) if whole_picture else None
        return self.look_again(rgb, frame, region, bodies)

    def look_again(
        self, rgb: RgbImage, frame: PoseFrame, region: Region, bodies: list[PoseFrame] | None
    ) -> Found:
        """What is to be believed of a frame that was read within a region.

        The middle of it and of its mirror image; where they disagree about a leg, the median of the
        readings at all turns and their mirror images.
        """
        there = [region.sight, region.sight.mirror]
        readings = {region.sight: frame} | self._read(rgb, frame, region, there[1:])
        if len(readings) == 2 and legs_apart_trunks(*readings.values()) > DISAGREE_TRUNKS:
            others = [sight for sight in SIGHTS if sight not in there]
            readings |= self._read(rgb, frame, region, others)
        return Found(readings, middle_of([*readings.values()]), bodies)

    def _read(
        self, rgb: RgbImage, frame: PoseFrame, region: Region, sights: Sequence[Sight]
    ) -> dict[Sight, PoseFrame]:
        """The frame as it is read in each sight; none where nobody is seen."""
        shown = [region.shown(sight) for sight in sights]
        return {
            one.sight: one.frame(frame.t_s, frame.size_px, pose)
            for one in shown
            for pose in self._there.poses(one.cut(rgb))
        }


def place(frame: PoseFrame) -> FloatArray:
    """Where a body is and how large: the box around its landmarks, (4,), 0 to 1."""
    points = frame.xy_px / np.array(frame.size_px)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def nearest(bodies: Sequence[PoseFrame], last: FloatArray | None) -> PoseFrame:
    """The body that is where it was before; at first, the largest.

    Args:
        bodies: one at least.
        last: its `place` before.
    """
    places = [place(body) for body in bodies]
    if last is None:
        return bodies[int(np.argmax([np.prod(at[2:] - at[:2]) for at in places]))]
    return bodies[int(np.argmin([np.abs(at - last).max() for at in places]))]
