"""A clip as a camera would have given it: uneven pictures, second looks that come late.

Live, on two cores shared with a browser, 16 to 28 pictures a second are analysed, and the looks at
the mirror image and the whole picture are done aside: four or five a second, each told some frames
later. The same clip always gives the same pictures and delays, whatever the machine.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

from formcheck.media.source import FrameReader, Source
from formcheck.pose.landmarker import PoseEstimator
from formcheck.recorded.find import Progress, Reading, share_read
from formcheck.recorded.pose_log import PoseLog

PICTURES_PER_S = (16.0, 28.0)
"""Analysed a second, one rate for each clip: 22 to 28 measured in a browser on two cores."""
UNEVEN = (0.6, 1.4)
"""Times the usual time from picture to picture."""
LATE_S = (0.03, 0.25)
"""How late a look is told: of 138 in a browser on two cores 5 % less than 0.034 s, half 0.11, 5 %
more than 0.23. A third of them took more than the mirror image."""
MOST_FPS = 60.0

Result = TypeVar("Result")


class _Late(Future[Any]):
    """Done once the frames' clock says so."""

    def __init__(self, looks: LateLooks, told_s: float) -> None:
        super().__init__()
        self._looks, self._told_s = looks, told_s

    def done(self) -> bool:
        return self._looks.now_s >= self._told_s


class LateLooks(Executor):
    """Does what it is asked for at once and tells it late, by the frames' clock.

    Attributes:
        now_s: time of the newest frame, in seconds.
    """

    def __init__(self, chance: random.Random) -> None:
        self.now_s = 0.0
        self._chance = chance

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Do it now."""
        future = _Late(self, self.now_s + self._chance.uniform(*LATE_S))
        future.set_result(fn(*args, **kwargs))
        return future


def find_poses_as_camera(source: Source, model: Path, log: PoseLog, progress: Progress) -> Reading:
    """Fill `log` with the landmarks of `source` as the live page would have found them.

    Args:
        source: of a clip.
        model: a pose model file.
        log: takes the frames.
        progress: told how far it is.
    """
    chance = random.Random(zlib.crc32(source.path.name.encode()))
    period_s = 1.0 / chance.uniform(*PICTURES_PER_S)
    looks = LateLooks(chance)
    due_s = 0.0
    with (
        FrameReader(source.path, fps=MOST_FPS) as reader,
        PoseEstimator(model, search_aside=looks) as estimator,
    ):
        for picture in reader:
            if picture.t_s < due_s:
                continue
            due_s = max(due_s, picture.t_s - period_s) + period_s * chance.uniform(*UNEVEN)
            looks.now_s = picture.t_s
            log.append(estimator.estimate(picture.rgb, picture.t_s))
            progress("Finding the body", share_read(picture.t_s, source.duration_s))
        return Reading(reader.frames_read, reader.last_t_s or 0.0, reader.damaged)
