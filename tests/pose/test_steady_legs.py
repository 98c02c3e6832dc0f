"""Legs that jump from one frame to the next were mixed up."""

from __future__ import annotations

from people import Person

from formcheck.pose.frame import PoseFrame
from formcheck.pose.steady_legs import JUMP_TRUNKS, KEPT_S, MOVED_TRUNKS, SteadyLegs


def raised(t_s: float, hip: float = 80.0, knee: float = 10.0) -> PoseFrame:
    return Person().bent("right", hip=hip, knee=knee).frame(t_s)


def moved_trunks(legs: SteadyLegs, frame: PoseFrame) -> float:
    """How far they were from where they had been followed to before this frame."""
    trunks = legs.moved_trunks(frame)
    legs.follow(frame)
    return trunks


def test_before_anything_is_sure_any_legs_will_do() -> None:
    legs = SteadyLegs()
    assert moved_trunks(legs, raised(0.0)) == 0.0
    assert moved_trunks(legs, raised(0.1, hip=20, knee=70)) == 0.0


def test_a_leg_that_is_raised_is_followed() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0, hip=0))
    moved = [moved_trunks(legs, raised(k / 15, hip=4.0 * k)) for k in range(1, 20)]
    assert max(moved) < JUMP_TRUNKS


def test_a_leg_at_rest_has_not_moved() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    assert moved_trunks(legs, raised(0.05, hip=80.5)) < MOVED_TRUNKS


def test_mixed_legs_are_told_and_those_after_them_are_not() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    assert moved_trunks(legs, raised(0.1, hip=30, knee=60)) > JUMP_TRUNKS
    assert moved_trunks(legs, raised(0.2)) == 0.0


def test_what_is_sure_counts_more_than_what_was_followed() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0, hip=30, knee=60))
    assert moved_trunks(legs, raised(0.1, hip=30, knee=60)) == 0.0
    legs.sure(raised(0.05))  # comes late
    assert moved_trunks(legs, raised(0.15)) == 0.0
    assert moved_trunks(legs, raised(0.2, hip=30, knee=60)) > JUMP_TRUNKS


def test_after_a_while_they_may_be_anywhere() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    assert moved_trunks(legs, raised(KEPT_S + 0.1, hip=30, knee=60)) == 0.0


def test_of_another_body_nothing_is_known() -> None:
    legs = SteadyLegs()
    legs.sure(raised(0.0))
    legs.forget()
    assert moved_trunks(legs, raised(0.1, hip=30, knee=60)) == 0.0
