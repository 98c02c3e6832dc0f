"""What comes between: pauses, a second person, pain, a lost connection, an early end."""

from dataclasses import replace
from itertools import pairwise

import pytest
from live_people import (
    Scene,
    frames,
    hamstring_session,
    lying,
    phases,
    play,
    said,
    stretching,
    words,
)
from people import Person

from formcheck.coach.live import PictureQuality

# pauses


def test_leaving_the_picture_pauses_and_coming_back_goes_on():
    scene = stretching()
    away = (12.0, 15.5)

    def at(t_s):
        return None if away[0] <= t_s < away[1] else scene.at(t_s)

    session = hamstring_session("right")
    states = play(session, frames([lying(4.0), Scene(scene.seconds, at)]))
    assert phases(states)[3:6] == ["hold", "paused", "hold"]
    paused = [s for s in states if s.phase == "paused"]
    assert {s.pause for s in paused} == {"out_of_picture"}
    assert paused[0].message == "Come back into the picture."
    assert "Come back into the picture." in words(states)
    assert len({s.hold.held_s for s in paused if s.hold.frozen}) == 1
    assert session.finish().steps[0].held_s == pytest.approx(20.0 - 3.5, abs=0.6)


def test_a_second_person_pauses_and_nothing_is_judged():
    scene = stretching()
    session = hamstring_session("right")
    states = play(
        session,
        frames([lying(4.0), scene]),
        lambda t_s: PictureQuality(people=2 if 14.0 <= t_s < 17.0 else 1),
    )
    paused = [s for s in states if s.phase == "paused"]
    assert {s.pause for s in paused} == {"second_person"}
    assert paused[0].t_s == pytest.approx(14.5, abs=0.2)
    assert paused[-1].t_s == pytest.approx(18.0, abs=0.2)
    assert paused[0].message == "One person at a time, please."
    assert session.finish().steps[0].held_s == pytest.approx(20.0 - 3.5, abs=0.6)


def test_a_second_body_for_a_frame_or_two_is_the_models_doing():
    states = play(
        hamstring_session("right"),
        frames([lying(4.0), stretching()]),
        lambda t_s: PictureQuality(people=2 if 14.0 <= t_s < 14.3 else 1),
    )
    assert "paused" not in phases(states)


def test_pause_and_resume_by_hand():
    session = hamstring_session("right")
    pictures = list(frames([lying(4.0), stretching()]))
    states = play(session, pictures[: 15 * 12])
    session.pause()
    states += play(session, pictures[15 * 12 : 15 * 15])
    assert (states[-1].phase, states[-1].pause) == ("paused", "asked")
    session.resume()
    states += play(session, pictures[15 * 15 :])
    assert phases(states)[3:6] == ["hold", "paused", "hold"]
    assert session.finish().steps[0].held_s == pytest.approx(17.0, abs=0.5)


def test_skip_goes_to_the_next_side_and_the_summary_says_so():
    session = hamstring_session()
    play(session, frames([lying(6.0)]))
    session.skip()
    state = session.step(Person().frame(6.1), PictureQuality())
    assert (state.side, state.phase) == ("left", "set_up")
    session.skip()
    assert session.step(Person().frame(6.2), PictureQuality()).phase == "done"
    assert [step.skipped for step in session.finish().steps] == [True, True]


def test_a_pause_that_was_skipped_comes_again_with_its_reason():
    session = hamstring_session()

    def crowd(t_s):
        return PictureQuality(people=2 if 14.0 < t_s < 24.0 or t_s > 50.0 else 1)

    pictures = list(frames([lying(4.0), stretching(), lying(6.0, near="left"), stretching("left")]))
    states = play(session, pictures[: 15 * 16], crowd)
    assert (states[-1].phase, states[-1].pause) == ("paused", "second_person")
    session.skip()
    states = play(session, pictures[15 * 16 :], crowd)
    assert phases(states) == ["set_up", "countdown", "enter", "hold", "paused"]
    assert states[-1].pause == "second_person"
    assert states[-1].side == "left"


# pain


def test_pain_stops_at_once_and_the_record_says_where():
    session = hamstring_session("right")
    pictures = list(frames([lying(4.0), stretching()]))
    states = play(session, pictures[: 15 * 14])
    session.hurt("lower back", states[-1].t_s)
    after = play(session, pictures[15 * 14 :])
    assert {s.phase for s in after} == {"stopped"}
    heard = said(after)
    assert heard[0][0] == after[0].t_s
    assert heard[0][2] == "Stopped. Come out of it slowly, and rest."
    assert after[0].to_json()["cue"]["interrupts"]
    assert "see a doctor or a physiotherapist" in heard[1][2]
    session.hurt("lower back, thigh", said="a sharp pull")
    summary = session.finish()
    assert summary.ending == "pain"
    assert (summary.pain.where, summary.pain.words) == ("lower back, thigh", "a sharp pull")
    assert summary.pain.t_s == pytest.approx(states[-1].t_s)
    assert (summary.pain.stretch, summary.pain.side) == ("lying_hamstring", "right")
    assert summary.work_on == ""
    held_s = states[-1].hold.held_s
    assert summary.steps[0].held_s == pytest.approx(held_s, abs=0.3)


# connection


@pytest.mark.parametrize("new_clock", [False, True])
def test_a_lost_connection_loses_nothing_and_adds_nothing(new_clock):
    session = hamstring_session("right")
    pictures = list(frames([lying(4.0), stretching(held_s=28.0), lying(2.0)]))
    before = play(session, pictures[: 15 * 14])
    session.disconnected()
    earned_s = before[-1].hold.side_credited_s
    later = [f for f in pictures if f.t_s >= 20.0]
    if new_clock:
        later = [replace(f, t_s=f.t_s - 20.0) for f in later]
    after = play(session, later)
    assert all(b.t_s > a.t_s for a, b in pairwise(before + after))
    assert after[0].hold.side_credited_s <= earned_s + 0.6
    assert after[-1].phase == "done"
    assert session.finish().steps[0].held_s == pytest.approx(28.0 - 6.0, abs=1.2)


def test_a_frame_that_is_not_newer_says_nothing_new():
    session = hamstring_session()
    states = play(session, frames([lying(1.0)]))
    again = session.step(Person().frame(states[-1].t_s), PictureQuality())
    assert again.cue is None
    assert again.tones == ()
    assert again.t_s == states[-1].t_s


def test_snapshots_lose_no_more_than_a_second():
    session = hamstring_session("right")
    kept, worst = 0.0, 0.0
    for n, frame in enumerate(frames([lying(4.0), stretching(locked=(8.0, 11.0)), lying(2.0)])):
        state = session.step(frame, PictureQuality())
        held_s = state.hold.held_s if state.hold.holding else kept
        worst = max(worst, held_s - kept)
        if n % 15 == 14:
            snapshot = session.snapshot()
            kept = sum(hold.held_s for hold in snapshot.holds)
    assert worst <= 1.01
    assert [hold.finished for hold in session.snapshot().holds] == [True]
    assert session.snapshot().results[0].score.points < 100


def test_stopping_early_still_sums_up_what_was_held():
    session = hamstring_session()
    play(session, list(frames([lying(4.0), stretching()]))[: 15 * 15])
    session.stop()
    state = session.step(Person().frame(100.0), PictureQuality())
    assert state.phase == "stopped"
    summary = session.finish()
    assert summary.ending == "stopped"
    assert summary.steps[0].held_s > 5
