"""What the look at the mirror image takes away, and what it must not touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import Person

from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.pose.region import Sight
from formcheck.pose.second_look import (
    ALIKE_KEPT_S,
    EVERY_S,
    KEPT_S,
    MOST_LOOKS,
    Every,
    SecondLook,
    middle_of,
)

L = Landmark
PLAIN = Sight()
LYING = Person().bent("right", hip=80, knee=10)


def middle(plain: PoseFrame, back: PoseFrame) -> PoseFrame:
    """A single frame corrected by a second reading."""
    look = SecondLook()
    learn(look, plain, back)
    return look.corrected(plain, PLAIN)


def learn(look: SecondLook, plain: PoseFrame, back: PoseFrame) -> None:
    look.learn({PLAIN: plain, PLAIN.mirror: back}, middle_of([plain, back]))


def shifted(frame: PoseFrame, mark: Landmark, by_px: tuple[float, float]) -> PoseFrame:
    xy_px = frame.xy_px.copy()
    xy_px[mark] += by_px
    return replace(frame, xy_px=xy_px)


def test_a_bias_that_turns_over_with_the_picture_is_gone() -> None:
    true = LYING.frame(0.0)
    plain = shifted(true, L.RIGHT_KNEE, (6.0, -4.0))
    back = shifted(true, L.RIGHT_KNEE, (-6.0, 4.0))
    assert middle(plain, back).xy_px == pytest.approx(true.xy_px)


def test_the_frames_between_are_moved_by_the_same() -> None:
    look = SecondLook()
    for k in range(3):
        true = LYING.frame(k * EVERY_S)
        plain = shifted(true, L.RIGHT_KNEE, (6.0, 0.0))
        learn(look, plain, true)
    later = LYING.bent("right", hip=70, knee=12).frame(3 * EVERY_S)
    moved = look.corrected(later, PLAIN).xy_px - later.xy_px
    assert moved[L.RIGHT_KNEE] == pytest.approx([-3.0, 0.0])
    assert np.delete(moved, L.RIGHT_KNEE, axis=0) == pytest.approx(0.0)


def test_one_look_that_went_wrong_does_not_count() -> None:
    look = SecondLook()
    for k in range(3):
        true = LYING.frame(k * EVERY_S)
        wrong = (15.0, 0.0) if k == 1 else (2.0, 0.0)
        look.learn({PLAIN: true}, shifted(true, L.RIGHT_KNEE, wrong))
    last = LYING.frame(2 * EVERY_S)
    assert (look.corrected(last, PLAIN).xy_px - last.xy_px)[L.RIGHT_KNEE] == pytest.approx(
        [2.0, 0.0]
    )


def test_what_the_two_looks_see_far_apart_stays_where_it_was() -> None:
    true = LYING.frame(0.0)
    elsewhere = shifted(true, L.RIGHT_WRIST, (400.0, 0.0))
    assert middle(true, elsewhere).xy_px == pytest.approx(true.xy_px)


def test_legs_that_carry_each_others_name_in_the_mirror_are_told_apart() -> None:
    true = LYING.frame(0.0)
    legs = list(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))
    exchanged = true.with_sides_exchanged(legs)
    assert middle(true, exchanged).xy_px == pytest.approx(true.xy_px)


def test_an_old_look_is_forgotten() -> None:
    look = SecondLook()
    true = LYING.frame(0.0)
    learn(look, true, shifted(true, L.RIGHT_KNEE, (4.0, 0.0)))
    later = LYING.frame(KEPT_S + 0.1)
    assert look.corrected(later, PLAIN) is later


def to_and_fro(look: SecondLook) -> list[PoseFrame]:
    """Teach it two seconds in which the knee is read in two places; gives the readings."""
    readings = []
    for k in range(9):
        true = LYING.frame(k * EVERY_S)
        readings.append(shifted(true, L.RIGHT_KNEE, (8.0, 0.0) if k % 3 else (2.0, 0.0)))
        look.learn({PLAIN: readings[-1]}, true)
    return readings


def test_of_a_camera_each_of_two_readings_is_moved_by_what_it_is_off_itself() -> None:
    look, true = SecondLook(late=True), LYING.frame(0.0)
    for read in to_and_fro(look)[-3:]:
        assert look.corrected(read, PLAIN).xy_px == pytest.approx(true.xy_px)


def test_of_a_recording_the_median_of_the_last_looks_moves_all() -> None:
    look = SecondLook()
    for read in to_and_fro(look)[-3:]:
        moved = look.corrected(read, PLAIN).xy_px - read.xy_px
        assert moved[L.RIGHT_KNEE] == pytest.approx([-8.0, 0.0])


def test_of_a_recording_a_moving_bodys_older_looks_do_not_count() -> None:
    look = SecondLook()
    for k in range(2 * MOST_LOOKS):
        true = LYING.frame(k / 15)
        off_px = 2.0 if k < MOST_LOOKS else 9.0
        look.learn({PLAIN: shifted(true, L.RIGHT_KNEE, (off_px, 0.0))}, true)
    read = LYING.frame(2 * MOST_LOOKS / 15)
    assert read.t_s < KEPT_S, "none is too old"
    moved = look.corrected(read, PLAIN).xy_px - read.xy_px
    assert moved[L.RIGHT_KNEE] == pytest.approx([-9.0, 0.0])


@pytest.mark.parametrize(
    ("late", "hip_deg", "again"),
    [(False, 80.2, False), (False, 83, True), (True, 83, False)],
    ids=["at rest", "moved", "a camera's looks come late"],
)
def test_a_recording_is_looked_at_again_where_the_body_has_moved(
    late: bool, hip_deg: float, again: bool
) -> None:
    look = SecondLook(late=late)
    assert not look.outdated(LYING.frame(0.0)), "nothing to compare with"
    learn(look, LYING.frame(0.0), LYING.frame(0.0))
    assert look.outdated(LYING.bent("right", hip=hip_deg, knee=10).frame(0.07)) is again


def test_of_a_camera_a_body_that_is_read_like_at_no_look_is_moved_as_lately() -> None:
    look = SecondLook(late=True)
    for k in range(9):
        true = LYING.frame(k * EVERY_S)
        look.learn({PLAIN: true}, shifted(true, L.RIGHT_KNEE, (1.0 + (k > 5), 0.0)))
    raised = LYING.bent("right", hip=40, knee=10)
    for t_s in (8 * EVERY_S, 8 * EVERY_S + KEPT_S + 0.1):
        frame = raised.frame(t_s)
        moved = look.corrected(frame, PLAIN).xy_px - frame.xy_px
        assert moved[L.RIGHT_KNEE] == pytest.approx([2.0, 0.0])
    gone = raised.frame(8 * EVERY_S + ALIKE_KEPT_S + 0.1)
    assert look.corrected(gone, PLAIN) is gone


def test_nobody_in_either_picture_changes_nothing() -> None:
    nobody, body = PoseFrame.unseen(0.0, (640, 480)), LYING.frame(0.0)
    look = SecondLook()
    look.learn({PLAIN: nobody}, nobody)
    assert look.corrected(body, PLAIN) is body
    learn(look, body, body)
    assert look.corrected(nobody, PLAIN) is nobody


def test_each_sight_is_moved_to_the_middle_by_its_own() -> None:
    """So that going over from one to the other is no step."""
    look, true = SecondLook(), LYING.frame(0.0)
    plain = shifted(true, L.RIGHT_KNEE, (6.0, -4.0))
    back = shifted(true, L.RIGHT_KNEE, (-6.0, 4.0))
    learn(look, plain, back)
    assert look.corrected(back, PLAIN.mirror).xy_px == pytest.approx(true.xy_px)
    never_looked_at = look.corrected(plain, Sight(6.0))
    assert never_looked_at.xy_px == pytest.approx(true.xy_px), "as those around it"


def test_a_sight_that_names_the_legs_otherwise_keeps_its_names() -> None:
    look, true = SecondLook(), LYING.frame(0.0)
    other = true.with_sides_exchanged(list(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1)))
    look.learn({PLAIN: true, PLAIN.mirror: other, Sight(6.0): true}, true)
    assert look.corrected(other, PLAIN.mirror).xy_px == pytest.approx(other.xy_px)


def test_a_sight_that_sees_the_body_turned_over_in_space_is_not_flattened() -> None:
    look, true = SecondLook(), LYING.frame(0.0)
    behind = replace(true, world_m=true.world_m * [1.0, 1.0, -1.0])
    look.learn({PLAIN: true, PLAIN.mirror: behind}, middle_of([true, behind]))
    assert look.corrected(behind, PLAIN.mirror).world_m == pytest.approx(behind.world_m)


def test_of_many_readings_a_few_wrong_ones_do_not_count() -> None:
    true = LYING.frame(0.0)
    mixed = LYING.bent("right", hip=30, knee=60).frame(0.0)
    legs = list(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))
    readings = [mixed, true, true.with_sides_exchanged(legs), true, mixed, true]
    believed = middle_of(readings)
    assert believed.xy_px == pytest.approx(true.xy_px)
    assert believed.world_m == pytest.approx(true.world_m)


def test_a_body_turned_over_in_space_does_not_flatten_the_other() -> None:
    true = LYING.frame(0.0)
    behind = replace(true, world_m=true.world_m * [1.0, 1.0, -1.0])
    assert middle_of([true, behind]).world_m == pytest.approx(true.world_m)


def test_looks_fall_on_the_same_times_wherever_a_segment_begins() -> None:
    def looked(first: int) -> set[int]:
        look = Every(EVERY_S)
        return {k for k in range(first, 60) if look.due(k / 15.0)}

    assert {k for k in looked(0) if k > 20} == {k for k in looked(20) if k > 20}
    assert len(looked(0)) == 20, "three pictures a look at 15 a second"
