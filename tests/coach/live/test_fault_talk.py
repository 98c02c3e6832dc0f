"""On the way into or out of a hold nothing is told, bouncing apart."""

import pytest

from formcheck.coach.feedback import CheckState, Feedback, Phase, Verdict
from formcheck.coach.live.fault_talk import FaultTalk
from formcheck.coach.live.speaker import Speaker
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import library

CHECKS = library()["lying_hamstring"].checks
DRIVER = "hip_flexion_right_deg"


def told(at_fault, speed_deg_s, **how):
    """What is said and shown after a second in which the driving angle moves so fast."""
    speaker = Speaker()
    talk = FaultTalk(CHECKS, speaker)
    cues = []
    for k in range(20):
        t_s = k / 20
        states = tuple(
            CheckState(c.id, Verdict.GOOD, DRIVER, in_episode=c.id in at_fault and t_s > 0.5)
            for c in CHECKS
        )
        measures = {DRIVER: Measure(80.0 - speed_deg_s * t_s, 3.0)}
        talk.step(
            Feedback(t_s, Phase.HOLD, True, "side", "supine", "right", measures, DRIVER, states),
            **how,
        )
        cue = speaker.step(t_s)
        cues += [cue.id] if cue is not None else []
    return cues, talk.line


def test_a_fault_of_a_still_leg_is_told_and_shown():
    assert told({"knee_not_too_bent"}, 2.0) == (
        ["knee_not_too_bent"],
        "Straighten the knee a little more.",
    )


@pytest.mark.parametrize("speed_deg_s", [-40.0, 40.0])
def test_the_same_on_the_way_is_not(speed_deg_s):
    assert told({"knee_not_too_bent"}, speed_deg_s) == ([], "")


def test_bouncing_moves_and_is_told():
    assert told({"no_bounce"}, 20.0)[0] == ["no_bounce"]


def test_a_stretch_that_is_moved_always_moves():
    assert told({"knee_not_too_bent"}, 40.0, moving=True)[0] == ["knee_not_too_bent"]


def test_when_the_hold_has_all_it_needs_nothing_more_is_asked_for():
    assert told({"knee_not_too_bent"}, 0.0, over=True) == ([], "")
