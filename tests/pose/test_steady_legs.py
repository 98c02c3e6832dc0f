"""Legs that jump from one frame to the next were mixed up."""

from __future__ import annotations

from people import Person

from formcheck.pose.frame import PoseFrame
from formcheck.pose.steady_legs import KEPT_S, SteadyLegs


def raised(t_s: float, hip: float = 80.0, knee: float = 10.0) -> PoseFrame:
    return Person().bent("right", hip=hip, knee=knee).frame(t_s)


def test_before_anything_is_sure_any_legs_will_do() -> None:
    legs = SteadyLegs()
    assert legs.follow(raised(0.0))
    assert legs.follow(raised(0.1, hip=20, knee=70))


def test_a_leg_that_is_raised_is_followed() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0, hip=0))
    assert all(legs.follow(raised(k / 15, hip=4.0 * k)) for k in range(1, 20))


def test_mixed_legs_are_told_and_those_after_them_are_not() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    assert not legs.follow(raised(0.1, hip=30, knee=60))
    assert legs.follow(raised(0.2))


def test_what_is_sure_counts_more_than_what_was_followed() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0, hip=30, knee=60))
    assert legs.follow(raised(0.1, hip=30, knee=60))
    legs.sure(raised(0.05))  # comes late
    assert legs.follow(raised(0.15))
    assert not legs.follow(raised(0.2, hip=30, knee=60))


def test_after_a_while_they_may_be_anywhere() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    assert legs.follow(raised(KEPT_S + 0.1, hip=30, knee=60))


def test_of_another_body_nothing_is_known() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    legs.forget()
    assert legs.follow(raised(0.1, hip=30, knee=60))
