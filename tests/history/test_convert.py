"""What the coach judged comes into the history whole."""

from math import nan

import pytest
from judged import finished_hold

from formcheck.coach.feedback import Verdict
from formcheck.coach.judge import Episode, Judgement
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import TOO_SHORT, Partial, Repetition
from formcheck.coach.result import CheckResult, StretchResult, result
from formcheck.coach.score import Score
from formcheck.history.convert import stretch_record
from formcheck.stretches.definition import Check, stretch_named


def test_holds_checks_faults_and_penalties():
    stretch = stretch_named("lying_hamstring")
    hold = finished_hold(stretch, "right", 5.0, 20.0, faults={"knee_not_locked": (10.0, 14.0)})
    told = stretch_record(result(stretch, [hold]), view="side", position="supine")
    (kept,) = told.holds
    assert (kept.side, kept.start_s, kept.end_s, kept.held_s) == ("right", 5.0, 25.0, 20.0)
    assert (kept.credited_s, kept.longest_s) == (16.0, 11.0)
    assert kept.peak_measure == "hip_flexion_right_deg"
    assert (kept.peak_value_deg, kept.peak_error_deg) == (80.0, 4.0)
    knee = next(check for check in told.checks if check.check == "knee_not_locked")
    assert (knee.verdict, knee.name, knee.unit) == ("fix", "Knee soft, not locked", "deg")
    assert [(fault.start_s, fault.end_s, fault.worst) for fault in knee.episodes] == [
        (10.0, 14.0, 1.5)
    ]
    assert [penalty.check for penalty in told.penalties] == ["knee_not_locked"]
    assert (told.side, told.view, told.dose_side_s) == ("right", "side", 60.0)
    assert told.score == kept.score == 92


def test_units_are_those_of_the_measures():
    stretch = stretch_named("lying_hamstring")
    told = stretch_record(result(stretch, []))
    units = {check.check: check.unit for check in told.checks}
    assert units["other_leg_down"] == "ratio"
    assert units["no_bounce"] == "deg"
    assert told.coverage is None


@pytest.mark.parametrize(
    ("kind", "unit"),
    [("bounce", "deg"), ("range", "deg"), ("entry_speed", "deg_s"), ("tempo", "s")],
)
def test_a_faults_unit_is_that_of_its_kind(kind, unit):
    check = Check.model_construct(
        id="one", kind=kind, measure="", name="One", say="Do.", weight=1.0, source="none"
    )
    told = CheckResult(check, Verdict.FIX, "", 1.0, 0.5, (Episode(1.0, 2.0, 3.0),))
    stretch = stretch_named("bridge")
    judged = StretchResult(stretch, (), (told,), (), Score(None, 0.0, ()))
    assert stretch_record(judged).checks[0].unit == unit


def test_repetitions_counted_and_partial_in_time_order():
    stretch = stretch_named("bridge")

    def repetition(start_s, peak):
        return Repetition(
            "both",
            "hip_flexion_left_deg",
            start_s,
            start_s + 4.0,
            (start_s + 1.5, start_s + 2.5),
            peak,
            3.0,
            1.4,
            nan,
        )

    judged = StretchResult(
        stretch,
        (),
        (),
        (),
        Score(88, 0.9, ()),
        (
            JudgedRepetition(repetition(2.0, 8.0), (Judgement.cant_tell("x"),), ((),)),
            JudgedRepetition(repetition(14.0, nan), (), ((Episode(15.0, 16.0, 2.0),),)),
        ),
        (Partial("both", 9.0, 11.0, 40.0, TOO_SHORT),),
    )
    told = stretch_record(judged)
    assert [(one.start_s, one.counted, one.reason) for one in told.repetitions] == [
        (2.0, True, ""),
        (9.0, False, TOO_SHORT),
        (14.0, True, ""),
    ]
    first, _, last = told.repetitions
    assert (first.peak_deg, first.peak_error_deg, first.out_s, first.return_s) == (8, 3, 1.4, None)
    assert last.peak_deg is None
    assert (told.score, told.coverage, told.active_s) == (88, 0.9, 8.0)
