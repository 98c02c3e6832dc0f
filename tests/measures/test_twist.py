"""Sunk knees, knees apart and lifted shoulders of somebody who lies."""

from dataclasses import replace

import numpy as np
import pytest
from people import ExactTwist, Person, both, exact

from formcheck.measures.calibration import load_calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.measures.twist import (
    HUNDREDTH,
    KNEES_DOWN,
    LEAST_ERROR,
    NOT_LYING,
    READINGS,
    twist_features,
    twist_measures,
)
from formcheck.pose.frame import other_side

KNEES_UP = Person(hip=both(80.0), knee=both(90.0), elevation=25.0)


def measured(person):
    return Measurer(exact()).step(person.frame(0.0))[1]


@pytest.mark.parametrize("drop", [-80, -50, 0, 35, 75])
@pytest.mark.parametrize("azimuth", [-145, -60, -35, 35, 60, 120, 145, 215])
def test_the_drop_is_above_0_on_the_side_the_knees_sink_to(drop, azimuth):
    told = measured(replace(KNEES_UP, drop=drop, azimuth=azimuth))
    assert told["knee_drop_left_deg"].value == pytest.approx(drop, abs=1.0)
    assert told["knee_drop_right_deg"].value == pytest.approx(-drop, abs=1.0)
    assert told["knee_drop_left_deg"].error == ExactTwist.ERRORS[0]


@pytest.mark.parametrize("drop", [-70, 70])
@pytest.mark.parametrize("azimuth", [-145, -35, 35, 145])
def test_a_lifted_shoulder_tilts_the_line_and_a_twist_alone_does_not(drop, azimuth):
    flat = replace(KNEES_UP, drop=drop, azimuth=azimuth)
    lifted = replace(flat, roll=20.0 * np.sign(-drop))
    assert measured(flat)["shoulder_tilt_deg"].value == pytest.approx(0.0, abs=0.5)
    tilt = measured(lifted)["shoulder_tilt_deg"]
    assert (tilt.value, tilt.error) == (pytest.approx(20.0, abs=0.5), ExactTwist.ERRORS[1])


def test_the_distance_of_the_knees_is_in_trunk_lengths():
    told = measured(replace(KNEES_UP, azimuth=-40))["knees_apart_ratio"]
    assert told.value == pytest.approx(0.4, abs=0.01)  # hips 0.2 m apart, a trunk of 0.5
    assert told.error == pytest.approx(HUNDREDTH * ExactTwist.ERRORS[2])


@pytest.mark.parametrize("azimuth", [-145, -35, 35, 145, 215])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_thigh_that_crosses_the_body(side, azimuth):
    """Legs that lean to the left by 45 degrees: the right thigh crosses, the left one goes away."""
    other = other_side(side)
    leaning = replace(KNEES_UP, hip=both(90.0), drop=45.0 if other == "left" else -45.0)
    told = measured(replace(leaning, azimuth=azimuth))
    assert told[f"thigh_across_{side}_deg"].value == pytest.approx(45.0, abs=1.0)
    assert told[f"thigh_across_{other}_deg"].value == pytest.approx(-45.0, abs=1.0)
    assert {told[f"thigh_across_{one}_deg"].error for one in (side, other)} == {9.0, 10.0}


class Says:
    """Tells of every reading the same, and the turned pelvis by itself."""

    def __init__(self, pelvis_deg, error):
        values = [pelvis_deg if name == "pelvis lift" else 1.0 for name in READINGS]
        self._told = np.array(values), np.full(len(READINGS), error)

    def __call__(self, features):
        assert np.isfinite(features).all()
        return self._told


@pytest.mark.parametrize("azimuth", [-35, 145])
def test_a_pelvis_turns_towards_one_side_and_so_away_from_the_other(azimuth):
    body, _ = Measurer(exact()).step(replace(KNEES_UP, azimuth=azimuth).frame(0.0))
    near, far = body.near_side, other_side(body.near_side)
    told = twist_measures(body, Says(40.0, 9.0))
    assert told[f"pelvis_turn_{near}_deg"] == Measure(40.0, 9.0)
    assert told[f"pelvis_turn_{far}_deg"] == Measure(-40.0, 9.0)


def test_of_postures_never_learned_nothing_is_told_too_surely():
    body, _ = Measurer(exact()).step(replace(KNEES_UP, azimuth=-35).frame(0.0))
    told = twist_measures(body, Says(0.0, 0.1))
    assert told["pelvis_turn_left_deg"].error == LEAST_ERROR[READINGS.index("pelvis lift")] >= 4.0


@pytest.mark.parametrize("azimuth", [-145, -35, 35, 145])
def test_a_shoulder_that_comes_along_takes_nothing_from_a_crossed_thigh(azimuth):
    leaning = replace(KNEES_UP, hip=both(90.0), drop=45.0, azimuth=azimuth)
    flat, lifted = measured(leaning), measured(replace(leaning, roll=20.0))
    for name in ("thigh_across_left_deg", "thigh_across_right_deg", "pelvis_turn_left_deg"):
        assert lifted[name].value == pytest.approx(flat[name].value, abs=1.0)


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (replace(KNEES_UP, trunk=90.0, elevation=0.0), NOT_LYING),
        (replace(KNEES_UP, hip=both(5.0), knee=both(5.0)), KNEES_DOWN),
        (replace(KNEES_UP, drop=150.0), KNEES_DOWN),
    ],
    ids=["sitting", "long legs", "further than knees go"],
)
def test_what_has_no_drop_says_why(person, said):
    told = measured(person)
    assert told["knee_drop_left_deg"].reason == told["knee_drop_right_deg"].reason == said
    assert not told["knee_drop_left_deg"].known


@pytest.mark.parametrize("model", ["lite", "full", "heavy"])
@pytest.mark.parametrize("azimuth", [-130.0, -50.0, 50.0])
def test_a_mirror_image_is_read_as_the_other_side(model, azimuth):
    """What ships takes the features there are; nothing in them is left or right."""
    twist = load_calibration(model).twist
    person = replace(KNEES_UP, drop=60.0, azimuth=azimuth)
    turned = replace(person, drop=-60.0, azimuth=180.0 - azimuth)
    readings = []
    for one in (person, turned):
        body, _ = Measurer(exact()).step(one.frame(0.0))
        readings.append((body.near_side, *twist(twist_features(body))))
    (near, told, error), (mirrored_near, mirrored, mirrored_error) = readings
    assert near == other_side(mirrored_near)
    assert told.shape == error.shape == (len(READINGS),)
    assert told == pytest.approx(mirrored, abs=1e-3)
    assert error == pytest.approx(mirrored_error, abs=1e-3)
    assert (error > 0.5).all()
