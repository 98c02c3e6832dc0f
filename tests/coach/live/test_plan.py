"""Plans: doses, sides, routines, durations, and what makes no sense."""

import pytest

from formcheck.coach.live import PlanStep, WarmUpStep, plan_for_routine, plan_for_stretch
from formcheck.coach.live.plan import Plan
from formcheck.errors import UnusableInput
from formcheck.stretches.definition import library
from formcheck.stretches.routine import Routine, RoutineStep

HAMSTRING, BRIDGE = library()["lying_hamstring"], library()["bridge"]


def test_the_usual_dose_collects_a_sides_minute_in_holds_of_the_allowed_length():
    for stretch in library().values():
        if stretch.hold is None:
            continue
        for step in plan_for_stretch(stretch).steps:
            low, high = stretch.dose.hold_s
            assert low <= step.hold_s <= high
            fewest, most = stretch.dose.repetitions
            assert fewest <= step.repetitions <= most
            wanted = min(stretch.dose.side_total_s, high * most)
            assert step.dose_s >= wanted - 1e-9


def test_both_sides_one_side_and_no_sides():
    assert [step.side for step in plan_for_stretch(HAMSTRING).steps] == ["left", "right"]
    assert [step.side for step in plan_for_stretch(HAMSTRING, "right").steps] == ["right"]
    assert [step.side for step in plan_for_stretch(BRIDGE).steps] == ["both"]


def test_a_moving_stretch_is_done_in_repetitions():
    for stretch in library().values():
        if stretch.hold is not None:
            continue
        for step in plan_for_stretch(stretch).steps:
            assert step.moving
            assert step.dose_s == 0
            low, high = stretch.moving_repetitions
            assert low <= step.repetitions <= high
            assert step.duration_s > 0


def test_the_duration_grows_with_all_that_takes_time():
    short = plan_for_stretch(HAMSTRING, "left", hold_s=20, repetitions=1)
    assert short.duration_s >= 20
    for longer in (
        plan_for_stretch(HAMSTRING, "left", hold_s=30, repetitions=1),
        plan_for_stretch(HAMSTRING, "left", hold_s=20, repetitions=2),
        plan_for_stretch(HAMSTRING, "both", hold_s=20, repetitions=1),
        plan_for_stretch(HAMSTRING, "left", hold_s=20, repetitions=1, warm_up_s=60),
    ):
        assert longer.duration_s > short.duration_s


def test_a_routine_becomes_its_steps():
    routine = Routine(
        id="mine",
        name="Mine",
        warm_up_s=120,
        steps=(
            RoutineStep(stretch="lying_hamstring", hold_s=20, repetitions=2, rest_s=8),
            RoutineStep(stretch="bridge"),
            RoutineStep(stretch="knee_to_chest", sides="left"),
        ),
    )
    plan = plan_for_routine(routine)
    warm_up, *steps = plan.steps
    assert warm_up == WarmUpStep(120)
    assert [(step.stretch.id, step.side) for step in steps] == [
        ("lying_hamstring", "left"),
        ("lying_hamstring", "right"),
        ("bridge", "both"),
        ("knee_to_chest", "left"),
    ]
    assert (steps[0].hold_s, steps[0].repetitions, steps[0].rest_s) == (20, 2, 8)
    assert plan.routine == "mine"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: plan_for_stretch(BRIDGE, "left"),
        lambda: plan_for_stretch(HAMSTRING, "up"),
        lambda: PlanStep(HAMSTRING, "left", -1.0, 1),
        lambda: PlanStep(HAMSTRING, "left", 20.0, 0),
        lambda: PlanStep(HAMSTRING, "left", 0.0, 1),
        lambda: Plan("empty", ()),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(wrong):
    with pytest.raises(UnusableInput, match=r"\."):
        wrong()
