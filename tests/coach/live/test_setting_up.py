"""Before the hold: the set-up list, the countdown, and what is asked of whoever isn't ready."""

from dataclasses import replace

import pytest
from live_people import (
    Scene,
    first,
    frames,
    gone,
    hamstring_session,
    leaning,
    lying,
    phases,
    play,
    said,
    sitting,
    stretching,
    words,
)
from people import Person

from formcheck.coach.live import PictureQuality, Preferences, plan_for_stretch
from formcheck.coach.live.session import LiveSession
from formcheck.stretches.definition import library


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


def test_pictures_now_fast_enough_now_not_hold_nobody_back_for_ever():
    def flickering(t_s: float) -> PictureQuality:
        return PictureQuality(frame_rate_hz=9.0 if t_s % 2.0 < 1.0 else 11.0)

    states = play(hamstring_session("right"), frames([lying(40.0)]), flickering)
    assert "enter" in phases(states)


def test_nobody_in_the_picture_is_not_somebody_alone():
    states = play(hamstring_session(), frames([gone(3.0)]), PictureQuality(people=0))
    assert [t.ok for t in states[-1].setup if t.id == "alone"] == [None]


@pytest.mark.parametrize(
    ("quality", "tick"),
    [
        (PictureQuality(brightness=0.05), "light"),
        (PictureQuality(brightness=0.99), "light"),
        (PictureQuality(frame_rate_hz=6.0), "frame_rate"),
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


@pytest.mark.parametrize("lean_deg", [-25.0, -12.0, 12.0, 25.0])
@pytest.mark.parametrize("near", ["right", "left"])
def test_a_camera_that_leans_is_told_by_the_floor_under_a_lying_body(lean_deg, near):
    states = play(hamstring_session(), (leaning(one, lean_deg) for one in frames([lying(5, near)])))
    assert phases(states) == ["set_up"]
    assert [t.id for t in states[-1].setup if t.ok is False] == ["level"]
    assert states[-1].message == "Level the camera: it leans to one side."


@pytest.mark.parametrize("lean_deg", [-8.0, 0.0, 8.0])
def test_a_camera_that_hardly_leans_is_level(lean_deg):
    states = play(hamstring_session(), (leaning(one, lean_deg) for one in frames([lying(3.0)])))
    assert level(states[-1]) is True


def test_a_camera_that_leans_holds_nobody_back_for_ever():
    pictures = (leaning(one, 20.0) for one in frames([lying(20.0)]))
    assert "enter" in phases(play(hamstring_session("right"), pictures))


@pytest.mark.parametrize(
    "person",
    [
        Person(trunk=90.0, hip={"left": 90.0, "right": 90.0}),
        Person(hip={"left": 0.0, "right": 60.0}),
        Person(hip={"left": 0.0, "right": 15.0}),
        Person(azimuth=90.0, elevation=30.0),
        Person(azimuth=40.0, elevation=20.0),
        Person(trunk=-20.0, knee={"left": 68.0, "right": 68.0}),
    ],
    ids=["sitting", "a leg up", "a leg on its way up", "from the feet", "three-quarter", "hips up"],
)
def test_who_does_not_lie_flat_across_the_picture_tells_nothing_about_the_camera(person):
    states = play(hamstring_session(), frames([Scene(3.0, person.frame)]))
    assert level(states[-1]) is None


@pytest.mark.parametrize(("azimuth", "right"), [(-50.0, True), (50.0, False)])
def test_a_twist_is_to_be_seen_from_the_head_rather_than_the_feet(azimuth, right):
    legs = {"left": 80.0, "right": 80.0}
    flat = Person(hip=legs, knee={"left": 90.0, "right": 90.0}, azimuth=azimuth, elevation=30.0)
    twist = library()["supine_twist"]
    states = play(LiveSession(plan_for_stretch(twist, "right")), frames([Scene(2.0, flat.frame)]))
    (tick,) = [tick for tick in states[-1].setup if tick.id == "view"]
    assert tick.ok is right
    assert tick.fix == ("" if right else twist.camera.place)


def test_a_stretch_not_begun_on_the_back_has_no_line_for_a_level_camera():
    session = LiveSession(plan_for_stretch(library()["seated_hamstring"], "right"))
    states = play(session, frames([sitting(2.0)]))
    assert "level" not in [t.id for t in states[-1].setup]


def level(state):
    """What the set-up says about the camera being level."""
    (tick,) = [t for t in state.setup if t.id == "level"]
    return tick.ok


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


def test_another_stretch_than_the_chosen_one_is_named_once():
    hug = Person().bent("right", hip=115.0, knee=120.0)
    hug = replace(hug, shoulder={"left": 60.0, "right": 60.0})
    scenes = [lying(6.0), Scene(12.0, hug.frame)]
    states = play(hamstring_session("right"), frames(scenes))
    named = [t for t, _, text in said(states) if text.startswith("That looks like the single knee")]
    assert len(named) == 1
    assert named[0] > 6.0 + 3.0
