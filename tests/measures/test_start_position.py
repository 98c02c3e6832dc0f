"""Twist, shoulders and head against the person's own start."""

from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact, smoothly

from formcheck.measures.baseline import NO_START
from formcheck.measures.measurer import Measurer

LEGS = {"left": 80.0, "right": 80.0}
KNEES_UP = Person(hip=LEGS, knee={"left": 90.0, "right": 90.0}, azimuth=50, elevation=30)


def measured(people, fps=15.0):
    measurer = Measurer(exact())
    return [measurer.step(person.frame(k / fps))[1] for k, person in enumerate(people)]


def twisting(to_deg, roll_deg=0.0, person=KNEES_UP):
    """2 s knees up, 2 s of sinking, 2 s there."""
    steps = [smoothly(k / 15, 2.0, 4.0) for k in range(90)]
    return [replace(person, drop=to_deg * u, roll=roll_deg * u) for u in steps]


@pytest.mark.parametrize("drop", [-80, -50, 0, 35, 75])
@pytest.mark.parametrize("azimuth", [35, 60, 120, 145])
def test_the_knees_drop_is_told_from_any_three_quarter_view(drop, azimuth):
    told = measured(twisting(drop, person=replace(KNEES_UP, azimuth=azimuth)))[-1]
    assert told["knee_drop_left_deg"].value == pytest.approx(drop, abs=25)
    assert told["knee_drop_right_deg"].value == pytest.approx(-drop, abs=25)


def test_flat_shoulders_do_not_tilt_while_the_knees_sink():
    tilts = [m["shoulder_tilt_deg"].value for m in measured(twisting(75))[30:]]
    assert max(tilts) < 1.0


@pytest.mark.parametrize("roll", [-20, 20])
def test_a_lifted_shoulder_tilts_its_line(roll):
    tilt = measured(twisting(75, roll))[-1]["shoulder_tilt_deg"].value
    assert tilt > 10


def test_without_a_start_lying_flat_there_is_nothing_to_compare_with():
    told = measured([replace(KNEES_UP, drop=85)] * 60)[-1]
    assert told["shoulder_tilt_deg"].reason == NO_START
    assert not told["shoulder_tilt_deg"].known


def test_a_start_that_moves_is_no_start():
    rocking = [replace(KNEES_UP, drop=25 * np.sin(k / 2)) for k in range(60)]
    assert not measured(rocking)[-1]["shoulder_tilt_deg"].known


def test_the_head_is_measured_against_its_own_rest():
    lying = [Person(neck=12.0)] * 30 + [Person(neck=40.0)] * 30
    told = measured(lying)
    assert told[20]["head_lift_deg"].value == pytest.approx(0, abs=0.5)
    assert told[-1]["head_lift_deg"].value == pytest.approx(28, abs=1.5)


def test_a_head_that_was_up_at_first_gets_its_rest_once_it_lies_down():
    lying = [Person(neck=40.0)] * 30 + [Person(neck=5.0)] * 30 + [Person(neck=40.0)] * 5
    told = measured(lying)
    assert told[-1]["head_lift_deg"].value == pytest.approx(35, abs=2)
