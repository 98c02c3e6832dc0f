"""The driving angle over time, with what happened when. Knows no Streamlit.

Holds, faults and bounces are shaded in the plot and named in lanes below it, so that no colour has
to be told from another.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any, Literal

import altair as alt

from formcheck.app.words import measure_words, span
from formcheck.coach.result import StretchResult
from formcheck.recorded import Checked
from formcheck.stretches.definition import filled

Theme = Literal["light", "dark"]
Rows = dict[str, list[dict[str, Any]]]

_MOST_POINTS = 1500
_PLOT_PX = 210
_LANE_PX = 34
_GAP_PX = 12
_AXIS_PX = 46


@dataclass(frozen=True)
class Band:
    """From when to when something was so; `lane` says what."""

    lane: str
    kind: Literal["hold", "fix", "bounce"]
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Curve:
    """A measure over time: (seconds, degrees), None where it can't be told."""

    name: str
    points: Sequence[tuple[float, float | None]]

    @property
    def told(self) -> int:
        """At how many points it is known."""
        return sum(value is not None for _, value in self.points)


_COLOURS: dict[Theme, dict[str, str]] = {
    "light": {"hold": "#2b7a68", "fix": "#b45309", "bounce": "#6d4bb0", "ink": "#1d2b27"},
    "dark": {"hold": "#7fd0b4", "fix": "#ffb238", "bounce": "#c3a6ff", "ink": "#e8eeeb"},
}
_LINES: dict[Theme, list[str]] = {"light": ["#14506b", "#8a3b12"], "dark": ["#86cdff", "#ffc79e"]}


def bands(judged: StretchResult) -> list[Band]:
    """Holds, then fault episodes by check, then bounces."""
    found = [Band("Hold", "hold", held.hold.book.start_s, held.hold.end_s) for held in judged.holds]
    for told in judged.checks:
        bouncing = told.check.kind == "bounce"
        lane = "Bouncing" if bouncing else f"Fix: {told.check.name.lower()}"
        found += [
            Band(lane, "bounce" if bouncing else "fix", episode.start_s, episode.end_s)
            for episode in told.episodes
        ]
    if not any(band.kind == "bounce" for band in found):
        found += [Band("Bouncing", "bounce", b.start_s, b.end_s) for b in judged.bounces]
    return found


def curves(checked: Checked, trace: Path) -> list[Curve]:
    """The driving angle of every side that was held; empty where it was never measured."""
    judged = checked.judged
    if judged is None:
        return []
    with trace.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows = rows[:: max(1, len(rows) // _MOST_POINTS)]
    names = list(dict.fromkeys(held.hold.book.driver for held in judged.holds))
    if names:
        found = [_curve(name, rows) for name in names]
    else:  # nobody knows which side was meant: the one seen best
        driver = judged.stretch.driver
        both = [_curve(filled(driver, side, side), rows) for side in ("left", "right")]
        found = [max(both, key=lambda curve: curve.told)]
    return [curve for curve in found if curve.told]


def _curve(name: str, rows: Sequence[dict[str, str]]) -> Curve:
    points = [(float(row["t_s"]), _number(row.get(name, ""))) for row in rows]
    return Curve(measure_words(name), points)


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def angle_chart(found: Sequence[Curve], shaded: Sequence[Band], theme: Theme) -> alt.LayerChart:
    """The chart, as wide as its place."""
    lanes = list(dict.fromkeys(band.lane for band in shaded))
    scene = _scene(found, len(lanes), theme)
    layers = [scene.shade(band) for band in shaded]
    layers.append(scene.lines(found))
    for number, lane in enumerate(lanes):
        inside = [band for band in shaded if band.lane == lane]
        layers.append(scene.lane_name(lane, inside, number))
        layers += [scene.lane_bar(band, number) for band in inside]
    chart = alt.LayerChart(layer=layers, height=scene.height_px, width="container")
    ink = _COLOURS[theme]["ink"]
    axis = alt.AxisConfig(grid=False, labelColor=ink, titleColor=ink)
    chart.config = alt.Config(view=alt.ViewConfig(strokeWidth=0), axis=axis)
    return chart


def _scene(found: Sequence[Curve], lanes: int, theme: Theme) -> _Scene:
    values = [value for curve in found for _, value in curve.points if value is not None]
    step = 10 if max(values) - min(values) <= 60 else 30
    low = 10 * floor(min(values) / 10)
    high = 10 * ceil(max(values) / 10 + 0.1)
    return _Scene(
        theme=theme,
        end_s=max(t_s for curve in found for t_s, _ in curve.points),
        low=low,
        high=high,
        ticks=list(range(step * ceil(low / step), high + 1, step)),
        title=f"{found[0].name} (degrees)" if len(found) == 1 else "Angle (degrees)",
        lanes=lanes,
    )


@dataclass(frozen=True)
class _Scene:
    """Where things go: lanes are laid out in degrees too, below the lowest angle shown."""

    theme: Theme
    end_s: float
    low: float
    high: float
    ticks: Sequence[float]
    title: str
    lanes: int

    @property
    def height_px(self) -> float:
        return _PLOT_PX + _AXIS_PX + self.lanes * _LANE_PX + (_GAP_PX if self.lanes else 0)

    def shade(self, band: Band) -> alt.Chart:
        opacity = 0.10 if band.kind == "hold" else 0.22
        colour = _COLOURS[self.theme][band.kind]
        mark = alt.Chart(_rows([self._box(band, self.high, self.low)])).mark_rect(
            color=colour, opacity=opacity
        )
        return self._placed_box(mark)

    def lines(self, found: Sequence[Curve]) -> alt.Chart:
        values: list[dict[str, Any]] = [
            {"t_s": t_s, "deg": value, "name": curve.name}
            for curve in found
            for t_s, value in curve.points
        ]
        names = [curve.name for curve in found]
        several = len(names) > 1
        encoding: dict[str, Any] = {
            "x": self._x("t_s"),
            "y": self._y("deg"),
            "tooltip": [
                alt.Tooltip("t_s:Q", title="Second", format=".1f"),
                alt.Tooltip("deg:Q", title="Degrees", format=".0f"),
            ],
            "color": alt.Color(
                "name:N",
                scale=alt.Scale(domain=names, range=_LINES[self.theme][: len(names)]),
                legend=alt.Legend(orient="top", title=None) if several else None,
            ),
        }
        if several:
            dash = alt.Scale(domain=names, range=[[1, 0], [7, 4]])
            encoding["strokeDash"] = alt.StrokeDash("name:N", scale=dash)
        mark = alt.Chart(_rows(values)).mark_line(strokeWidth=2.5)
        chart: alt.Chart = mark.encode(**encoding)
        return chart

    def lane_name(self, lane: str, inside: Sequence[Band], number: int) -> alt.Chart:
        """The lane's name and when, just above its bars, from the left edge."""
        when = ", ".join(span(band.start_s, band.end_s) for band in inside[:3])
        more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
        words = {"start_s": 0, "top": self._below(number, 8), "text": f"{lane}: {when}{more}"}
        ink = _COLOURS[self.theme]["ink"]
        mark = alt.Chart(_rows([words])).mark_text(align="left", color=ink, fontSize=13, dx=2)
        chart: alt.Chart = mark.encode(x=self._x("start_s"), y=self._y("top"), text="text:N")
        return chart

    def lane_bar(self, band: Band, number: int) -> alt.Chart:
        box = self._box(band, self._below(number, 18), self._below(number, 28))
        colour = _COLOURS[self.theme][band.kind]
        return self._placed_box(alt.Chart(_rows([box])).mark_rect(color=colour, cornerRadius=3))

    def _below(self, lane: int, px: float) -> float:
        """So many pixels into a lane, in degrees of the vertical scale."""
        return self.low - (_GAP_PX + lane * _LANE_PX + px) * (self.high - self.low) / _PLOT_PX

    def _box(self, band: Band, top: float, bottom: float) -> dict[str, Any]:
        when = span(band.start_s, band.end_s)
        times = {"start_s": band.start_s, "end_s": band.end_s}
        return {**times, "top": top, "bottom": bottom, "what": band.lane, "when": when}

    def _placed_box(self, mark: alt.Chart) -> alt.Chart:
        told = [alt.Tooltip("what:N", title="What"), alt.Tooltip("when:N", title="When")]
        chart: alt.Chart = mark.encode(
            x=self._x("start_s"), x2="end_s:Q", y=self._y("top"), y2="bottom:Q", tooltip=told
        )
        return chart

    def _x(self, field: str) -> alt.X:
        axis = alt.Axis(title="Seconds into the recording", tickMinStep=1, labelFontSize=13)
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.end_s], nice=False), axis=axis)

    def _y(self, field: str) -> alt.Y:
        lowest = self._below(self.lanes, 0) if self.lanes else self.low
        scale = alt.Scale(domain=[lowest, self.high], nice=False, zero=False)
        axis = alt.Axis(title=self.title, values=self.ticks, labelFontSize=13, titleAnchor="end")
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _rows(rows: list[dict[str, Any]]) -> Rows:
    """Inline data; Altair's own class for it isn't typed."""
    return {"values": rows}
