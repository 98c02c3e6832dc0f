import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measures.geometry import (
    elevation_deg,
    flexion_deg,
    signed_flexion_deg,
    wrapped_deg,
)

P = np.array


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        ((0, 0), (1, 0), (2, 0), 0),
        ((0, 0), (1, 0), (1, 1), 90),
        ((0, 0), (1, 0), (0, 0), 180),
        ((0, 0, 0), (0, 0, 1), (0, 1, 2), 45),
    ],
)
def test_flexion_is_zero_in_line_and_grows_as_the_joint_bends(a, b, c, expected):
    assert flexion_deg(P(a, float), P(b, float), P(c, float)) == pytest.approx(expected)


@given(st.floats(-179, 179), st.floats(0.1, 50), st.floats(-3, 3))
def test_signed_flexion_tells_which_way_at_any_size_and_turn_of_the_picture(bend, size, turn):
    first, second = np.radians([10.0, 10.0 + bend])
    points = size * P([[0, 0], [np.cos(first), np.sin(first)], [0, 0]])
    points[2] = points[1] + size * P([np.cos(second), np.sin(second)])
    rotation = P([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    a, b, c = points @ rotation.T
    assert signed_flexion_deg(a, b, c, 1.0) == pytest.approx(bend, abs=1e-6)
    assert signed_flexion_deg(a, b, c, -1.0) == pytest.approx(-bend, abs=1e-6)


def test_missing_points_stay_missing():
    gone = np.full(2, np.nan)
    assert np.isnan(flexion_deg(P([0.0, 0.0]), gone, P([1.0, 0.0])))
    assert np.isnan(signed_flexion_deg(P([0.0, 0.0]), gone, P([1.0, 0.0]), 1.0))


def test_elevation_counts_up_as_positive_though_y_runs_down():
    assert elevation_deg(P([0.0, 0.0]), P([-1.0, -1.0])) == pytest.approx(45)


@pytest.mark.parametrize(("angle", "expected"), [(190, -170), (-190, 170), (360, 0), (-180, -180)])
def test_an_angle_is_wrapped_to_half_a_turn_either_way(angle, expected):
    assert wrapped_deg(angle) == pytest.approx(expected)
