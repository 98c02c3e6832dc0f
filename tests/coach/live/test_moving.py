"""Stretches that are moved: counted aloud, the uncounted told why, done by repetitions."""

import pytest
from live_people import (
    bridge_session,
    bridging,
    first,
    frames,
    phases,
    play,
    said,
    waiting_to_bridge,
    words,
)
from people import Rep


@pytest.fixture(scope="module")
def done():
    session = bridge_session()
    scenes = [waiting_to_bridge(6.0), bridging(*(Rep(),) * 4), waiting_to_bridge(3.0)]
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
    session = bridge_session()
    scenes = [waiting_to_bridge(6.0), bridging(Rep(), short, short, Rep()), waiting_to_bridge(2.0)]
    states = play(session, frames(scenes))
    assert words(states).count("A little further, then it counts.") == 1
    assert any(s.repetition.rejected == "not far enough" for s in states)
    assert session.finish().steps[0].repetitions == 2


def test_who_stops_on_the_way_is_invited_to_go_on():
    session = bridge_session()
    scenes = [waiting_to_bridge(6.0), bridging(Rep(), Rep()), waiting_to_bridge(9.0)]
    states = play(session, frames([*scenes, bridging(Rep(), Rep()), waiting_to_bridge(2.0)]))
    assert phases(states)[2:] == ["enter", "hold", "enter", "hold", "done"]
    assert "Go on when you're ready." in words(states)
    assert first(states, "done").repetition.done == 4
