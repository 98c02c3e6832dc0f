"""The charts of the progress page. Know no Streamlit.

With many sessions in view each point is a week, so that the chart stays readable and light.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import mean, median
from typing import Any, Literal

import altair as alt

from formcheck.app.chart_theme import COLOURS, EMPTY, LINES, Theme, config, rows
from formcheck.history.regularity import Regularity
from formcheck.history.trends import Change, Point, SideTrend
from formcheck.wording import counted

MOST_POINTS = 60
"""Of one side in one chart; more are summed up by week."""
_HEIGHT_PX = 230
_SIDES = ("left", "right", "both")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Shown:
    """A point of a chart: one session, or one week of them.

    Attributes:
        when: in words.
    """

    at: datetime
    when: str
    side: str
    sessions: int
    peak_deg: float | None
    error_deg: float | None
    score: float | None
    credited_s: float
    repetitions: float


Amount = Literal["credited_s", "repetitions"]
"""What is done of a stretch: seconds held in good form, or repetitions that count."""
_AMOUNTS: dict[Amount, str] = {
    "credited_s": "Seconds in good form",
    "repetitions": "Repetitions",
}


def shown_points(side: SideTrend, since: datetime | None) -> list[Shown]:
    """The points of one side from `since` on, by week where they are many."""
    points = [point for point in side.points if since is None or point.at >= since]
    if len(points) <= MOST_POINTS:
        return [_shown([point], point.at, f"{point.at:%d %b %Y}", side.side) for point in points]
    weeks = defaultdict[datetime, list[Point]](list)
    for point in points:
        monday = point.at - timedelta(days=point.at.weekday())
        weeks[monday.replace(hour=12, minute=0, second=0, microsecond=0)].append(point)
    return [
        _shown(inside, monday + timedelta(days=3), f"week of {monday:%d %b %Y}", side.side)
        for monday, inside in sorted(weeks.items())
    ]


def _shown(points: Sequence[Point], at: datetime, when: str, side: str) -> Shown:
    known = [p for p in points if p.peak_deg is not None and p.error_deg is not None]
    scores = [p.score for p in points if p.score is not None]
    return Shown(
        at=at,
        when=when,
        side=side.capitalize() if side != "both" else "Both sides",
        sessions=len(points),
        peak_deg=median(p.peak_deg or 0.0 for p in known) if known else None,
        error_deg=median(p.error_deg or 0.0 for p in known) if known else None,
        score=mean(scores) if scores else None,
        credited_s=mean(p.credited_s for p in points),
        repetitions=mean(p.repetitions for p in points),
    )


def motion_chart(
    points: Sequence[Shown],
    change: Change | None,
    limits_deg: tuple[float, float],
    theme: Theme,
) -> alt.LayerChart:
    """How far one side went, with error bars; the baseline with what the error may explain."""
    low, high = limits_deg
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    values = [
        {
            "at": _iso(one.at),
            "deg": one.peak_deg,
            "low": one.peak_deg - one.error_deg,
            "high": one.peak_deg + one.error_deg,
            "when": one.when,
            "words": f"{one.peak_deg:.0f}° ± {one.error_deg:.0f}°",
        }
        for one in points
        if one.peak_deg is not None and one.error_deg is not None
    ]
    colour = LINES[theme][points[0].side == "Right"] if points else LINES[theme][0]
    told = [alt.Tooltip("when:N", title="When"), alt.Tooltip("words:N", title="Furthest")]
    data = alt.Chart(rows(values))
    y = alt.Y("deg:Q", scale=scale, axis=alt.Axis(title="Degrees", tickCount=5))
    bars = data.mark_rule(color=colour, strokeWidth=2, opacity=0.45).encode(
        x=_time("at"), y=alt.Y("low:Q", scale=scale), y2="high:Q", tooltip=told
    )
    dots = data.mark_point(color=colour, filled=True, size=55, opacity=1.0, shape="circle")
    layers: list[alt.Chart] = []
    if change is not None:
        layers += _baseline(change, limits_deg, theme)
    layers += [bars, dots.encode(x=_time("at"), y=y, tooltip=told)]
    return _finished(layers, theme)


def _baseline(change: Change, limits_deg: tuple[float, float], theme: Theme) -> list[alt.Chart]:
    """A dashed line where it began, and a band within which a change may be chance."""
    low = max(limits_deg[0], change.baseline_deg - change.mdc_deg)
    high = min(limits_deg[1], change.baseline_deg + change.mdc_deg)
    told = "Where you began. Within the band a change may be the camera's error."
    row = {"base": change.baseline_deg, "low": low, "high": high, "words": told}
    data = alt.Chart(rows([row]))
    colour = COLOURS[theme]["hold"]
    tooltip = alt.Tooltip("words:N", title="Baseline")
    scale = alt.Scale(domain=list(limits_deg), nice=False, zero=False)
    band = data.mark_rect(color=colour, opacity=0.13).encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q", tooltip=tooltip
    )
    line = data.mark_rule(color=colour, strokeDash=[6, 4], strokeWidth=2).encode(
        y=alt.Y("base:Q", scale=scale), tooltip=tooltip
    )
    return [band, line]


def motion_limits_deg(
    points: Sequence[Shown], changes: Sequence[Change | None]
) -> tuple[float, float]:
    """From where to where the charts of both sides go, so that they can be compared."""
    values = [
        value
        for one in points
        if one.peak_deg is not None and one.error_deg is not None
        for value in (one.peak_deg - one.error_deg, one.peak_deg + one.error_deg)
    ]
    values += [one.baseline_deg + sign * one.mdc_deg for one in changes if one for sign in (-1, 1)]
    if not values:
        return 0.0, 1.0
    return 10 * (min(values) // 10), 10 * ceil(max(values) / 10)


def score_chart(points: Sequence[Shown], theme: Theme) -> alt.LayerChart:
    """Scores of all sides."""
    values = [
        {"at": _iso(one.at), "score": one.score, "side": one.side, "when": one.when}
        for one in points
        if one.score is not None
    ]
    scale = alt.Scale(domain=[0, 100], nice=False)
    encoding: dict[str, Any] = {
        "x": _time("at"),
        "y": alt.Y("score:Q", scale=scale, axis=alt.Axis(title="Score", tickCount=5)),
        **_by_side(values, theme),
        "tooltip": [
            alt.Tooltip("when:N", title="When"),
            alt.Tooltip("side:N", title="Side"),
            alt.Tooltip("score:Q", title="Score", format=".0f"),
        ],
    }
    data = alt.Chart(rows(values))
    line = data.mark_line(strokeWidth=1.5, opacity=0.6).encode(
        x=encoding["x"], y=encoding["y"], color=encoding["color"]
    )
    return _finished([line, data.mark_point(filled=True, size=55).encode(**encoding)], theme)


def dose_chart(
    points: Sequence[Shown], amount: Amount, dose: float | None, theme: Theme
) -> alt.LayerChart:
    """What each side did in a session, against the dose of a side."""
    title = _AMOUNTS[amount]
    values = [
        {
            "at": _iso(one.at),
            "done": round(getattr(one, amount), 1),
            "side": one.side,
            "when": one.when,
        }
        for one in points
    ]
    most = max([float(getattr(one, amount)) for one in points] + [1.1 * (dose or 1.0)])
    scale = alt.Scale(domain=[0, most], nice=True)
    encoding: dict[str, Any] = {
        "x": _time("at"),
        "y": alt.Y("done:Q", scale=scale, axis=alt.Axis(title=title, tickCount=5)),
        **_by_side(values, theme),
        "tooltip": [
            alt.Tooltip("when:N", title="When"),
            alt.Tooltip("side:N", title="Side"),
            alt.Tooltip("done:Q", title=title, format=".0f"),
        ],
    }
    layers = [alt.Chart(rows(values)).mark_point(filled=True, size=55).encode(**encoding)]
    if dose is not None:
        goal = alt.Chart(rows([{"done": dose, "words": f"{dose:g} on each side"}]))
        colour = COLOURS[theme]["hold"]
        layers.insert(
            0,
            goal.mark_rule(color=colour, strokeDash=[6, 4], strokeWidth=2).encode(
                y=alt.Y("done:Q", scale=scale), tooltip=alt.Tooltip("words:N", title="Aim")
            ),
        )
    return _finished(layers, theme)


def calendar_chart(found: Regularity, today: date, weeks: int, theme: Theme) -> alt.LayerChart:
    """A square for each day of the last weeks, darker with more time held; Monday on top."""
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    values = _calendar_days(found, first, today)
    colour = COLOURS[theme]["hold"]
    encoding: dict[str, Any] = {
        "x": alt.X(
            "week:O",
            axis=alt.Axis(
                title=None,
                labelAngle=0,
                labelOverlap="greedy",
                labelExpr="timeFormat(toDate(datum.value), '%b')",
                values=_month_starts(first, today),
                ticks=False,
                domain=False,
            ),
        ),
        "y": alt.Y(
            "weekday:O",
            sort=list(_DAYS),
            axis=alt.Axis(title=None, ticks=False, domain=False, values=["Mon", "Wed", "Fri"]),
        ),
        "tooltip": [alt.Tooltip("when:N", title="Day"), alt.Tooltip("words:N", title="Done")],
    }
    rest = alt.Chart(rows(values)).mark_rect(color=EMPTY[theme], cornerRadius=3).encode(**encoding)
    done = (
        alt.Chart(rows([one for one in values if one["done"]]))
        .mark_rect(color=colour, cornerRadius=3)
        .encode(
            **encoding,
            opacity=alt.Opacity(
                "minutes:Q", legend=None, scale=alt.Scale(domain=[0, 6], range=[0.4, 1], clamp=True)
            ),
        )
    )
    chart = alt.LayerChart(layer=[rest, done], height=7 * 20, width="container")
    chart.config = config(theme)
    chart.config.scale = alt.ScaleConfig(bandPaddingInner=0.15)
    return chart


def _calendar_days(found: Regularity, first: date, last: date) -> list[dict[str, Any]]:
    """What the calendar shows of each day from the first, a Monday, to the last."""
    stretched = {day.day: day for day in found.days}
    values = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        done = stretched.get(day)
        values.append(
            {
                "week": (first + timedelta(days=7 * (number // 7))).isoformat(),
                "weekday": _DAYS[number % 7],
                "minutes": round(done.held_s / 60, 1) if done else 0.0,
                "done": done is not None,
                "when": f"{day:%A} {day.day} {day:%B %Y}",
                "words": _day_words(done.sessions, done.held_s) if done else "rest",
            }
        )
    return values


def _day_words(sessions: int, held_s: float) -> str:
    many = counted(sessions, "session")
    return f"{many}, {held_s / 60:.0f} min held" if held_s >= 60 else f"{many}, {held_s:.0f} s held"


def _month_starts(first: date, today: date) -> list[str]:
    """The Mondays of the weeks in which a month begins."""
    mondays = [first + timedelta(days=7 * n) for n in range((today - first).days // 7 + 1)]
    return [
        monday.isoformat() for before, monday in pairwise(mondays) if monday.month != before.month
    ]


def _by_side(values: Sequence[dict[str, Any]], theme: Theme) -> dict[str, Any]:
    """Colour and shape for each side; a legend where there are several."""
    sides = [side.capitalize() if side != "both" else "Both sides" for side in _SIDES]
    there = [side for side in sides if any(value["side"] == side for value in values)]
    colours = {"Left": LINES[theme][0], "Right": LINES[theme][1], "Both sides": LINES[theme][0]}
    legend = alt.Legend(orient="top", title=None) if len(there) > 1 else None
    shapes = {"Left": "circle", "Right": "triangle-up", "Both sides": "circle"}
    return {
        "color": alt.Color(
            "side:N",
            scale=alt.Scale(domain=there, range=[colours[side] for side in there]),
            legend=legend,
        ),
        "shape": alt.Shape(
            "side:N",
            scale=alt.Scale(domain=there, range=[shapes[side] for side in there]),
            legend=legend,
        ),
    }


def _time(field: str) -> alt.X:
    axis = alt.Axis(title=None, tickCount=5, labelOverlap="greedy", format="%d %b")
    return alt.X(f"{field}:T", axis=axis)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _finished(layers: Sequence[alt.Chart], theme: Theme) -> alt.LayerChart:
    chart = alt.LayerChart(layer=list(layers), height=_HEIGHT_PX, width="container")
    chart.config = config(theme)
    return chart
