"""`formcheck check FILE`: judge a recording, and write, save or report what came out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.commands.streams import Output, ProgressLine
from formcheck.errors import UnusableInput, writing
from formcheck.settings import read_settings, usual_model

if TYPE_CHECKING:
    from formcheck.history import SessionRecord
    from formcheck.recorded import Checked


def run_check(options: argparse.Namespace) -> int:
    """Exit code 0: judged."""
    from formcheck.recorded import Options, check_file
    from formcheck.recorded.as_json import as_json
    from formcheck.recorded.check import DEFAULT_FPS
    from formcheck.recorded.in_words import in_words
    from formcheck.stretches.definition import stretch_named

    _refuse_overwriting(options)
    settings = read_settings()
    wanted = Options(
        stretch=stretch_named(options.stretch) if options.stretch else None,
        side=options.side,
        model=options.model or usual_model(settings),
        fps=options.fps or DEFAULT_FPS,
        jobs=options.jobs,
        trace=options.trace,
        annotate=options.annotate,
        units=settings.units,
    )
    keeper = _Keeper(options, settings.profile, wanted.model)
    with Output(options.json) as output, ProgressLine() as line:
        checked = check_file(options.file, wanted, line.show)
        line.clear()
        said = keeper.keep(checked)
        if output.file is not None:
            json.dump(as_json(checked), output.file, indent=2, ensure_ascii=False)
            output.file.write("\n")
        if options.json != "-":
            print("\n".join([in_words(checked), *said]))
    return 0


class _Keeper:
    """Saves a checked recording, and writes its report.

    What can't be used (the history, the report's place) is told before the work.

    Raises:
        FormcheckError: says which, or which options don't go together.
    """

    def __init__(self, options: argparse.Namespace, usual_profile: str, model: str | None) -> None:
        self._save, self._report, self._model = options.save, options.report, model
        if not self._save and self._report is None:
            if options.profile is not None:
                raise UnusableInput("--profile says whose session it is: add --save or --report.")
            return
        from formcheck.history import History
        from formcheck.history.store import usable_name

        if self._report is not None:
            _must_be_writable(self._report)
        named = options.profile if options.profile is not None else usual_profile
        self._profile = usable_name(named)
        # a report is made of a session: one that isn't kept is one in memory
        self._history = History.open(None if self._save else "sqlite://")

    def keep(self, checked: Checked) -> list[str]:
        """Save and report; gives the lines to tell about it."""
        if not self._save and self._report is None:
            return []
        from formcheck.history import save_checked

        said = []
        with self._history as history:
            uid = save_checked(history, checked, self._profile)
            if self._save:
                said.append(f"Saved to the history of {self._profile}, in {history.address}.")
            if self._report is not None:
                _write_report(self._report, history.session(uid), checked, self._model)
                said.append(f"Report: {self._report}")
        return said


def _write_report(path: Path, session: SessionRecord, checked: Checked, model: str | None) -> None:
    from formcheck.reports import as_html, as_pdf
    from formcheck.reports.recording import recording_report

    report = recording_report(session, checked, model)
    as_file = as_pdf(report) if path.suffix.lower() == ".pdf" else as_html(report).encode()
    with writing(path):
        path.write_bytes(as_file)


def _must_be_writable(path: Path) -> None:
    from formcheck.recorded.outputs import must_be_writable

    if path.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise UnusableInput(f"{path}: a report is a page; give a name in .html or .pdf.")
    must_be_writable(path)


def _refuse_overwriting(options: argparse.Namespace) -> None:
    """None of the outputs may be the input itself."""
    outputs = [options.trace, options.annotate, options.report]
    if options.json and options.json != "-":
        outputs.append(Path(options.json))
    for output in outputs:
        both_exist = output is not None and output.exists() and options.file.exists()
        if both_exist and output.samefile(options.file):
            raise UnusableInput(f"{output} is the file to check; give another name to write.")
