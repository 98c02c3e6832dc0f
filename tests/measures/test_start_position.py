"""Twist, shoulders and head against the person's own start."""

from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact, smoothly

from formcheck.measures.baseline import NO_START
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import Landmark

L = Landmark
LEGS = {"left": 80.0, "right": 80.0}
KNEES_UP = Person(hip=LEGS, knee={"left": 90.0, "right": 90.0}, azimuth=50, elevation=30)


def measured(people, fps=15.0):
    measurer = Measurer(exact())
    return [measurer.step(person.frame(k / fps))[1] for k, person in enumerate(people)]


def twisting(to_deg, roll_deg=0.0, person=KNEES_UP):
    """2 s knees up, 2 s of sinking, 2 s there."""
    steps = [smoothly(k / 15, 2.0, 4.0) for k in range(90)]
    return [replace(person, drop=to_deg * u, roll=roll_deg * u) for u in steps]


@pytest.mark.parametrize("drop", [-80, -50, 0, 35, 75])
@pytest.mark.parametrize("azimuth", [35, 60, 120, 145])
def test_the_knees_drop_is_told_from_any_three_quarter_view(drop, azimuth):
    told = measured(twisting(drop, person=replace(KNEES_UP, azimuth=azimuth)))[-1]
    assert told["knee_drop_left_deg"].value == pytest.approx(drop, abs=25)
    assert told["knee_drop_right_deg"].value == pytest.approx(-drop, abs=25)


def behind_the_hips(frame):
    """The model's depth gone wrong: knees and feet as far behind the hips as they are before."""
    world_m = frame.world_m.copy()
    legs = [L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE]
    world_m[legs, 2] = 2 * world_m[[L.LEFT_HIP, L.RIGHT_HIP], 2].mean() - world_m[legs, 2]
    return replace(frame, world_m=world_m)


@pytest.mark.parametrize("drop", [-80, 75])
@pytest.mark.parametrize("azimuth", [35, 145])
def test_the_line_of_the_hips_tells_the_side_where_depth_has_it_wrong(drop, azimuth):
    measurer = Measurer(exact())
    for k, person in enumerate(twisting(drop, person=replace(KNEES_UP, azimuth=azimuth))):
        frame = person.frame(k / 15.0)
        told = measurer.step(behind_the_hips(frame) if k > 30 else frame)[1]
    assert told["knee_drop_left_deg"].value == pytest.approx(drop, abs=25)


def test_flat_shoulders_do_not_tilt_while_the_knees_sink():
    tilts = [m["shoulder_tilt_deg"].value for m in measured(twisting(75))[30:]]
    assert max(tilts) < 1.0


def lifting_later(drop_deg, roll_deg):
    """The knees sink by second 4; the shoulders turn at second 6."""
    return [
        replace(
            KNEES_UP,
            drop=drop_deg * smoothly(k / 15, 2.0, 4.0),
            roll=roll_deg * smoothly(k / 15, 6.0, 6.5),
        )
        for k in range(120)
    ]


@pytest.mark.parametrize(("drop", "roll"), [(75, -20), (-75, 20)])
def test_the_shoulder_the_knees_turn_away_from_is_seen_to_lift(drop, roll):
    told = [m["shoulder_tilt_deg"] for m in measured(lifting_later(drop, roll))]
    assert told[80].value < 3.0
    # landmarks of real pictures make 0.7 of a shoulder's rise, these all of it
    assert told[-1].value == pytest.approx(20 / 0.7, abs=4)
    assert told[-1].error < 10


@pytest.mark.parametrize(("drop", "roll"), [(75, 20), (-75, -20)])
def test_the_other_shoulder_can_only_sink(drop, roll):
    assert measured(lifting_later(drop, roll))[-1]["shoulder_tilt_deg"].value < 3.0


def test_a_shoulder_up_from_the_first_is_perhaps_the_twist_itself():
    told = measured(twisting(75, -20))[-1]["shoulder_tilt_deg"]
    assert told.value > 10
    assert told.error > 15


@pytest.mark.parametrize("drop", [75, -75])
def test_the_knees_side_is_the_one_that_depth_tells_where_two_would_fit(drop):
    """From here both places of the knees fall nearly together in the picture."""
    low = replace(KNEES_UP, azimuth=30, elevation=35)
    told = measured(twisting(drop, person=low))[-1]
    assert np.sign(told["knee_drop_left_deg"].value) == np.sign(drop)


def test_without_a_start_lying_flat_there_is_nothing_to_compare_with():
    told = measured([replace(KNEES_UP, drop=85)] * 60)[-1]
    assert told["shoulder_tilt_deg"].reason == NO_START
    assert not told["shoulder_tilt_deg"].known


def test_a_start_that_moves_is_no_start():
    rocking = [replace(KNEES_UP, drop=25 * np.sin(k / 2)) for k in range(60)]
    assert not measured(rocking)[-1]["shoulder_tilt_deg"].known


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
