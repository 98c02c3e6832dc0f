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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.pose.frame import FloatArray, PoseFrame
from formcheck.pose.region import Region
from formcheck.pose.second_look import legs_apart_trunks, middle_of
from formcheck.pose.tasks import PoseTask, RgbImage

SEARCH_EVERY_S = 0.4
"""Time between looks at the whole picture: somebody who comes in may take so long to be noticed."""
MOST_BODIES = 2
"""Looking for two bodies tells when somebody else is in the picture, and costs nothing more."""
TURNS_DEG = (0.0, 6.0, -6.0)
"""By so much the square is turned where a leg is in doubt."""
DISAGREE_TRUNKS = 0.08
"""Readings whose knees or ankles lie further apart disagree about a leg. In 20 s of the hamstring
sample the raised knee's reading wavered by 5.3 degrees (SD) where plain and mirrored lay 0.11
apart in the median, and by 1.0 turned by 6 degrees, where they lay 0.03 apart."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        frame: how the frame itself was read.
        middle: what is to be believed of it, from several readings.
        bodies: those in the whole picture; None where only the one that is followed was looked at.
        apart_trunks: by the square's turn, how far the legs of the plain and the mirrored reading
            are apart there.
    """

    frame: PoseFrame
    middle: PoseFrame
    bodies: list[PoseFrame] | None
    apart_trunks: dict[float, float]


class Searcher:
    """Looks for bodies; one picture at a time.

    Args:
        model_path: a pose model file, see `PoseTask`.
    """

    def __init__(self, model_path: Path) -> None:
        self._everywhere = PoseTask(model_path, people=MOST_BODIES)
        self._there = PoseTask(model_path, everywhere=False)

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
        readings = [frame, *self._read(rgb, frame, region, mirrored=True)]
        apart_trunks = _apart({region.turn_deg: readings})
        if apart_trunks.get(region.turn_deg, 0.0) > DISAGREE_TRUNKS:
            others = [region.turned(deg) for deg in TURNS_DEG if deg != region.turn_deg]
            turned = {
                other.turn_deg: [
                    read
                    for mirrored in (False, True)
                    for read in self._read(rgb, frame, other, mirrored=mirrored)
                ]
                for other in others
            }
            readings += [read for both in turned.values() for read in both]
            apart_trunks |= _apart(turned)
        return Found(frame, middle_of(readings), bodies, apart_trunks)

    def _read(
        self, rgb: RgbImage, frame: PoseFrame, region: Region, *, mirrored: bool
    ) -> list[PoseFrame]:
        cut = region.cut(rgb)
        return [
            region.frame(frame.t_s, frame.size_px, pose.mirrored() if mirrored else pose)
            for pose in self._there.poses(cut[:, ::-1] if mirrored else cut)
        ]


def _apart(readings: Mapping[float, Sequence[PoseFrame]]) -> dict[float, float]:
    """How far the legs of each two readings are apart, where there are two."""
    return {turn: legs_apart_trunks(*both) for turn, both in readings.items() if len(both) == 2}


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
