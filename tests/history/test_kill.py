"""Whatever kills the process, the history opens, is whole, and has all but the last second."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from formcheck.history import History

pytestmark = pytest.mark.alone
TESTS = Path(__file__).parents[1]
KILLS = 20
AT_ONCE = 5


def writer(folder):
    folder.mkdir()
    return subprocess.Popen(
        [
            sys.executable,
            Path(__file__).with_name("live_writer.py"),
            f"sqlite:///{folder / 'history.sqlite3'}",
            folder / "truth",
        ],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
        stderr=(folder / "errors").open("w"),
    )


def running(folder):
    truth = folder / "truth"
    deadline = time.monotonic() + 120
    while not truth.exists() or truth.stat().st_size == 0:
        assert time.monotonic() < deadline, (folder / "errors").read_text()
        time.sleep(0.02)


def killed(folder, process, after_s):
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, (folder / "errors").read_text()


def check(folder):
    """Seconds of held time lost, and the slowest tick of the writer (a save is in one)."""
    with sqlite3.connect(folder / "history.sqlite3") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    plain.close()
    ticks = [
        tuple(map(float, line.split()))
        for line in (folder / "truth").read_text().splitlines()
        if line.count(" ") == 1 and not line.endswith(" ")
    ]
    now_s, saved_s = ticks[-1]
    with History.open(f"sqlite:///{folder / 'history.sqlite3'}") as history:
        (session,) = history.sessions("Anna")
    assert session.ending == "open"
    assert session.state(datetime.now(UTC) + timedelta(minutes=1)) == "interrupted"
    kept_s = session.stretches[-1].held_s if session.stretches else 0.0
    assert kept_s >= saved_s, "a save that had returned was lost"
    assert len(session.stretches) in ((7,) if saved_s else (0, 7))
    slowest_s = max((b[0] - a[0] for a, b in pairwise(ticks)), default=0.0)
    return now_s - kept_s, slowest_s


def test_a_live_session_killed_at_20_random_moments_loses_at_most_its_last_second(tmp_path):
    moments = random.Random(6)
    lost = []
    for first in range(0, KILLS, AT_ONCE):
        folders = [tmp_path / str(first + n) for n in range(AT_ONCE)]
        processes = [writer(folder) for folder in folders]
        try:
            for folder, process in zip(folders, processes, strict=True):
                running(folder)
                killed(folder, process, moments.uniform(0.0, 1.3))
        finally:
            for process in processes:
                process.kill()
        lost += [check(folder) for folder in folders]
    assert len(lost) == KILLS
    # a busy machine's slow save comes on top of the second between saves
    assert all(lost_s <= 1.0 + slowest_s for lost_s, slowest_s in lost), lost
    print("held time lost, s:", sorted(round(lost_s, 2) for lost_s, _ in lost))
