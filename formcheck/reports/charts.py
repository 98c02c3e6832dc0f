"""The report's charts: a session's holds and faults in time, and a period's scores and angles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from math import ceil, floor

from formcheck.history.records import HoldRecord, RepetitionRecord, StretchRecord
from formcheck.history.regularity import Day
from formcheck.history.trends import SideTrend
from formcheck.reports.drawing import (
    FAULT,
    FIELD,
    INK,
    MAIN,
    PALE,
    RULE,
    SECOND,
    Anchor,
    Box,
    Dot,
    Drawing,
    Label,
    Line,
    Path,
    Shape,
)
from formcheck.reports.words import MONTHS, short_day

WIDTH = 500.0
"""Points: the width of the text on an A4 page."""
_LEFT = 118.0
_LANE = 15.0
_ASIDE = {"left": -1.8, "right": 1.8, "both": 0.0}
"""Points beside the day, so that one error bar doesn't hide the other."""
_SIDE_COLOURS = {"left": MAIN, "right": SECOND, "both": MAIN}


def timeline(stretch: StretchRecord) -> Drawing:
    """Holds over the faults of each check that needed mending, in seconds of the session."""
    faulty = [check for check in stretch.checks if check.episodes]
    parts: list[HoldRecord | RepetitionRecord] = [*stretch.holds, *stretch.repetitions]
    ends = [part.end_s for part in parts] + [e.end_s for c in faulty for e in c.episodes]
    starts = [part.start_s for part in parts] + [e.start_s for c in faulty for e in c.episodes]
    first_s, last_s = floor(min(starts)), ceil(max(ends))
    scale = (WIDTH - _LEFT - 6.0) / float(max(1, last_s - first_s))

    def x(t_s: float) -> float:
        return _LEFT + (t_s - first_s) * scale

    lane_name = "In position" if stretch.holds else "Repetitions"
    lanes = 1 + len(faulty)
    bottom = lanes * _LANE + 2.0
    shapes: list[Shape] = []
    for t_s in _ticks(first_s, last_s, 8):
        shapes.append(Line(x(t_s), 0.0, x(t_s), bottom, RULE, 0.4))
        shapes.append(Label(x(t_s), bottom + 9.0, f"{t_s:g} s", 7.0, anchor="middle"))
    for lane in range(lanes):
        shapes.append(Box(_LEFT, lane * _LANE + 3.0, WIDTH - _LEFT - 6.0, _LANE - 5.0, FIELD, 2.0))
    shapes.append(Label(_LEFT - 6.0, 11.0, lane_name, 7.5, INK, "end", bold=True))
    for part in parts:
        counted = not isinstance(part, RepetitionRecord) or part.counted
        colour = _SIDE_COLOURS.get(part.side, MAIN) if counted else PALE
        width = max(1.0, x(part.end_s) - x(part.start_s))
        shapes.append(Box(x(part.start_s), 3.0, width, _LANE - 5.0, colour, 2.0))
        if part.side != "both" and width > 24.0:
            middle = x(part.start_s) + width / 2.0
            shapes.append(Label(middle, 10.8, part.side, 7.0, "#ffffff", "middle"))
    for lane, check in enumerate(faulty, 1):
        top = lane * _LANE + 3.0
        shapes.append(Label(_LEFT - 6.0, top + 8.0, _short(check.name), 7.5, INK, "end"))
        for episode in check.episodes:
            width = max(1.5, x(episode.end_s) - x(episode.start_s))
            shapes.append(Box(x(episode.start_s), top, width, _LANE - 5.0, FAULT, 1.5))
    return Drawing(WIDTH, bottom + 13.0, tuple(shapes))


def angles(sides: Sequence[SideTrend]) -> Drawing | None:
    """How far each session went, with its error; dashed lines are the own baselines."""
    points = [
        (p.at, p.peak_deg, p.error_deg or 0.0)
        for side in sides
        for p in side.points
        if p.peak_deg is not None
    ]
    if not points:
        return None
    low = floor(min(deg - error for _, deg, error in points) / 10.0) * 10.0
    high = ceil(max(deg + error for _, deg, error in points) / 10.0) * 10.0
    plot = _Plot([at for at, _, _ in points], low, max(high, low + 20.0), 112.0)
    shapes = plot.field(lambda value: f"{value:g}°")
    for side in sides:
        colour = _SIDE_COLOURS[side.side]
        if side.change is not None:
            y = plot.y(side.change.baseline_deg)
            shapes.append(Line(plot.left, y, plot.right, y, colour, 0.8, dashed=True))
        known = [p for p in side.points if p.peak_deg is not None]
        for p in known:
            assert p.peak_deg is not None
            x, error = plot.x(p.at) + _ASIDE[side.side], p.error_deg or 0.0
            top, bottom = plot.y(p.peak_deg + error), plot.y(p.peak_deg - error)
            shapes.append(Line(x, top, x, bottom, colour, 0.7))
            shapes += [Line(x - 1.6, y, x + 1.6, y, colour, 0.7) for y in (top, bottom)]
        shapes += [
            Dot(
                plot.x(p.at) + _ASIDE[side.side],
                plot.y(p.peak_deg),
                2.0,
                colour,
                side.side == "right",
            )
            for p in known
            if p.peak_deg is not None
        ]
    return plot.drawing(shapes, sides)


def scores(sides: Sequence[SideTrend]) -> Drawing | None:
    """Scores from session to session, 0 to 100."""
    times = [p.at for side in sides for p in side.points if p.score is not None]
    if not times:
        return None
    plot = _Plot(times, 0.0, 100.0, 84.0)
    shapes = plot.field(lambda value: f"{value:g}")
    for side in sides:
        colour = _SIDE_COLOURS[side.side]
        known = [(plot.x(p.at), plot.y(p.score)) for p in side.points if p.score is not None]
        shapes.append(Path(tuple(known), colour, 0.9))
        shapes += [Dot(x, y, 1.8, colour, side.side == "right") for x, y in known]
    return plot.drawing(shapes, sides)


def calendar(days: Sequence[Day], since: date, until: date) -> Drawing:
    """A square for each day, a column a week, darker the longer was held."""
    first = since - timedelta(days=since.weekday())
    weeks = (until - first).days // 7 + 1
    cell = min(11.0, (WIDTH - 34.0) / weeks)
    most_s = max((day.held_s for day in days), default=1.0) or 1.0
    held = {day.day: day.held_s for day in days}
    shapes: list[Shape] = [
        Label(28.0, 12.0 + row * cell + cell * 0.75, name, 6.5, anchor="end")
        for row, name in ((0, "Mon"), (3, "Thu"), (6, "Sun"))
    ]
    for week in range(weeks):
        monday = first + timedelta(days=7 * week)
        x = 32.0 + week * cell
        # a month's name needs the room of two columns
        if monday.day <= 7 and week < weeks - 1:
            shapes.append(Label(x, 8.0, MONTHS[monday.month - 1][:3], 6.5))
        for row in range(7):
            day = monday + timedelta(days=row)
            if since <= day <= until:
                fill = _shade(held[day] / most_s) if day in held else FIELD
                y = 12.0 + row * cell
                shapes.append(Box(x, y, cell * 0.86, cell * 0.86, fill, cell * 0.15))
    return Drawing(WIDTH, 16.0 + 7 * cell, tuple(shapes))


def _shade(part: float) -> str:
    """From a light green to the main one, in four steps that print."""
    return ("#a9d3c6", "#6fb3a0", "#3f8f7b", MAIN)[min(3, int(part * 4.0))]


class _Plot:
    """Days across, values upwards."""

    left, right, top = 34.0, WIDTH - 8.0, 14.0

    def __init__(self, times: Sequence[datetime], low: float, high: float, height: float) -> None:
        self._first, self._last = min(times), max(times)
        self._low, self._high = low, high
        self._bottom = self.top + height

    def x(self, at: datetime) -> float:
        span_s = (self._last - self._first).total_seconds()
        share = (at - self._first).total_seconds() / span_s if span_s else 0.5
        return self.left + 8.0 + share * (self.right - self.left - 16.0)

    def y(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return self._bottom - share * (self._bottom - self.top)

    def field(self, words: Callable[[float], str]) -> list[Shape]:
        shapes: list[Shape] = []
        for value in _ticks(self._low, self._high, 5):
            shapes.append(Line(self.left, self.y(value), self.right, self.y(value), RULE, 0.4))
            shapes.append(
                Label(self.left - 4, self.y(value) + 2.5, words(value), 7.0, anchor="end")
            )
        days = {self._first.date(): self._first, self._last.date(): self._last}
        for at in days.values():
            anchor: Anchor = "middle" if len(days) == 1 else "start" if at == self._first else "end"
            x = self.x(at) + (0.0 if len(days) == 1 else -6.0 if at == self._first else 6.0)
            text = short_day(at)
            shapes.append(Label(x, self._bottom + 10.0, text, 7.0, anchor=anchor))
        return shapes

    def drawing(self, shapes: list[Shape], sides: Sequence[SideTrend]) -> Drawing:
        x = self.left
        for side in sides:
            if side.side == "both":
                continue
            colour = _SIDE_COLOURS[side.side]
            shapes.append(Dot(x + 3.0, 5.0, 2.2, colour, side.side == "right"))
            shapes.append(Label(x + 9.0, 7.8, side.side, 7.5, INK))
            x += 44.0
        return Drawing(WIDTH, self._bottom + 14.0, tuple(shapes))


def _ticks(low: float, high: float, most: int) -> list[float]:
    for step in (1, 2, 5, 10, 20, 25, 30, 50, 60, 100, 120, 300, 600, 1200, 3600):
        first = ceil(low / step) * step
        values = [float(value) for value in range(int(first), floor(high) + 1, step)]
        if len(values) <= most:
            return values
    return [low, high]


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
