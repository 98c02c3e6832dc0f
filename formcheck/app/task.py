"""What the server and the process of a check tell each other, and the files that one leaves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.recorded import Checked, Options

REPORT_HTML, REPORT_PDF = "report.html", "report.pdf"


@dataclass(frozen=True)
class Task:
    """What to check, the folder for everything that is written, and whose name is in the report."""

    path: Path
    options: Options
    folder: Path
    profile: str = "Me"

    @property
    def trace(self) -> Path:
        """The CSV of every frame."""
        return self.folder / "trace.csv"

    def annotated(self, kind: str) -> Path:
        """The recording drawn on; `kind` as a source has it."""
        return self.folder / ("annotated.png" if kind == "photo" else "annotated.mp4")


@dataclass(frozen=True)
class Headline:
    """What is being done, and how far that is, 0 to 1."""

    what: str
    share: float


@dataclass(frozen=True)
class Still:
    """A picture of the moment a fault began.

    Attributes:
        check: the check's id.
        t_s: when, in the recording.
        path: of the JPEG.
    """

    check: str
    t_s: float
    path: Path


@dataclass(frozen=True)
class Outcome:
    """How it ended: a result with its stills, or why there is none."""

    checked: Checked | None = None
    stills: tuple[Still, ...] = ()
    refused: str = ""
