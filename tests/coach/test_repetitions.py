"""Counting on stick people: what counts, what doesn't and why, at any frame rate."""

from dataclasses import replace

import numpy as np
import pytest
from definition_texts import definition_text, moving_text
from people import BRIDGE_DOWN as DOWN
from people import BRIDGE_UP as UP
from people import MovingClip, Person, Rep, between, both, exact

from formcheck.coach.coach import Coach
from formcheck.coach.feedback import Phase, Verdict
from formcheck.coach.repetition import TOO_SHORT, Partial
from formcheck.coach.result import result
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import Check, library, parse_definition

BRIDGE = library()["bridge"]


CLIP = MovingClip(DOWN, UP)


def tempo(phase, seconds, **more):
    return Check(
        id=f"slow_{phase}",
        kind="tempo",
        phase=phase,
        min=seconds,
        weight=30,
        name="Slowly",
        say="Slower, please.",
        source="test",
        **more,
    )


def coached(frames, stretch=BRIDGE, side="auto", **how):
    coach = Coach(stretch, side, exact(), **how)
    shown = [coach.step(frame) for frame in frames]
    coach.finish()
    return coach, shown


def told(clip, stretch=BRIDGE, **how):
    return coached(clip.frames(), stretch, **how)[0].result()


def check_of(outcome, check_id):
    return next(one for one in outcome.checks if one.check.id == check_id)


def test_good_repetitions_are_counted_and_timed():
    outcome = told(CLIP)
    assert len(outcome.repetitions) == 5
    assert outcome.partial == ()
    for done, (start_s, end_s) in zip(outcome.repetitions, CLIP.spans_s(), strict=True):
        rep = done.repetition
        assert rep.start_s == pytest.approx(start_s, abs=0.4)
        assert rep.end_s == pytest.approx(end_s, abs=0.5)
        assert rep.peak == pytest.approx(8, abs=2)
        assert rep.out_s == pytest.approx(1.6, rel=0.25)
        assert rep.return_s == pytest.approx(1.6, rel=0.25)
    assert outcome.holds == ()
    assert outcome.side == "both"
    assert outcome.score.points == 100
    assert {one.verdict for one in outcome.checks} == {Verdict.GOOD}
    assert "no_bounce" not in {one.check.id for one in outcome.checks}


def test_one_that_falls_short_is_not_counted_and_is_told_why():
    reps = (Rep(), Rep(reach=0.4), Rep())
    coach, shown = coached(MovingClip(DOWN, UP, reps).frames())
    assert len(coach.repetitions) == 2
    (partial,) = coach.partial
    assert partial.why == "not far enough"
    (start_s, end_s) = MovingClip(DOWN, UP, reps).spans_s()[1]
    assert start_s < partial.start_s < partial.end_s < end_s + 0.5
    said = [f.cue.say for f in shown if f.cue is not None]
    assert said == ["A little further, then it counts."]
    clock = next(f.repetition for f in shown if f.t_s > end_s + 0.2)
    assert (clock.done, clock.partial, clock.why_not) == (1, 1, "not far enough")
    assert shown[-1].repetition.why_not == ""


def test_fidgeting_is_no_attempt():
    coach, _ = coached(MovingClip(DOWN, UP, (Rep(reach=0.2), Rep(), Rep(reach=0.2))).frames())
    assert (len(coach.repetitions), coach.partial) == (1, [])


def test_one_that_turns_round_early_does_not_count_twice():
    coach, _ = coached(MovingClip(DOWN, UP, (Rep(home=0.3, rest_s=0.3), Rep())).frames())
    assert len(coach.repetitions) == 1
    assert [partial.why for partial in coach.partial] == ["come all the way back"]


def test_a_stay_that_is_asked_for_has_to_be_stayed():
    cycle = BRIDGE.cycle.model_copy(update={"hold_s": (3.0, 5.0)})
    stretch = BRIDGE.model_copy(update={"cycle": cycle, "hold": None})
    coach, _ = coached(MovingClip(DOWN, UP, (Rep(stay_s=4), Rep(stay_s=0.5))).frames(), stretch)
    assert len(coach.repetitions) == 1
    assert [partial.why for partial in coach.partial] == ["stay a little longer"]


def unseen(frames, start_s, end_s):
    return [PoseFrame.unseen(f.t_s, f.size_px) if start_s <= f.t_s < end_s else f for f in frames]


def test_a_short_gap_is_passed_over_a_long_one_breaks_the_repetition():
    start_s, end_s = CLIP.spans_s()[1]
    coach, _ = coached(unseen(CLIP.frames(), start_s + 0.6, start_s + 1.6))
    assert (len(coach.repetitions), coach.partial) == (5, [])
    slow = MovingClip(DOWN, UP, (Rep(), Rep(stay_s=4), Rep()))
    start_s, end_s = slow.spans_s()[1]
    coach, shown = coached(unseen(slow.frames(), start_s + 1.3, end_s - 1.4), way="move")
    assert len(coach.repetitions) == 2
    assert [partial.why for partial in coach.partial] == ["I couldn't see it"]
    assert "I couldn't see that one." in [f.cue.say for f in shown if f.cue is not None]


def test_frames_that_are_missing_are_like_frames_that_show_nobody():
    slow = MovingClip(DOWN, UP, (Rep(), Rep(stay_s=4), Rep()))
    start_s, end_s = slow.spans_s()[1]
    kept = [f for f in slow.frames() if not start_s + 1.3 <= f.t_s < end_s - 1.4]
    coach, _ = coached(kept, way="move")
    assert len(coach.repetitions) == 2
    assert [partial.why for partial in coach.partial] == ["I couldn't see it"]


def test_noise_smaller_than_the_gap_counts_nothing():
    rng = np.random.default_rng(3)
    middle = between(DOWN, UP, 0.4)
    frames = [
        between(DOWN, UP, 0.4 + 0.08 * rng.standard_normal()).frame(k / 15) for k in range(450)
    ]
    assert middle.hip["left"] > 32
    coach, _ = coached(frames)
    assert (coach.repetitions, coach.partial) == ([], [])


@pytest.mark.parametrize("fps", [10.0, 24.0, 60.0])
def test_frame_rate_changes_nothing(fps):
    reps = (Rep(), Rep(reach=0.4), Rep(out_s=1.0, return_s=1.0), Rep(home=0.3, rest_s=0.3), Rep())
    clip = MovingClip(DOWN, UP, reps)
    before, now = coached(clip.frames(15))[0], coached(clip.frames(fps))[0]
    assert len(before.repetitions) == 3
    assert len(now.repetitions) == 3
    assert [one.why for one in now.partial] == [one.why for one in before.partial]
    for one, two in zip(now.repetitions, before.repetitions, strict=True):
        assert one.repetition.start_s == pytest.approx(two.repetition.start_s, abs=0.15)
        assert one.repetition.end_s == pytest.approx(two.repetition.end_s, abs=0.25)
        assert one.repetition.peak == pytest.approx(two.repetition.peak, abs=1.0)
        assert one.repetition.out_s == pytest.approx(two.repetition.out_s, abs=0.25)


@pytest.mark.parametrize("seed", range(4))
def test_dropped_frames_change_nothing(seed):
    rng = np.random.default_rng(seed)
    kept = [frame for frame in CLIP.frames(30) if rng.random() > 0.5]
    outcome = coached(kept)[0].result()
    assert len(outcome.repetitions) == 5
    assert outcome.score.points == 100


def test_dropping_is_told_slowing_down_is_praised():
    stretch = BRIDGE.model_copy(update={"checks": (*BRIDGE.checks, tempo("return", 1.2))})
    reps = (Rep(), Rep(return_s=0.6), Rep(return_s=0.6), Rep(), Rep())
    coach, shown = coached(MovingClip(DOWN, UP, reps).frames(), stretch)
    outcome = coach.result()
    slow = check_of(outcome, "slow_return")
    assert slow.verdict is Verdict.FIX
    assert len(slow.episodes) == 2
    assert slow.episodes[0].worst == pytest.approx(0.6, abs=0.2)
    (penalty,) = outcome.penalties
    assert (penalty.check, penalty.points) == ("slow_return", 12.0)
    assert outcome.score.points == 88
    said = [(f.cue.say, f.cue.praise) for f in shown if f.cue is not None]
    assert said == [("Slower, please.", False), ("Good, that's it.", True)]


def test_a_phase_near_its_limit_is_neither_blamed_nor_praised():
    stretch = BRIDGE.model_copy(update={"checks": (*BRIDGE.checks, tempo("out", 1.6))})
    assert check_of(told(CLIP, stretch), "slow_out").verdict is Verdict.CANT_TELL


def test_a_check_of_an_end_looks_at_that_end_only():
    at_end = [c.model_copy(update={"during": "away"}) for c in BRIDGE.checks if c.id == "hips_up"]
    stretch = BRIDGE.model_copy(update={"checks": tuple(at_end)})
    assert check_of(told(CLIP, stretch), "hips_up").verdict is Verdict.GOOD
    sagging = between(DOWN, UP, 0.62)  # 26 degrees: past the end's 32, short of the check's 20
    outcome = told(MovingClip(DOWN, sagging), stretch)
    assert len(outcome.repetitions) == 5
    hips = check_of(outcome, "hips_up")
    assert hips.verdict is Verdict.FIX
    assert len(hips.episodes) == 5
    assert outcome.score.points == 60


def test_a_check_all_through_looks_at_the_whole_movement():
    through = BRIDGE.checks[0].model_copy(
        update={"id": "knees", "measure": "knee_flexion_{near}_deg", "max": 115.0}
    )
    stretch = BRIDGE.model_copy(update={"checks": (through,)})
    assert check_of(told(CLIP, stretch), "knees").verdict is Verdict.GOOD
    bent = MovingClip(replace(DOWN, knee=both(130)), replace(UP, knee=both(130)))
    outcome = told(bent, stretch)
    assert check_of(outcome, "knees").verdict is Verdict.FIX
    assert outcome.score.points == 60


def test_attempts_that_fell_short_cost_points_where_a_range_check_stands_for_them():
    reach = Check(
        id="far_enough", kind="range", weight=40, name="All the way", say="Further.", source="test"
    )
    stretch = BRIDGE.model_copy(update={"checks": (reach,)})
    outcome = told(MovingClip(DOWN, UP, (Rep(), Rep(reach=0.4), Rep(), Rep(reach=0.4))), stretch)
    far = check_of(outcome, "far_enough")
    assert (far.verdict, len(far.episodes)) == (Verdict.FIX, 2)
    assert outcome.score.points == 80


def test_a_bridge_that_is_kept_up_is_a_hold_and_no_repetition():
    outcome = told(MovingClip(DOWN, UP, (Rep(stay_s=20),)))
    assert outcome.repetitions == ()
    assert outcome.holds[0].hold.book.held_s == pytest.approx(20, abs=0.7)
    assert told(CLIP).holds == ()


def test_the_way_can_be_chosen():
    clip = MovingClip(DOWN, UP, (Rep(stay_s=20),))
    coach, _ = coached(clip.frames(), way="move")
    assert (len(coach.repetitions), coach.holds) == (1, [])
    coach, shown = coached(CLIP.frames(), way="hold")
    assert coach.repetitions == []
    assert all(f.repetition is None for f in shown)


def test_the_clock_follows_the_movement():
    _, shown = coached(CLIP.frames(), way="move")
    assert [f.repetition.done for f in shown[:: len(shown) - 1]] == [0, 5]
    assert shown[-1].repetition.of == 10
    assert shown[-1].repetition.pace_s == pytest.approx(4.0, abs=0.6)
    start_s, _ = CLIP.spans_s()[0]
    at = {round(f.t_s, 3): f for f in shown}
    up = at[min(at, key=lambda t: abs(t - start_s - 2.0))]
    assert (up.repetition.where, up.repetition.share, up.phase) == ("away", 1.0, Phase.MOVE)
    assert up.message == "And back: hips down."
    assert shown[5].repetition.where == "back"


HIP = "hip_flexion_{side}_deg"
LEG_LIFT = definition_text(
    "leg_lift",
    "Leg lift",
    "supine",
    "each",
    HIP,
    "min = 40",
    moving_text(HIP, (8, 12), ("leg up", 45), ("leg down", 20), "alternates = true")
    + '[[checks]]\nuse = "other_leg_down"\n',
)


def alternating():
    rest = Person(elevation=10)
    left = MovingClip(rest, rest.bent("left", hip=60))
    right = MovingClip(rest, rest.bent("right", hip=60))
    period_s = Rep().duration_s
    frames = []
    for k in range(int(15 * left.duration_s)):
        t_s = k / 15
        turn = int((t_s - left.lead_s) // period_s)
        frames.append((left if turn % 2 == 0 else right).at(t_s).frame(t_s))
    return frames


def test_each_side_is_counted_for_itself():
    stretch = parse_definition(LEG_LIFT, "leg_lift.toml")
    coach, shown = coached(alternating(), stretch)
    sides = [done.repetition.side for done in coach.repetitions]
    assert sides == ["left", "right", "left", "right", "left"]
    assert coach.partial == []
    last = shown[-1].repetition
    assert (last.side, last.done, last.total) == ("left", 3, 5)
    mirrored, _ = coached([f.mirrored() for f in alternating()], stretch)
    assert [done.repetition.side for done in mirrored.repetitions] == [
        "right" if side == "left" else "left" for side in sides
    ]
    only, _ = coached(alternating(), stretch, side="right")
    assert [done.repetition.side for done in only.repetitions] == ["right", "right"]
    assert check_of(coach.result(), "other_leg_down").verdict is Verdict.GOOD


def test_the_same_frames_give_the_same_repetitions():
    once, again = (
        [done.repetition for done in coached(CLIP.frames())[0].repetitions] for _ in range(2)
    )
    assert once == again


MOVED_ONLY = [stretch for stretch in library().values() if stretch.hold is None]


@pytest.mark.parametrize("stretch", MOVED_ONLY, ids=lambda one: one.id)
def test_a_stretch_that_is_only_moved_never_misses_a_hold(stretch):
    short = Partial("both", 1.0, 3.0, 40.0, TOO_SHORT)
    for partial in ([], [short]):
        told = result(stretch, [], [], partial)
        unseen = {one.reason for one in told.checks if one.verdict is Verdict.CANT_TELL}
        assert unseen <= {"no repetition was seen"}
        assert [one.check.id for one in told.checks] == [one.id for one in stretch.checks]
