"""Stretches that are moved: counted aloud, the uncounted told why, done by repetitions."""

import pytest
from live_people import Scene, first, frames, phases, play, said, words
from people import MovingClip, Person, Rep, exact

from formcheck.coach.live import LiveSession, plan_for_stretch
from formcheck.stretches.definition import library

BRIDGE = library()["bridge"]


def both(degrees):
    return {"left": float(degrees), "right": float(degrees)}


DOWN = Person(hip=both(56), knee=both(106))
UP = Person(trunk=-19, hip=both(8), knee=both(92))


def moving(*reps):
    clip = MovingClip(DOWN, UP, reps)
    return Scene(clip.duration_s, lambda t_s: clip.at(t_s).frame(t_s))


def bridges(repetitions=4):
    plan = plan_for_stretch(BRIDGE, hold_s=0, repetitions=repetitions)
    return LiveSession(plan, calibration=exact())


@pytest.fixture(scope="module")
def done():
    session = bridges()
    scenes = [Scene(6.0, DOWN.frame), moving(*(Rep(),) * 4), Scene(3.0, DOWN.frame)]
    states = play(session, frames(scenes))
    return states, session.finish()


def test_the_session_is_over_when_the_repetitions_are_done(done):
    states, summary = done
    assert phases(states) == ["set_up", "countdown", "enter", "hold", "done"]
    (step,) = summary.steps
    assert (step.repetitions, step.of, step.dose_s) == (4, 4, 0)
    assert summary.ending == "finished"
    assert summary.score == 100
    assert summary.went_well[0] == "Bridge: 4 full repetitions."
    told = step.to_json()
    assert len(told["moves"]) == len(step.series.holds) == 4
    assert told["holds"] == []


def test_each_repetition_is_counted_aloud_as_it_is_done(done):
    states, _ = done
    counted = [text for _, kind, text in said(states) if kind == "count"]
    assert counted == ["1", "2", "3"]  # the fourth is the end, and that is said
    assert states[-1].tones == ()
    assert [str(tone) for s in states for tone in s.tones] == ["done"]
    moving_now = [s for s in states if s.phase == "hold"]
    assert {s.repetition.moving for s in moving_now} == {True}
    assert moving_now[-1].repetition.done >= 3
    assert moving_now[0].breath is None


def test_an_attempt_that_falls_short_is_not_counted_and_says_why():
    short = Rep(reach=0.45)
    session = bridges()
    scenes = [Scene(6.0, DOWN.frame), moving(Rep(), short, short, Rep()), Scene(2.0, DOWN.frame)]
    states = play(session, frames(scenes))
    assert words(states).count("A little further, then it counts.") == 1
    assert any(s.repetition.rejected == "not far enough" for s in states)
    assert session.finish().steps[0].repetitions == 2


def test_who_stops_on_the_way_is_invited_to_go_on():
    session = bridges()
    scenes = [Scene(6.0, DOWN.frame), moving(Rep(), Rep()), Scene(9.0, DOWN.frame)]
    states = play(session, frames([*scenes, moving(Rep(), Rep()), Scene(2.0, DOWN.frame)]))
    assert phases(states)[2:] == ["enter", "hold", "enter", "hold", "done"]
    assert "Go on when you're ready." in words(states)
    assert first(states, "done").repetition.done == 4
