"""Keeping a live session in the history as it goes, in a thread of its own.

A database can be slow; a picture never waits for it. Only the newest state of the session counts.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from formcheck.app.words import sentence
from formcheck.coach.live.summary import LiveSummary, Snapshot
from formcheck.errors import FormcheckError
from formcheck.history import History, NewSession, SessionWriter
from formcheck.history.live import finish_live, save_snapshot

log = logging.getLogger(__name__)


class Keeper:
    """Writes one session.

    It begins with the first thing worth keeping: a hold, a repetition, steps, a pain stop.

    Args:
        profile: whose it is.
        model: name of the pose model.
        routine: id of the routine; empty without one.

    Attributes:
        uid: of the session in the history; empty while, or where, nothing is written.
        trouble: why it can't be written, in a sentence; empty otherwise.
    """

    def __init__(self, profile: str, model: str, routine: str) -> None:
        self._new = NewSession(
            profile, "live", model, started_at=datetime.now(UTC), routine=routine
        )
        self._newest: Snapshot | LiveSummary | None = None
        self._arrived = threading.Condition()
        self._thread: threading.Thread | None = None
        self._done = threading.Event()
        self._writer: SessionWriter | None = None
        self.uid = ""
        self.trouble = ""

    def keep(self, newest: Snapshot | LiveSummary) -> None:
        """Write this down soon, instead of what still waits; a summary is the end. Never blocks."""
        with self._arrived:
            if isinstance(self._newest, LiveSummary):
                return
            if self._thread is None and not _worth_keeping(newest):
                return
            self._newest = newest
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="formcheck-keeper", daemon=True
                )
                self._thread.start()
            self._arrived.notify()

    def wait(self, seconds: float) -> bool:
        """Wait until the summary is written; whether nothing is left to write."""
        return self._thread is None or self._done.wait(seconds)

    def _run(self) -> None:
        try:
            with History.open() as history:
                self._write_all(history)
        except FormcheckError as error:
            self.trouble = sentence(str(error))
        except Exception:
            log.exception("keeping a session failed")
            self.trouble = "Something went wrong while saving this session."
        finally:
            self._done.set()

    def _write_all(self, history: History) -> None:
        over = False
        while not over:
            with self._arrived:
                self._arrived.wait_for(lambda: self._newest is not None)
                newest = self._newest
                over = isinstance(newest, LiveSummary)
                if not over:
                    self._newest = None
            assert newest is not None
            if self._writer is None:
                self._writer = history.begin(self._new)
                self.uid = self._writer.uid
            self._write(self._writer, newest)

    def _write(self, writer: SessionWriter, newest: Snapshot | LiveSummary) -> None:
        if isinstance(newest, LiveSummary) and not _worth_keeping(newest):
            writer.discard()  # a hold was begun, and left at once
            self.uid = ""
        elif isinstance(newest, LiveSummary):
            finish_live(writer, newest)
        else:
            save_snapshot(writer, newest)


def _worth_keeping(newest: Snapshot | LiveSummary) -> bool:
    return newest.done or newest.pain is not None or newest.marched_s > 0
