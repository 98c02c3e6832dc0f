"""Angle errors whose figures can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bench.made_up import outcome, told, truth

from formcheck.bench.angles import AngleRow, angle_rows
from formcheck.bench.outcome import Outcome, ToldMeasure


def knee(*outcomes: Outcome) -> AngleRow:
    rows = {row.group: row for row in angle_rows(outcomes)}
    return rows["lying_hamstring", "side", "knee_flexion", "near"]  # type: ignore[index]


def test_a_steady_bias_is_the_mean_and_the_mean_absolute_error() -> None:
    row = knee(outcome(off_deg=-2.0))
    assert row.mean == pytest.approx(-2.0)
    assert (row.mean_abs, row.median_abs, row.p95_abs) == pytest.approx((2.0, 2.0, 2.0))
    assert row.inside == 1.0
    assert row.padding == pytest.approx(1.5)


def test_opposite_errors_cancel_in_the_mean_only() -> None:
    row = knee(outcome(off_deg=4.0), outcome(truth("other"), off_deg=-4.0))
    assert row.mean == pytest.approx(0.0)
    assert row.mean_abs == pytest.approx(4.0)
    assert row.inside == 0.0
    assert row.clips == 2


def test_the_95th_percentile_and_the_share_inside_count_frames() -> None:
    true = truth()
    off = np.zeros(len(true.t_s))
    held = np.flatnonzero(true.in_hold(true.t_s))
    off[held[: len(held) // 10]] = 9.0
    row = knee(outcome(true, off_deg=off))
    assert row.p95_abs == pytest.approx(9.0)
    assert row.inside == pytest.approx(1.0 - (len(held) // 10) / len(held))


def test_only_frames_of_the_hold_count() -> None:
    true = truth()
    off = np.where(true.in_hold(true.t_s), 1.0, 90.0)
    assert knee(outcome(true, off_deg=off)).mean == pytest.approx(1.0)


def test_unknown_frames_lower_the_coverage_not_the_error() -> None:
    true = truth()
    off = np.where(true.t_s < 5.0, np.nan, 1.0)
    row = knee(outcome(true, off_deg=off))
    assert row.mean_abs == pytest.approx(1.0)
    assert row.coverage == pytest.approx(31 / 61)


def test_values_called_too_rough_are_kept_apart() -> None:
    true = truth()
    said = told(true, off_deg=20.0)
    name = "knee_flexion_right_deg"
    rough = replace(said.measures[name], usable=np.zeros(len(true.t_s), dtype=bool))
    row = knee(Outcome(true, replace(said, measures={name: rough})))
    assert (row.told, row.mean_abs) == (0, None)
    assert row.rough_mean_abs == pytest.approx(20.0)


def test_the_other_side_of_the_body_is_far() -> None:
    rows = angle_rows([outcome(truth(near_side="left"))])
    assert {row.group.distance for row in rows} == {"far"}


def test_a_full_turn_is_no_error() -> None:
    assert knee(outcome(off_deg=360.0)).mean == pytest.approx(0.0)


def test_ratios_keep_their_name_and_are_not_wrapped() -> None:
    true = truth(values={"leg_lift_left_ratio": np.full(100, 0.1)})
    said = told(true)
    measure = ToldMeasure(np.full(100, 300.1), np.full(100, 0.1), np.ones(100, dtype=bool))
    row = angle_rows([Outcome(true, replace(said, measures={"leg_lift_left_ratio": measure}))])[0]
    assert row.group.joint == "leg_lift_ratio"
    assert row.mean == pytest.approx(300.0)


def test_the_worst_clip_is_named() -> None:
    row = knee(outcome(off_deg=1.0), outcome(truth("bad"), off_deg=7.0))
    assert (row.worst_clip, row.worst_mean_abs) == ("bad", pytest.approx(7.0))
