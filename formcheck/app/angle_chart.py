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
_LANE_PX = 32


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
    names = list(dict.fromkeys(held.hold.book.driver for held in judged.holds))
    if not names:
        side = checked.side if checked.side in ("left", "right") else "left"
        names = [filled(judged.stretch.driver, side, side)]
    with trace.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows = rows[:: max(1, len(rows) // _MOST_POINTS)]
    found = []
    for name in names:
        points = [(float(row["t_s"]), _number(row.get(name, ""))) for row in rows]
        if any(value is not None for _, value in points):
            found.append(Curve(measure_words(name), points))
    return found


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def angle_chart(found: Sequence[Curve], shaded: Sequence[Band], theme: Theme) -> alt.LayerChart:
    """The chart, as wide as its place."""
    end_s = max((t_s for curve in found for t_s, _ in curve.points), default=1.0)
    time = alt.Scale(domain=[0, end_s], nice=False)
    lanes = list(dict.fromkeys(band.lane for band in shaded))
    colours = _COLOURS[theme]
    layers = [_shade(band, time, colours[band.kind]) for band in shaded]
    lanes_px = 14 + len(lanes) * _LANE_PX if lanes else 0
    layers.append(_lines(found, time, theme, lanes_px))
    for number, lane in enumerate(lanes):
        top = _PLOT_PX + 14 + number * _LANE_PX
        inside = [band for band in shaded if band.lane == lane]
        layers.append(_lane_name(lane, inside, top, time, colours["ink"]))
        layers += [_lane_bar(band, top, time, colours[band.kind]) for band in inside]
    chart = alt.LayerChart(layer=layers, height=_PLOT_PX + lanes_px, width="container")
    chart.config = alt.Config(view=alt.ViewConfig(strokeWidth=0), axis=alt.Axis(grid=False))
    return chart


def _rows(rows: list[dict[str, Any]]) -> Rows:
    """Inline data; Altair's own class for it isn't typed."""
    return {"values": rows}


def _x(time: alt.Scale, field: str = "start_s") -> alt.X:
    axis = alt.Axis(title="Seconds into the recording", tickMinStep=1, labelFontSize=13)
    return alt.X(f"{field}:Q", scale=time, axis=axis)


def _data(band: Band) -> Rows:
    times = {"start_s": band.start_s, "end_s": band.end_s}
    return _rows([{**times, "what": band.lane, "when": span(band.start_s, band.end_s)}])


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("what:N", title="What"), alt.Tooltip("when:N", title="When")]


def _shade(band: Band, time: alt.Scale, colour: str) -> alt.Chart:
    opacity = 0.10 if band.kind == "hold" else 0.22
    mark = alt.Chart(_data(band)).mark_rect(color=colour, opacity=opacity)
    chart: alt.Chart = mark.encode(
        x=_x(time), x2="end_s:Q", y=alt.value(0), y2=alt.value(_PLOT_PX), tooltip=_tooltip()
    )
    return chart


def _lines(found: Sequence[Curve], time: alt.Scale, theme: Theme, lanes_px: float) -> alt.Chart:
    values: list[dict[str, Any]] = [
        {"t_s": t_s, "deg": value, "name": curve.name}
        for curve in found
        for t_s, value in curve.points
    ]
    low, high, ticks = _degrees(found)
    below_all = high - (high - low) * (_PLOT_PX + lanes_px) / _PLOT_PX
    title = f"{found[0].name} (degrees)" if len(found) == 1 else "Angle (degrees)"
    names = [curve.name for curve in found]
    encoding: dict[str, Any] = {
        "x": _x(time, "t_s"),
        "y": alt.Y(
            "deg:Q",
            scale=alt.Scale(domain=[below_all, high], nice=False, zero=False),
            axis=alt.Axis(title=title, values=ticks, labelFontSize=13, titleAnchor="end"),
        ),
        "tooltip": [
            alt.Tooltip("t_s:Q", title="Second", format=".1f"),
            alt.Tooltip("deg:Q", title="Degrees", format=".0f"),
        ],
        "color": alt.Color(
            "name:N",
            scale=alt.Scale(domain=names, range=_LINES[theme][: len(names)] or ["#14506b"]),
            legend=alt.Legend(orient="top", title=None) if len(names) > 1 else None,
        ),
    }
    if len(names) > 1:
        dash = alt.Scale(domain=names, range=[[1, 0], [7, 4]])
        encoding["strokeDash"] = alt.StrokeDash("name:N", scale=dash)
    mark = alt.Chart(_rows(values)).mark_line(strokeWidth=2.5)
    chart: alt.Chart = mark.encode(**encoding)
    return chart


def _degrees(found: Sequence[Curve]) -> tuple[float, float, list[int]]:
    """Lowest and highest angle to show, and where to label them."""
    values = [value for curve in found for _, value in curve.points if value is not None]
    step = 10 if max(values) - min(values) <= 60 else 30
    low = step * floor(min(values) / step)
    high = step * ceil(max(values) / step + 0.1)
    return low, high, list(range(low, high + 1, step))


def _lane_name(
    lane: str, inside: Sequence[Band], top: float, time: alt.Scale, ink: str
) -> alt.Chart:
    """The lane's name and when, just above its bars, from the left edge."""
    when = ", ".join(span(band.start_s, band.end_s) for band in inside[:4])
    more = f" and {len(inside) - 4} more" if len(inside) > 4 else ""
    data = _rows([{"start_s": 0, "text": f"{lane} ({when}{more})"}])
    mark = alt.Chart(data).mark_text(align="left", color=ink, fontSize=12.5, dx=3)
    chart: alt.Chart = mark.encode(x=_x(time), y=alt.value(top + 7), text="text:N")
    return chart


def _lane_bar(band: Band, top: float, time: alt.Scale, colour: str) -> alt.Chart:
    mark = alt.Chart(_data(band)).mark_rect(color=colour, cornerRadius=3)
    chart: alt.Chart = mark.encode(
        x=_x(time),
        x2="end_s:Q",
        y=alt.value(top + 17),
        y2=alt.value(top + 26),
        tooltip=_tooltip(),
    )
    return chart
