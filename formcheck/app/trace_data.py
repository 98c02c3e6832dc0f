"""The trace of a result, read once and thinned out for drawing. Knows no Streamlit."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from formcheck.app.player.timeline import Moments

_MOST_POINTS = 1500
_NOT_MEASURES = ("t_s", "seen", "phase", "view", "checks")


@dataclass(frozen=True)
class TraceData:
    """What the page draws of a trace.

    Attributes:
        start_s, end_s: times of the first and the last frame.
        times_s: of the points that are drawn.
        measures: at those times, by name; None where it can't be told.
        verdicts: of all frames of all holds.
    """

    start_s: float
    end_s: float
    times_s: Sequence[float]
    measures: dict[str, list[float | None]]
    verdicts: Moments

    def told(self, name: str) -> int:
        """At how many of the points a measure is known."""
        return sum(value is not None for value in self.measures.get(name, ()))


def read_trace(path: Path, span_s: tuple[float, float] | None = None) -> TraceData:
    """Read a trace of any length, in memory that doesn't grow with it.

    Args:
        path: of the CSV.
        span_s: only from when to when; None for all of it.
    """
    start_s, end_s = span_s or (-inf, inf)
    with path.open(newline="", encoding="utf-8") as file:
        rows = sum(start_s <= float(row["t_s"]) <= end_s for row in csv.DictReader(file))
    every = max(1, -(-rows // _MOST_POINTS))
    times_s: list[float] = []
    verdicts: list[tuple[float, str]] = []
    last_s = 0.0
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        names = [name for name in reader.fieldnames or () if name not in _NOT_MEASURES]
        measures: dict[str, list[float | None]] = {name: [] for name in names}
        inside = (row for row in reader if start_s <= float(row["t_s"]) <= end_s)
        for number, row in enumerate(inside):
            last_s = float(row["t_s"])
            if row.get("checks"):
                verdicts.append((last_s, row["checks"]))
            if number % every == 0:
                times_s.append(last_s)
                for name in names:
                    measures[name].append(float(row[name]) if row[name] else None)
    first_s = times_s[0] if span_s and times_s else 0.0
    return TraceData(first_s, last_s, times_s, measures, verdicts)
