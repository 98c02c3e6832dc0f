from dataclasses import replace

import pytest
from people import Person

from formcheck.measures.body import BodyTracker
from formcheck.measures.measure import Measure
from formcheck.measures.resting_shoulders import LEAST_S, MOST_DEG, REST_S, RestingShoulders

LYING = Person().bent("left", hip=60, knee=90).bent("right", hip=60, knee=90)
UP = Measure(0.0, 9.0)
SUNK = Measure(70.0, 9.0)
LONG = Measure.unknown("bend the knees up first")
HZ = 10


def told(readings, person=LYING):
    """The lift told in each frame of `readings`, (lift in degrees, drop of the knees)."""
    tracker, shoulders = BodyTracker(), RestingShoulders()
    return [
        shoulders.step(tracker.step(person.frame(i / HZ)), Measure(deg, 7.0), drop).value
        for i, (deg, drop) in enumerate(readings)
    ]


@pytest.mark.parametrize("drop", [UP, LONG], ids=["knees up", "legs long"])
def test_a_lift_counts_from_what_was_told_at_rest(drop):
    assert told([(4.0, drop)] * 15 + [(14.0, SUNK)])[-1] == pytest.approx(10.0)


def test_to_either_side():
    assert told([(-4.0, UP)] * 15 + [(-14.0, SUNK)])[-1] == pytest.approx(-10.0)


def test_a_shoulder_that_is_up_from_the_start_is_no_rest():
    assert told([(18.0, UP)] * 40)[-1] == pytest.approx(18.0 - MOST_DEG)


def test_a_shoulder_lifted_later_with_the_knees_in_the_middle_is_no_rest():
    rested = [(1.0, UP)] * int(REST_S * HZ + 1)
    assert told(rested + [(21.0, UP)] * 100)[-1] == pytest.approx(20.0)


def test_who_begins_in_the_twist_has_no_rest():
    assert told([(12.0, SUNK)] * 40)[-1] == 12.0


def test_a_moment_is_no_rest():
    frames = int(LEAST_S * HZ) - 2
    assert told([(4.0, UP)] * frames + [(14.0, SUNK)])[-1] == 14.0


def test_seen_from_the_other_side_it_rests_anew():
    shoulders, other = RestingShoulders(), replace(LYING, azimuth=180)
    for i in range(20):
        body = BodyTracker().step(LYING.frame(i / HZ))
        shoulders.step(body, Measure(5.0, 7.0), UP)
    turned = BodyTracker().step(other.frame(2.0))
    assert turned.near_side != body.near_side
    assert shoulders.step(turned, Measure(12.0, 7.0), SUNK).value == 12.0
