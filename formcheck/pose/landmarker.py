"""Finding the body in a picture: MediaPipe's pose landmarker, giving `PoseFrame`s.

Importing this module cuts MediaPipe off from the network (see `formcheck.pose.privacy`); MediaPipe
itself is imported when the first landmarker is created.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import weakref
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.bars import Box, without_bars
from formcheck.pose.frame import FloatArray, PoseFrame
from formcheck.pose.landmark_model import LandmarkModel, RgbImage
from formcheck.pose.region import STRAYED, Region, Sight, SteadyRegion
from formcheck.pose.search import SEARCH_EVERY_S, TURNS_DEG, Found, Searcher, nearest, place
from formcheck.pose.second_look import EVERY_S, Every, SecondLook
from formcheck.pose.sights import Sights
from formcheck.pose.silhouette import outline_beside_trunk, thighs_in_outline
from formcheck.pose.steady_legs import JUMP_TRUNKS, MOVED_TRUNKS, SteadyLegs
from formcheck.pose.tasks import PoseTask

_MOST_PEOPLE = 3
NICE = 10
"""Of the thread that searches aside: from 0, as all others, to 19."""
STEADIER = 0.5
"""A camera's legs that moved are read in the mirror where there they moved less by this factor."""


@dataclass(frozen=True)
class _Reading:
    """How a frame was read in a region, where that places the legs, and how far they moved."""

    frame: PoseFrame
    region: Region
    mask: NDArray[np.float32] | None
    placed: PoseFrame
    moved_trunks: float


class PoseEstimator:
    """Follows one person through the frames of one video or camera. Use it with `with`.

    It keeps to the same person from frame to frame, so each video needs its own. Each frame is
    looked at where the body was found before (see `formcheck.pose.region`). Five times a second,
    and in a recording wherever the body has moved, it is looked at again, mirrored, and what both
    readings differ by is evened out (see `formcheck.pose.second_look`); every 0.4 seconds the whole
    picture is searched for bodies, too.
    The landmarks are not smoothed over time.

        with PoseEstimator(resolve_model("full")) as estimator:
            frame = estimator.estimate(rgb, t_s=0.0)

    Args:
        model_path: a pose model file, from `resolve_model`.
        search_aside: look again in a thread of its own, for the gain of the frames after it, so
            that no frame waits: for a camera. Without it the same video gives the same landmarks
            each time. An executor, which is shut down at the end, to do it in that.
        threads: cores the landmark model may take, see `LandmarkModel`.

    Raises:
        ModelError: the file is missing, damaged or no pose model.
        MissingSystemLibrary: a library of the operating system is missing.
    """

    def __init__(
        self,
        model_path: Path,
        *,
        search_aside: bool | Executor = False,
        threads: int | None = None,
    ) -> None:
        self._look = LandmarkModel(model_path, segmentation=True, threads=threads)
        self._searcher = Searcher(model_path, threads=1 if search_aside else threads)
        if search_aside is True:
            search_aside = ThreadPoolExecutor(1, "formcheck-search", _give_way)
        self._aside = search_aside or None
        self._close = weakref.finalize(self, _close_all, self._aside, self._look, self._searcher)
        self._second_look = SecondLook(late=self._aside is not None)
        self._look_again, self._search_again = Every(EVERY_S), Every(SEARCH_EVERY_S)
        self._region = SteadyRegion()
        self._legs = SteadyLegs()
        self._sights = Sights()
        self._under_way: Future[Found] | None = None
        self._last_t_s = -math.inf
        self._box: Box | None = None
        self._size: tuple[int, ...] = ()
        self._last_place: FloatArray | None = None
        self.people = 0
        """How many people were found when the body was last looked for, up to two; see
        `count_people`."""
        self.mask: NDArray[np.float32] | None = None
        """How surely each pixel of the newest frame is body, (h, w) from 0 to 1; None where nobody
        was found."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free what MediaPipe holds; doing it twice is harmless."""
        self._close()

    def estimate(self, rgb: RgbImage, t_s: float) -> PoseFrame:
        """Where the body is in the next frame.

        Args:
            rgb: (h, w, 3) uint8, red first, the true picture (not mirrored).
            t_s: time of the frame in seconds; not before the frame that came last.

        Raises:
            ValueError: time went back or isn't a number, the picture has another shape or type,
                or the estimator is closed.
            ModelError: MediaPipe can't run the model after all.
        """
        if not self._close.alive:
            raise ValueError("the estimator is closed")
        _check_picture(rgb)
        self._check_time(t_s)
        if self._box is None or self._size != rgb.shape:
            self._box, self._size = without_bars(rgb), rgb.shape
            self._region.forget()
        inside = _cut(rgb, self._box)
        frame, sight = self._find(inside, t_s)
        frame = self._second_look.corrected(frame, sight)
        if self.mask is not None:
            frame = replace(
                frame,
                outline=outline_beside_trunk(self.mask, frame.xy_px),
                thigh_deg=thighs_in_outline(self.mask, frame.xy_px),
            )
            self.mask = _laid_out(self.mask, rgb, self._box)
        return _moved(frame, rgb, self._box)

    def _check_time(self, t_s: float) -> None:
        if not math.isfinite(t_s):
            raise ValueError(f"t_s must be a finite number of seconds, got {t_s}")
        if t_s < self._last_t_s:
            raise ValueError(f"time went back from {self._last_t_s} s to {t_s} s")
        self._last_t_s = t_s

    def _find(self, rgb: RgbImage, t_s: float) -> tuple[PoseFrame, Sight]:
        """The frame as the landmark model reads it, and in which sight of it.

        Searches for the body when it is time.
        """
        if self._under_way is not None and self._under_way.done():
            self._learn(self._under_way.result())
            self._under_way = None
        region = self._region.now and self._region.now.shown(self._sights.now)
        frame = self._look_at(region, rgb, t_s)
        if region is None or not frame.seen:
            return self._find_anew(rgb, t_s), self._sights.now
        frame, region = self._unmixed(frame, rgb, region)
        due = self._look_again.due(t_s) or self._second_look.outdated(frame)
        if self._under_way is None and due:
            elsewhere = self._search_again.due(t_s)
            search = partial(self._searcher.search, rgb, frame, region, whole_picture=elsewhere)
            if self._aside is None:
                self._learn(search())
            else:
                self._under_way = self._aside.submit(search)
        self._region.follow(Region.around(frame))
        return frame, region.sight

    def _find_anew(self, rgb: RgbImage, t_s: float) -> PoseFrame:
        """Look for a body where none was, and then at its own square."""
        if self._under_way is not None:  # no task is asked about two pictures at once
            self._under_way.result()
            self._under_way = None
        self._region.forget()
        self._legs.forget()
        self._sights = Sights()
        bodies = self._searcher.bodies(rgb, t_s)
        self.people = len(bodies)
        region = Region.around(nearest(bodies, self._last_place)) if bodies else None
        frame = self._look_at(region, rgb, t_s)
        if region is not None and frame.seen:
            found = self._searcher.look_again(rgb, frame, region, bodies)
            region = Region.around(found.middle)
            frame = self._look_at(region, rgb, t_s)
        if region is not None and frame.seen:
            self._learn(self._searcher.look_again(rgb, frame, region, bodies))
        return frame

    def _unmixed(self, frame: PoseFrame, rgb: RgbImage, region: Region) -> tuple[PoseFrame, Region]:
        """The frame; or where its legs jumped and in another sight did not, as that reads it."""
        best = self._reading(frame, region)
        if best.moved_trunks > (JUMP_TRUNKS if self._aside is None else MOVED_TRUNKS):
            best = self._steadier(best, rgb, region.sight.mirror)
        for turn_deg in TURNS_DEG:
            if best.moved_trunks > JUMP_TRUNKS and turn_deg != region.sight.turn_deg:
                best = self._steadier(best, rgb, replace(region.sight, turn_deg=turn_deg))
        self.mask = best.mask
        self._legs.follow(best.placed)
        return best.frame, best.region

    def _reading(self, frame: PoseFrame, region: Region) -> _Reading:
        placed = frame
        if self._aside is not None:
            placed = self._second_look.corrected(frame, region.sight)
        return _Reading(frame, region, self.mask, placed, self._legs.moved_trunks(placed))

    def _steadier(self, best: _Reading, rgb: RgbImage, sight: Sight) -> _Reading:
        """The best reading so far; or that in another sight, where its legs moved less."""
        region = best.region.shown(sight)
        frame = self._look_at(region, rgb, best.frame.t_s)
        if not frame.seen:
            return best
        other = self._reading(frame, region)
        jumped = best.moved_trunks > JUMP_TRUNKS
        most_trunks = JUMP_TRUNKS if jumped else STEADIER * best.moved_trunks
        return other if other.moved_trunks <= most_trunks else best

    def _look_at(self, region: Region | None, rgb: RgbImage, t_s: float) -> PoseFrame:
        """Look where the body was found before."""
        height, width = rgb.shape[:2]
        poses = self._look.poses(region.cut(rgb)) if region is not None else []
        if region is None or not poses:
            self.mask = None
            return PoseFrame.unseen(t_s, (width, height))
        pose = poses[0]
        assert pose.mask is not None
        self.mask = region.spread(pose.mask, (width, height))
        return region.frame(t_s, (width, height), pose)

    def _learn(self, found: Found) -> None:
        """Take in where the body was found."""
        middle = found.middle
        self._second_look.learn(found.readings, middle)
        self._legs.sure(middle)
        self._sights.learn(found)
        self._last_place = place(middle)
        region = Region.around(middle)
        if found.bodies is not None:
            self.people = len(found.bodies)
            region = _unless_strayed(region, found.bodies, self._last_place)
        self._region.learn(region, middle.t_s)


def _unless_strayed(
    region: Region | None, bodies: Sequence[PoseFrame], last: FloatArray
) -> Region | None:
    """The region; or where a body is, if there is none where the region is."""
    there = Region.around(nearest(bodies, last)) if bodies else None
    if there is None or (region is not None and region.within(there, STRAYED)):
        return region
    return there


def estimate_photo(model_path: Path, rgb: RgbImage) -> PoseFrame:
    """Where the body is in a single picture, at time 0.

    Args:
        model_path: a pose model file, from `resolve_model`.
        rgb: (h, w, 3) uint8, red first.

    Raises:
        ModelError, MissingSystemLibrary: as `PoseEstimator`.
        ValueError: the picture has another shape or type.
    """
    with PoseEstimator(model_path) as estimator:
        return estimator.estimate(rgb, 0.0)


def count_people(model_path: Path, rgb: RgbImage) -> int:
    """How many people are in a picture, up to three; for "are you alone?" before a session.

    It misses people who touch: of 10 photos of a helper with a hand on the person it saw both in 5,
    while 80 photos of one person raised no false alarm (lite and full alike). So two is a reason to
    speak up, and one is no proof. It takes about 20 ms, after 0.1 s to start.

    Args:
        model_path: a pose model file, from `resolve_model`.
        rgb: (h, w, 3) uint8, red first.

    Raises:
        ModelError, MissingSystemLibrary: as `PoseEstimator`.
        ValueError: the picture has another shape or type.
    """
    _check_picture(rgb)
    task = PoseTask(model_path, people=_MOST_PEOPLE)
    try:
        return len(task.poses(rgb))
    finally:
        task.close()


def _give_way() -> None:
    """Let every other thread go before this one, which no frame waits for.

    On two cores shared with the browser, in runs of 12 seconds in turn, 25.0 and 26.8 pictures a
    second came through where the search took two cores at the common priority, 23.9 and 26.9 where
    it took one, 26.5 to 28.1 (four runs) with one and behind the others.
    """
    if sys.platform == "linux":  # elsewhere there is no priority of a single thread
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _close_all(aside: Executor | None, *tasks: LandmarkModel | Searcher) -> None:
    if aside is not None:
        aside.shutdown()  # a task must not be closed while it looks
    for task in tasks:
        task.close()


def _cut(rgb: RgbImage, box: Box) -> RgbImage:
    left, top, right, bottom = box
    return rgb[top:bottom, left:right]


def _moved(frame: PoseFrame, rgb: RgbImage, box: Box) -> PoseFrame:
    """A frame of the picture inside its bars as one of the whole picture."""
    height, width = rgb.shape[:2]
    return replace(frame, size_px=(width, height), xy_px=frame.xy_px + np.array(box[:2]))


def _laid_out(mask: NDArray[np.float32], rgb: RgbImage, box: Box) -> NDArray[np.float32]:
    """A mask of the picture inside its bars as one of the whole picture."""
    if mask.shape == rgb.shape[:2]:
        return mask
    whole = np.zeros(rgb.shape[:2], dtype=np.float32)
    left, top, right, bottom = box
    whole[top:bottom, left:right] = mask
    return whole


def _check_picture(rgb: RgbImage) -> None:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"expected (h, w, 3) uint8, got {rgb.shape} {rgb.dtype}")
