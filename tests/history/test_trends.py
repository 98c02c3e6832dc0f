"""Progress: real changes are told, chance and error are not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from past import hamstring, hold, session

from formcheck.history import RepetitionRecord
from formcheck.history.regularity import regularity
from formcheck.history.trends import LEAST_MDC_DEG, fault_trends, mdc_deg, stretch_trends


def peaks(values, side="left", error_deg=4.0, model="full", stretch=hamstring):
    return [
        session(day, stretch(hold(side, peak_deg=deg, error_deg=error_deg)), model=model)
        for day, deg in enumerate(values)
    ]


def trend_of(sessions):
    (trend,) = stretch_trends(sessions)
    return trend


def change_of(sessions):
    return trend_of(sessions).sides[0].change


def test_the_minimum_detectable_change_follows_from_the_stated_error():
    # 90 % half-width 5: SEM 5 / 1.645 = 3.04; MDC 1.96 * sqrt(2) * 3.04 = 8.43
    assert mdc_deg([5.0]) == pytest.approx(8.4, abs=0.05)
    assert mdc_deg([10.0, 10.0]) == pytest.approx(16.8, abs=0.1)
    assert mdc_deg([1.0]) == LEAST_MDC_DEG


def test_a_change_is_real_only_beyond_it():
    within = change_of(peaks([70, 71, 69, 75, 76, 77]))
    assert (within.baseline_deg, within.now_deg, within.change_deg) == (70.0, 76.0, 6.0)
    assert not within.real
    beyond = change_of(peaks([70, 71, 69, 79, 80, 81]))
    assert beyond.real
    assert beyond.change_deg == 10.0
    lost = change_of(peaks([80, 80, 80, 70, 70, 70]))
    assert lost.real
    assert lost.change_deg == -10.0


def test_a_rough_measure_needs_a_larger_change():
    values = [70, 70, 70, 80, 80, 80]
    assert change_of(peaks(values, error_deg=4.0)).real
    assert not change_of(peaks(values, error_deg=9.0)).real


def test_further_is_less_where_the_angle_shrinks_into_the_stretch():
    shrinking = replace(hamstring(), driver_peak="min")

    def stretch(*holds):
        return replace(shrinking, holds=holds)

    told = change_of(peaks([60, 60, 60, 40, 40, 40], stretch=stretch))
    assert told.change_deg == 20.0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_sessions_make_no_baseline(count):
    trends = stretch_trends(peaks([70] * count))
    assert all(side.change is None for trend in trends for side in trend.sides)


def test_the_baseline_is_of_two_or_three_sessions_and_never_of_those_called_now():
    assert change_of(peaks([70, 70, 90])).baseline_deg == 70.0
    assert change_of(peaks([70, 80, 75, 90])).baseline_deg == 75.0


def test_angles_of_another_pose_model_are_not_compared():
    sessions = peaks([50, 50, 50, 50], model="lite")
    sessions += [
        replace(one, uid=f"full{n}") for n, one in enumerate(peaks([80, 80, 80], model="full"))
    ]
    assert change_of(sessions).change_deg == 0.0


def test_an_unknown_angle_is_left_out_and_not_taken_for_nothing():
    sessions = peaks([70, None, 70, 70, None, 90, 90, 90])
    told = change_of(sessions)
    assert (told.baseline_deg, told.now_deg, told.sessions) == (70.0, 90.0, 6)
    assert [point.peak_deg for point in trend_of(sessions).sides[0].points][1] is None


def test_the_best_hold_counts_and_the_seconds_add_up():
    holds = (hold(peak_deg=60.0, score=50), hold(start_s=40.0, peak_deg=66.0, score=90))
    (point,) = trend_of([session(0, hamstring(*holds))]).sides[0].points
    assert (point.peak_deg, point.score) == (66.0, 70)
    assert (point.held_s, point.credited_s) == (40.0, 36.0)


def test_a_hold_without_a_score_leaves_its_session_without_one():
    holds = (hold(score=None), hold(start_s=40.0))
    (point,) = trend_of([session(0, hamstring(*holds))]).sides[0].points
    assert point.score is None


def test_left_and_right_are_compared_within_the_error():
    def both(left, right):
        return trend_of(
            [session(d, hamstring(hold("left", peak_deg=left), hold("right", peak_deg=right)))
             for d in range(3)]
        ).symmetry  # fmt: skip

    assert both(70.0, 74.0).even
    assert not both(70.0, 84.0).even
    assert trend_of(peaks([70, 70])).symmetry is None


def faults(pattern):
    """A session per letter: x at fault, o good, ? can't tell."""
    verdicts = {"x": "fix", "o": "good", "?": "cant_tell"}
    pairs = []
    for day, letter in enumerate(pattern):
        stretch = hamstring(fault=None)
        check = replace(stretch.checks[0], verdict=verdicts[letter])
        pairs.append((session(day), replace(stretch, checks=(check,))))
    return fault_trends(pairs)


@pytest.mark.parametrize(
    ("pattern", "trend"),
    [
        ("xxxxoooo", "fades"),
        ("ooooxxxx", "grows"),
        ("xoxoxoxo", "no clear change"),
        ("xxxooooo", "no clear change"),
        ("xxxxooo", "too early to tell"),
        ("xxxx????oooo", "fades"),
        ("xxxxxxx?", "too early to tell"),
        ("oooooooo" "xxxxxxxx" "oxooooxo", "fades"),
    ],
)  # fmt: skip
def test_whether_a_fault_fades(pattern, trend):
    (told,) = faults(pattern)
    assert told.trend == trend
    assert told.at_fault == pattern.count("x")
    assert told.told == len(pattern.replace("?", ""))


def test_a_fault_that_never_was_is_not_listed():
    assert faults("oooo?") == []


def test_chance_alone_is_rarely_called_a_trend():
    random = Random(4)
    called = 0
    for _ in range(400):
        (told, *_) = faults("x" + "".join(random.choice("xo") for _ in range(15)))
        called += told.trend in ("fades", "grows")
    assert called / 400 <= 0.10


def test_the_most_frequent_fault_comes_first():
    pairs = []
    for day in range(9):
        stretch = hamstring(fault=None)
        checks = (
            replace(stretch.checks[0], verdict="fix" if day < 2 else "good"),
            replace(stretch.checks[1], verdict="fix" if day < 5 else "good"),
        )
        pairs.append((session(day), replace(stretch, checks=checks)))
    assert [fault.check for fault in fault_trends(pairs)] == ["no_bounce", "knee_not_locked"]


def test_weeks_streaks_and_the_figure_a_week():
    days = [0, 2, 7, 9, 11, 14, 16, 21]
    told = regularity([session(day) for day in days], date(2026, 3, 23))
    assert [week.days for week in told.weeks] == [2, 3, 2, 1]
    assert told.streak_weeks == 3, "the running week can't break it before it is over"
    assert told.per_week == pytest.approx(7 / 3, abs=0.05)
    later = regularity([session(day) for day in days], date(2026, 3, 30))
    assert later.streak_weeks == 0
    assert later.longest_streak_weeks == 3


def moved(day, count, far):
    repetitions = tuple(
        RepetitionRecord("both", 4.0 * n, 4.0 * n + 3.0, far, True, "", "hip_flexion_left_deg", 4.0)
        for n in range(count)
    )
    partial = RepetitionRecord("both", 90.0, 92.0, 99.0, False, "not far enough")
    stretch = replace(
        hamstring(), holds=(), repetitions=(*repetitions, partial), dose_repetitions=8
    )
    return session(day, stretch)


def test_a_stretch_that_is_moved_has_its_trend_too():
    sessions = [moved(day, 8, 30.0 + 5.0 * day) for day in range(6)]
    trend = trend_of(sessions)
    (side,) = trend.sides
    assert [point.repetitions for point in side.points] == [8] * 6
    assert [point.score for point in side.points] == [90] * 6
    assert side.change is not None
    assert side.change.real, "partial repetitions don't count, and so don't make up a peak"
    assert (trend.dose_repetitions, trend.measure) == (8, "hip_flexion_deg")
    assert regularity(sessions, date(2026, 3, 9)).weeks[0].days == 6
    assert stretch_trends([moved(0, 0, 30.0)]) == []


def test_two_sessions_on_a_day_are_one_day_of_the_calendar():
    told = regularity([session(0), session(0, hour=18)], date(2026, 3, 3))
    (day,) = told.days
    assert (day.sessions, day.held_s) == (2, 40.0)
    assert told.weeks[0].days == 1
    assert told.per_week is None


def test_a_late_evening_counts_for_the_day_on_the_wall():
    late = replace(session(0), started_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    told = regularity([late], date(2026, 3, 3))
    assert told.days[0].day == date(2026, 3, 2)


def test_a_session_in_which_nothing_was_held_is_no_stretching():
    told = regularity([replace(session(0), stretches=())], date(2026, 3, 3))
    assert (told.days, told.weeks, told.streak_weeks, told.per_week) == ((), (), 0, None)
