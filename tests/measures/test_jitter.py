"""Scatter from frame to frame widens the error; movement doesn't."""

from __future__ import annotations

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.jitter import HALF_WIDTH, Jitter
from formcheck.measures.legs import UNCLEAR
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer

FPS = 15.0


def last_error(values: list[float], error: float = 3.0) -> float:
    jitter = Jitter()
    for number, value in enumerate(values):
        measure = jitter.step(number / FPS, Measure(value, error))
        assert measure.value == value
    return measure.error


def test_a_steady_angle_keeps_its_error():
    assert last_error([40.0] * 30) == 3.0


def test_an_angle_that_jumps_is_known_less_well():
    errors = []
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(0.0, 5.0, 30)
        errors.append(last_error([10.0 + off for off in noise], error=0.0))
    assert np.mean(errors) == pytest.approx(HALF_WIDTH * 5.0, rel=0.15)


@pytest.mark.parametrize("rate_hz", [0.3, 0.5])
def test_a_limb_on_the_move_is_known_as_well(rate_hz):
    moved = [20.0 * np.sin(2 * np.pi * rate_hz * n / FPS) for n in range(60)]
    assert last_error(moved) < 3.3


def test_an_unknown_angle_stays_unknown_and_a_rough_one_as_it_is():
    jitter = Jitter()
    for number in range(9):
        jitter.step(number / FPS, Measure(10.0 * (number % 2), 3.0))
    assert not jitter.step(0.7, Measure.unknown("hidden")).known
    rough = Measure(5.0, 20.0, "turn side-on")
    assert jitter.step(0.8, rough) == rough


def test_the_scatter_is_forgotten():
    assert last_error([10.0 * (n % 2) for n in range(20)] + [0.0] * 20) == 3.0


@pytest.mark.parametrize("knee_deg", [-40, 178])
def test_what_no_knee_can_do_is_not_told(knee_deg):
    person = Person().bent("right", hip=60, knee=knee_deg)
    _, measures = Measurer(exact()).step(person.frame(0.0))
    assert not measures["knee_flexion_right_deg"].known
    assert measures["knee_flexion_right_deg"].reason == UNCLEAR
    assert measures["hip_flexion_right_deg"].known


def test_a_jump_is_doubted_for_a_second_however_steady_it_is_then():
    """A leg that the model takes for the other one stays there for half a second."""
    assert last_error([14.0] * 20 + [-3.0] * 6) > 17.0
    assert last_error([14.0] * 20 + [-3.0] * 40) == 3.0


def test_what_jumped_and_was_back_at_once_is_not_doubted_for_its_way_back() -> None:
    assert last_error([14.0] * 20 + [-3.0] * 3) > 17.0
    assert last_error([14.0] * 20 + [-3.0] * 3 + [14.0] * 3) < 8.0


def test_the_fastest_way_into_a_stretch_is_no_jump():
    assert last_error([100.0 * n / FPS for n in range(12)]) == pytest.approx(3.0)
