"""Live and recorded agree: the sample clips through the live session, against `formcheck check`.

A recording is analysed at 15 pictures a second, the camera as fast as it can; the pose model really
looks at both.
"""

import json
from pathlib import Path

import pytest
from live_people import first, play, said

from formcheck.coach.live import LiveSession, plan_for_stretch
from formcheck.media.source import open_source
from formcheck.pose.models import resolve_model
from formcheck.recorded import Options, check_file
from formcheck.recorded.find import find_poses
from formcheck.recorded.pose_log import PoseLog
from formcheck.stretches.definition import library

SAMPLES = Path(__file__).parents[3] / "sample_videos"
CLIPS = ("lying_hamstring", "knee_to_chest", "bridge", "childs_pose")
# Not the seated forward bend: as the fold ends the model's reading of the knee falls by 6 degrees,
# and where its slope passes through zero the live session takes that one picture for rest. At 15
# pictures a second none falls there: the hold begins 0.6 s later, in a live session too.
LIVE_FPS = 30.0
pytestmark = pytest.mark.timeout(900)  # 1,500 pictures, on a machine that may be busy


def poses(clip):
    """What the pose model sees in a clip at the camera's rate."""
    with PoseLog() as log:
        find_poses(
            open_source(clip), resolve_model("full"), LIVE_FPS, 2, log, lambda _what, _share: None
        )
        return list(log)


@pytest.fixture(scope="session", params=CLIPS)
def both(request, kept_poses):
    """A clip lived through and checked as a recording, and its truth."""
    name = request.param
    clip = SAMPLES / f"{name}.mp4"
    stretch = library()[name]
    session = LiveSession(plan_for_stretch(stretch, hold_s=30.0))
    states = play(session, poses(clip))
    with kept_poses.in_use():
        recorded = check_file(clip, Options(stretch=stretch)).judged
    truth = json.loads(clip.with_suffix(".truth.json").read_text("utf-8"))
    return states, session.finish(), recorded, truth


def test_the_verdicts_are_the_same(both):
    _, summary, recorded, _ = both
    (live,) = summary.results
    assert [(told.check.id, told.verdict) for told in live.checks] == [
        (told.check.id, told.verdict) for told in recorded.checks
    ]


def test_the_holds_last_as_long_within_0_3_s_and_the_score_is_within_2(both):
    _, summary, recorded, _ = both
    (live,) = summary.results
    assert len(live.holds) == len(recorded.holds) == 1
    a, b = live.holds[0].hold, recorded.holds[0].hold
    assert a.book.side == b.book.side
    assert a.book.held_s == pytest.approx(b.book.held_s, abs=0.3)
    assert abs(live.score.points - recorded.score.points) <= 2


def test_as_much_of_the_hold_is_credited_within_0_3_s(both):
    _, summary, recorded, _ = both
    (live,) = summary.results
    credited = [result.holds[0].hold.book.credited_s for result in (live, recorded)]
    assert credited[0] == pytest.approx(credited[1], abs=0.3)


def test_the_set_up_passes_and_the_side_is_found_by_itself(both):
    states, summary, _, truth = both
    hold = first(states, "hold")
    true = truth["holds"][0]
    assert hold.t_s - hold.hold.held_s == pytest.approx(true["start_s"], abs=0.6)
    assert any(state.phase == "countdown" for state in states)
    sides = (true["side"], "both")
    assert hold.side in sides
    assert summary.steps[0].side in sides
    assert hold.step == 1


def test_each_fault_is_told_in_its_seconds_and_no_other(both):
    states, _, _, truth = both
    fixes = {s.cue.id: s.t_s for s in states if s.cue is not None and s.cue.kind == "fix"}
    spans = {fault["check"]: (fault["start_s"], fault["end_s"]) for fault in truth["faults"]}
    for bounce in truth["bounces"]:
        spans["no_bounce"] = (bounce["start_s"], bounce["end_s"] + 1.0)
    assert set(fixes) <= set(spans)
    for check, t_s in fixes.items():
        start_s, end_s = spans[check]
        assert start_s <= t_s <= end_s
    if "hips_up" in spans or "knee_not_locked" in spans:  # a lifted head can't be told there
        assert set(fixes) == set(spans)
        assert any(kind == "praise" for _, kind, _ in said(states))
