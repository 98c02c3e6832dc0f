"""Every analysed frame of a recording to landmarks, in one go or in segments side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from formcheck.media.source import FrameReader, Source
from formcheck.pose.landmark_model import cores
from formcheck.pose.landmarker import PoseEstimator
from formcheck.recorded.pose_log import PoseLog

RUN_IN_S = 1.0
"""A segment checked beside others begins so much earlier, to settle on the same person."""

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is, 0 to 1."""


@dataclass(frozen=True)
class Reading:
    """How reading went.

    Attributes:
        frames_read: frames of the recording, analysed or not.
        last_t_s: time of the last one in seconds.
        damaged: the file was cut short or broken.
    """

    frames_read: int
    last_t_s: float
    damaged: bool


def find_poses(
    source: Source, model: Path, fps: float, jobs: int, log: PoseLog, progress: Progress
) -> Reading:
    """Fill `log` with the landmarks of `source`, `fps` pictures a second at most."""
    duration_s = source.duration_s or 0.0
    if jobs <= 1 or duration_s < 4 * RUN_IN_S * jobs:
        return _find(source, model, fps, 0.0, None, log, progress)
    threads = max(1, cores() // jobs)
    starts = [duration_s * k / jobs for k in range(jobs)]
    ends: list[float | None] = [*starts[1:], None]
    readings = []
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool,
    ):
        paths = [Path(folder) / f"{k}.poses" for k in range(jobs)]
        tasks = [
            (source, model, fps, start_s, end_s, path, threads)
            for start_s, end_s, path in zip(starts, ends, paths, strict=True)
        ]
        segments = [pool.submit(_find_segment, *task) for task in tasks]
        for done, (segment, task, path) in enumerate(zip(segments, tasks, paths, strict=True), 1):
            try:
                readings.append(segment.result())
            except BrokenProcessPool:
                # the system ended a worker (memory, a crash in a library): do its part here
                readings.append(_find_segment(*task))
            log.extend(path)
            progress("Finding the body", done / jobs)
    return Reading(
        sum(reading.frames_read for reading in readings),
        readings[-1].last_t_s,
        any(reading.damaged for reading in readings),
    )


UNDECLARED_S = 60.0


def share_read(t_s: float, duration_s: float | None) -> float:
    """How far the reading is; a guess that always moves on where the file doesn't say its length.

    A recording that lasts `UNDECLARED_S` is half-way by that guess when it is read.
    """
    return min(1.0, t_s / duration_s) if duration_s else t_s / (t_s + UNDECLARED_S)


def _find_segment(
    source: Source,
    model: Path,
    fps: float,
    start_s: float,
    end_s: float | None,
    path: Path,
    threads: int,
) -> Reading:
    with PoseLog(path) as log:
        return _find(source, model, fps, start_s, end_s, log, lambda _what, _share: None, threads)


def _find(
    source: Source,
    model: Path,
    fps: float,
    start_s: float,
    end_s: float | None,
    log: PoseLog,
    progress: Progress,
    threads: int | None = None,
) -> Reading:
    read_before = 0
    first_s = max(0.0, start_s - RUN_IN_S)
    with (
        FrameReader(source.path, fps=fps, start_s=first_s, end_s=end_s) as reader,
        PoseEstimator(model, threads=threads) as estimator,
    ):
        for picture in reader:
            frame = estimator.estimate(picture.rgb, picture.t_s)
            if picture.t_s < start_s:
                read_before = picture.index + 1
                continue
            log.append(frame)
            progress("Finding the body", share_read(picture.t_s, source.duration_s))
        last_t_s = reader.last_t_s if reader.last_t_s is not None else 0.0
        return Reading(reader.frames_read - read_before, last_t_s, reader.damaged)
