"""The whole engine on stick people with known joint angles and known faults at known times."""

from dataclasses import replace
from math import pi, sin

import pytest
from people import HamstringClip, Person, exact, smoothly

from formcheck.coach.coach import Coach
from formcheck.coach.feedback import Phase, Verdict
from formcheck.coach.result import result
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import library

HAMSTRING = library()["lying_hamstring"]


def coached(clip, fps=15.0, side="auto", frames=None):
    """The coach after a whole clip, what it said, and what it showed."""
    coach = Coach(HAMSTRING, side, exact())
    shown = [coach.step(frame) for frame in (frames or clip.frames(fps))]
    coach.finish()
    return coach, [f.cue for f in shown if f.cue is not None], shown


def summed(clip, **how):
    coach, _, _ = coached(clip, **how)
    return result(HAMSTRING, coach.holds)


def verdicts(outcome):
    return {told.check.id: told.verdict for told in outcome.checks}


def only_fault(outcome):
    faults = [told for told in outcome.checks if told.verdict is Verdict.FIX]
    assert len(faults) == 1, verdicts(outcome)
    assert all(v is not Verdict.CANT_TELL for v in verdicts(outcome).values())
    return faults[0]


def test_a_good_hold_is_timed_and_nothing_is_blamed():
    outcome = summed(HamstringClip())
    (held,) = outcome.holds
    book = held.hold.book
    assert book.side == "right"
    assert book.start_s == pytest.approx(3.0, abs=0.3)
    assert held.hold.end_s == pytest.approx(23.0, abs=0.3)
    assert book.held_s == book.credited_s == book.longest_s == pytest.approx(20.0, abs=0.4)
    assert book.peak_deg == pytest.approx(80, abs=1.5)
    assert set(verdicts(outcome).values()) == {Verdict.GOOD}
    assert outcome.score.points == 100
    assert outcome.score.coverage == 1.0
    assert outcome.bounces == ()


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("knee_not_locked", {"locked": (8.0, 12.0)}),
        ("knee_not_too_bent", {"too_bent": (8.0, 12.0)}),
        ("other_leg_down", {"other_up": (8.0, 12.0)}),
        ("head_down", {"head_up": (8.0, 12.0)}),
    ],
)
def test_each_fault_is_found_in_its_seconds_and_no_other_is_blamed(check, fault):
    outcome = summed(HamstringClip(**fault))
    told = only_fault(outcome)
    assert told.check.id == check
    (episode,) = told.episodes
    assert episode.start_s == pytest.approx(8.2, abs=0.6)
    assert episode.end_s == pytest.approx(11.8, abs=0.6)
    (penalty,) = outcome.penalties
    assert penalty.check == check
    assert outcome.score.points == round(100 - penalty.points)
    assert outcome.score.points < 100


def test_bouncing_is_found_with_count_rate_and_size():
    outcome = summed(HamstringClip(bounce=(10.0, 14.0, 1.5, 9.0)))
    told = only_fault(outcome)
    assert told.check.id == "no_bounce"
    (bounce,) = outcome.bounces
    assert abs(bounce.count - 6) <= 1
    assert bounce.rate_hz == pytest.approx(1.5, rel=0.1)
    assert bounce.size_deg == pytest.approx(9.0, rel=0.2)
    assert (bounce.start_s, bounce.end_s) == pytest.approx((10.0, 14.0), abs=0.4)


def test_a_fault_withholds_credit_and_breaks_the_longest_run():
    (held,) = summed(HamstringClip(locked=(8.0, 12.0))).holds
    book = held.hold.book
    assert book.held_s == pytest.approx(20.0, abs=0.4)
    assert book.credited_s == pytest.approx(16.5, abs=0.7)
    assert book.longest_s == pytest.approx(11.0, abs=0.7)


def test_bouncing_is_taken_off_the_credit_though_it_is_known_late():
    (held,) = summed(HamstringClip(bounce=(10.0, 14.0, 1.5, 9.0))).holds
    assert held.hold.book.credited_s == pytest.approx(16.0, abs=0.6)
    assert held.hold.book.longest_s == pytest.approx(9.0, abs=0.6)


def test_a_knee_near_the_bound_is_neither_blamed_nor_praised():
    clip = HamstringClip(locked=(3.0, 23.0))
    bound_deg = next(check.min for check in HAMSTRING.checks if check.id == "knee_not_locked")
    frames = [
        replace(clip, locked=None).at(k / 15).bent("right", knee=bound_deg).frame(k / 15)
        for k in range(45, 300)
    ]
    coach, cues, _ = coached(clip, frames=frames)
    outcome = result(HAMSTRING, coach.holds)
    knee = next(told for told in outcome.checks if told.check.id == "knee_not_locked")
    assert knee.verdict is Verdict.CANT_TELL
    assert knee.reason == "too close to call"
    assert knee.measured == 1.0
    assert knee.good == 0.0
    assert cues == []


def test_each_cue_is_said_once_per_episode_and_praised_when_mended():
    _, cues, _ = coached(HamstringClip(locked=(7.0, 12.0)))
    assert [cue.check for cue in cues] == ["knee_not_locked", "knee_not_locked"]
    assert [cue.praise for cue in cues] == [False, True]
    _, cues, _ = coached(HamstringClip(locked=(6.0, 9.0), head_up=(14.0, 17.0)))
    told = [(cue.check, cue.praise) for cue in cues]
    assert told == [
        ("knee_not_locked", False),
        ("knee_not_locked", True),
        ("head_down", False),
        ("head_down", True),
    ]


def test_two_faults_at_once_are_said_one_after_the_other_the_weightier_first():
    _, cues, shown = coached(HamstringClip(locked=(7.0, 15.0), head_up=(7.6, 15.0)))
    times = [f.t_s for f in shown if f.cue is not None]
    assert [cue.check for cue in cues][:2] == ["knee_not_locked", "head_down"]
    assert times[1] - times[0] >= 3.0


def test_a_short_gap_freezes_the_timer_it_neither_adds_nor_wipes():
    frames = [
        PoseFrame.unseen(f.t_s, f.size_px) if 10.0 <= f.t_s < 12.0 else f
        for f in HamstringClip().frames()
    ]
    coach, _, shown = coached(HamstringClip(), frames=frames)
    (held,) = coach.holds
    assert held.book.held_s == pytest.approx(18.0, abs=0.5)
    in_gap = [f.hold for f in shown if 10.5 <= f.t_s < 11.9]
    assert all(clock.frozen for clock in in_gap)
    assert len({clock.held_s for clock in in_gap}) == 1


def test_leaving_the_picture_for_long_ends_the_hold_when_last_seen():
    frames = [
        PoseFrame.unseen(f.t_s, f.size_px) if f.t_s >= 10.0 else f for f in HamstringClip().frames()
    ]
    coach, _, _ = coached(HamstringClip(), frames=frames)
    (held,) = coach.holds
    assert held.end_s == pytest.approx(10.0, abs=0.1)


def test_a_hole_between_frames_is_not_counted_as_held():
    frames = [f for f in HamstringClip().frames() if not 10.0 <= f.t_s < 12.0]
    coach, _, _ = coached(HamstringClip(), frames=frames)
    assert coach.holds[0].book.held_s == pytest.approx(18.0, abs=0.5)


def test_passing_through_the_position_is_no_hold():
    coach, _, _ = coached(HamstringClip(hold=(3.0, 3.8), duration_s=9.0))
    assert coach.holds == []


def test_bouncing_from_the_first_moment_is_still_a_hold():
    outcome = summed(HamstringClip(bounce=(3.0, 20.0, 1.2, 12.0)))
    (held,) = outcome.holds
    assert held.hold.book.start_s == pytest.approx(3.0, abs=1.0)
    assert verdicts(outcome)["no_bounce"] is Verdict.FIX


def test_who_still_moves_into_position_does_not_hold_though_the_driver_comes_back():
    """As on the way into a plank: the hips go up and down again, the other joints move on."""

    def at(t_s):
        hip = 80.0 * smoothly(t_s, 0.5, 2.5) + 6.0 * sin(pi * min(1.0, max(0.0, t_s - 2.5) / 2.0))
        return Person().bent("right", hip=hip, knee=32.0 - 22.0 * smoothly(t_s, 2.0, 5.0))

    frames = [at(i / 15).frame(i / 15) for i in range(15 * 15)]
    coach, _, _ = coached(None, frames=frames)
    assert coach.holds[0].book.start_s == pytest.approx(4.8, abs=0.5)


def test_the_side_asked_for_is_the_only_one_timed():
    coach, _, _ = coached(HamstringClip(side="right"), side="left")
    assert coach.holds == []


def test_from_a_three_quarter_view_nothing_is_blamed_and_nothing_scored():
    clip = HamstringClip(person=Person(azimuth=35, elevation=15), locked=(8.0, 12.0))
    outcome = summed(clip)
    assert outcome.holds  # the time in position can still be told
    assert set(verdicts(outcome).values()) == {Verdict.CANT_TELL}
    assert outcome.score.points is None
    assert all(told.reason == "turn side-on" for told in outcome.checks)


def test_phases_follow_the_person():
    _, _, shown = coached(HamstringClip())
    assert shown[0].phase is Phase.ENTER  # lying there already
    assert shown[15 * 10].phase is Phase.HOLD
    assert shown[-1].phase is Phase.REST


def test_frames_must_come_in_time_order():
    coach = Coach(HAMSTRING, calibration=exact())
    coach.step(Person().frame(1.0))
    with pytest.raises(ValueError, match="comes after"):
        coach.step(Person().frame(1.0))
