"""What the look at the mirror image takes away, and what it must not touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import Person

from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.pose.second_look import EVERY_S, KEPT_S, SecondLook

L = Landmark
LYING = Person().bent("right", hip=80, knee=10)


def middle(plain: PoseFrame, mirrored: PoseFrame) -> PoseFrame:
    """A single frame corrected by its mirror image."""
    look = SecondLook()
    look.learn(plain, mirrored)
    return look.corrected(plain)


def shifted(frame: PoseFrame, mark: Landmark, by_px: tuple[float, float]) -> PoseFrame:
    xy_px = frame.xy_px.copy()
    xy_px[mark] += by_px
    return replace(frame, xy_px=xy_px)


def test_a_bias_that_turns_over_with_the_picture_is_gone() -> None:
    true = LYING.frame(0.0)
    plain = shifted(true, L.RIGHT_KNEE, (6.0, -4.0))
    back = shifted(true, L.RIGHT_KNEE, (-6.0, 4.0)).mirrored()
    assert middle(plain, back).xy_px == pytest.approx(true.xy_px)


def test_the_frames_between_are_moved_by_the_same() -> None:
    look = SecondLook()
    for k in range(3):
        true = LYING.frame(k * EVERY_S)
        look.learn(shifted(true, L.RIGHT_KNEE, (6.0, 0.0)), true.mirrored())
    later = LYING.bent("right", hip=70, knee=12).frame(3 * EVERY_S)
    moved = look.corrected(later).xy_px - later.xy_px
    assert moved[L.RIGHT_KNEE] == pytest.approx([-3.0, 0.0])
    assert np.delete(moved, L.RIGHT_KNEE, axis=0) == pytest.approx(0.0)


def test_one_look_that_went_wrong_does_not_count() -> None:
    look = SecondLook()
    for k in range(3):
        true = LYING.frame(k * EVERY_S)
        wrong = (30.0, 0.0) if k == 1 else (4.0, 0.0)
        look.learn(true, shifted(true, L.RIGHT_KNEE, wrong).mirrored())
    last = LYING.frame(2 * EVERY_S)
    assert (look.corrected(last).xy_px - last.xy_px)[L.RIGHT_KNEE] == pytest.approx([2.0, 0.0])


def test_what_the_two_looks_see_far_apart_stays_where_it_was() -> None:
    true = LYING.frame(0.0)
    elsewhere = shifted(true, L.RIGHT_WRIST, (400.0, 0.0))
    assert middle(true, elsewhere.mirrored()).xy_px == pytest.approx(true.xy_px)


def test_legs_that_carry_each_others_name_in_the_mirror_are_told_apart() -> None:
    true = LYING.frame(0.0)
    legs = list(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))
    exchanged = true.with_sides_exchanged(legs)
    assert middle(true, exchanged.mirrored()).xy_px == pytest.approx(true.xy_px)


def test_an_old_look_is_forgotten() -> None:
    look = SecondLook()
    true = LYING.frame(0.0)
    look.learn(true, shifted(true, L.RIGHT_KNEE, (4.0, 0.0)).mirrored())
    later = LYING.frame(KEPT_S + 0.1)
    assert look.corrected(later) is later


def test_nobody_in_either_picture_changes_nothing() -> None:
    nobody, body = PoseFrame.unseen(0.0, (640, 480)), LYING.frame(0.0)
    assert middle(body, nobody) is body
    assert middle(nobody, body) is nobody


def test_looks_fall_on_the_same_times_wherever_a_segment_begins() -> None:
    def looked(first: int) -> set[int]:
        look = SecondLook()
        return {k for k in range(first, 60) if look.due(k / 15.0)}

    assert {k for k in looked(0) if k > 20} == {k for k in looked(20) if k > 20}
    assert len(looked(0)) == 20, "three pictures a look at 15 a second"
