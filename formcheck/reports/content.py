"""What a report is made of, before it is HTML or PDF: headings, facts, tables, charts, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from formcheck.reports.drawing import Drawing

Tone = Literal["", "good", "fix", "cant_tell", "strong"]

SIGNS: dict[str, str] = {"good": "✓", "fix": "!", "cant_tell": "?"}
VERDICTS: dict[str, str] = {"good": "good", "fix": "to mend", "cant_tell": "can't tell"}


@dataclass(frozen=True)
class Cell:
    """A cell's words; a tone never shows by its colour alone: the words say it too."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class Fact:
    """One figure of the head: what, how much, and what belongs to it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Points:
    """Lines of a list."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; `widths` are shares of the page's, `right` the columns of figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A drawing with what it shows in words, for those who can't see it."""

    drawing: Drawing
    caption: str


@dataclass(frozen=True)
class Still:
    """A picture from a recording, as JPEG.

    Attributes:
        check: id of the check at fault.
        t_s: its moment.
        jpeg: the file's bytes; the face is blurred.
        size_px: width and height.
    """

    check: str
    t_s: float
    jpeg: bytes
    size_px: tuple[int, int]


@dataclass(frozen=True)
class Stills:
    """Pictures beside each other, each with its caption."""

    pictures: tuple[tuple[Still, str], ...]


Block = Words | Points | Table | Chart | Stills


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `small` for what is read last."""

    title: str
    blocks: tuple[Block, ...]
    small: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        title: of the page.
        about: lines under it: who, when, from what.
        facts: the figures of the head.
        warnings: what must be read first: pain stops, an interruption.
        sections: the rest.
        foot: one line at the end of every page.
    """

    title: str
    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
