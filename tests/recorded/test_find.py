"""A recording read in segments side by side."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from formcheck.media.source import Source
from formcheck.recorded import find
from formcheck.recorded.find import Reading, find_poses
from formcheck.recorded.pose_log import PoseLog


class InTurn:
    """Stands for the pool: notes what a segment is asked for."""

    def __init__(self, jobs: int, **_: Any) -> None:
        self.jobs = jobs

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work: Any, *task: Any) -> Future[Reading]:
        future: Future[Reading] = Future()
        future.set_result(work(*task))
        return future


@pytest.mark.parametrize(("cores", "jobs", "each"), [(8, 2, 4), (4, 3, 1), (1, 2, 1)])
def test_segments_share_the_cores(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cores: int, jobs: int, each: int
) -> None:
    asked: list[int | None] = []

    def noted(*task: Any) -> Reading:
        with PoseLog(task[5]):
            asked.append(task[6])
        return Reading(10, task[4] or 60.0, False)

    monkeypatch.setattr(find, "cores", lambda: cores)
    monkeypatch.setattr(find, "ProcessPoolExecutor", InTurn)
    monkeypatch.setattr(find, "_find_segment", noted)
    source = Source(tmp_path / "long.mp4", "video", 60.0, 30.0, (640, 480), None)
    with PoseLog() as log:
        reading = find_poses(source, tmp_path / "m.task", 15.0, jobs, log, lambda *_: None)
    assert asked == [each] * jobs
    assert reading == Reading(10 * jobs, 60.0, False)
