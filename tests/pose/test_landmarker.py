"""The real model on a real picture, and a process that ends in every way."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from people import Person
from pose.samples import LITE, person

from formcheck.errors import FormcheckError, MissingSystemLibrary
from formcheck.pose import Landmark, PoseFrame
from formcheck.pose.landmarker import (
    NICE,
    PoseEstimator,
    _unless_strayed,
    count_people,
    estimate_photo,
)
from formcheck.pose.native import chatter_withheld, loading_failed
from formcheck.pose.region import Region, Sight
from formcheck.pose.search import place

BLANK = np.zeros((120, 160, 3), np.uint8)
BLANK_LARGE = np.full((480, 640, 3), 90, np.uint8)


def shifted(rgb: np.ndarray, x: int) -> np.ndarray:
    return np.roll(rgb, x, axis=1)


def test_landmarks_are_pixels_of_the_true_picture() -> None:
    rgb = person()
    with PoseEstimator(LITE) as estimator:
        frame = estimator.estimate(rgb, 3.25)
    assert frame.seen
    assert (frame.t_s, frame.size_px) == (3.25, (640, 480))
    assert (frame.xy_px > -50).all()
    assert (frame.xy_px < (690, 530)).all()
    # Lying with one leg up: that ankle is the highest point, well above hips and head.
    highest = min(frame.xy_px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE], 1])
    assert highest < frame.xy_px[Landmark.LEFT_HIP, 1] - 100
    assert highest < frame.xy_px[Landmark.NOSE, 1]


def test_a_wider_frame_moves_no_landmark() -> None:
    """The adapter must not mix up width and height: grey bars beside the picture change nothing."""
    rgb = person()
    wide = np.pad(rgb, ((0, 0), (150, 150), (0, 0)), constant_values=127)
    plain, padded = estimate_photo(LITE, rgb), estimate_photo(LITE, wide)
    difference = padded.xy_px - (150, 0) - plain.xy_px
    assert np.median(np.abs(difference)) < 6


def test_the_same_frames_give_the_same_landmarks() -> None:
    def run() -> list[PoseFrame]:
        with PoseEstimator(LITE) as estimator:
            return [estimator.estimate(shifted(person(), 3 * i), i / 30) for i in range(8)]

    for first, second in zip(run(), run(), strict=True):
        np.testing.assert_array_equal(first.xy_px, second.xy_px)
        np.testing.assert_array_equal(first.world_m, second.world_m)


def test_it_follows_a_moving_person() -> None:
    with PoseEstimator(LITE) as estimator:
        frames = [estimator.estimate(shifted(person(), 2 * i), i / 30) for i in range(20)]
    hips = [frame.xy_px[Landmark.LEFT_HIP, 0] for frame in frames]
    assert hips[-1] - hips[0] == pytest.approx(38, abs=8)


def test_searching_aside_finds_the_same_body() -> None:
    def run(*, aside: bool) -> PoseFrame:
        with PoseEstimator(LITE, search_aside=aside) as estimator:
            for i in range(14):  # until the first looks, at another square, are forgotten
                frame = estimator.estimate(person(), i / 5)
                if estimator._under_way is not None:
                    estimator._under_way.result(30)
        return frame

    np.testing.assert_allclose(run(aside=True).xy_px, run(aside=False).xy_px, atol=0.5)


def test_no_frame_waits_for_the_search_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    with PoseEstimator(LITE, search_aside=True) as estimator:
        estimator.estimate(person(), 0.0)
        hold, real = threading.Event(), estimator._searcher._there.poses

        def slowly(rgb: np.ndarray) -> Any:
            assert hold.wait(30)
            return real(rgb)

        monkeypatch.setattr(estimator._searcher._there, "poses", slowly)
        frames = [estimator.estimate(person(), i / 5) for i in range(1, 6)]
        assert all(frame.seen for frame in frames)
        hold.set()


@pytest.mark.skipif(sys.platform != "linux", reason="no priority of a single thread")
def test_the_search_aside_gives_way_to_the_pictures() -> None:
    def nice() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = nice()
    with PoseEstimator(LITE, search_aside=True) as estimator:
        assert estimator._aside is not None
        assert estimator._aside.submit(nice).result(30) == max(NICE, usual)
    assert nice() == usual, "this thread goes on as it did"


def test_a_photo_is_the_first_frame_of_a_video() -> None:
    with PoseEstimator(LITE) as estimator:
        first = estimator.estimate(person(), 0.0)
    photo = estimate_photo(LITE, person())
    np.testing.assert_allclose(photo.xy_px, first.xy_px, atol=1e-3)
    np.testing.assert_allclose(photo.world_m, first.world_m, atol=1e-6)
    np.testing.assert_allclose(photo.outline, first.outline, atol=1e-3)
    np.testing.assert_allclose(photo.thigh_deg, first.thigh_deg, atol=0.05)


def test_who_comes_late_moves_far_or_leaves_is_seen_so() -> None:
    rgb = person()
    with PoseEstimator(LITE) as estimator:
        pictures = [BLANK_LARGE, rgb, np.roll(rgb, 150, axis=1), rgb, BLANK_LARGE, rgb]
        frames = [estimator.estimate(picture, i / 30) for i, picture in enumerate(pictures)]
        alone = [estimate_photo(LITE, picture) for picture in pictures]
    assert [frame.seen for frame in frames] == [False, True, True, True, False, True]
    for frame, photo in zip(frames, alone, strict=True):
        if frame.seen:
            assert np.median(np.abs(frame.xy_px - photo.xy_px)) < 12


def test_the_body_is_not_looked_for_in_every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    with PoseEstimator(LITE) as estimator:
        searches, real = [], estimator._searcher._everywhere.poses
        monkeypatch.setattr(
            estimator._searcher._everywhere, "poses", lambda rgb: (searches.append(1), real(rgb))[1]
        )
        for i in range(30):
            assert estimator.estimate(person(), i / 30).seen
    assert len(searches) == 4, "at first and at 0, 0.4 and 0.8 s"


@pytest.mark.parametrize(
    ("by_px", "looks"), [(0, range(2, 4)), (9, [6])], ids=["at rest", "moving"]
)
def test_a_recordings_moving_body_is_looked_at_in_the_mirror_in_each_frame(
    monkeypatch: pytest.MonkeyPatch, by_px: int, looks: Collection[int]
) -> None:
    with PoseEstimator(LITE) as estimator:
        seen, real = [], estimator._searcher.search
        for i in range(9):  # until the square has come to rest
            estimator.estimate(person(), i / 15)
        monkeypatch.setattr(
            estimator._searcher, "search", lambda *a, **k: (seen.append(1), real(*a, **k))[1]
        )
        for i in range(6):
            estimator.estimate(shifted(person(), by_px * i), 0.6 + i / 15)
    assert len(seen) in looks


def leg(t_s: float, hip: float, knee: float) -> PoseFrame:
    return Person().bent("right", hip=hip, knee=knee).frame(t_s)


@pytest.mark.parametrize("right", [Sight(), Sight(mirrored=True), Sight(-6.0), None])
def test_legs_that_jump_are_looked_at_in_another_sight(
    monkeypatch: pytest.MonkeyPatch, right: Sight | None
) -> None:
    there, mixed = leg(0.1, 78, 11), leg(0.1, 30, 60)
    region = Region.around(there)
    assert region is not None
    with PoseEstimator(LITE) as estimator:
        estimator._legs.sure(leg(0.0, 80, 10))
        mask = estimator.mask = np.ones((480, 640), np.float32)

        def look_at(at: Region, _rgb: np.ndarray, _t_s: float) -> PoseFrame:
            estimator.mask = mask + 1
            return there if at.sight == right else mixed

        monkeypatch.setattr(estimator, "_look_at", look_at)
        first = there if right == Sight() else mixed
        read, read_in = estimator._unmixed(first, BLANK_LARGE, region)
        assert read is (mixed if right is None else there)
        assert read_in.sight == (right or Sight())
        assert (estimator.mask is mask) == (read is first), "the mask goes with the reading"


@pytest.mark.parametrize("camera", [True, False])
@pytest.mark.parametrize(
    ("plain", "mirror", "better"),
    [((80, 18), (80, 11), True), ((80, 18), (80, 17), False), ((80, 11), (80, 10), False)],
    ids=["misread", "moved", "at rest"],
)
def test_a_cameras_legs_that_moved_in_one_mirror_image_only_are_read_in_the_other(
    monkeypatch: pytest.MonkeyPatch,
    camera: bool,
    plain: tuple[float, float],
    mirror: tuple[float, float],
    better: bool,
) -> None:
    """A recording is looked at often enough."""
    first, other = leg(0.1, *plain), leg(0.1, *mirror)
    region = Region.around(first)
    assert region is not None
    with PoseEstimator(LITE, search_aside=camera) as estimator:
        estimator._legs.sure(leg(0.0, 80, 10))
        monkeypatch.setattr(estimator, "_look_at", lambda *_: other)
        read, read_in = estimator._unmixed(first, BLANK_LARGE, region)
    assert (read is other) == read_in.sight.mirrored == (better and camera)


def test_the_square_goes_where_somebody_is_once_nobody_is_in_it() -> None:
    body = leg(0.0, 80, 10)
    here, elsewhere = Region.around(body), replace(body, xy_px=body.xy_px * 0.5)
    assert here is not None
    at = np.array([0.0, 0.0, 1.0, 1.0])
    assert _unless_strayed(here, [elsewhere, body], place(body)) is here
    assert _unless_strayed(here, [], at) is here
    strayed = _unless_strayed(here, [elsewhere], at)
    assert strayed is not None
    assert strayed.side_px == pytest.approx(here.side_px / 2)
    assert _unless_strayed(None, [body], at) is not None


def test_a_frame_of_which_the_search_aside_knows_is_not_searched_at_the_same_time() -> None:
    """Who leaves while the search goes on is looked for once it is over."""
    with PoseEstimator(LITE, search_aside=True) as estimator:
        for i, picture in enumerate([person(), person(), BLANK_LARGE, person(), BLANK_LARGE]):
            seen = estimator.estimate(picture, i / 5).seen
            assert seen == (picture is not BLANK_LARGE)
            assert seen or estimator._under_way is None


def test_nobody_in_the_picture() -> None:
    with PoseEstimator(LITE) as estimator:
        frame = estimator.estimate(BLANK, 0.0)
        assert not frame.seen
        assert frame.size_px == (160, 120)
        assert estimator.mask is None
    assert not estimate_photo(LITE, BLANK).seen
    assert count_people(LITE, BLANK) == 0


def test_one_person_is_one() -> None:
    assert count_people(LITE, person()) == 1


def test_two_people_are_two() -> None:
    apart = np.concatenate([person(), person()[:, ::-1]], axis=1)
    assert count_people(LITE, apart) == 2


def test_the_mask_covers_the_body() -> None:
    with PoseEstimator(LITE) as estimator:
        frame = estimator.estimate(person(), 0.0)
        mask = estimator.mask
    assert mask is not None
    assert mask.shape == (480, 640)
    assert (mask.min(), mask.max()) == (pytest.approx(0, abs=0.1), pytest.approx(1, abs=0.1))
    shoulder, hip = frame.xy_px[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]]
    x, y = ((shoulder + hip) / 2).astype(int)
    assert mask[y, x] > 0.8
    assert mask[5, 5] < 0.2


@pytest.mark.parametrize("times", [[0, 0, 0], [1.0, 1.0001, 1.0002, 1.2], [-2.0, -1.9], [1e6, 1e6]])
def test_equal_and_close_times_are_fine(times: list[float]) -> None:
    with PoseEstimator(LITE) as estimator:
        assert [estimator.estimate(BLANK, t_s).t_s for t_s in times] == times


@pytest.mark.parametrize("t_s", [0.99, -1.0, float("nan"), float("inf")])
def test_time_does_not_go_back(t_s: float) -> None:
    with PoseEstimator(LITE) as estimator:
        estimator.estimate(BLANK, 1.0)
        with pytest.raises(ValueError, match=r"time went back|finite"):
            estimator.estimate(BLANK, t_s)
        assert estimator.estimate(BLANK, 1.1).t_s == 1.1  # and it goes on


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((120, 160), np.uint8),
        np.zeros((120, 160, 4), np.uint8),
        np.zeros((120, 160, 3), np.float32),
        np.zeros((0, 160, 3), np.uint8),
    ],
)
def test_other_pictures_are_refused(picture: np.ndarray) -> None:
    with (
        PoseEstimator(LITE) as estimator,
        pytest.raises(ValueError, match=r"expected \(h, w, 3\) uint8"),
    ):
        estimator.estimate(picture, 0.0)


def test_a_view_with_strides_is_seen_as_it_is() -> None:
    mirrored = person()[:, ::-1]
    assert not mirrored.flags["C_CONTIGUOUS"]
    np.testing.assert_array_equal(
        estimate_photo(LITE, mirrored).xy_px, estimate_photo(LITE, mirrored.copy()).xy_px
    )


def test_a_closed_estimator_finds_nothing_more() -> None:
    estimator = PoseEstimator(LITE)
    estimator.close()
    estimator.close()
    with pytest.raises(ValueError, match="closed"):
        estimator.estimate(BLANK, 0.0)


def test_a_forgotten_estimator_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    estimator = PoseEstimator(LITE)
    estimator.estimate(BLANK, 0.0)
    assert threading.active_count() > before
    del estimator
    gc.collect()
    assert threading.active_count() == before


OPEN = """
import sys
from pathlib import Path
import numpy as np
from formcheck.pose.landmarker import PoseEstimator
estimator = PoseEstimator(Path(sys.argv[1]))
estimator.estimate(np.zeros((64, 64, 3), np.uint8), 0.0)
"""


def test_an_estimator_forgotten_while_it_looks_aside_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    estimator = PoseEstimator(LITE, search_aside=True)
    for i in range(3):
        estimator.estimate(person(), i / 5)
    del estimator
    gc.collect()
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("ending", "status", "said"),
    [
        ("", 0, ""),
        ("estimator.close()", 0, ""),
        ("with estimator: pass", 0, ""),
        ("del estimator", 0, ""),
        ("sys.exit(2)", 2, ""),
        ("sys.exit('one plain line')", 1, "one plain line\n"),
        ("keep = [estimator]; keep.append(keep)", 0, ""),
        ("import atexit; atexit.register(estimator.close)", 0, ""),
    ],
)
def test_the_process_ends_without_a_word(ending: str, status: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN + ending, str(LITE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (status, "", said)


def test_what_others_write_meanwhile_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with chatter_withheld():
        os.write(2, b"from another thread\n")
        os.write(2, b"W0000 00:00:1795249129.597617 11154 feedback.cc:121] never mind\n")
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        with chatter_withheld():
            os.write(2, b"and another\n")
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == "from another thread\nand another\n"


def test_two_at_once_do_not_mix() -> None:
    """As the web page has it: one estimator per visitor, in threads."""
    results: dict[int, list[PoseFrame]] = {}

    def follow(visitor: int) -> None:
        with PoseEstimator(LITE) as estimator:
            results[visitor] = [
                estimator.estimate(shifted(person(), 40 * visitor), i / 30) for i in range(5)
            ]

    threads = [threading.Thread(target=follow, args=(visitor,)) for visitor in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hips = [results[visitor][-1].xy_px[Landmark.LEFT_HIP, 0] for visitor in range(3)]
    assert np.diff(hips) == pytest.approx([40, 40], abs=12)


def test_a_missing_system_library_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "formcheck.pose.native.missing_libraries", lambda: ["libGL.so.1", "libEGL.so.1"]
    )
    error = loading_failed(ImportError("libGL.so.1: cannot open shared object file"))
    assert isinstance(error, MissingSystemLibrary)
    assert str(error) == (
        "libGL.so.1, libEGL.so.1 are missing on this system; "
        "install with: sudo apt-get install libgl1 libegl1"
    )


def test_a_library_nobody_foresaw_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.pose.native.missing_libraries", list)
    error = loading_failed(OSError("libfoo.so.3: cannot open shared object file: No such file"))
    assert isinstance(error, MissingSystemLibrary)
    assert "libfoo.so.3" in str(error)
    other = loading_failed(ImportError("No module named 'mediapipe'\nmore"))
    assert not isinstance(other, MissingSystemLibrary)
    assert isinstance(other, FormcheckError)
    assert "\n" not in str(other)


BROKEN_CV2 = "raise ImportError('libGL.so.1: cannot open shared object file: No such file')"


def test_a_broken_opencv_is_told_as_such(tmp_path: Path) -> None:
    """The whole way, in a process whose cv2 can't be imported."""
    (tmp_path / "cv2.py").write_text(BROKEN_CV2)
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from formcheck.errors import MissingSystemLibrary\n"
        "from formcheck.pose.landmarker import PoseEstimator\n"
        "try:\n    PoseEstimator(Path(sys.argv[1]))\n"
        "except MissingSystemLibrary as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(LITE)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert done.stderr == ""
    assert "libGL.so.1 is missing on this system" in done.stdout
