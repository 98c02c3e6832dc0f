"""The check beside the page: progress, cancelling, errors in one sentence."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from app.clips import empty_room

from formcheck.app import checking
from formcheck.app.checking import UNEXPECTED, CheckJob
from formcheck.recorded import Checked, Options

LITE = Options(model="lite")


def started(tmp_path: Path, file: Path) -> CheckJob:
    folder = tmp_path / "job"
    folder.mkdir()
    job = CheckJob(folder, file, LITE)
    job.start()
    return job


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    job = started(tmp_path, empty_room(tmp_path / "room.mp4", 8))
    shares = []
    while not job.wait(0.02):
        shares.append(job.headway.share)
    assert shares == sorted(shares)
    assert job.headway.share == pytest.approx(1, abs=0.02)
    assert job.checked is not None


def test_cancelling_ends_it_soon_and_leaves_nothing(tmp_path: Path) -> None:
    job = started(tmp_path, empty_room(tmp_path / "room.mp4", 120))
    while job.headway.share == 0.0:
        time.sleep(0.01)
    job.discard()
    assert job.wait(5)
    assert job.checked is None
    assert not (tmp_path / "job").exists()


def test_an_unusable_file_is_one_sentence_without_our_folders(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    file = folder / "talk.mp4"
    file.write_text("no video")
    job = CheckJob(folder, file, LITE)
    job.start()
    assert job.wait(10)
    assert job.error.endswith(".")
    assert "talk.mp4" in job.error
    assert str(tmp_path) not in job.error


def test_a_photo_gives_an_annotated_photo(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (200, 150), "grey").save(tmp_path / "photo.jpg")
    job = started(tmp_path, tmp_path / "photo.jpg")
    assert job.wait(30)
    assert not job.error
    assert job.annotated.name == "annotated.png"
    assert job.annotated.exists()


def test_the_unexpected_is_told_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Checked:
        raise ZeroDivisionError

    monkeypatch.setattr(checking, "check_file", broken)
    job = started(tmp_path, empty_room(tmp_path / "room.mp4"))
    assert job.wait(10)
    assert job.error == UNEXPECTED


def test_a_check_waits_for_its_turn_and_can_be_cancelled_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = threading.BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(checking, "_SIDE_BY_SIDE", busy)
    job = started(tmp_path, empty_room(tmp_path / "room.mp4"))
    assert not job.wait(0.5)
    assert job.headway.what == "Waiting for another check to finish"
    job.discard()
    assert job.wait(5)
    assert job.checked is None
