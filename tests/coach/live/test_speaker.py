"""One voice: once per episode, the most important first, never two at once."""

import pytest

from formcheck.coach.live.speaker import COUNT, INFO, SESSION, Speaker
from formcheck.stretches.definition import library

CHECKS = library()["lying_hamstring"].checks
KNEE = next(check for check in CHECKS if check.id == "knee_not_locked")


def heard(speaker, until_s, events=(), at_fault=lambda _t_s: (), fps=20):
    """(time, id, kind) of what is said; `events` are (time, function of the speaker)."""
    found, waiting = [], sorted(events, key=lambda event: event[0])
    for k in range(int(until_s * fps)):
        t_s = k / fps
        while waiting and waiting[0][0] <= t_s:
            waiting.pop(0)[1](speaker)
        speaker.faults(t_s, CHECKS, at_fault(t_s))
        cue = speaker.step(t_s)
        if cue is not None:
            found.append((round(t_s, 2), cue.id, cue.kind))
    return found


def between(start_s, end_s, check="knee_not_locked"):
    return lambda t_s: (check,) if start_s <= t_s < end_s else ()


def test_a_short_fault_is_said_and_praised():
    cues = heard(Speaker(), 20, at_fault=between(2, 6))
    assert [(check, kind) for _, check, kind in cues] == [
        ("knee_not_locked", "fix"),
        ("knee_not_locked", "praise"),
    ]
    assert cues[1][0] == pytest.approx(6.0, abs=0.1)


def test_a_fault_that_lasts_is_said_twice_and_no_more():
    cues = heard(Speaker(), 60, at_fault=between(2, 55))
    assert [t_s for t_s, _, kind in cues if kind == "fix"] == pytest.approx([2.0, 12.0], abs=0.1)


def test_a_new_episode_is_said_again():
    both = (between(2, 5), between(15, 18))
    cues = heard(Speaker(), 25, at_fault=lambda t_s: both[0](t_s) + both[1](t_s))
    assert [kind for _, _, kind in cues] == ["fix", "praise", "fix", "praise"]


def test_a_fault_mended_while_its_words_wait_is_not_said():
    long = ("next", "x" * 100)
    speaker = Speaker()
    cues = heard(speaker, 15, [(1.0, lambda s: s.say(1.0, *long, priority=SESSION))], between(2, 5))
    assert [check for _, check, _ in cues] == ["next"]


def test_nothing_is_said_while_something_else_is():
    events = [
        (1.0, lambda s: s.say(1.0, "long", "x" * 50, within_s=9)),
        (1.5, lambda s: s.say(1.5, "short", "y", within_s=9)),
    ]
    cues = heard(Speaker(), 10, events)
    assert cues[1][0] - cues[0][0] >= 50 * 0.07


def test_what_comes_too_late_is_dropped():
    events = [
        (1.0, lambda s: s.say(1.0, "long", "x" * 50)),
        (1.5, lambda s: s.say(1.5, "five", "Five more.", "count", COUNT, within_s=1.2)),
    ]
    assert [cue for _, cue, _ in heard(Speaker(), 10, events)] == ["long"]


def test_the_more_important_waits_in_front():
    events = [
        (1.0, lambda s: s.say(1.0, "first", "x" * 20)),
        (1.1, lambda s: s.say(1.1, "info", "later", priority=INFO, within_s=20)),
        (1.2, lambda s: s.say(1.2, "session", "sooner", priority=SESSION, within_s=20)),
    ]
    assert [cue for _, cue, _ in heard(Speaker(), 20, events)] == ["first", "session", "info"]


def test_the_weightiest_of_two_faults_comes_first():
    cues = heard(Speaker(), 10, at_fault=lambda _t_s: ("head_down", "knee_not_locked"))
    assert [check for _, check, _ in cues] == ["knee_not_locked", "head_down"]


def test_stopping_does_not_wait():
    events = [
        (1.0, lambda s: s.say(1.0, "long", "x" * 100)),
        (2.0, lambda s: s.say(2.0, "stop", "Stopped.", priority=100)),
    ]
    assert heard(Speaker(), 5, events)[1][:2] == (2.0, "stop")


def test_a_new_hold_tells_a_fault_anew_and_praises_nothing_old():
    speaker = Speaker()
    heard(speaker, 4, at_fault=between(2, 9))
    speaker.new_hold()
    speaker.faults(10.0, CHECKS, ())
    assert speaker.step(10.0) is None
    speaker.faults(11.0, CHECKS, (KNEE.id,))
    cue = speaker.step(11.0)
    assert (cue.id, cue.text) == (KNEE.id, KNEE.say)
