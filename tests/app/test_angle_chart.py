"""The chart draws in what was asked for, and shades what happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.angle_chart import angle_chart
from formcheck.app.angles import Angle, Curve, Limit, angles
from formcheck.app.chart_theme import Theme
from formcheck.app.player import Lane, Span
from formcheck.app.trace_data import TraceData, read_trace
from formcheck.coach.result import StretchResult
from formcheck.coach.score import Score
from formcheck.stretches.definition import library

LANES = [
    Lane("In position", (Span("hold", 2.0, 9.0),)),
    Lane("Repetitions", (Span("repetition", 9.2, 9.9),)),
    Lane("Head down", (Span("fix", 4.0, 5.5), Span("good", 5.5, 7.0), Span("fix", 7.0, 8.0))),
]
LIMITS = (
    Limit(45.0, "In position: at least 45°", gate=True, lower=True),
    Limit(30.0, "Knee not too bent: at most 30°", gate=False, lower=False),
)


def drawn(angle: Angle, theme: Theme = "light") -> dict[str, Any]:
    spec: dict[str, Any] = angle_chart(angle, LANES, 10.0, theme).to_dict()
    return spec


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_limits_stand_in_words_and_faults_are_shaded_by_name(theme: Theme) -> None:
    curve = Curve("Hip bend, left", [(0.0, 0.0), (5.0, None), (10.0, 70.0)])
    spec = drawn(Angle("Hip bend", "°", (curve,), LIMITS), theme)
    text = json.dumps(spec, ensure_ascii=False)
    for limit in LIMITS:
        assert limit.words in text
    assert len(layers(spec, "rule")) == 2
    sets = [spec["datasets"][layer["data"]["name"]] for layer in layers(spec, "rect")]
    boxes = [box for boxes in sets for box in boxes]
    assert [(box["what"], box["start_s"]) for box in boxes] == [
        ("In position", 2.0),
        ("Repetition", 9.2),
        ("Head down", 4.0),
        ("Head down", 7.0),
    ]


def test_a_limit_beyond_the_curve_is_still_in_the_picture() -> None:
    curve = Curve("Hip bend, left", [(0.0, 0.0), (10.0, 20.0)])
    (line,) = layers(drawn(Angle("Hip bend", "°", (curve,), LIMITS)), "line")
    low, high = line["encoding"]["y"]["scale"]["domain"]
    assert low < 0.0
    assert high > 45.0


def test_two_sides_differ_by_dashes_and_have_a_legend() -> None:
    both = tuple(Curve(f"Hip bend, {side}", [(0.0, 1.0), (1.0, 2.0)]) for side in ("left", "right"))
    (line,) = layers(drawn(Angle("Hip bend", "°", both, ())), "line")
    assert line["encoding"]["strokeDash"]["field"] == "name"
    assert line["encoding"]["color"]["legend"]["orient"] == "top"


def test_without_a_hold_the_side_seen_best_is_drawn_and_gaps_stay_gaps(tmp_path: Path) -> None:
    trace = tmp_path / "trace.csv"
    trace.write_text(
        "t_s,seen,phase,view,hip_flexion_left_deg,hip_flexion_right_deg,checks\n"
        "0.0,1,enter,side,,10.0,\n0.1,1,hold,side,5.0,,head_down:good\n0.2,1,rest,side,,12.0,\n"
    )
    judged = StretchResult(library()["lying_hamstring"], (), (), (), Score(None, 0.0, ()))
    read = read_trace(trace)
    assert read.verdicts == [(0.1, "head_down:good")]
    (angle,) = angles(judged, read)
    (curve,) = angle.curves
    assert curve.name == "Hip bend, right"
    assert curve.points == [(0.0, 10.0), (0.1, None), (0.2, 12.0)]
    assert [limit.words for limit in angle.limits] == ["In position: at least 45°"]


def test_every_measure_that_is_asked_of_a_stretch_can_be_looked_at() -> None:
    for stretch in library().values():
        judged = StretchResult(stretch, (), (), (), Score(None, 0.0, ()))
        everything: dict[str, list[float | None]] = _Everything()
        found = angles(judged, TraceData(0.0, 1.0, [0.0, 1.0], everything, []))
        asked = sum(
            (bound.min is not None) + (bound.max is not None)
            for bound in [check.bound for check in stretch.checks if check.kind == "bound"]
        )
        assert sum(not limit.gate for angle in found for limit in angle.limits) == asked


class _Everything(dict[str, list[float | None]]):
    """A trace in which every measure is known."""

    def __missing__(self, key: str) -> list[float | None]:
        return [1.0, 2.0]

    def get(self, key: str, _default: object = None) -> Any:
        return self[key]


def test_a_long_trace_is_thinned_out_but_keeps_every_verdict(tmp_path: Path) -> None:
    trace = tmp_path / "trace.csv"
    with trace.open("w") as file:
        file.write("t_s,seen,phase,view,knee_flexion_left_deg,checks\n")
        file.writelines(f"{n / 15:.3f},1,hold,side,{n % 90},head_down:good\n" for n in range(18000))
    read = read_trace(trace)
    assert 1000 <= len(read.times_s) <= 1500
    assert len(read.measures["knee_flexion_left_deg"]) == len(read.times_s)
    assert len(read.verdicts) == 18000
    assert read.end_s == pytest.approx(1199.933)
