"""The head against the person's own rest."""

from dataclasses import replace

import pytest
from people import Person, exact

from formcheck.measures.measurer import Measurer


def measured(people, fps=15.0):
    measurer = Measurer(exact())
    return [measurer.step(person.frame(k / fps))[1] for k, person in enumerate(people)]


def test_the_head_is_measured_against_its_own_rest():
    lying = [Person(neck=12.0)] * 30 + [Person(neck=40.0)] * 30
    told = measured(lying)
    assert told[20]["head_lift_deg"].value == pytest.approx(0, abs=0.5)
    assert told[-1]["head_lift_deg"].value == pytest.approx(28, abs=1.5)


def test_a_head_that_was_up_at_first_gets_its_rest_once_it_lies_down():
    lying = [Person(neck=40.0)] * 30 + [Person(neck=5.0)] * 30 + [Person(neck=40.0)] * 5
    told = measured(lying)
    assert told[-1]["head_lift_deg"].value == pytest.approx(35, abs=2)


def held_up(neck_before, neck_in_hold, lifted=None):
    """Lying, then a knee pulled in with the neck so, then lifted further at the end."""
    lying = [Person(neck=neck_before)] * 30
    pulled = Person(neck=neck_in_hold).bent("right", hip=110, knee=110)
    last = replace(pulled, neck=lifted) if lifted else pulled
    return measured([*lying, *[pulled] * 60, *[last] * 15])[-1]["head_lift_deg"]


def test_a_lift_within_the_hold_is_told_closely():
    lift = held_up(5.0, 6.0, lifted=16.0)
    assert lift.value == pytest.approx(11, abs=0.5)
    assert lift.error == pytest.approx(5, abs=0.5)


def test_a_lift_is_told_as_closely_after_a_few_pictures_with_legs_misread():
    pulled = Person(neck=6.0).bent("right", hip=110, knee=110)
    lifted = replace(pulled, neck=16.0)
    misread = lifted.bent("right", hip=60, knee=60)
    people = [Person(neck=5.0)] * 30 + [pulled] * 60 + [lifted] * 15 + [misread] * 2 + [lifted] * 30
    assert measured(people)[-1]["head_lift_deg"].error == pytest.approx(5, abs=0.5)


def test_a_head_that_is_up_all_through_the_hold_may_be_the_arms_pull():
    lift = held_up(5.0, 15.0)
    assert lift.value == pytest.approx(10, abs=0.5)
    assert lift.error == pytest.approx(14, abs=0.5)


def test_a_head_that_stays_down_is_told_closely():
    lift = held_up(5.0, 5.0)
    assert (lift.value, lift.error) == pytest.approx((0, 4), abs=0.5)
