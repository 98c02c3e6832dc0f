"""`formcheck history` and `formcheck export FILE`: looking back, and taking the data along."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from formcheck.commands.streams import as_json_text
from formcheck.errors import UnusableInput, writing
from formcheck.wording import counted

SUFFIXES = (".csv", ".json")


def run_history(options: argparse.Namespace) -> int:
    """The sessions and what they show.

    Raises:
        HistoryError: the history can't be read, or has no such profile.
    """
    from formcheck.history import History
    from formcheck.history.in_words import history_as_json, history_in_words

    now = datetime.now(UTC)
    with History.open() as history:
        if options.json:
            print(as_json_text(history_as_json(history, options.profile, now)))
        else:
            print(history_in_words(history, options.profile, now))
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Everything, or everything of one profile, in a file.

    Raises:
        UnusableInput: the file's name is of another kind, or it can't be written.
        HistoryError: the history can't be read, or has no such profile.
    """
    from formcheck.history import History, export_all
    from formcheck.history.flat import as_csv
    from formcheck.history.transfer import as_text

    path: Path = options.file
    if path.suffix.lower() not in SUFFIXES:
        raise UnusableInput(f"{path}: give a name in .csv (a table) or .json (everything).")
    with History.open() as history:
        if path.suffix.lower() == ".csv":
            sessions = history.sessions(options.profile)
            text, count = as_csv(sessions), len(sessions)
        else:
            everything = export_all(history, options.profile)
            text, count = as_text(everything), len(everything["sessions"])
    with writing(path):
        path.write_text(text, encoding="utf-8", newline="")
    print(f"{path}: {counted(count, 'session')}.")
    return 0
