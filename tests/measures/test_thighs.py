"""The thighs' lines read from the outline correct what rests on the hip's landmark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures import angles
from formcheck.measures.calibration import Curve
from formcheck.measures.legs import UNCLEAR
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.measures.thighs import SHARE
from formcheck.pose.frame import Landmark, PoseFrame

RAISED = Person().bent("right", hip=80, knee=10).bent("left", hip=5, knee=3)
TURN_DEG = 8.0
OUTLINED_ERROR_DEG, UNTOLD_ERROR_DEG = 2.0, 7.0
TOLD_APART = replace(
    exact(),
    side={
        **exact().side,
        **{
            ("knee_flexion", posture, "near"): Curve((0.0, 180.0), (0.0, 0.0), (error, error))
            for posture, error in (
                (angles.RAISED_OUTLINED, OUTLINED_ERROR_DEG),
                (angles.RAISED, UNTOLD_ERROR_DEG),
            )
        },
    },
    slant_error_deg=0.0,
)
"""A calibration that knows a raised knee better where the outline tells of its thigh."""
UNTOLD = float("nan")


def turned_by(frame: PoseFrame, right_deg: float) -> PoseFrame:
    """The frame with an outline whose right thigh is turned so far from its landmarks."""
    thigh = frame.xy_px[Landmark.RIGHT_KNEE] - frame.xy_px[Landmark.RIGHT_HIP]
    read_deg = float(np.degrees(np.arctan2(thigh[1], thigh[0])))
    return replace(frame, thigh_deg=np.array([np.nan, read_deg + right_deg]))


def last(person: Person, turns_deg: list[float], step_s: float = 0.1) -> dict[str, Measure]:
    """The measures of the newest of some frames, the right thigh's line turned in each."""
    measurer = Measurer(TOLD_APART)
    for number, turn_deg in enumerate(turns_deg):
        _, measures = measurer.step(turned_by(person.frame(step_s * number), turn_deg))
    return measures


@pytest.mark.parametrize(("azimuth", "seen_from_right"), [(0, 1.0), (180, -1.0)])
def test_knee_and_hip_follow_the_outline_of_their_own_side(azimuth, seen_from_right):
    # clockwise, seen from the person's right, a thigh turns out of flexion and bends the knee less
    measures = last(replace(RAISED, azimuth=azimuth), [seen_from_right * TURN_DEG] * 3)
    assert measures["knee_flexion_right_deg"].value == pytest.approx(10 - SHARE * TURN_DEG, abs=0.1)
    assert measures["hip_flexion_right_deg"].value == pytest.approx(80 - SHARE * TURN_DEG, abs=0.1)
    assert measures["knee_flexion_left_deg"].value == pytest.approx(3, abs=0.1)
    assert measures["hip_flexion_left_deg"].value == pytest.approx(5, abs=0.1)


def test_one_frame_that_goes_wrong_changes_nothing():
    measures = last(RAISED, [0.0, 0.0, 0.0, 15.0])
    assert measures["knee_flexion_right_deg"].value == pytest.approx(10, abs=0.1)


def test_an_outline_lost_for_a_moment_is_remembered_and_then_forgotten():
    kept = last(RAISED, [TURN_DEG, TURN_DEG, float("nan")])
    assert kept["knee_flexion_right_deg"].value == pytest.approx(10 - SHARE * TURN_DEG, abs=0.1)
    lost = last(RAISED, [TURN_DEG, TURN_DEG, *[float("nan")] * 22])
    assert lost["knee_flexion_right_deg"].value == pytest.approx(10, abs=0.1)


def test_little_of_a_swing_of_the_outline_becomes_a_swing_of_the_joint():
    swing = [TURN_DEG * np.sin(2 * np.pi * 0.6 * 0.1 * n) for n in range(60)]
    knees = [last(RAISED, swing[:n])["knee_flexion_right_deg"].value for n in range(40, 60)]
    assert np.ptp(knees) < 0.5 * SHARE * 2 * TURN_DEG


def test_sitting_the_outline_is_left_alone():
    sitting = replace(RAISED, trunk=80)
    measures = last(sitting, [TURN_DEG] * 3)
    assert measures["knee_flexion_right_deg"].value == pytest.approx(10, abs=0.1)


def test_a_raised_straight_knee_is_known_better_while_the_outline_tells_all_along():
    errors = [
        last(RAISED, turns)["knee_flexion_right_deg"].error
        for turns in ([0.0] * 10, [0.0, UNTOLD] * 5, [0.0] * 9 + [UNTOLD])
    ]
    assert errors[:2] == pytest.approx([OUTLINED_ERROR_DEG, UNTOLD_ERROR_DEG])
    assert OUTLINED_ERROR_DEG < errors[2] < UNTOLD_ERROR_DEG


def test_a_knee_pulled_to_the_chest_is_no_straight_leg_however_well_it_is_outlined():
    bent = RAISED.bent("right", hip=110, knee=120)
    error = last(bent, [0.0] * 10)["knee_flexion_right_deg"].error
    assert error == pytest.approx(UNTOLD_ERROR_DEG)


BOTH_UP = RAISED.bent("left", hip=45, knee=3)


@pytest.mark.parametrize(
    ("person", "turns_deg", "reason"),
    [
        (BOTH_UP, [UNTOLD] * 10, UNCLEAR),
        (BOTH_UP, [0.0] * 10, ""),
        (RAISED, [UNTOLD] * 10, ""),
        (BOTH_UP.bent("left", knee=100), [UNTOLD] * 10, ""),
    ],
    ids=["untold", "outlined", "one up", "other bent"],
)
def test_two_straight_legs_up_are_judged_only_where_the_outline_tells_them_apart(
    person, turns_deg, reason
):
    measures = last(person, turns_deg)
    for joint in ("knee", "hip"):
        measure = measures[f"{joint}_flexion_right_deg"]
        assert measure.known, "the hold goes on"
        assert measure.reason == reason
