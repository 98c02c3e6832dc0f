"""Every stretch of the library, and every shipped routine, can be a live session."""

import json

import pytest
from live_people import HAMSTRING, Scene, frames, lying, play, sitting, stretching
from people import HamstringClip, Person, exact

from formcheck.coach.live import LiveSession, plan_for_routine, plan_for_stretch
from formcheck.coach.live.setup import MIN_BONE_SHARE, longest_bone_px
from formcheck.stretches.definition import library
from formcheck.stretches.routine import routines

STANDING = Person(trunk=90.0, px_per_m=140.0)
CLIP = HamstringClip()
SCENES = [
    Scene(1.5, STANDING.frame),
    sitting(1.5),
    lying(2.5),
    Scene(4.0, lambda t_s: CLIP.at(t_s).frame(t_s)),
]


@pytest.mark.parametrize("stretch_id", library())
def test_a_session_of_each_stretch_takes_whatever_the_person_does(stretch_id):
    stretch = library()[stretch_id]
    session = LiveSession(plan_for_stretch(stretch), calibration=exact())
    states = play(session, frames(SCENES, 8.0))
    assert states[-1].stretch == stretch_id
    assert all(tick.fix for state in states for tick in state.setup if tick.ok is False)
    assert all(state.message for state in states)
    session.skip()
    play(session, frames([lying(1.0)], 8.0, start_s=20.0))
    json.dumps(states[-1].to_json(), allow_nan=False)
    json.dumps(session.finish().to_json(), allow_nan=False)


@pytest.mark.parametrize("routine_id", routines())
def test_a_routine_can_be_skipped_through_to_its_end(routine_id):
    session = LiveSession(plan_for_routine(routines()[routine_id]), calibration=exact())
    seen, t_s = [], 0.0
    while True:
        state = session.step(Person().frame(t_s))
        if state.phase == "done":
            break
        seen.append((state.step, state.stretch, state.side))
        session.skip()
        t_s += 0.1
    plan = session.plan
    assert [number for number, _, _ in seen] == list(range(1, len(plan.steps) + 1))
    assert session.finish().routine == routine_id


def test_a_routine_goes_from_stretch_to_stretch_by_itself():
    first = plan_for_stretch(HAMSTRING, "right", hold_s=14.0, repetitions=1)
    second = plan_for_stretch(library()["knee_to_chest"], "right", hold_s=10.0, repetitions=1)
    plan = type(first)("Two", (*first.steps, *second.steps))
    hug = Person().bent("right", hip=115.0, knee=120.0)

    def into_hug(t_s):
        share = min(1.0, max(0.0, (t_s - 6.0) / 2.0))
        return Person().bent("right", hip=115.0 * share, knee=120.0 * share).frame(t_s)

    scenes = [lying(5.0), stretching(held_s=15.0), Scene(8.0, into_hug), Scene(13.0, hug.frame)]
    session = LiveSession(plan, calibration=exact())
    states = play(session, frames([*scenes, lying(2.0)]))
    assert states[-1].phase == "done"
    summary = session.finish()
    assert [step.stretch for step in summary.steps] == ["lying_hamstring", "knee_to_chest"]
    assert [result.stretch.id for result in summary.results] == ["lying_hamstring", "knee_to_chest"]
    assert summary.steps[1].held_s == pytest.approx(13.0, abs=1.0)
    heard = " ".join(s.cue.text for s in states if s.cue is not None)
    assert "Next: Single knee-to-chest." in heard


def test_a_person_at_the_usual_distance_is_near_enough():
    frame = Person().frame(0.0)
    assert longest_bone_px(frame) > MIN_BONE_SHARE * 640
