"""A session of several stretches is looked at one by one; one stretch stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.app.parts import parts, stretch_lane
from formcheck.app.player import Span, lanes
from formcheck.coach.hold import HoldBook
from formcheck.coach.progress import FinishedHold
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import Partial, Repetition
from formcheck.coach.result import HoldResult, StretchResult
from formcheck.coach.score import Score
from formcheck.history.recording import stretches_of
from formcheck.media.picture import Source
from formcheck.recorded import Checked
from formcheck.recorded.session import Segment
from formcheck.stretches.definition import library

NONE = Score(None, 0.0, ())


def held(stretch: str, side: str, start_s: float, end_s: float) -> Segment:
    checks = sum(check.in_holds for check in library()[stretch].checks)
    book = HoldBook(side, "hip_flexion_left_deg", start_s, (False,) * checks, True)
    hold = HoldResult(FinishedHold(book, end_s, ((),) * checks, (), ({},) * checks), NONE)
    judged = StretchResult(library()[stretch], (hold,), (), (), NONE)
    return Segment(judged, side, start_s, end_s)


def checked(*segments: Segment) -> Checked:
    source = Source(Path("a.mp4"), "video", 60.0, 30.0, (640, 480), 1800)
    judged = segments[0].judged if segments else None
    side = segments[0].side if segments else ""
    args = (source, 60.0, "lite", 1800, 900, 1.0, (), judged, side, "side", "supine", ())
    results = {one.judged.stretch.id: one.judged for one in segments}
    return Checked(*args, segments=segments, results=tuple(results.values()))


def test_several_stretches_are_parts_in_time_order_with_their_side() -> None:
    found = parts(
        checked(held("lying_hamstring", "left", 4.0, 20.0), held("childs_pose", "both", 25.0, 50.0))
    )
    assert [part.name for part in found] == ["Lying hamstring stretch, left side", "Child's pose"]
    assert [part.when for part in found] == ["0:04 to 0:20", "0:25 to 0:50"]
    (lane,) = stretch_lane(found)
    assert lane.spans == (Span("stretch", 4.0, 20.0), Span("stretch", 25.0, 50.0))


def test_both_sides_of_one_stretch_are_one_part() -> None:
    sides = [held("lying_hamstring", side, 4.0, 20.0) for side in ("left", "right")]
    (part,) = parts(checked(*sides))
    assert part.span_s is None
    assert stretch_lane([part]) == []


def test_without_a_stretch_there_is_no_part() -> None:
    assert parts(checked()) == []


@pytest.fixture
def moved() -> StretchResult:
    times = {"away_s": (0.0, 0.0), "peak": 60.0, "peak_error": 4.0, "out_s": 1.0, "return_s": 1.0}
    done = [
        JudgedRepetition(
            Repetition("left", "knee_drop_deg", 3.0 * n, 3.0 * n + 2.5, **times), (), ()
        )
        for n in range(3)
    ]
    short = Partial("left", 10.0, 11.0, 20.0, "it didn't go far enough")
    return StretchResult(library()["bridge"], (), (), (), NONE, tuple(done), (short,))


def test_repetitions_have_a_lane_and_those_not_counted_another_sign(moved: StretchResult) -> None:
    (lane,) = lanes(moved, [])
    assert lane.name == "Repetitions"
    assert [span.kind for span in lane.spans] == [*["repetition"] * 3, "partial"]


def test_repetitions_are_counted_and_the_reasons_told(moved: StretchResult) -> None:
    from streamlit.testing.v1 import AppTest

    def page() -> None:
        import streamlit as st

        from formcheck.app import verdict_view

        verdict_view.repetitions(st.session_state["moved"])

    shown = AppTest.from_function(page, default_timeout=30)
    shown.session_state["moved"] = moved
    shown.run()
    assert not shown.exception
    text = "\n".join(part.value for part in shown.markdown)
    assert "**Counted:** 3 on the left." in text
    assert "1×: It didn't go far enough." in text


def test_a_session_is_saved_with_each_of_its_stretches() -> None:
    session = checked(
        held("lying_hamstring", "left", 4.0, 20.0), held("childs_pose", "both", 25.0, 50.0)
    )
    hamstring, childs_pose = stretches_of(session)
    assert hamstring.view == "side"
    assert childs_pose.stretch == "childs_pose"
    assert childs_pose.view == ""  # nobody said so
