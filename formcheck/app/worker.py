"""The process in which one check runs: it can be ended at once and disturbs no other visitor.

The server starts it as `python -m formcheck.app.worker`, writes one pickled `Task` to its standard
input and keeps that open; it answers on its standard output with pickled `Headline`s and, last, one
`Outcome`. When the input closes, because the server stopped or died, the process ends too.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import threading
import time
from dataclasses import replace
from typing import BinaryIO

from formcheck.app.report_files import write_reports
from formcheck.app.stills import fault_stills
from formcheck.app.task import Headline, Outcome, Still, Task
from formcheck.errors import FormcheckError
from formcheck.media.source import open_source
from formcheck.recorded import Checked, check_file

_NICE = 5
"""Live coaching in the server goes before checks of recordings."""
_TELL_EVERY_S = 0.1

log = logging.getLogger(__name__)


def main() -> None:
    """Do one task, as described above."""
    answers = _answers()
    task: Task = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    pickle.dump(_done(task, _Teller(answers)), answers)
    answers.flush()


def _done(task: Task, tell: _Teller) -> Outcome:
    try:
        tell("Opening", 0.0)
        annotated = task.annotated(open_source(task.path).kind)
        options = replace(task.options, annotate=annotated, trace=task.trace)
        checked = check_file(task.path, options, tell)
        stills: tuple[Still, ...] = ()
        if checked.source.kind == "video":
            stills = fault_stills(checked, annotated, task.folder / "stills")
        _report(task, checked)
        return Outcome(checked, stills)
    except FormcheckError as error:
        return Outcome(refused=str(error))


def _report(task: Task, checked: Checked) -> None:
    """Beside the result; without one the result is still worth having."""
    if checked.judged is None:
        return
    try:
        write_reports(checked, task.profile, task.options.model, task.folder)
    except Exception:
        log.exception("no report")


class _Teller:
    """Sends headlines, not more often than a page can show them."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._told = ("", 0.0)

    def __call__(self, what: str, share: float) -> None:
        now_s = time.monotonic()
        before, told_s = self._told
        if what == before and now_s - told_s < _TELL_EVERY_S and share < 1.0:
            return
        self._told = (what, now_s)
        pickle.dump(Headline(what, share), self._answers)
        self._answers.flush()


def _answers() -> BinaryIO:
    """Standard output for the answers alone: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_the_server() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
