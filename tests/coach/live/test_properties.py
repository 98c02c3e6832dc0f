"""What must not matter live does not: frame rate, dropped frames, when it starts, the mirror."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_people import HAMSTRING, frames, hamstring_session, lying, play, stretching
from people import exact

from formcheck.coach.coach import Coach
from formcheck.coach.result import result

slow = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCENES = [
    lying(5.0),
    stretching(held_s=15.0, locked=(5.0, 8.0), bounce=(11.0, 14.5, 1.6, 9.0)),
    lying(2.0),
    stretching(held_s=16.0),
    lying(1.0),
]


def came_to(pictures):
    session = hamstring_session("right", hold_s=14.0, repetitions=2, rest_s=4.0)
    states = play(session, pictures)
    summary = session.finish()
    (step,) = summary.steps
    return {
        "ending": summary.ending,
        "verdicts": [(told.check.id, str(told.verdict)) for told in step.result.checks],
        "times": [t for span in step.series.holds for t in span] + [step.held_s, step.credited_s],
        "score": step.result.score.points,
        "repetitions": step.repetitions,
        "tones": [str(tone) for state in states for tone in state.tones],
        "fixes": [s.cue.id for s in states if s.cue is not None and s.cue.kind == "fix"],
    }


TRUTH = came_to(frames(SCENES, 25.0))


def same(now, *, seconds, points=2):
    for key in ("ending", "verdicts", "repetitions", "tones", "fixes"):
        assert now[key] == TRUTH[key], key
    assert now["times"] == pytest.approx(TRUTH["times"], abs=seconds)
    assert abs(now["score"] - TRUTH["score"]) <= points


def test_the_session_has_both_faults_and_both_holds():
    assert TRUTH["ending"] == "finished"
    assert TRUTH["fixes"] == ["knee_not_locked", "no_bounce"]
    assert TRUTH["repetitions"] == 2
    assert len(TRUTH["times"]) == 6


@pytest.mark.parametrize("fps", [10.0, 15.0, 60.0])
def test_the_frame_rate_changes_nothing_that_matters(fps):
    same(came_to(frames(SCENES, fps)), seconds=0.4)


@slow
@given(st.integers(0, 1000))
def test_dropped_frames_change_nothing_that_matters(seed):
    rng = np.random.default_rng(seed)
    kept = [frame for frame in frames(SCENES, 25.0) if rng.random() > 0.4]
    same(came_to(kept), seconds=0.5, points=3)


def test_when_it_starts_does_not_matter():
    now = came_to(replace(frame, t_s=frame.t_s + 5000.0) for frame in frames(SCENES, 25.0))
    now["times"][:4] = [t_s - 5000.0 for t_s in now["times"][:4]]
    same(now, seconds=0.2)


def test_twice_the_same_to_the_digit():
    assert came_to(frames(SCENES, 10.0)) == came_to(frames(SCENES, 10.0))


@pytest.mark.parametrize("side", ["right", "both"])
def test_the_same_frames_as_a_recording_give_the_same_holds_to_the_digit(side):
    pictures = list(frames(SCENES, 15.0))
    session = hamstring_session(side, hold_s=14.0, repetitions=2)
    play(session, pictures)
    (live,) = session.finish().results
    coach = Coach(HAMSTRING, "auto", exact())
    for picture in pictures:
        coach.step(picture)
    coach.finish()
    recorded = result(HAMSTRING, coach.holds)
    if side == "right":  # the session was over before the last frames
        assert len(live.holds) == len(recorded.holds) == 2
    for a, b in zip(live.holds, recorded.holds, strict=True):
        assert (a.hold.book.start_s, a.hold.end_s) == (b.hold.book.start_s, b.hold.end_s)
        assert (a.hold.book.held_s, a.hold.book.credited_s) == (
            b.hold.book.held_s,
            b.hold.book.credited_s,
        )
        assert a.score == b.score
    assert [told.verdict for told in live.checks] == [told.verdict for told in recorded.checks]
