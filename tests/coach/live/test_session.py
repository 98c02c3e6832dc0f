"""A whole session of a stick person, hands-free; and all that can come between."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from live_people import (
    Scene,
    first,
    frames,
    gone,
    hamstring_session,
    lying,
    phases,
    play,
    said,
    sitting,
    stretching,
    words,
)
from people import HamstringClip, Person

from formcheck.coach.live import PictureQuality, Preferences
from formcheck.coach.live.session import LiveSession

TWO_SIDES = [
    lying(4.0),
    stretching("right"),
    gone(1.0),
    sitting(2.0),
    lying(6.0, near="left"),
    stretching("left"),
    lying(2.0, near="left"),
]


@pytest.fixture(scope="module")
def both_sides():
    session = hamstring_session()
    states = play(session, frames(TWO_SIDES))
    return session, states, session.finish()


def test_a_session_of_both_sides_goes_through_by_itself(both_sides):
    _, states, summary = both_sides
    assert phases(states) == [
        "set_up",
        "countdown",
        "enter",
        "hold",
        "set_up",
        "countdown",
        "enter",
        "hold",
        "done",
    ]
    assert summary.ending == "finished"
    assert [(step.side, step.repetitions) for step in summary.steps] == [("right", 1), ("left", 1)]
    for step in summary.steps:
        assert step.held_s == step.credited_s == pytest.approx(20.0, abs=0.5)
    assert (summary.score, summary.coverage) == (100, 1.0)


def test_the_side_nearest_the_camera_comes_first_so_that_nobody_turns_for_nothing(both_sides):
    _, states, _ = both_sides
    assert states[30].side == "right"
    assert (states[30].step, states[30].steps) == (1, 2)
    assert states[-1].step == 2


def test_the_change_of_sides_is_said_and_the_person_asked_to_turn_round(both_sides):
    _, states, _ = both_sides
    heard = words(states)
    assert "Now the other side. Left side: the raised leg." in heard
    assert "All" not in heard.split("Now the other side")[0]
    assert states[-1].message == "That's all. Well done."
    assert "That's all. Well done." in heard


def test_the_tones_of_a_hold_come_in_their_order_and_seconds(both_sides):
    _, states, _ = both_sides
    sounded = [(s.t_s, str(tone)) for s in states for tone in s.tones]
    names = [tone for _, tone in sounded]
    once = ["hold_start", "half_way", "last_three", "last_three", "last_three", "done"]
    assert names == once * 2
    start_s = first(states, "hold").t_s - first(states, "hold").hold.held_s
    assert sounded[1][0] == pytest.approx(start_s + 10.0, abs=0.3)
    assert [t_s for t_s, _ in sounded[2:6]] == pytest.approx(
        [start_s + s for s in (17, 18, 19, 20)], abs=0.3
    )


def test_each_cue_has_its_own_serial_and_no_two_overlap(both_sides):
    _, states, _ = both_sides
    cues = [(s.t_s, s.cue) for s in states if s.cue is not None]
    assert [cue.serial for _, cue in cues] == list(range(1, len(cues) + 1))
    for (t_s, cue), (later_s, _) in pairwise(cues):
        assert later_s - t_s >= 0.07 * len(cue.text)


def test_the_breath_is_paced_in_the_hold_only(both_sides):
    _, states, _ = both_sides
    paced = [s for s in states if s.breath is not None]
    assert {s.phase for s in paced} == {"hold"}
    assert {(s.breath.breathe, s.breath.of_s) for s in paced} == {("in", 4.0), ("out", 6.0)}
    assert paced[0].breath.breathe == "in"


def test_everything_is_plain_json(both_sides):
    session, states, summary = both_sides
    for state in states[::40]:
        assert json.loads(json.dumps(state.to_json(), allow_nan=False))["phase"] == state.phase
    told = json.loads(json.dumps(summary.to_json(), allow_nan=False))
    assert [step["side"] for step in told["steps"]] == ["right", "left"]
    assert len(json.dumps(states[150].to_json())) < 4000
    assert session.finish().to_json() == summary.to_json()


def test_the_screen_has_what_the_eye_needs_in_a_hold(both_sides):
    _, states, _ = both_sides
    state = next(s for s in states if s.phase == "hold" and s.hold.credited_s > 9)
    assert (state.stretch, state.side) == ("lying_hamstring", "right")
    assert state.side_means == "the raised leg"
    assert state.angle.label == "right hip"
    assert state.angle.landmark == 24
    assert state.angle.deg == pytest.approx(80, abs=2)
    assert {check.verdict for check in state.checks} == {"good"}
    assert state.limbs[26] == "good"
    assert state.score == 100
    assert state.hold.target_s == state.hold.dose_s == 20.0
    assert state.message == "Hold, and keep breathing."


# set-up


def test_it_starts_by_itself_once_all_is_ticked_for_a_while_and_a_countdown():
    states = play(hamstring_session(), frames([sitting(3.0), lying(8.0)]))
    assert all(s.phase == "set_up" for s in states if s.t_s < 4.4)
    lay_down_s = 3.0
    assert first(states, "countdown").t_s == pytest.approx(lay_down_s + 0.4 + 1.5, abs=0.6)
    start_s = first(states, "countdown").t_s
    assert first(states, "enter").t_s == pytest.approx(start_s + 3.0, abs=0.15)
    assert "Good. Get ready." in words(states)
    assert round(first(states, "countdown").countdown_s) == 3


def test_the_countdown_is_called_off_when_the_set_up_breaks():
    states = play(hamstring_session(), frames([lying(3.0), gone(2.0), lying(1.0)]))
    assert phases(states) == ["set_up", "countdown", "set_up"]
    assert first(states, "set_up", after_s=3.0).t_s < 3.7


def test_lying_that_is_not_found_begins_with_sitting():
    states = play(hamstring_session(), frames([gone(6.0), sitting(4.0), lying(3.0)]))
    assert states[45].message == "Sit in the picture first, then lie down."
    assert "Sit in the picture first, then lie down." in words(states)
    sat = [s for s in states if 7.5 < s.t_s < 10]
    assert {s.message for s in sat} == {"Now lie down on your back."}
    assert phases(states)[-1] == "countdown"


def test_with_the_wrong_side_to_the_camera_it_asks_to_turn_round_and_waits():
    states = play(hamstring_session("right"), frames([lying(12.0, near="left")]))
    assert phases(states) == ["set_up"]
    turn = "Turn round, so that your right side is nearest the camera."
    assert states[-1].message == turn
    assert [text for _, _, text in said(states)].count(turn) == 1
    tick = next(t for t in states[-1].setup if t.id == "view")
    assert (tick.label, tick.ok) == ("Right side to the camera", False)


def test_a_view_that_can_not_be_had_holds_nobody_back_for_ever():
    off = Person(azimuth=40, elevation=10)
    states = play(hamstring_session("right"), frames([Scene(40.0, off.frame)]))
    assert first(states, "countdown").t_s == pytest.approx(27.0, abs=1.5)
    assert "I'll start all the same, but I may miss things." in words(states)


@pytest.mark.parametrize(
    ("quality", "tick"),
    [
        (PictureQuality(brightness=0.05), "light"),
        (PictureQuality(brightness=0.99), "light"),
        (PictureQuality(frame_rate_hz=6.0), "frame_rate"),
        (PictureQuality(tilt_deg=15.0), "level"),
        (PictureQuality(people=2), "alone"),
    ],
)
def test_each_thing_wrong_with_the_picture_is_said_by_its_tick(quality, tick):
    states = play(hamstring_session(), frames([lying(5.0)]), quality)
    assert phases(states) == ["set_up"]
    wrong = [t for t in states[-1].setup if t.ok is False]
    assert [t.id for t in wrong] == [tick]
    assert states[-1].message == wrong[0].fix != ""


def test_too_far_away_is_said():
    far = Person(px_per_m=60.0)
    states = play(hamstring_session(), frames([Scene(4.0, far.frame)]))
    assert [t.id for t in states[-1].setup if t.ok is False] == ["distance"]


def test_feet_out_of_the_picture_are_named():
    near = Person(px_per_m=400.0)
    states = play(hamstring_session(), frames([Scene(4.0, near.frame)]))
    (tick,) = [t for t in states[-1].setup if t.ok is False]
    assert tick.id == "body"
    assert "feet" in tick.fix


def test_the_countdown_has_the_length_the_person_likes():
    plan = hamstring_session().plan
    session = LiveSession(plan, preferences=Preferences(countdown_s=6.0))
    states = play(session, frames([lying(12.0)]))
    counted_s = first(states, "enter").t_s - first(states, "countdown").t_s
    assert counted_s == pytest.approx(6.0, abs=0.2)


def test_who_is_in_position_early_is_timed_from_the_start():
    states = play(hamstring_session("right"), frames([stretching("right")]))
    assert phases(states)[:3] == ["set_up", "countdown", "hold"]
    assert first(states, "hold").t_s == pytest.approx(3.5, abs=0.5)


# rest and repetitions


def test_a_hold_that_ended_early_is_made_up_by_the_next_which_needs_only_the_rest():
    session = hamstring_session("right", rest_s=4.0)
    scenes = [lying(4.0), stretching(held_s=12.0), lying(8.0), stretching(held_s=10.0), lying(2.0)]
    states = play(session, frames(scenes))
    assert phases(states)[3:] == ["hold", "rest", "enter", "hold", "done"]
    second = first(states, "hold", after_s=first(states, "rest").t_s)
    assert second.hold.target_s == pytest.approx(8.0, abs=0.6)
    step = session.finish().steps[0]
    assert step.credited_s == pytest.approx(22.0, abs=0.8)
    assert len(step.result.holds) == 2


def test_the_rest_is_counted_back_and_ends_early_for_who_goes_in_again():
    session = hamstring_session("right", repetitions=2, rest_s=20.0)
    states = play(session, frames([lying(4.0), stretching(), stretching(), lying(2.0)]))
    assert phases(states)[3:] == ["hold", "rest", "hold", "done"]
    resting = [s for s in states if s.phase == "rest"]
    assert resting[0].rest_s == pytest.approx(20.0, abs=0.2)
    assert resting[-1].rest_s > 5.0
    assert resting[0].repetition.done == 1
    assert "Rest. Again in 20 seconds." in words(states)


def test_after_the_rest_it_invites_to_go_in_again():
    session = hamstring_session("right", repetitions=2, rest_s=4.0)
    states = play(session, frames([lying(4.0), stretching(), lying(8.0)]))
    assert phases(states)[-2:] == ["rest", "enter"]
    assert "When you're ready, go slowly into it again." in words(states)


def test_holding_on_past_the_target_is_fine_and_goes_on_earning():
    session = hamstring_session("right")
    states = play(session, frames([lying(4.0), stretching(held_s=26.0), lying(1.0)]))
    assert "Slowly come out of it." in words(states)
    over = [s for s in states if s.phase == "hold" and s.hold.credited_s > 20.2]
    assert {s.message for s in over} == {"Slowly come out of it."}
    assert session.finish().steps[0].credited_s == pytest.approx(26.0, abs=0.5)


# faults and praise


def test_a_fault_is_said_once_reminded_once_and_praised_when_mended():
    session = hamstring_session("right", hold_s=40.0)
    scene = stretching(held_s=40.0, locked=(8.0, 34.0))
    states = play(session, frames([lying(4.0), scene]))
    about = [(t, kind) for t, kind, text in said(states) if "knee" in text and kind != "info"]
    assert [kind for _, kind in about] == ["fix", "fix", "praise"]
    assert about[0][0] == pytest.approx(4.0 + 8.0 + 1.0, abs=0.8)
    assert about[1][0] - about[0][0] == pytest.approx(10.0, abs=0.5)
    faulty = next(s for s in states if s.t_s > about[0][0] + 1)
    assert faulty.message == "Soften the knee a little."
    assert faulty.angle.label == "right knee"
    assert faulty.limbs[26] == "fix"


def test_the_weightier_fault_is_said_first():
    scene = stretching(locked=(7.0, 15.0), head_up=(7.6, 15.0))
    states = play(hamstring_session("right"), frames([lying(4.0), scene]))
    fixes = [text for _, kind, text in said(states) if kind == "fix"]
    assert fixes[:2] == ["Soften the knee a little.", "Rest your head on the floor."]


def test_another_stretch_than_the_chosen_one_is_named_once():
    hug = Person().bent("right", hip=115.0, knee=120.0)
    hug = replace(hug, shoulder={"left": 60.0, "right": 60.0})
    scenes = [lying(6.0), Scene(12.0, hug.frame)]
    states = play(hamstring_session("right"), frames(scenes))
    named = [t for t, _, text in said(states) if text.startswith("That looks like the single knee")]
    assert len(named) == 1
    assert named[0] > 6.0 + 3.0


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
    session.reconnected(later[0].t_s)
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


def test_the_series_has_the_angle_its_gate_its_holds_and_its_faults():
    session = hamstring_session("right")
    play(session, frames([lying(4.0), stretching(locked=(8.0, 12.0)), lying(1.0)]))
    summary = session.finish()
    series = summary.steps[0].series
    assert series.label == "right hip"
    assert series.gate_min_deg == 45
    top = max(p.deg for p in series.points if p.deg is not None)
    assert top == pytest.approx(80, abs=2)
    gaps = [b.t_s - a.t_s for a, b in pairwise(series.points)]
    assert min(gaps) > 0.09
    assert len(series.holds) == 1
    assert [fault.check for fault in series.faults] == ["knee_not_locked"]
    assert summary.work_on == "Lying hamstring stretch: soften the knee a little."
    assert not any("Knee soft" in line for line in summary.went_well)
    assert len(summary.went_well) <= 3


def test_a_stick_person_who_does_the_other_side_first_is_followed():
    clip = HamstringClip(side="left", person=Person(azimuth=0.0))
    scenes = [lying(4.0), Scene(clip.duration_s, lambda t_s: clip.at(t_s).frame(t_s))]
    session = hamstring_session()
    states = play(session, frames(scenes))
    assert first(states, "hold").side == "left"
    assert session.finish().steps[0].side == "left"
