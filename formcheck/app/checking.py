"""A check in a process of its own, so that no visitor waits for another. Knows no Streamlit.

A thread of the server listens to the process (`formcheck.app.worker`). Cancelling ends the process
there and then, whatever it is doing.
"""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from formcheck.app.task import REPORT_HTML, REPORT_PDF, Headline, Outcome, Still, Task
from formcheck.app.words import sentence
from formcheck.recorded import Checked, Options

_SIDE_BY_SIDE = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
"""A check keeps about one core busy; so many share the machine, so that a long recording doesn't
hold up a short one, and further ones wait for their turn."""

_FINDING_SHARE = 0.65
"""Of the time a check takes, what finding the body needs; drawing needs the rest. Measured on two
rendered clips, on a busy machine: 0.65 and 0.72 with full, 0.57 and 0.68 with lite."""
_TELL_AFTER_S = 1.5
"""Earlier guesses of the time left are wild."""

UNEXPECTED = "Something went wrong while checking this file. Please try another recording."
WAITING = "Waiting for another check to finish"

log = logging.getLogger(__name__)


class _CancelledError(Exception):
    """Raised in the listening thread to end it early."""


@dataclass(frozen=True)
class Headway:
    """How far a check is.

    Attributes:
        what: being done now, in words.
        share: of the whole, 0 to 1.
        left_s: seconds left; None while it can't be told yet.
    """

    what: str
    share: float
    left_s: float | None


class CheckJob:
    """Checks one file in a process of its own.

    Args:
        folder: for everything this check writes; deleted by `discard`.
        path: the recording.
        options: what to judge; where to write is filled in.
        after: a check of the same visitor to wait for.
        profile: whose name is in the report.

    Attributes:
        checked: the result; None while it runs, or when it failed.
        stills: the moments at which faults began, once there is a result.
        profile: as given.
        error: one plain sentence why it failed; empty otherwise.
        ticket: nobody can guess it; who has it may load the result's files.
    """

    def __init__(
        self,
        folder: Path,
        path: Path,
        options: Options,
        after: CheckJob | None = None,
        profile: str = "Me",
    ) -> None:
        self.path = path
        self.options = options
        self.profile = profile
        self.checked: Checked | None = None
        self.stills: tuple[Still, ...] = ()
        self.error = ""
        self.ticket = secrets.token_urlsafe(24)
        self._task = Task(path, options, folder, profile)
        self._after = after
        self._cancel = threading.Event()
        self._over = threading.Event()
        self._headway = Headway(WAITING, 0.0, None)
        self._began: tuple[float, float] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="formcheck-check", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether there is a result or an error."""
        return self._over.is_set()

    @property
    def headway(self) -> Headway:
        """How far it is."""
        return self._headway

    @property
    def worker(self) -> int | None:
        """The id of the process that checks; None before it has begun."""
        return self._process.pid if self._process is not None else None

    @property
    def annotated(self) -> Path:
        """The annotated video or photo, once there is a result."""
        return self._task.annotated(self.checked.source.kind if self.checked else "video")

    @property
    def reports(self) -> tuple[Path, Path]:
        """The report as HTML and as PDF; there only where something was judged."""
        return self._task.folder / REPORT_HTML, self._task.folder / REPORT_PDF

    @property
    def trace(self) -> Path:
        """The CSV of every frame, once there is a result."""
        return self._task.trace

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; whether it came in time."""
        return self._over.wait(seconds)

    def discard(self) -> None:
        """Stop at once, and delete everything in the folder."""
        self._cancel.set()
        with self._starting:
            if self._process is not None:
                self._process.kill()
        shutil.rmtree(self._task.folder, ignore_errors=True)

    def _run(self) -> None:
        try:
            self._wait_for_the_one_before()
            while not _SIDE_BY_SIDE.acquire(timeout=0.2):
                self._stop_if_cancelled()
            try:
                self._take(self._outcome())
            finally:
                _SIDE_BY_SIDE.release()
        except _CancelledError:
            pass
        except Exception:
            if not self._cancel.is_set():
                log.exception("check failed")
                self.error = UNEXPECTED
        finally:
            if self._cancel.is_set():  # what the process was still writing when it was ended
                shutil.rmtree(self._task.folder, ignore_errors=True)
            self._over.set()

    def _wait_for_the_one_before(self) -> None:
        while self._after is not None and not self._after.wait(0.2):
            self._stop_if_cancelled()
        self._after = None

    def _outcome(self) -> Outcome:
        """What the process answers.

        Raises:
            EOFError: it ended without an answer.
        """
        with self._starting:
            self._stop_if_cancelled()
            self._headway = Headway("Opening", 0.0, None)
            process = self._process = _started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(self._task, process.stdin)
            process.stdin.flush()
            return self._listen(process.stdout)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
            _close(process.stdin)

    def _listen(self, answers: IO[bytes]) -> Outcome:
        while True:
            answer = pickle.load(answers)  # from our own process, through its own pipe
            if isinstance(answer, Outcome):
                return answer
            self._progress(answer)

    def _take(self, outcome: Outcome) -> None:
        self._stop_if_cancelled()
        self.stills = outcome.stills
        self.error = self._told(outcome.refused) if outcome.refused else ""
        self.checked = outcome.checked

    def _told(self, refused: str) -> str:
        """As one sentence, without where the file lies on this machine."""
        text = refused.replace(f"{self.path.parent}{os.sep}", "")
        if text.startswith(self.path.name):  # a file's name keeps its small letters
            return self.path.name + sentence(f"x{text.removeprefix(self.path.name)}")[1:]
        return sentence(text)

    def _progress(self, headline: Headline) -> None:
        share = headline.share
        drawing = (1 - _FINDING_SHARE) * share
        whole = _FINDING_SHARE + drawing if headline.what == "Drawing" else _FINDING_SHARE * share
        whole = max(whole, self._headway.share)
        if self._began is None and whole > 0:  # before came starting the model, not progress
            self._began = (time.monotonic(), whole)
        left_s = None
        if self._began is not None:
            took_s, done = time.monotonic() - self._began[0], whole - self._began[1]
            left_s = took_s * (1 - whole) / done if done > 0 and took_s > _TELL_AFTER_S else None
        self._headway = Headway(headline.what, whole, left_s)

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise _CancelledError


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "formcheck.app.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # the process is gone, and what was still to be written with it
        pipe.close()
