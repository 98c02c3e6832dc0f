"""The thighs' lines read from the outline correct what rests on the hip's landmark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.measures.thighs import SHARE
from formcheck.pose.frame import Landmark, PoseFrame

RAISED = Person().bent("right", hip=80, knee=10).bent("left", hip=5, knee=3)
TURN_DEG = 8.0


def turned_by(frame: PoseFrame, right_deg: float) -> PoseFrame:
    """The frame with an outline whose right thigh is turned so far from its landmarks."""
    thigh = frame.xy_px[Landmark.RIGHT_KNEE] - frame.xy_px[Landmark.RIGHT_HIP]
    read_deg = float(np.degrees(np.arctan2(thigh[1], thigh[0])))
    return replace(frame, thigh_deg=np.array([np.nan, read_deg + right_deg]))


def last(person: Person, turns_deg: list[float], step_s: float = 0.1) -> dict[str, Measure]:
    """The measures of the newest of some frames, the right thigh's line turned in each."""
    measurer = Measurer(exact())
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
