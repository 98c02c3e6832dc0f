"""Verdicts against truth: found, missed, blamed without cause, inside the guard band."""

from __future__ import annotations

import pytest
from bench.made_up import bounce, fault, outcome, truth, with_knee

from formcheck.bench.outcome import Outcome
from formcheck.bench.truth import Span
from formcheck.bench.verdicts import (
    ABSENT,
    CLEAR,
    MARGINAL,
    Case,
    CheckRow,
    blame,
    by_check,
    cases_of,
    check_rows,
    good_form_s,
    not_judged,
    shared_over_either,
)

BENT = "knee_not_too_bent"


def case(one: Outcome, check: str) -> Case:
    return next(case for case in cases_of(one) if case.told.id == check)


def row(check: str, *outcomes: Outcome) -> CheckRow:
    return by_check(check_rows([c for one in outcomes for c in cases_of(one)]))[check]


def bent(knee_deg: float, **said: object) -> Outcome:
    """The knee too bent from 4 to 6 s; the limit is 30 degrees, the stated error 3."""
    true = with_knee(truth(f"bent_{knee_deg:g}", faults=(fault(BENT, 4.0, 6.0),)), knee_deg, 4, 6)
    return outcome(true, **said)


def test_precision_recall_and_f1() -> None:
    found = bent(45.0, fix={BENT: ((4.0, 6.0),)})
    missed = bent(46.0)
    doubted = bent(47.0, cant_tell=(BENT,))
    right = outcome(truth("right"))
    wronged = outcome(truth("wronged"), fix={BENT: ((3.0, 4.0),)})
    figures = row(BENT, found, found, missed, doubted, right, wronged)
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.recall == pytest.approx(2 / 4)
    assert figures.f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 2))
    assert figures.cant_tell == pytest.approx(1 / 6)


def test_without_faults_there_is_no_recall_and_without_blame_no_precision() -> None:
    figures = row(BENT, outcome())
    assert (figures.precision, figures.recall) == (None, None)


@pytest.mark.parametrize(
    ("knee_deg", "presence"), [(15.0, MARGINAL), (32.0, MARGINAL), (34.0, CLEAR)]
)
def test_a_named_fault_is_clear_outside_the_guard_band_only(knee_deg: float, presence: str) -> None:
    assert case(bent(knee_deg), BENT).presence == presence


def test_a_fault_that_the_file_does_not_name_counts_when_the_angle_says_so() -> None:
    unnamed = outcome(with_knee(truth(), 45.0, 4.0, 6.0), fix={BENT: ((4.0, 6.0),)})
    assert case(unnamed, BENT).presence == CLEAR
    assert blame([unnamed], cases_of(unnamed)).episodes == ()


def test_an_angle_out_of_bounds_for_a_moment_is_no_fault() -> None:
    assert case(outcome(with_knee(truth(), 45.0, 4.0, 4.5)), BENT).presence == ABSENT


def test_inside_the_guard_band_either_verdict_is_accepted() -> None:
    figures = row(BENT, bent(32.0, fix={BENT: ((4.0, 6.0),)}), bent(31.0))
    assert (figures.precision, figures.recall) == (None, None)
    assert figures.named_recall == pytest.approx(0.5)


def test_a_fault_that_was_never_measured_counts_as_missed() -> None:
    assert case(bent(31.0, off_deg=float("nan"), cant_tell=(BENT,)), BENT).presence == CLEAR


def test_a_fault_without_a_true_angle_is_clear_by_name() -> None:
    lifted = outcome(truth(faults=(fault("head_down", 4.0, 6.0),)))
    assert case(lifted, "head_down").presence == CLEAR
    assert case(outcome(), "head_down").presence == ABSENT


def test_faults_without_a_check_are_listed() -> None:
    odd = outcome(truth(faults=(fault("back_long", 4.0, 6.0), fault(BENT, 4.0, 6.0))))
    assert not_judged([odd, outcome()]) == {"back_long": 1}


def test_views_that_the_stretch_does_not_support_stay_out_of_the_sum() -> None:
    rows = check_rows(cases_of(outcome(truth(view="front"))))
    assert not any(row.supported for row in rows)
    assert by_check(rows) == {}


@pytest.mark.parametrize(
    ("rate_hz", "size_deg", "presence"),
    [(1.5, 8.0, CLEAR), (1.5, 4.0, MARGINAL), (0.4, 8.0, MARGINAL), (3.5, 8.0, MARGINAL)],
)
def test_bounces_of_the_asked_size_and_rate_are_clear(
    rate_hz: float, size_deg: float, presence: str
) -> None:
    bouncing = outcome(truth(bounces=(bounce(4.0, 6.0, 3, rate_hz, size_deg),)))
    assert case(bouncing, "no_bounce").presence == presence


def test_overlap_is_shared_time_over_time_in_either() -> None:
    true = [Span(start_s=2.0, end_s=4.0), Span(start_s=6.0, end_s=7.0)]
    assert shared_over_either(true, [(3.0, 5.0)]) == pytest.approx(1.0 / 4.0)
    assert shared_over_either(true, [(2.0, 4.0), (6.0, 7.0)]) == pytest.approx(1.0)
    assert case(bent(45.0, fix={BENT: ((5.0, 7.0),)}), BENT).overlap == pytest.approx(1.0 / 3.0)


def test_false_blame_is_counted_by_minutes_of_good_form() -> None:
    clean = outcome(truth("clean"), fix={"head_down": ((3.0, 4.0), (5.0, 6.0))})
    faulty = bent(45.0, fix={BENT: ((4.0, 6.0), (7.0, 7.8)), "head_down": ((4.0, 6.0),)})
    told = blame([clean, faulty], cases_of(clean) + cases_of(faulty))
    assert [episode[:2] for episode in told.episodes] == [
        ("clean", "head_down"),
        ("clean", "head_down"),
        ("bent_45", BENT),
        ("bent_45", "head_down"),
    ]
    assert told.good_min == pytest.approx((6.0 + 4.0) / 60.0)
    assert told.per_min == pytest.approx(4 / (10.0 / 60.0))
    assert told.clean_episodes == 2
    assert told.clean_per_10_min == pytest.approx(10 * 2 / 0.1)


def test_good_form_leaves_out_faults_and_bounces_that_overlap() -> None:
    true = truth(
        faults=(fault(BENT, 1.0, 3.0), fault("head_down", 4.0, 6.0)),
        bounces=(bounce(5.0, 7.0, 3, 1.5, 8.0),),
    )
    assert good_form_s(true) == pytest.approx(2.0)
