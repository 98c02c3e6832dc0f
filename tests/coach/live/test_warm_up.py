"""Marching in place is seen as knees that rise in turn."""

import pytest
from live_people import HAMSTRING, Scene, first, frames, gone, lying, marcher, phases, play, words
from people import Person, exact

from formcheck.coach.live import LiveSession, plan_for_stretch
from formcheck.coach.live.march import March


def standing(azimuth=0.0):
    return Person(trunk=90.0, azimuth=azimuth, px_per_m=140.0).frame


def marched(scenes, fps=15.0):
    march = March()
    for frame in frames(scenes, fps):
        march.step(frame)
    return march


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 40.0, 180.0])
@pytest.mark.parametrize("steps_hz", [1.0, 1.8, 2.6])
def test_the_clock_runs_while_marching_from_any_side(azimuth, steps_hz):
    march = marched([Scene(20.0, marcher(azimuth=azimuth, steps_hz=steps_hz))])
    assert march.marching
    assert march.seconds == pytest.approx(20.0, abs=2.2)


@pytest.mark.parametrize("fps", [10.0, 30.0, 60.0])
def test_the_frame_rate_changes_nothing(fps):
    march = marched([Scene(20.0, marcher()), Scene(5.0, standing())], fps)
    assert march.seconds == pytest.approx(19.5, abs=0.7)


def test_standing_swaying_and_lying_are_no_marching():
    assert marched([Scene(10.0, standing())]).seconds == 0.0
    assert marched([Scene(10.0, marcher(lift_deg=15.0))]).seconds == 0.0
    assert marched([lying(10.0)]).seconds == 0.0
    assert marched([Scene(10.0, marcher(trunk=0.0))]).seconds == 0.0  # cycling on the back


def test_lifting_always_the_same_knee_is_no_marching():
    def at(t_s):
        lifted = 50.0 * abs((t_s * 1.5) % 2.0 - 1.0)
        return Person(trunk=90.0, px_per_m=140.0).bent("right", hip=lifted, knee=lifted).frame(t_s)

    assert marched([Scene(10.0, at)]).seconds == 0.0


def test_time_stands_still_while_the_person_does():
    march = marched([Scene(10.0, marcher()), Scene(8.0, standing()), Scene(10.0, marcher())])
    assert march.seconds == pytest.approx(19.0, abs=1.5)


def test_a_session_begins_with_the_march_pauses_it_and_goes_on_to_the_stretch():
    plan = plan_for_stretch(HAMSTRING, "right", hold_s=20, repetitions=1, warm_up_s=12.0)
    session = LiveSession(plan, calibration=exact())
    scenes = [Scene(8.0, marcher()), gone(4.0), Scene(8.0, marcher()), lying(6.0)]
    states = play(session, frames(scenes))
    assert phases(states) == ["warm_up", "paused", "warm_up", "set_up", "countdown", "enter"]
    assert states[0].message == "March in place: lift your knees in turn."
    assert (states[0].step, states[0].steps) == (1, 2)
    marching = [s for s in states if s.phase == "warm_up" and s.warm_up.marching]
    assert marching[-1].warm_up.of_s == 12.0
    assert "Warm enough. Well done." in words(states)
    assert first(states, "set_up").t_s == pytest.approx(8.0 + 4.0 + 4.8, abs=1.5)
    assert session.finish().marched_s == pytest.approx(12.0, abs=0.5)


def test_who_stands_still_is_asked_to_march_now_and_then():
    plan = plan_for_stretch(HAMSTRING, warm_up_s=12.0)
    states = play(LiveSession(plan), frames([Scene(30.0, standing())]))
    asked = [s.t_s for s in states if s.cue is not None and s.cue.id == "march"]
    assert asked == pytest.approx([5.0, 17.0, 29.0], abs=0.3)
    assert {s.message for s in states} == {"March in place: lift your knees in turn."}
