"""What the look at the mirror image takes away, and what it must not touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import Person

from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.pose.second_look import EVERY_S, KEPT_S, Every, SecondLook, middle_of

L = Landmark
LYING = Person().bent("right", hip=80, knee=10)


def middle(plain: PoseFrame, back: PoseFrame) -> PoseFrame:
    """A single frame corrected by a second reading."""
    look = SecondLook()
    look.learn(plain, middle_of([plain, back]))
    return look.corrected(plain)


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
        look.learn(plain, middle_of([plain, true]))
    later = LYING.bent("right", hip=70, knee=12).frame(3 * EVERY_S)
    moved = look.corrected(later).xy_px - later.xy_px
    assert moved[L.RIGHT_KNEE] == pytest.approx([-3.0, 0.0])
    assert np.delete(moved, L.RIGHT_KNEE, axis=0) == pytest.approx(0.0)


def test_one_look_that_went_wrong_does_not_count() -> None:
    look = SecondLook()
    for k in range(3):
        true = LYING.frame(k * EVERY_S)
        wrong = (15.0, 0.0) if k == 1 else (2.0, 0.0)
        look.learn(true, shifted(true, L.RIGHT_KNEE, wrong))
    last = LYING.frame(2 * EVERY_S)
    assert (look.corrected(last).xy_px - last.xy_px)[L.RIGHT_KNEE] == pytest.approx([2.0, 0.0])


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
    look.learn(true, shifted(true, L.RIGHT_KNEE, (4.0, 0.0)))
    later = LYING.frame(KEPT_S + 0.1)
    assert look.corrected(later) is later


def test_nobody_in_either_picture_changes_nothing() -> None:
    nobody, body = PoseFrame.unseen(0.0, (640, 480)), LYING.frame(0.0)
    look = SecondLook()
    look.learn(body, nobody)
    look.learn(nobody, body)
    assert look.corrected(body) is body
    assert look.corrected(nobody) is nobody


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
