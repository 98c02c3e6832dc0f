"""Looking for the body in the whole picture, now and then, and trying where it is read best.

The landmark model sometimes mixes both legs into one, and whether it does hangs on a few degrees by
which the square it looks at is turned: in the hamstring sample it did in 15 % of the frames, turned
by 5 degrees in none, turned the other way in 59 %; in another stretch it was the other way round.
The mirror image tells: where the two readings disagree about a leg, other turns are tried, and one
that agrees is kept. With that it is 1 % in the hamstring sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.pose.frame import FloatArray, PoseFrame
from formcheck.pose.region import Region
from formcheck.pose.second_look import legs_apart_trunks
from formcheck.pose.tasks import PoseTask, RgbImage

MOST_BODIES = 2
"""Looking for two bodies tells when somebody else is in the picture, and costs nothing more."""
TURNS_DEG = (0.0, 6.0, -6.0)
"""By so much the square is turned on trial."""
DISAGREE_TRUNKS = 0.15
"""Readings whose knees or ankles lie further apart disagree about a leg. In three samples nine of
ten pairs of readings lay within 0.11, and where one mixed the legs they lay 0.3 to 1.0 apart."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        frame: how the frame itself was read.
        bodies: those in the mirror image, as they show there.
        turn_deg: by how much to turn the square from now on.
    """

    frame: PoseFrame
    bodies: list[PoseFrame]
    turn_deg: float

    def nearest(self, last: FloatArray | None) -> PoseFrame:
        """The body that is where it was before, as the mirror shows it; at first, the largest.

        Args:
            last: its `place` before.
        """
        return _nearest(self.bodies, last) or PoseFrame.unseen(self.frame.t_s, self.frame.size_px)


class Searcher:
    """Looks for bodies; one picture at a time.

    Args:
        model_path: a pose model file, see `PoseTask`.
    """

    def __init__(self, model_path: Path) -> None:
        self._everywhere = PoseTask(model_path, people=MOST_BODIES)
        self._there = PoseTask(model_path, everywhere=False)
        self._agreed: PoseFrame | None = None

    def close(self) -> None:
        """Free what MediaPipe holds."""
        self._everywhere.close()
        self._there.close()

    def search(
        self, rgb: RgbImage, frame: PoseFrame, region: Region | None, last: FloatArray | None
    ) -> Found:
        """Look for bodies in the whole picture.

        Args:
            rgb: (h, w, 3) the picture.
            frame: how it was read within `region`.
            region: where that was; None if nobody was there.
            last: place of the body before.
        """
        size = np.array(frame.size_px)
        bodies = [
            PoseFrame(frame.t_s, frame.size_px, pose.xy * size, pose.world_m, pose.visibility)
            for pose in self._everywhere.poses(rgb[:, ::-1])
        ]
        nearest = _nearest(bodies, last)
        turn_deg = region.turn_deg if region is not None else 0.0
        if region is not None and nearest is not None and frame.seen:
            turn_deg = self._best_turn(rgb, frame, region, nearest.mirrored())
        return Found(frame, bodies, turn_deg)

    def _best_turn(self, rgb: RgbImage, frame: PoseFrame, region: Region, back: PoseFrame) -> float:
        """The turn whose reading agrees with the mirror image's, and with the last that did."""
        if legs_apart_trunks(frame, back) <= DISAGREE_TRUNKS:
            self._agreed = frame
            return region.turn_deg
        best_turn, nearest = region.turn_deg, self._from_agreed(frame)
        for turn_deg in TURNS_DEG:
            if turn_deg == region.turn_deg:
                continue
            turned = region.turned(turn_deg)
            for pose in self._there.poses(turned.cut(rgb)):
                tried = turned.frame(frame.t_s, frame.size_px, pose)
                away = self._from_agreed(tried)
                if away < nearest and legs_apart_trunks(tried, back) <= DISAGREE_TRUNKS:
                    best_turn, nearest = turn_deg, away
        return best_turn

    def _from_agreed(self, frame: PoseFrame) -> float:
        return legs_apart_trunks(frame, self._agreed) if self._agreed is not None else 0.0


def place(frame: PoseFrame) -> FloatArray:
    """Where a body is and how large: the box around its landmarks, (4,), 0 to 1."""
    points = frame.xy_px / np.array(frame.size_px)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _nearest(bodies: list[PoseFrame], last: FloatArray | None) -> PoseFrame | None:
    if not bodies:
        return None
    places = [place(body.mirrored()) for body in bodies]
    if last is None:
        return bodies[int(np.argmax([np.prod(at[2:] - at[:2]) for at in places]))]
    return bodies[int(np.argmin([np.abs(at - last).max() for at in places]))]
