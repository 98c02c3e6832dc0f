"""The benchmark on real files: landmarks found once, tables from a real video."""

from __future__ import annotations

import random
from pathlib import Path

import av
import numpy as np
import pytest
from bench.made_up import truth_file
from pose.samples import LITE, person

from formcheck.bench import grid
from formcheck.bench.accuracy import Wish, measure_accuracy
from formcheck.bench.camera import LATE_S, LateLooks
from formcheck.bench.poses import PoseCache
from formcheck.bench.run import BenchOptions, bench, in_words
from formcheck.bench.speed import DETECTION
from formcheck.errors import UnusableInput

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "knee_to_chest.mp4"


def quiet(_what: str, _share: float) -> None:
    pass


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A second of somebody who lies still with a leg raised."""
    path = tmp_path / "still.mp4"
    picture = np.ascontiguousarray(person())
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_landmarks_are_found_once_per_video_and_model(video: Path, tmp_path: Path) -> None:
    cache = PoseCache(tmp_path / "kept", LITE, 15.0)
    with cache.poses(video, quiet) as frames:
        first = list(frames)
    assert (cache.found, len(first)) == (1, 10)
    assert first[-1].seen
    with cache.poses(video, quiet) as frames:
        again = list(frames)
    assert cache.found == 1
    assert all(np.array_equal(a.xy_px, b.xy_px) for a, b in zip(first, again, strict=True))

    other = PoseCache(tmp_path / "kept", LITE, 15.0)
    copy = video.with_name("copy.mp4")
    copy.write_bytes(video.read_bytes())
    with other.poses(copy, quiet) as frames:
        assert len(list(frames)) == 10
    assert other.found == 0, "the same video under another name"


def test_another_rate_or_a_fresh_start_finds_them_again(video: Path, tmp_path: Path) -> None:
    for cache in (
        PoseCache(tmp_path / "kept", LITE, 5.0),
        PoseCache(tmp_path / "kept", LITE, 2.0),
        PoseCache(tmp_path / "kept", LITE, 2.0, fresh=True),
    ):
        with cache.poses(video, quiet) as frames:
            assert list(frames)
        assert cache.found == 1


def beginning(of: Path, seconds: float, path: Path) -> Path:
    """The first seconds of a clip."""
    with av.open(str(of)) as source, av.open(str(path), "w") as out:
        video = source.streams.video[0]
        rate = video.average_rate
        assert rate is not None
        stream = out.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number >= seconds * rate:
                break
            frame.pts, frame.time_base = number, 1 / rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_a_clip_as_a_camera_gives_it_is_uneven_the_same_each_time_and_kept_apart(
    tmp_path: Path,
) -> None:
    clip = beginning(SAMPLE, 3.0, tmp_path / "clip.mp4")
    sample = PoseCache(tmp_path / "kept", LITE, 15.0)
    runs = []
    for fresh in (False, True):
        camera = PoseCache(tmp_path / "kept", LITE, 15.0, fresh=fresh, camera=True)
        with camera.poses(clip, quiet) as frames:
            runs.append(list(frames))
        assert camera.found == 1
    with sample.poses(clip, quiet) as frames:
        recorded = list(frames)
    assert sample.found == 1, "kept apart"
    gaps_s = np.diff([frame.t_s for frame in runs[0]])
    assert 1 / 24 * 0.9 < gaps_s.mean() < 1 / 12 * 1.1
    assert gaps_s.max() > 1.8 * gaps_s.min()
    assert [frame.t_s for frame in runs[0]] != [frame.t_s for frame in recorded]
    first, again = runs
    assert all(np.array_equal(a.xy_px, b.xy_px) for a, b in zip(first, again, strict=True))


def test_a_look_is_told_late_by_the_frames_clock() -> None:
    looks = LateLooks(random.Random(1))
    looks.now_s = 7.0
    told = looks.submit(lambda: "seen")
    assert not told.done()
    looks.now_s = 7.0 + LATE_S[1]
    assert told.done()
    assert told.result() == "seen"


def test_a_video_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    cache = PoseCache(tmp_path / "kept", LITE, 15.0)
    with pytest.raises(UnusableInput), cache.poses(broken, quiet):
        pass
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_folder_is_measured(video: Path, tmp_path: Path) -> None:
    truth_file(video.with_name("still.truth.json"))
    report = measure_accuracy(tmp_path, Wish(("lite",), cache=tmp_path / "kept"), quiet)
    assert report["clips"] == 1
    assert report["models"][0]["model"] == "lite"
    knee = next(r for r in report["models"][0]["angles"] if r["joint"] == "knee_flexion")
    assert knee["frames"] > 0


def test_speed_is_told_as_ratios_to_detection(video: Path) -> None:
    report = bench(BenchOptions(what="speed", models=("lite",), file=video), quiet)
    stages = {stage["stage"]: stage for stage in report["speed"]["stages"]}
    assert stages[DETECTION]["ratio_to_detection"] == 1.0
    assert all(stage["ms_per_frame"] > 0 for stage in stages.values())
    assert "whole check, 2 jobs" in in_words(report)


def test_without_a_renderer_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(UnusableInput, match="--folder DIR"):
        grid.rendered_grid(1, 2)


def test_a_finished_grid_is_not_rendered_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid.importlib.util, "find_spec", lambda _name: None)
    folder = home / "bench" / "grid-seed1-count2"
    folder.mkdir(parents=True)
    (folder / "finished").touch()
    assert grid.rendered_grid(1, 2) == folder
