"""The check beside the page: progress, cancelling, errors in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import memory
import pytest
from app.clips import empty_room

from formcheck.app import checking
from formcheck.app.checking import UNEXPECTED, WAITING, CheckJob, Headway
from formcheck.recorded import Options

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


@pytest.mark.skipif(not memory.TOLD, reason="this system doesn't tell it")
def test_memory_stays_flat_while_a_long_recording_is_checked(tmp_path: Path) -> None:
    clip = empty_room(tmp_path / "room.mp4", 60)  # 600 pictures of 0.23 MB
    job = started(tmp_path, clip)
    seen: list[tuple[Headway, float | None]] = []
    while not job.wait(0.02):
        if job.worker is not None:
            seen.append((job.headway, memory.resident_mb(job.worker)))
    assert job.checked is not None
    for what in ("Finding the body", "Drawing"):
        inside = [(headway.share, mb) for headway, mb in seen if headway.what == what and mb]
        half = (inside[0][0] + inside[-1][0]) / 2
        early = [mb for share, mb in inside if share <= half]
        late = [mb for share, mb in inside if share > half]
        assert max(late) - max(early) < 40, what


def test_cancelling_ends_the_process_there_and_then_and_leaves_nothing(tmp_path: Path) -> None:
    job = started(tmp_path, empty_room(tmp_path / "room.mp4", 120))
    while job.headway.share == 0.0:
        assert not job.wait(0.01)
    process = job._process
    assert process is not None
    assert process.poll() is None
    job.discard()
    assert job.wait(5)
    assert process.poll() is not None
    assert job.checked is None
    assert not job.error
    assert not (tmp_path / "job").exists()


def test_cancelling_before_it_began_starts_nothing(tmp_path: Path) -> None:
    first = CheckJob(tmp_path / "first", tmp_path / "first.mp4", LITE)  # never started, never over
    folder = tmp_path / "job"
    folder.mkdir()
    job = CheckJob(folder, tmp_path / "second.mp4", LITE, after=first)
    job.start()
    assert not job.wait(0.3)
    assert job.headway.what == WAITING
    job.discard()
    assert job.wait(5)
    assert job._process is None
    assert not folder.exists()


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


def test_a_process_that_dies_is_told_kindly(tmp_path: Path) -> None:
    job = started(tmp_path, empty_room(tmp_path / "room.mp4", 120))
    while job.headway.share == 0.0:
        assert not job.wait(0.01)
    assert job._process is not None
    job._process.kill()  # as the system does when memory runs out, or a library crashes
    assert job.wait(10)
    assert job.error == UNEXPECTED
    assert job.checked is None


def test_the_process_ends_with_the_server(tmp_path: Path) -> None:
    clip = empty_room(tmp_path / "room.mp4", 120)
    script = (
        "import sys, time; from pathlib import Path; from formcheck.app.checking import CheckJob;"
        "from formcheck.recorded import Options;"
        "job = CheckJob(Path(sys.argv[1]), Path(sys.argv[2]), Options(model='lite')); job.start()\n"
        "while job.headway.share == 0.0: time.sleep(0.01)\n"
        "print(job._process.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(clip)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        os.kill(worker, 0)
        server.kill()
    until = time.monotonic() + 10
    while running(worker):
        assert time.monotonic() < until
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # dead, but not yet collected by who took it over
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_a_check_waits_for_its_turn_and_can_be_cancelled_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = threading.BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(checking, "_SIDE_BY_SIDE", busy)
    job = started(tmp_path, empty_room(tmp_path / "room.mp4"))
    assert not job.wait(0.5)
    assert job.headway.what == WAITING
    job.discard()
    assert job.wait(5)
    assert job.checked is None
