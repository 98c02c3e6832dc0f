"""One check, run beside the page so that no visitor waits for another's. Knows no Streamlit."""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.app.words import sentence
from formcheck.errors import FormcheckError
from formcheck.media.source import open_source
from formcheck.recorded import Checked, Options, check_file

_SIDE_BY_SIDE = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) // 2))
"""A check keeps about one core busy; further ones wait for their turn."""

_FINDING_SHARE = 0.65
"""Of the time a check takes, what finding the body needs; drawing needs the rest. Measured on two
rendered clips, on a busy machine: 0.65 and 0.72 with full, 0.57 and 0.68 with lite."""
_TELL_AFTER_S = 1.5
"""Earlier guesses of the time left are wild."""

UNEXPECTED = "Something went wrong while checking this file. Please try another recording."

log = logging.getLogger(__name__)


class _CancelledError(Exception):
    """Raised inside the check to end it early."""


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
    """Checks one file in a thread of its own.

    Args:
        folder: for everything this check writes; deleted by `discard`.
        path: the recording.
        options: what to judge; where to write is filled in.

    Attributes:
        checked: the result; None while it runs, or when it failed.
        error: one plain sentence why it failed; empty otherwise.
        annotated: the annotated video or photo, once there is a result.
        trace: the CSV of every frame, once there is a result.
    """

    def __init__(self, folder: Path, path: Path, options: Options) -> None:
        self.path = path
        self.options = options
        self.checked: Checked | None = None
        self.error = ""
        self.annotated = folder / "annotated.mp4"
        self.trace = folder / "trace.csv"
        self._folder = folder
        self._cancel = threading.Event()
        self._over = threading.Event()
        self._headway = Headway("Waiting for another check to finish", 0.0, None)
        self._began: tuple[float, float] | None = None
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

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; whether it came in time."""
        return self._over.wait(seconds)

    def discard(self) -> None:
        """Stop, and delete everything in the folder; what still runs deletes its own later."""
        self._cancel.set()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self) -> None:
        try:
            while not _SIDE_BY_SIDE.acquire(timeout=0.2):
                self._stop_if_cancelled()
            try:
                self._check()
            finally:
                _SIDE_BY_SIDE.release()
        except _CancelledError:
            pass
        except FormcheckError as error:
            self.error = self._told(error)
        except Exception:
            if not self._cancel.is_set():
                log.exception("check failed")
                self.error = UNEXPECTED
        finally:
            if self._cancel.is_set():
                shutil.rmtree(self._folder, ignore_errors=True)
            self._over.set()

    def _told(self, error: FormcheckError) -> str:
        """As one sentence, without where the file lies on this machine."""
        text = str(error).replace(f"{self._folder}{os.sep}", "")
        if text.startswith(self.path.name):  # a file's name keeps its small letters
            return self.path.name + sentence(f"x{text.removeprefix(self.path.name)}")[1:]
        return sentence(text)

    def _check(self) -> None:
        self._headway = Headway("Opening", 0.0, None)
        if open_source(self.path).kind == "photo":
            self.annotated = self.annotated.with_suffix(".png")
        options = replace(self.options, annotate=self.annotated, trace=self.trace)
        checked = check_file(self.path, options, self._progress)
        self._stop_if_cancelled()
        self.checked = checked

    def _progress(self, what: str, share: float) -> None:
        self._stop_if_cancelled()
        drawing = (1 - _FINDING_SHARE) * share
        whole = _FINDING_SHARE + drawing if what == "Drawing" else _FINDING_SHARE * share
        if self._began is None:  # what came before was starting the model, not progress
            self._began = (time.monotonic(), whole)
        began_s, began_at = self._began
        took_s, done = time.monotonic() - began_s, whole - began_at
        known = done > 0 and took_s > _TELL_AFTER_S
        left_s = took_s * (1 - whole) / done if known else None
        self._headway = Headway(what, whole, left_s)

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise _CancelledError
