"""A recording of a whole session: split into its stretches and sides, each judged by itself."""

from dataclasses import replace

import numpy as np
import pytest
from people import (
    BRIDGE_DOWN,
    BRIDGE_UP,
    HamstringClip,
    MovingClip,
    Person,
    Rep,
    both,
    exact,
    smoothly,
)

from formcheck.coach.feedback import Verdict
from formcheck.measures.measurer import Measurer
from formcheck.recorded.session import SessionCoach, Zone, zones
from formcheck.stretches.definition import library
from formcheck.stretches.segmentation import Segmenter

FPS = 15.0
BESIDE = Person(elevation=10)


DOWN, UP = (replace(end, elevation=BESIDE.elevation) for end in (BRIDGE_DOWN, BRIDGE_UP))


class KneeToChest:
    """Knees up, one knee pulled in from 3 to 13 s."""

    def __init__(self, side):
        self.side = side
        self.duration_s = 16.0

    def at(self, t_s):
        up = smoothly(t_s, 1.2, 3.0) - smoothly(t_s, 13.0, 14.8)
        person = replace(BESIDE, hip=both(5), knee=both(8))
        hugged = person.bent(self.side, hip=5 + 115 * up, knee=8 + 120 * up)
        return replace(hugged, shoulder={"left": 60 * up, "right": 60 * up})


def hamstring(side, **fault):
    return HamstringClip(side=side, person=BESIDE, hold=(3.0, 15.0), duration_s=18.5, **fault)


def session(*clips):
    """All clips one after the other, as frames; and when each begins."""
    frames, starts_s, at_s = [], [], 0.0
    for clip in clips:
        starts_s.append(at_s)
        for k in range(int(clip.duration_s * FPS)):
            frames.append(clip.at(k / FPS).frame(at_s + k / FPS))
        at_s += int(clip.duration_s * FPS) / FPS
    return frames, starts_s


def runs_of(frames):
    segmenter, measurer = Segmenter(list(library().values())), Measurer(exact())
    for frame in frames:
        segmenter.step(*measurer.step(frame))
    return segmenter.runs()


def judged(frames, plan):
    coach = SessionCoach(plan, "auto", exact())
    for frame in frames:
        coach.step(frame)
    coach.finish()
    return coach


def test_a_session_is_split_into_its_stretches_and_sides_each_with_its_own_faults():
    clips = (
        hamstring("right", locked=(6.0, 10.0)),
        hamstring("left"),
        MovingClip(DOWN, UP, (Rep(),) * 5),
        KneeToChest("right"),
    )
    frames, starts_s = session(*clips)
    runs = runs_of(frames)
    assert [run.stretch for run in runs] == ["lying_hamstring", "bridge", "knee_to_chest"]
    coach = judged(frames, zones(runs, library()))
    segments = coach.segments()
    told = [(segment.judged.stretch.id, segment.side) for segment in segments]
    assert told == [
        ("lying_hamstring", "right"),
        ("lying_hamstring", "left"),
        ("bridge", "both"),
        ("knee_to_chest", "right"),
    ]
    spans = MovingClip(DOWN, UP, (Rep(),) * 5).spans_s()
    true_s = [
        (starts_s[0] + 3, starts_s[0] + 15),
        (starts_s[1] + 3, starts_s[1] + 15),
        (starts_s[2] + spans[0][0], starts_s[2] + spans[-1][1]),
        (starts_s[3] + 3, starts_s[3] + 13),
    ]
    for segment, (start_s, end_s) in zip(segments, true_s, strict=True):
        assert segment.start_s == pytest.approx(start_s, abs=1.0)
        assert segment.end_s == pytest.approx(end_s, abs=1.0)
    faults = [
        [one.check.id for one in segment.judged.checks if one.verdict is Verdict.FIX]
        for segment in segments
    ]
    assert faults == [["knee_not_locked"], [], [], []]
    assert len(segments[2].judged.repetitions) == 5
    whole = coach.result_of(library()["lying_hamstring"])
    assert len(whole.holds) == 2
    assert whole.side == "both"
    assert [hold.hold.book.side for hold in whole.holds] == ["right", "left"]
    together = coach.results()
    assert [one.stretch.id for one in together] == ["lying_hamstring", "bridge", "knee_to_chest"]
    assert together[0] == whole


def test_one_stretch_gives_the_same_result_as_without_looking_for_others():
    frames, _ = session(hamstring("right", locked=(6.0, 10.0)))
    (run,) = runs_of(frames)
    stretch = library()["lying_hamstring"]
    alone = judged(frames, [Zone(stretch)]).result_of(stretch)
    split = judged(frames, zones([run], library())).segments()
    assert [segment.judged for segment in split] == [alone]


def test_a_moment_that_looks_like_another_stretch_does_not_cut_a_hold():
    clip = hamstring("right")

    class Bending:
        duration_s = clip.duration_s

        def at(self, t_s):
            bent = smoothly(t_s, 7.0, 7.4) - smoothly(t_s, 8.8, 9.2)
            person = clip.at(t_s)
            return person.bent(
                "right", hip=person.hip["right"] + 45 * bent, knee=person.knee["right"] + 100 * bent
            )

    frames, _ = session(Bending())
    assert [run.stretch for run in runs_of(frames)] == ["lying_hamstring"]


def test_nothing_done_is_no_run():
    frames = [BESIDE.frame(k / FPS) for k in range(300)]
    assert runs_of(frames) == []
    assert runs_of([]) == []


@pytest.mark.parametrize("dropped", [0.3, 0.5])
def test_runs_do_not_depend_on_dropped_frames(dropped):
    clips = (hamstring("right"), KneeToChest("left"))
    frames, _ = session(*clips)
    before = runs_of(frames)
    rng = np.random.default_rng(1)
    kept = [frame for frame in frames if rng.random() > dropped]
    after = runs_of(kept)
    assert [run.stretch for run in after] == [run.stretch for run in before]
    for one, two in zip(after, before, strict=True):
        assert one.start_s == pytest.approx(two.start_s, abs=0.4)
        assert one.end_s == pytest.approx(two.end_s, abs=0.4)
