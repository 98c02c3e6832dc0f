"""Holds, bounces and recognition against truth."""

from __future__ import annotations

import pytest
from bench.made_up import bounce, outcome, truth

from formcheck.bench.outcome import Outcome, ToldBounce, ToldHold
from formcheck.bench.times import (
    HoldCase,
    bounce_cases,
    extra_holds,
    false_bounces,
    hold_cases,
    recognition_case,
)
from formcheck.bench.truth import TrueHold


def hold(*told: ToldHold) -> HoldCase:
    return hold_cases([outcome(holds=told)])[0]


def test_errors_are_told_minus_true() -> None:
    case = hold(ToldHold("right", 2.3, 7.9, 5.6))
    errors = (case.start_error_s, case.end_error_s, case.held_error_s)
    assert errors == pytest.approx((0.3, -0.1, -0.4))
    assert case.right
    assert case.side_right


def test_half_a_second_is_the_limit() -> None:
    assert hold(ToldHold("right", 2.0, 8.5, 6.5)).right
    assert not hold(ToldHold("right", 2.0, 8.6, 6.6)).right


def test_pieces_of_a_hold_are_added_up() -> None:
    case = hold(ToldHold("right", 2.0, 4.0, 2.0), ToldHold("right", 5.0, 8.0, 3.0))
    assert case.pieces == 2
    assert (case.start_error_s, case.end_error_s) == pytest.approx((0.0, 0.0))
    assert case.held_error_s == pytest.approx(-1.0)


def test_a_missed_hold_is_not_right() -> None:
    case = hold()
    assert (case.pieces, case.held_error_s, case.right) == (0, None, False)


def test_the_wrong_side_shows() -> None:
    assert not hold(ToldHold("left", 2.0, 8.0, 6.0)).side_right


def test_a_hold_that_runs_into_the_next_belongs_to_one_only() -> None:
    holds = (
        TrueHold(side="right", start_s=2.0, end_s=5.0),
        TrueHold(side="right", start_s=6.0, end_s=9.0),
    )
    told = (ToldHold("right", 2.0, 5.0, 3.0), ToldHold("right", 4.5, 9.0, 4.5))
    first, second = hold_cases([outcome(truth(holds=holds), holds=told)])
    assert (first.pieces, second.pieces) == (1, 1)


def test_holds_that_never_were_are_counted() -> None:
    made_up = ToldHold("right", 8.5, 9.5, 1.0)
    assert extra_holds(outcome(holds=(made_up,))) == [made_up]
    assert extra_holds(outcome()) == []


def bouncing(*told: ToldBounce) -> Outcome:
    return outcome(truth(bounces=(bounce(3.0, 6.0, 6, 2.0, 8.0),)), bounces=told)


def test_bounces_found_and_how_far_off() -> None:
    case = bounce_cases([bouncing(ToldBounce(3.2, 6.1, 5, 1.8, 9.5))])[0]
    assert case.found
    assert case.asked
    assert case.count_error == -1
    assert case.rate_error == pytest.approx(-0.1)
    assert case.size_error_deg == pytest.approx(1.5)


def test_a_bounce_told_in_pieces_is_counted_together() -> None:
    told = (ToldBounce(3.0, 4.0, 2, 2.0, 8.0), ToldBounce(4.0, 6.0, 4, 2.2, 8.0))
    case = bounce_cases([bouncing(*told)])[0]
    assert case.count_error == 0
    assert case.rate_error == pytest.approx(0.1)


def test_a_missed_bounce_and_a_made_up_one() -> None:
    elsewhere = ToldBounce(6.5, 7.5, 2, 2.0, 8.0)
    assert not bounce_cases([bouncing(elsewhere)])[0].found
    assert false_bounces(bouncing(elsewhere)) == [elsewhere]
    assert false_bounces(bouncing(ToldBounce(3.0, 6.0, 6, 2.0, 8.0))) == []


@pytest.mark.parametrize(
    ("recognised", "stretch_right", "right"),
    [
        ((("lying_hamstring", "right"), ("bridge", "both")), True, True),
        ((("lying_hamstring", "left"),), True, False),
        ((("bridge", "both"), ("lying_hamstring", "right")), False, False),
        ((), False, False),
    ],
)
def test_what_comes_first_counts(
    recognised: tuple[tuple[str, str], ...], stretch_right: bool, right: bool
) -> None:
    case = recognition_case(outcome(recognised=recognised))
    assert (case.stretch_right, case.right) == (stretch_right, right)
