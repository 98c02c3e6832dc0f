"""Where results and progress go."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TextIO

from formcheck.errors import writing


def as_json_text(data: object) -> str:
    """For programs, and readable."""
    return json.dumps(data, indent=2, ensure_ascii=False)


class Output:
    """The JSON file, opened before the work so that a wrong place is told at once; or stdout."""

    def __init__(self, target: str | None) -> None:
        self._target = target
        self.file: TextIO | None = None

    def __enter__(self) -> Output:
        if self._target == "-":
            self.file = sys.stdout
        elif self._target is not None:
            with writing(self._target):
                self.file = Path(self._target).open("w", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None and self.file is not sys.stdout:
            self.file.close()


class ProgressLine:
    """How far it is, on one line of stderr, only where that is a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, what: str, share: float) -> None:
        """Say what is being done and how far it is, 0 to 1."""
        line = f"{what}: {share:.0%}"
        if self._on and line != self._shown:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._shown = line

    def clear(self) -> None:
        """Leave the line empty."""
        if self._on and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = ""
