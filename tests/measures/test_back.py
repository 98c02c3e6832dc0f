from dataclasses import replace

import numpy as np
import pytest
from people import Person

from formcheck.measures.back import NO_START, FlatBack, back_curvature
from formcheck.measures.body import BodyTracker
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import OUTLINE_STATIONS

ALONG = np.linspace(0, 1, OUTLINE_STATIONS)
SITTING = Person(trunk=70).bent("right", hip=70, knee=5).bent("left", hip=70, knee=5)


def arc(turn_deg):
    """A parabola whose end tangents differ by the angle; bulging outwards for a rounded back."""
    slope = np.tan(np.radians(turn_deg / 2))
    return 0.2 + slope * ALONG * (1 - ALONG)


def curvature(back, person=SITTING, front=None):
    frame = person.frame(0.0)
    front = np.full(OUTLINE_STATIONS, 0.2) if front is None else front
    rows = [back, front] if person.azimuth < 90 else [front, back]
    return back_curvature(BodyTracker().step(replace(frame, outline=np.stack(rows))))


@pytest.mark.parametrize("azimuth", [0, 180])
@pytest.mark.parametrize("turn_deg", [-30, 0, 25, 60])
def test_the_angle_between_the_ends_of_the_back(turn_deg, azimuth):
    measure = curvature(arc(turn_deg), replace(SITTING, azimuth=azimuth))
    assert measure.value == pytest.approx(turn_deg, abs=0.5)
    assert measure.reason == ""


def test_the_belly_does_not_matter():
    assert curvature(arc(20), front=arc(60)).value == pytest.approx(20, abs=0.5)


def test_a_trunk_that_leans_against_its_landmarks_is_not_a_curve():
    assert curvature(arc(20) + 0.2 * ALONG).value == pytest.approx(20, abs=1.5)


@pytest.mark.parametrize(
    ("outline", "person", "reason"),
    [
        (np.full(OUTLINE_STATIONS, np.nan), SITTING, "the line of the back isn't clear"),
        (np.where(ALONG < 0.4, np.nan, 0.2), SITTING, "the line of the back isn't clear"),
        (0.2 + 0.15 * (abs(ALONG - 0.5) < 0.1), SITTING, "the line of the back isn't clear"),
        (arc(20), replace(SITTING, azimuth=70), "turn side-on"),
        (arc(20), Person(), "the back lies on the floor"),
    ],
)
def test_what_cannot_be_seen_is_not_told(outline, person, reason):
    measure = curvature(outline, person)
    assert not measure.known
    assert measure.reason == reason


def roundings(turns_deg, person=SITTING, fps=10, flat=None):
    """`back_rounding_deg` while the back goes through the given turns, a frame each."""
    tracker, flat = BodyTracker(), flat or FlatBack()
    told = []
    for i, turn_deg in enumerate(turns_deg):
        outline = np.stack([arc(turn_deg), np.full(OUTLINE_STATIONS, 0.2)])
        body = tracker.step(replace(person.frame(i / fps), outline=outline))
        told.append(flat.step(body, back_curvature(body)))
    return told


@pytest.mark.parametrize("flat_deg", [-30, 0, 15])
def test_rounding_is_told_against_the_persons_own_flat_back(flat_deg):
    told = roundings([flat_deg] * 10 + [flat_deg + 40] * 3 + [flat_deg - 25])
    assert [one.value for one in told[-4:]] == pytest.approx([40, 40, 40, -25], abs=1)
    assert told[0].reason == NO_START


def test_folding_forward_it_is_told_side_on_only():
    (turned,) = roundings([10], replace(SITTING, azimuth=27))
    assert turned.reason == "turn side-on"
    flat = FlatBack()
    assert roundings([10] * 10, replace(SITTING, azimuth=15), flat=flat)[-1].known


def test_the_flat_back_stays_what_it_was_at_the_start():
    told = roundings([0] * 10 + [50] * 30)
    assert told[-1].value == pytest.approx(50, abs=1)


def test_a_back_that_moves_is_no_start():
    told = roundings([10 * (i % 2) for i in range(20)])
    assert not any(one.known for one in told)


def test_a_rounded_back_is_not_taken_for_a_flat_one():
    assert not roundings([60] * 20)[-1].known


def test_bent_over_is_no_start():
    bent = replace(SITTING, trunk=140).bent("right", hip=140).bent("left", hip=140)
    assert not roundings([0] * 20, bent)[-1].known
    flat = FlatBack()
    roundings([0] * 10, flat=flat)
    assert roundings([35] * 3, bent, flat=flat)[-1].value == pytest.approx(35, abs=1)


def test_the_measurer_tells_both():
    measurer = Measurer()
    for i in range(12):
        outline = np.stack([arc(10 if i < 11 else 30), np.full(OUTLINE_STATIONS, 0.2)])
        _, measures = measurer.step(replace(SITTING.frame(i / 10), outline=outline))
    assert measures["back_curvature_deg"].value == pytest.approx(30, abs=1)
    assert measures["back_rounding_deg"].value == pytest.approx(20, abs=1)
    assert not measurer.step(SITTING.frame(1.2))[1]["back_rounding_deg"].known
