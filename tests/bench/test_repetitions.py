from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.made_up import truth
from people import Person

from formcheck.bench.outcome import Outcome, Told, ToldHold
from formcheck.bench.poses import PoseCache
from formcheck.bench.repetitions import repetition_cases, true_count
from formcheck.bench.times import extra_holds
from formcheck.bench.truth import TrueFault, TrueRepetition
from formcheck.bench.verdicts import good_form_s, true_spans
from formcheck.pose.frame import OUTLINE_STATIONS
from formcheck.pose.models import models_folder
from formcheck.recorded.pose_log import PoseLog
from formcheck.stretches.definition import stretch_named


def repetition(start_s: float, share: float = 1.0, end: str = "") -> TrueRepetition:
    return TrueRepetition(side="both", start_s=start_s, end_s=start_s + 2, share=share, end=end)


@pytest.mark.parametrize(
    ("repetitions", "count"),
    [
        ([], 0),
        ([repetition(0), repetition(3), repetition(6, share=0.4)], 2),
        ([repetition(0, end="round"), repetition(3, end="hollow"), repetition(6, end="round")], 1),
        ([repetition(0, end="round"), repetition(3, end="hollow", share=0.4)], 1),
    ],
)
def test_what_should_be_counted(repetitions: list[TrueRepetition], count: int) -> None:
    assert true_count(repetitions) == count


def test_counts_are_set_against_each_other() -> None:
    moved = truth(stretch="bridge", holds=(), repetitions=(repetition(0), repetition(3)))
    told = Told(t_s=np.arange(3.0), measures={}, repetitions=2)
    right, wrong = repetition_cases(
        [Outcome(moved, told), Outcome(moved, replace(told, repetitions=3))]
    )
    assert right.right
    assert not wrong.right
    assert repetition_cases([Outcome(truth(), told)]) == []


def test_a_half_repetition_is_a_fault_of_the_check_for_both_ends() -> None:
    both_ends = next(c for c in stretch_named("cat_cow").checks if c.kind == "range")
    whole = (repetition(0, end="round"), repetition(3, end="hollow"))
    moved = truth(stretch="cat_cow", holds=(), repetitions=whole)
    assert true_spans(moved, both_ends) == []
    assert moved.clean
    moved = replace(moved, repetitions=(*whole, repetition(6, share=0.4, end="round")))
    assert [(span.start_s, span.end_s) for span in true_spans(moved, both_ends)] == [(6, 8)]
    assert not moved.clean


def test_faults_count_within_repetitions() -> None:
    slow_pace = next(c for c in stretch_named("cat_cow").checks if c.id == "slow_pace")
    fault = TrueFault(check="slow_pace", start_s=0.5, end_s=4.0)
    moved = truth(
        stretch="cat_cow", holds=(), repetitions=(repetition(0), repetition(3)), faults=(fault,)
    )
    spans = [(span.start_s, span.end_s) for span in true_spans(moved, slow_pace)]
    assert spans == [(0.5, 2.0), (3.0, 4.0)]


def test_landmarks_are_kept_with_the_outline(tmp_path: Path) -> None:
    video = Path(__file__).parents[2] / "sample_videos" / "bridge.mp4"
    cache = PoseCache(tmp_path, models_folder() / "pose_lite.task", 15.0)
    outline = np.full((2, OUTLINE_STATIONS), 0.2)
    with PoseLog(cache._place(video)) as log:
        log.append(replace(Person().frame(0.0), outline=outline))
    with cache.poses(video, lambda *_: None) as frames:
        (frame,) = frames
    assert np.isfinite(frame.outline).all()
    assert cache.found == 0


def test_going_too_far_is_the_fault_that_the_file_names() -> None:
    too_high = next(c for c in stretch_named("partial_crunch").checks if c.id == "not_too_high")
    far = TrueFault(check="not_too_high", start_s=3.2, end_s=4.8)
    half = repetition(6, share=0.4)
    moved = truth(
        stretch="partial_crunch",
        holds=(),
        repetitions=(repetition(0), repetition(3), half),
        faults=(far,),
    )
    assert [(span.start_s, span.end_s) for span in true_spans(moved, too_high)] == [(3.2, 4.8)]


def test_the_minutes_of_good_form_are_those_of_the_repetitions() -> None:
    half = repetition(6, share=0.4)
    slow = TrueFault(check="slow_pace", start_s=3.5, end_s=4.5)
    moved = truth(
        stretch="cat_cow",
        holds=(),
        repetitions=(repetition(0), repetition(3), half),
        faults=(slow,),
    )
    assert good_form_s(moved) == pytest.approx(2.0 + 1.0)


def test_an_end_that_is_held_for_a_moment_is_no_hold_made_up() -> None:
    moved = truth(stretch="prone_press_up", holds=(), repetitions=(repetition(0), repetition(3)))
    held, elsewhere = ToldHold("both", 0.5, 1.5, 1.0), ToldHold("both", 6.0, 7.0, 1.0)
    told = Told(t_s=np.arange(3.0), measures={}, holds=(held, elsewhere))
    assert extra_holds(Outcome(moved, told)) == [elsewhere]
