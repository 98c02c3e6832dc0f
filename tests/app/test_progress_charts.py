"""What the progress charts are told, and what they say in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from formcheck.app.chart_theme import Theme
from formcheck.app.progress_charts import (
    MOST_POINTS,
    calendar_chart,
    dose_chart,
    motion_chart,
    motion_limits_deg,
    score_chart,
    shown_points,
)
from formcheck.app.trend_view import _change_words, _symmetry_words
from formcheck.history.regularity import Day, Regularity
from formcheck.history.trends import Change, Point, SideTrend, Symmetry

START = datetime(2026, 3, 2, 7, 30)


def point(day: int, peak_deg: float | None = 70.0, score: int | None = 80) -> Point:
    error_deg = None if peak_deg is None else 5.0
    at = START + timedelta(days=day)
    return Point(f"s{day}", at, "full", peak_deg, error_deg, score, 0.9, 60.0, 50.0)


def side(*points: Point, name: str = "left") -> SideTrend:
    return SideTrend(name, points, None)


def test_few_sessions_are_shown_one_by_one_from_the_day_asked_for() -> None:
    shown = shown_points(side(point(0), point(10), point(20)), START + timedelta(days=5))
    assert [one.when for one in shown] == ["12 Mar 2026", "22 Mar 2026"]
    assert [one.side for one in shown] == ["Left", "Left"]


def test_many_sessions_become_weeks_and_none_is_lost() -> None:
    points = [point(n, peak_deg=60.0 + n % 7, score=None if n % 2 else 80) for n in range(700)]
    shown = shown_points(side(*points), None)
    assert len(points) > MOST_POINTS
    assert len(shown) == 100
    assert sum(one.sessions for one in shown) == 700
    assert shown[0].when == "week of 02 Mar 2026"
    assert {one.peak_deg for one in shown} == {63.0}
    assert {one.score for one in shown} == {80}


def test_a_session_whose_angle_or_score_is_not_known_is_left_out_not_drawn_as_zero() -> None:
    shown = shown_points(side(point(0), point(1, peak_deg=None, score=None)), None)
    drawn = motion_chart(shown, None, (50.0, 90.0), "light").to_dict()
    assert {len(rows) for rows in drawn["datasets"].values()} == {1}
    drawn = score_chart(shown, "light").to_dict()
    assert {len(rows) for rows in drawn["datasets"].values()} == {1}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_error_bars_and_the_baseline_with_its_band_are_drawn(theme: Theme) -> None:
    change = Change(60.0, 75.0, 15.0, 8.0, 6)
    shown = shown_points(side(point(0), point(1, 80.0)), None)
    assert motion_limits_deg(shown, [change]) == (50.0, 90.0)
    drawn = motion_chart(shown, change, (50.0, 90.0), theme).to_dict()
    marks = [layer["mark"]["type"] for layer in drawn["layer"]]
    assert marks == ["rect", "rule", "rule", "point"]
    text = json.dumps(drawn, ensure_ascii=False)
    assert "70° ± 5°" in text
    assert '"low": 52.0, "high": 68.0' in text


def test_sides_differ_by_shape_and_the_dose_is_drawn_in() -> None:
    both = [
        one for name in ("left", "right") for one in shown_points(side(point(0), name=name), None)
    ]
    drawn = dose_chart(both, "credited_s", 60.0, "light").to_dict()
    rule, points = drawn["layer"]
    assert rule["mark"]["type"] == "rule"
    assert "60 on each side" in json.dumps(drawn)
    assert points["encoding"]["shape"]["scale"]["range"] == ["circle", "triangle-up"]
    assert points["encoding"]["color"]["legend"]["orient"] == "top"


def test_what_is_moved_is_told_in_repetitions() -> None:
    shown = shown_points(side(replace(point(0), credited_s=0.0, repetitions=12)), None)
    drawn = dose_chart(shown, "repetitions", 10, "light").to_dict()
    dots = drawn["datasets"][drawn["layer"][1]["data"]["name"]]
    assert [one["done"] for one in dots] == [12]
    assert drawn["layer"][1]["encoding"]["y"]["axis"]["title"] == "Repetitions"


def test_every_day_of_the_calendar_says_what_was_done() -> None:
    today = date(2026, 3, 13)  # a Friday
    found = Regularity((Day(date(2026, 3, 2), 2, 150.0, 100.0),), (), 0, 0, None)
    drawn = calendar_chart(found, today, 4, "light").to_dict()
    rest, done = (drawn["datasets"][layer["data"]["name"]] for layer in drawn["layer"])
    assert len(rest) == 3 * 7 + 5
    assert [(one["when"], one["words"]) for one in done] == [
        ("Monday 2 March 2026", "2 sessions, 2 min held")
    ]
    assert rest[0]["weekday"] == "Mon"
    assert rest[-1]["when"] == "Friday 13 March 2026"


def test_a_change_is_called_one_only_beyond_the_error() -> None:
    assert "may be the camera's error" in _change_words(Change(60.0, 65.0, 5.0, 8.0, 6))
    assert "15° further, beyond the 8°" in _change_words(Change(60.0, 75.0, 15.0, 8.0, 6))
    assert "12° less far" in _change_words(Change(60.0, 48.0, -12.0, 8.0, 6))
    assert "at least three sessions" in _change_words(None)
    assert "even" in _symmetry_words(Symmetry(70.0, 74.0, 8.0))
    assert "beyond the 8°" in _symmetry_words(Symmetry(70.0, 82.0, 8.0))
