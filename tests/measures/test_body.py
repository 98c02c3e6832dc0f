from dataclasses import replace

import numpy as np
import pytest
from figures import changed, pose, seen
from people import Person, exact

from formcheck.measures.angles import measure_body
from formcheck.measures.body import BodyTracker
from formcheck.measures.legs import LEG_LANDMARKS
from formcheck.measures.view import Position, View, position
from formcheck.pose.frame import Landmark, PoseFrame


def measured(person, t_s=0.0):
    body = BodyTracker().step(person.frame(t_s))
    return body, measure_body(body, exact())


RAISED = Person().bent("right", hip=80, knee=10).bent("left", hip=5, knee=3)


@pytest.mark.parametrize(("azimuth", "near"), [(0, "right"), (180, "left"), (-15, "right")])
def test_from_beside_the_body_every_leg_angle_is_true(azimuth, near):
    body, measures = measured(replace(RAISED, azimuth=azimuth))
    assert (body.view, body.position, body.near_side) == ("side", "supine", near)
    for name, truth in [
        ("knee_flexion_right_deg", 10),
        ("hip_flexion_right_deg", 80),
        ("knee_flexion_left_deg", 3),
        ("hip_flexion_left_deg", 5),
    ]:
        assert measures[name].value == pytest.approx(truth, abs=0.5)
        assert measures[name].reason == ""


def test_a_knee_past_straight_reads_below_zero():
    _, measures = measured(RAISED.bent("right", knee=-6))
    assert measures["knee_flexion_right_deg"].value == pytest.approx(-6)


def test_a_knee_folded_all_the_way_is_not_taken_for_a_locked_one():
    _, measures = measured(RAISED.bent("right", hip=120, knee=150))
    assert measures["knee_flexion_right_deg"].value == pytest.approx(150)


def test_off_the_side_view_an_angle_is_rough_and_says_what_to_do():
    body, measures = measured(replace(RAISED, azimuth=35, elevation=15))
    assert body.view == "three_quarter"
    assert measures["knee_flexion_right_deg"].reason == "turn side-on"
    assert measures["knee_flexion_right_deg"].error > 15


@pytest.mark.parametrize(
    ("azimuth", "elevation", "view"),
    [(90, 5, "feet"), (-90, 5, "head"), (40, 30, "three_quarter"), (0, 80, "front")],
)
def test_the_camera_is_placed_by_where_it_looks_from(azimuth, elevation, view):
    body, _ = measured(replace(RAISED, azimuth=azimuth, elevation=elevation))
    assert body.view == view


def test_a_joint_outside_the_picture_is_not_measured():
    _, measures = measured(replace(RAISED, px_per_m=420))
    assert not measures["knee_flexion_right_deg"].known
    assert "out of the picture" in measures["knee_flexion_right_deg"].reason


def test_a_hidden_joint_is_not_measured():
    frame = RAISED.frame(0.0)
    visibility = frame.visibility.copy()
    visibility[Landmark.RIGHT_KNEE] = 0.1
    frame = PoseFrame(0.0, frame.size_px, frame.xy_px, frame.world_m, visibility)
    measures = measure_body(BodyTracker().step(frame), exact())
    assert measures["knee_flexion_right_deg"].reason == "right knee is hidden"
    assert measures["knee_flexion_left_deg"].known


@pytest.mark.parametrize(
    ("measure", "joint"),
    [
        ("leg_lift_left_ratio", Landmark.LEFT_ANKLE),
        ("hip_to_heel_left_ratio", Landmark.LEFT_ANKLE),
        ("wrist_to_knee_left_ratio", Landmark.LEFT_KNEE),
    ],
)
def test_a_leg_that_is_hidden_is_neither_lifted_nor_near_anything(measure, joint):
    frame = RAISED.frame(0.0)
    seen_well = measure_body(BodyTracker().step(frame), exact())
    visibility = frame.visibility.copy()
    visibility[joint] = 0.1
    hidden = measure_body(BodyTracker().step(replace(frame, visibility=visibility)), exact())
    assert seen_well[measure].known
    assert not hidden[measure].known
    assert hidden[measure].reason == f"{joint.name.lower().replace('_', ' ')} is hidden"


@pytest.mark.parametrize(("model", "hidden"), [("lite", True), ("full", True), ("heavy", False)])
def test_heavy_calls_knees_hidden_that_it_reads_rightly(model, hidden):
    frame = RAISED.frame(0.0)
    visibility = frame.visibility.copy()
    visibility[Landmark.RIGHT_KNEE] = 0.2
    body = BodyTracker().step(replace(frame, visibility=visibility))
    measures = measure_body(body, replace(exact(), model=model))
    assert measures["knee_flexion_right_deg"].known != hidden


def stretched_thigh(frame):
    xy = frame.xy_px.copy()
    xy[Landmark.RIGHT_KNEE] += (xy[Landmark.RIGHT_KNEE] - xy[Landmark.RIGHT_HIP]) * 2.0
    return PoseFrame(frame.t_s, frame.size_px, xy, frame.world_m, frame.visibility)


def test_a_skeleton_that_is_not_human_shaped_is_not_believed():
    body = BodyTracker().step(stretched_thigh(RAISED.frame(0.0)))
    assert not body.believable
    assert body.reason
    measures = measure_body(body, exact())
    assert not any(measure.known for measure in measures.values())


def test_a_skeleton_that_jumps_to_somebody_else_is_not_believed():
    tracker = BodyTracker()
    tracker.step(RAISED.frame(0.0))

    def elsewhere(t_s, right_px):
        f = RAISED.frame(t_s)
        xy = f.xy_px + np.array([right_px, 0.0])
        return PoseFrame(t_s, f.size_px, xy, f.world_m, f.visibility)

    assert not tracker.step(elsewhere(0.1, 120)).believable
    assert tracker.step(elsewhere(0.2, 121)).believable


def test_a_picture_of_nobody_has_no_believable_body():
    body = BodyTracker().step(PoseFrame.unseen(0.0, (640, 480)))
    assert not body.believable
    assert body.reason == "nobody seen"


def test_legs_exchanged_for_a_few_frames_are_put_back():
    tracker = BodyTracker()
    knees = []
    for k in range(60):
        frame = RAISED.frame(k / 15)
        if k in (20, 21, 22, 40):
            frame = frame.with_sides_exchanged(LEG_LANDMARKS)
        body = tracker.step(frame)
        knees.append(measure_body(body, exact())["knee_flexion_right_deg"].value)
    assert np.allclose(knees, 10, atol=0.5)


def test_legs_exchanged_for_longer_than_not_are_not_told_apart():
    tracker = BodyTracker()
    for k in range(200):
        frame = RAISED.frame(k / 15)
        if k >= 15:
            frame = frame.with_sides_exchanged(LEG_LANDMARKS)
        body = tracker.step(frame)
    assert body.legs_reason
    measure = measure_body(body, exact())["knee_flexion_right_deg"]
    assert measure.reason == "can't tell which leg is which"


@pytest.mark.parametrize(
    ("off_deg", "lying", "kneeling"), [(24, True, True), (29, True, False), (32, False, False)]
)
def test_a_camera_that_looks_down_from_a_table_is_still_beside(off_deg, lying, kneeling):
    """On hands and knees the legs are sooner mixed up."""
    share = np.sin(np.radians(off_deg))
    for direction in ([0.0, share], [share, 0.0]):
        for near in (1.0, -1.0):
            to_camera = np.array([near * np.cos(np.radians(off_deg)), *direction])
            assert (View.of(to_camera, Position.SUPINE) is View.SIDE) is lying
            assert (View.of(to_camera, Position.KNEELING) is View.SIDE) is kneeling


@pytest.mark.parametrize(
    ("figure", "placed"),
    [
        # stooping over a leg in front, the other knee bent as far as a kneeling one
        (pose(trunk=25, hip_right=95, knee_right=10, hip_left=85, knee_left=60), "standing"),
        (pose(trunk=30, hip=150, knee=70), "sitting"),  # on a chair, bent forward
        # folded over a long leg, the other shin along the floor as in kneeling
        (pose(trunk=30, hip_right=150, knee_right=5, hip_left=130, knee_left=150), "sitting"),
        (pose(trunk=5, hip=90, knee=90, shoulder=90), "kneeling"),
        (pose(trunk=5, hip_left=90, knee_left=90, hip_right=5, knee_right=5), "kneeling"),
        (pose(trunk=15, hip=140, knee=140), "kneeling"),  # child's pose
    ],
)
def test_a_bent_knee_kneels_where_its_shin_lies_on_the_floor_and_no_long_leg_is_ahead(
    figure, placed
):
    assert position(seen(figure, 0.0)) == placed
    assert position(seen(changed(figure, neck=20), 0.0, 10.0, 15.0)) == placed
