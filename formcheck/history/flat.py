"""The history as one CSV table: a row per hold (or repetition), what it belongs to beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC

from formcheck.history.records import (
    HoldRecord,
    RepetitionRecord,
    SessionRecord,
    StretchRecord,
)

Cell = str | int | float | None

COLUMNS = (
    "session",
    "profile",
    "kind",
    "started_at_utc",
    "started_at_local",
    "ending",
    "source",
    "routine",
    "model",
    "formcheck",
    "mediapipe",
    "duration_s",
    "warm_up_s",
    "session_score",
    "session_coverage",
    "pain_stops",
    "stretch",
    "stretch_name",
    "view",
    "stretch_score",
    "stretch_coverage",
    "what",
    "side",
    "start_s",
    "end_s",
    "held_s",
    "credited_s",
    "longest_s",
    "peak_measure",
    "peak_deg",
    "peak_error_deg",
    "score",
    "coverage",
    "counted",
    "out_s",
    "return_s",
    "fix",
    "cant_tell",
    "fault_s",
    "bounces",
    "notes",
)
"""Documented one by one in docs/history.md, to which a test holds them."""


def as_csv(sessions: Iterable[SessionRecord]) -> str:
    """The text of the CSV file: UTF-8, comma, RFC 4180 quotes; empty cells are "not known"."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for session in sessions:
        for cells in _rows(session):
            rows.writerow([_cell(cells.get(column)) for column in COLUMNS])
    return text.getvalue()


def _rows(session: SessionRecord) -> Iterator[dict[str, Cell]]:
    """A session without a hold still has its row."""
    base: dict[str, Cell] = {
        "session": session.uid,
        "profile": session.profile,
        "kind": session.kind,
        "started_at_utc": session.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "started_at_local": session.local_start.strftime("%Y-%m-%dT%H:%M:%S"),
        "ending": session.ending,
        "source": session.source,
        "routine": session.routine,
        "model": session.model,
        "formcheck": session.formcheck,
        "mediapipe": session.mediapipe,
        "duration_s": session.duration_s,
        "warm_up_s": session.warm_up_s,
        "session_score": session.score,
        "session_coverage": session.coverage,
        "pain_stops": len(session.pain_stops),
        "notes": " ".join(session.notes),
    }
    any_row = False
    for stretch in session.stretches:
        parts: list[HoldRecord | RepetitionRecord] = [*stretch.holds, *stretch.repetitions]
        for one in parts:
            any_row = True
            yield {**base, **_of_stretch(stretch), **_of_part(stretch, one)}
        if not stretch.holds and not stretch.repetitions:
            any_row = True
            yield {**base, **_of_stretch(stretch)}
    if not any_row:
        yield base


def _of_stretch(stretch: StretchRecord) -> dict[str, Cell]:
    return {
        "stretch": stretch.stretch,
        "stretch_name": stretch.name,
        "view": stretch.view,
        "side": stretch.side,
        "stretch_score": stretch.score,
        "stretch_coverage": stretch.coverage,
        "cant_tell": " ".join(c.check for c in stretch.checks if c.verdict == "cant_tell"),
    }


def _of_part(stretch: StretchRecord, part: HoldRecord | RepetitionRecord) -> dict[str, Cell]:
    inside = [
        (check.check, max(0.0, min(e.end_s, part.end_s) - max(e.start_s, part.start_s)))
        for check in stretch.checks
        for e in check.episodes
    ]
    faults = [(check, seconds) for check, seconds in inside if seconds > 0]
    cells: dict[str, Cell] = {
        "side": part.side,
        "start_s": part.start_s,
        "end_s": part.end_s,
        "fix": " ".join(dict.fromkeys(check for check, _ in faults)),
        "fault_s": round(sum(seconds for _, seconds in faults), 2),
        "bounces": sum(b.count for b in stretch.bounces if part.start_s <= b.start_s <= part.end_s),
    }
    if isinstance(part, RepetitionRecord):
        counted = "yes" if part.counted else "no"
        return {
            **cells,
            "what": "repetition",
            "peak_measure": part.peak_measure,
            "peak_deg": part.peak_deg,
            "peak_error_deg": part.peak_error_deg,
            "counted": counted,
            "out_s": part.out_s,
            "return_s": part.return_s,
        }
    return {
        **cells,
        "what": "hold",
        "held_s": part.held_s,
        "credited_s": part.credited_s,
        "longest_s": part.longest_s,
        "peak_measure": part.peak_measure,
        "peak_deg": part.peak_value_deg,
        "peak_error_deg": part.peak_error_deg,
        "score": part.score,
        "coverage": part.coverage,
    }


def _cell(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
