from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.angles import measure_body
from formcheck.measures.calibration import load_calibration
from formcheck.measures.leans import (
    AS_READ,
    LEAST_ERROR_DEG,
    OFF_SIDE_ERROR_DEG,
    READINGS,
    lean_features,
    picture_deg,
)
from formcheck.measures.measurer import Measurer
from formcheck.measures.networks import Nothing
from formcheck.pose.frame import Landmark, other_side

RAISED = Person().bent("right", hip=70, knee=20).bent("left", hip=-12, knee=0)
"""On the back: the right thigh 20 degrees short of upright, the left one below the trunk's line."""


class Adds:
    def __init__(self, add_deg, error_deg=7.0):
        self._told = np.full(len(READINGS), add_deg), np.full(len(READINGS), error_deg)

    def __call__(self, features):
        assert np.isfinite(features).all()
        return self._told


def measured(person, correction=AS_READ):
    body, measures = Measurer(replace(exact(), leans=correction)).step(person.frame(0.0))
    return body, measures


@pytest.mark.parametrize("azimuth", [0, 180])
def test_leans_count_from_hanging_straight_down(azimuth):
    _, measures = measured(replace(RAISED, azimuth=azimuth))
    assert measures["thigh_lean_right_deg"].value == pytest.approx(160, abs=1)
    assert measures["shank_lean_right_deg"].value == pytest.approx(140, abs=1)
    assert measures["thigh_lean_left_deg"].value == pytest.approx(78, abs=1)
    assert not measures["thigh_lean_right_deg"].reason


@pytest.mark.parametrize("azimuth", [0, 180])
def test_what_is_added_counts_to_the_front_on_either_side(azimuth):
    _, measures = measured(replace(RAISED, azimuth=azimuth), Adds(10.0))
    assert measures["thigh_lean_left_deg"].value == pytest.approx(88, abs=1)
    assert measures["thigh_lean_left_deg"].error == 7.0


def test_beyond_straight_up_a_lean_falls_again():
    _, measures = measured(RAISED, Adds(30.0))
    assert measures["thigh_lean_right_deg"].value == pytest.approx(170, abs=1)


def test_nothing_is_told_more_surely_than_clothes_let_it():
    _, measures = measured(RAISED, Adds(0.0, error_deg=0.5))
    assert measures["thigh_lean_right_deg"].error == LEAST_ERROR_DEG


def test_off_the_side_view_a_lean_is_rough_and_not_corrected():
    _, measures = measured(replace(RAISED, azimuth=40, elevation=15), Adds(30.0))
    lean = measures["thigh_lean_right_deg"]
    assert (lean.reason, lean.error) == ("turn side-on", OFF_SIDE_ERROR_DEG)
    assert lean.value == pytest.approx(160, abs=16)


@pytest.mark.parametrize("model", ["lite", "full"])
def test_a_mirror_image_leans_the_same(model):
    """What ships takes the features there are; nothing in them is left or right."""
    leans = load_calibration(model).leans
    assert not isinstance(leans, Nothing)
    mirrored = Person().bent("left", hip=70, knee=20).bent("right", hip=-12, knee=0)
    told = []
    for person in (RAISED, replace(mirrored, azimuth=180)):
        body, _ = Measurer(exact()).step(person.frame(0.0))
        told.append((body.near_side, *leans(lean_features(body, picture_deg(body)))))
    (near, add, error), (mirrored_near, mirrored_add, mirrored_error) = told
    assert near == other_side(mirrored_near)
    assert add.shape == error.shape == (len(READINGS),)
    assert add == pytest.approx(mirrored_add, abs=1e-3)
    assert error == pytest.approx(mirrored_error, abs=1e-3)
    assert (error > 0.5).all()


def test_a_hidden_limb_does_not_lean():
    frame = RAISED.frame(0.0)
    xy_px = frame.xy_px.copy()
    xy_px[Landmark.RIGHT_KNEE] = (-100.0, 0.0)
    body, _ = Measurer(exact()).step(frame)
    measures = measure_body(replace(body, frame=replace(frame, xy_px=xy_px)), exact())
    for name in ("thigh_lean", "shank_lean"):
        assert measures[f"{name}_right_deg"].reason == "right knee is out of the picture"
    assert measures["thigh_lean_left_deg"].known
