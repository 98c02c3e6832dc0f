"""A recording of several stretches: each judged by a coach of its own, told by stretch and side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from formcheck.coach.coach import Coach, result_together
from formcheck.coach.feedback import Feedback, Phase
from formcheck.coach.progress import FinishedHold
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import Partial
from formcheck.coach.result import StretchResult, result
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import Stretch
from formcheck.stretches.segmentation import Run


@dataclass(frozen=True)
class Zone:
    """The part of a recording in which one stretch is looked for.

    Attributes:
        stretch: the stretch; None where none is known, so that nothing is judged.
        from_s, to_s: its coach sees the frames in between.
        shown_until_s: until when that coach's feedback is the one shown.
    """

    stretch: Stretch | None
    from_s: float = -inf
    to_s: float = inf
    shown_until_s: float = inf


AFTER_S = 5.0
"""A hold ends at most so long after the position was last recognised; what is seen later, perhaps
with the camera moved for the next stretch, is none of its business."""


def zones(runs: Sequence[Run], stretches: dict[str, Stretch]) -> list[Zone]:
    """A zone for each run, with all the time since the one before.

    Each coach learns the person's start position anew: the camera may have been moved.
    """
    if len(runs) == 1:
        return [Zone(stretches[runs[0].stretch])]
    found = []
    for k, run in enumerate(runs):
        from_s = runs[k - 1].end_s if k else -inf
        next_s = runs[k + 1].start_s if k + 1 < len(runs) else inf
        middle_s = (run.end_s + next_s) / 2.0
        to_s = min(middle_s, run.end_s + AFTER_S)
        found.append(Zone(stretches[run.stretch], from_s, to_s, middle_s))
    return found


@dataclass(frozen=True)
class Segment:
    """One stretch on one side, from its first hold or repetition to the end of its last.

    Attributes:
        judged: everything judged in it.
        side: `left`, `right` or `both`.
        start_s, end_s: seconds of the recording.
    """

    judged: StretchResult
    side: str
    start_s: float
    end_s: float


class SessionCoach:
    """Hands each frame to the coaches of its zones; shows what the one whose turn it is says.

    Args:
        plan: the zones, in order; at least one.
        side: as for `Coach`.
        calibration: of the pose model.
    """

    def __init__(self, plan: Sequence[Zone], side: str, calibration: Calibration) -> None:
        self._plan = plan
        self._measurer = Measurer(calibration)  # where there is no stretch to look for
        self._coaches = [
            Coach(zone.stretch, side, calibration) if zone.stretch else None for zone in plan
        ]
        self._told = [_Told() for _ in plan]
        self._now = 0

    @property
    def title(self) -> str:
        """Name of the stretch that is looked for now; empty without one."""
        stretch = self._plan[self._now].stretch
        return stretch.name if stretch else ""

    def step(self, frame: PoseFrame) -> Feedback:
        """What the coach of this moment says. Frames come in time order."""
        while frame.t_s > self._plan[self._now].shown_until_s:
            self._now += 1
        shown = None
        for k, zone in enumerate(self._plan):
            coach = self._coaches[k]
            if coach is not None and zone.from_s <= frame.t_s <= zone.to_s:
                feedback = coach.step(frame)
                shown = feedback if k == self._now else shown
        if shown is None:
            shown = plain_feedback(*self._measurer.step(frame))
        self._told[self._now].take(shown)
        return shown

    def finish(self) -> None:
        """No more frames."""
        for coach in self._coaches:
            if coach is not None:
                coach.finish()

    def seen_zones(self) -> list[bool]:
        """Of each zone, whether a hold or repetition was found in it."""
        return [coach is not None and coach.result().done for coach in self._coaches]

    def segments(self) -> list[Segment]:
        """Everything that was done, in time order."""
        found = [one for coach in self._coaches if coach is not None for one in _by_side(coach)]
        return sorted(found, key=lambda segment: segment.start_s)

    def results(self) -> tuple[StretchResult, ...]:
        """Of each stretch that was done, in the order they were begun."""
        done = {segment.judged.stretch.id: segment.judged.stretch for segment in self.segments()}
        return tuple(self.result_of(stretch) for stretch in done.values())

    def result_of(self, stretch: Stretch) -> StretchResult:
        """Everything judged of one stretch, all its zones and sides together."""
        coaches = [c for c in self._coaches if c is not None and c.stretch.id == stretch.id]
        return result_together(stretch, coaches)

    def most(self, name: str, stretch: Stretch | None) -> str:
        """View or position seen most often in a stretch's zones, its holds before all else."""
        told = _Told()
        for zone, one in zip(self._plan, self._told, strict=True):
            if stretch is None or (zone.stretch is not None and zone.stretch.id == stretch.id):
                told.add(one)
        return told.most(name)


def _by_side(coach: Coach) -> Iterable[Segment]:
    """What a coach judged, cut where the side changes; sides that alternate stay together."""
    judged, stretch = coach.result(), coach.stretch
    together = stretch.cycle is not None and stretch.cycle.alternates
    if judged.holds:
        for side, holds in groupby((held.hold for held in judged.holds), key=_held_side):
            yield from _segment(stretch, side, holds=list(holds))
    elif together:
        yield from _segment(stretch, "", repetitions=judged.repetitions, partial=judged.partial)
    else:
        for side, some in groupby(judged.repetitions, key=_moved_side):
            done = list(some)
            until_s = done[-1].repetition.end_s + 10.0
            partial = [
                one
                for one in judged.partial
                if one.side == side and done[0].repetition.start_s - 10.0 <= one.start_s <= until_s
            ]
            yield from _segment(stretch, side, repetitions=done, partial=partial)


def _held_side(hold: FinishedHold) -> str:
    return hold.book.side


def _moved_side(done: JudgedRepetition) -> str:
    return done.repetition.side


def _segment(
    stretch: Stretch,
    side: str,
    holds: Sequence[FinishedHold] = (),
    repetitions: Sequence[JudgedRepetition] = (),
    partial: Sequence[Partial] = (),
) -> Iterable[Segment]:
    judged = result(stretch, holds, repetitions, partial)
    if judged.span_s is not None:
        yield Segment(judged, side or judged.side, *judged.span_s)


def plain_feedback(body: Body, measures: dict[str, Measure]) -> Feedback:
    """Feedback without a stretch: what is measured, nothing judged."""
    return Feedback(
        t_s=body.frame.t_s,
        phase=Phase.SET_UP,
        seen=body.believable,
        view=str(body.view),
        position=str(body.position),
        side="",
        measures=measures,
    )


class _Told:
    """View and position over a recording, the holds before all else."""

    def __init__(self) -> None:
        self._in_holds: dict[str, Counter[str]] = {"view": Counter(), "position": Counter()}
        self._in_all: dict[str, Counter[str]] = {"view": Counter(), "position": Counter()}

    def take(self, feedback: Feedback) -> None:
        for name in self._in_all:
            value = getattr(feedback, name)
            if value:
                self._in_all[name][value] += 1
                self._in_holds[name][value] += feedback.phase in (Phase.HOLD, Phase.MOVE)

    def add(self, other: _Told) -> None:
        for name in self._in_all:
            self._in_all[name] += other._in_all[name]
            self._in_holds[name] += other._in_holds[name]

    def most(self, name: str) -> str:
        for counter in (self._in_holds[name], self._in_all[name]):
            if counter.total():
                return counter.most_common(1)[0][0]
        return ""
