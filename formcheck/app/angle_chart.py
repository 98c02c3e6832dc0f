"""An angle over time, with its limits drawn in and holds, faults and bounces shaded.

Knows no Streamlit. What is shaded stands by name in the timeline above the chart; the limits carry
their words, so that no colour has to be told from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from formcheck.app.angles import Angle
from formcheck.app.chart_theme import COLOURS, LINES, Theme, config, rows
from formcheck.app.player import Lane
from formcheck.app.words import clock, span

__all__ = ["Theme", "angle_chart"]

_HEIGHT_PX = 280
_SHADED = {
    "hold": ("hold", 0.10, "In position"),
    "repetition": ("hold", 0.10, "Repetition"),
    "fix": ("fix", 0.20, ""),
    "bounce": ("bounce", 0.20, "Bouncing"),
}
"""What is shaded: its colour, its opacity, and its words; without any those of its lane."""
_CLOCK = "floor(datum.value / 60) + ':' + format(datum.value % 60, '02')"


def angle_chart(
    angle: Angle, shown: Sequence[Lane], end_s: float, theme: Theme, start_s: float = 0.0
) -> alt.LayerChart:
    """The chart, as wide as its place.

    Args:
        angle: with at least one curve.
        shown: lanes of the timeline.
        end_s: of the recording, or of the part of it to show.
        theme: of the page.
        start_s: of that part.
    """
    scene = _Scene(angle, (start_s, end_s), theme)
    layers = [*scene.shades(shown), *scene.limits(), scene.lines()]
    chart = alt.LayerChart(layer=layers, height=_HEIGHT_PX, width="container")
    chart.config = config(theme)
    return chart


class _Scene:
    def __init__(self, angle: Angle, span_s: tuple[float, float], theme: Theme) -> None:
        self._angle = angle
        self._span_s = span_s
        self._theme: Theme = theme
        self._colours = COLOURS[theme]
        values = [v for curve in angle.curves for _, v in curve.points if v is not None]
        values += [limit.value for limit in angle.limits]
        room = 0.06 * (max(values) - min(values)) or 1.0
        self._low, self._high = min(values) - room, max(values) + room

    def shades(self, shown: Sequence[Lane]) -> list[alt.Chart]:
        layers = []
        for kind, (colour, opacity, words) in _SHADED.items():
            boxes = [
                {
                    "start_s": one.start_s,
                    "end_s": one.end_s,
                    "low": self._low,
                    "high": self._high,
                    "what": words or lane.name,
                    "when": span(one.start_s, one.end_s),
                }
                for lane in shown
                for one in lane.spans
                if one.kind == kind
            ]
            if boxes:
                mark = alt.Chart(rows(boxes)).mark_rect(
                    color=self._colours[colour], opacity=opacity
                )
                told = [alt.Tooltip("what:N", title="What"), alt.Tooltip("when:N", title="When")]
                layers.append(
                    mark.encode(
                        x=self._x("start_s"),
                        x2="end_s:Q",
                        y=self._y("low"),
                        y2="high:Q",
                        tooltip=told,
                    )
                )
        return layers

    def limits(self) -> list[alt.Chart]:
        layers = []
        for limit in self._angle.limits:
            line = rows([{"value": limit.value, "words": limit.words, "at_s": self._span_s[0]}])
            colour = self._colours["hold" if limit.gate else "fix"]
            dash = [2, 4] if limit.gate else [9, 4]
            rule = alt.Chart(line).mark_rule(color=colour, strokeDash=dash, strokeWidth=2)
            layers.append(rule.encode(y=self._y("value"), tooltip=alt.Tooltip("words:N")))
            text = alt.Chart(line).mark_text(
                align="left",
                baseline="bottom" if limit.lower else "top",
                dx=4,
                dy=-4 if limit.lower else 4,
                color=self._colours["ink"],
                fontSize=12,
            )
            layers.append(text.encode(x=self._x("at_s"), y=self._y("value"), text="words:N"))
        return layers

    def lines(self) -> alt.Chart:
        curves = self._angle.curves
        values: list[dict[str, Any]] = [
            {"t_s": t_s, "value": value, "name": curve.name, "when": clock(t_s)}
            for curve in curves
            for t_s, value in curve.points
        ]
        names = [curve.name for curve in curves]
        several = len(names) > 1
        digits = ".0f" if self._angle.unit else ".2f"
        encoding: dict[str, Any] = {
            "x": self._x("t_s"),
            "y": self._y("value"),
            "tooltip": [
                alt.Tooltip("when:N", title="At"),
                alt.Tooltip("value:Q", title="Degrees" if self._angle.unit else "", format=digits),
            ],
            "color": alt.Color(
                "name:N",
                scale=alt.Scale(domain=names, range=LINES[self._theme][: len(names)]),
                legend=alt.Legend(orient="top", title=None) if several else None,
            ),
        }
        if several:
            dash = alt.Scale(domain=names, range=[[1, 0], [7, 4]])
            encoding["strokeDash"] = alt.StrokeDash("name:N", scale=dash)
        mark = alt.Chart(rows(values)).mark_line(strokeWidth=2.5)
        # Dragging moves along, shift and the wheel look closer; the bare wheel scrolls the page.
        closer = alt.selection_interval(
            bind="scales", encodings=["x"], zoom="wheel![event.shiftKey]"
        )
        chart: alt.Chart = mark.encode(**encoding).add_params(closer)
        return chart

    def _x(self, field: str) -> alt.X:
        axis = alt.Axis(title=None, tickMinStep=1, tickCount=8, labelExpr=_CLOCK)
        scale = alt.Scale(domain=list(self._span_s), nice=False, clamp=True)
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    def _y(self, field: str) -> alt.Y:
        unit = "degrees" if self._angle.unit else "ratio"
        scale = alt.Scale(domain=[self._low, self._high], nice=False, zero=False)
        axis = alt.Axis(title=f"{self._angle.name} ({unit})", tickCount=6)
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)
