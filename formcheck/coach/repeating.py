"""The repetitions of a moving stretch: counted by side, each one judged by the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from formcheck.coach.cycle import CycleCounter
from formcheck.coach.feedback import RepetitionClock, Verdict
from formcheck.coach.judge import Episode, Judgement
from formcheck.coach.moment import Seen
from formcheck.coach.repetition import FELL_SHORT, Leg, Partial, Repetition
from formcheck.coach.repetition_checks import RepetitionChecks
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Check, Stretch

GOING_ON_S = 5.0
"""So long after a repetition the next is still to come; later it is a rest."""


@dataclass(frozen=True)
class JudgedRepetition:
    """A counted repetition with what was judged in it.

    Attributes:
        repetition: its side, times and peak.
        verdicts: of each check that judges repetitions, in the definition's order.
        episodes: where in it each check was at fault.
    """

    repetition: Repetition
    verdicts: tuple[Judgement, ...]
    episodes: tuple[tuple[Episode, ...], ...]


class RepetitionKeeper:
    """Counts and judges repetitions, frame by frame: `locate`, judge, `advance`.

    Args:
        stretch: one that moves.
        sides: the person's sides to count.
        checks: those that judge a repetition.

    Attributes:
        side: the side that moves or moved last; the first one before any has.
    """

    def __init__(self, stretch: Stretch, sides: Sequence[str], checks: Sequence[Check]) -> None:
        self._stretch = stretch
        self._checks = checks
        self._counters = {side: CycleCounter(stretch, side) for side in sides}
        self._judges = {side: RepetitionChecks(checks) for side in sides}
        self._judged: list[tuple[CycleCounter, int, JudgedRepetition]] = []
        self._booked = dict.fromkeys(sides, 0)
        self._at_fault: dict[str, bool] = {}
        self._partial_told = 0
        self._last_s = -1e9
        self.side = sides[0] if len(sides) == 1 else ""

    def locate(self, seen: Seen) -> None:
        """Find out which side moves, and how far it is."""
        for counter in self._counters.values():
            counter.step(seen.t_s, seen.measures, seen.body.near_side)
        moving = [c for c in self._counters.values() if c.leg is not Leg.REST]
        if moving:
            self.side = max(moving, key=lambda c: c.share if isfinite(c.share) else -1.0).side
            self._last_s = seen.t_s

    def advance(
        self, seen: Seen, judgements: Sequence[Judgement], measured: Sequence[Measure]
    ) -> None:
        """Book the frame.

        Args:
            seen: the frame.
            judgements: of each check that judges repetitions, for `side`.
            measured: what each of them looks at.
        """
        for side, counter in self._counters.items():
            judge = self._judges[side]
            if side == self.side or len(self._counters) == 1:
                judge.step(seen, counter, judgements, measured)
            for k in range(self._booked[side], len(counter.counted)):
                judged = judge.finish(counter.counted[k])
                self._judged.append((counter, k, JudgedRepetition(counter.counted[k], *judged)))
                self._remember(judged[0])
                self._last_s = seen.t_s
            self._booked[side] = len(counter.counted)
        if self.side:
            open_now = zip(self._checks, self._judges[self.side].open, strict=True)
            self._at_fault |= {check.id: True for check, is_open in open_now if is_open}

    def finish(self) -> None:
        """No more frames: what isn't complete isn't counted."""
        for counter in self._counters.values():
            counter.finish()

    @property
    def finished(self) -> list[JudgedRepetition]:
        """Every counted repetition, in the order of their starts, ends dated as well as known."""
        done = [
            JudgedRepetition(counter.counted[k], judged.verdicts, judged.episodes)
            for counter, k, judged in self._judged
        ]
        return sorted(done, key=lambda one: one.repetition.start_s)

    @property
    def partial(self) -> list[Partial]:
        """Every attempt that was not counted, in time order."""
        found = [one for counter in self._counters.values() for one in counter.partial]
        return sorted(found, key=lambda one: one.end_s)

    @property
    def leg(self) -> Leg:
        """The part of a repetition that is going on."""
        return self._counters[self.side].leg if self.side else Leg.REST

    def going_on(self, t_s: float) -> bool:
        """Whether repetitions are under way: moving now, or a moment ago."""
        return self.leg is not Leg.REST or t_s - self._last_s <= GOING_ON_S

    @property
    def at_fault(self) -> set[str]:
        """Ids of the checks at fault now or in the last repetition."""
        return {check for check, fault in self._at_fault.items() if fault}

    def new_partial(self) -> Partial | None:
        """The newest attempt not counted since the last time this was asked."""
        partial = self.partial
        new, self._partial_told = len(partial) > self._partial_told, len(partial)
        if new and partial[-1].why in FELL_SHORT:
            self._at_fault |= {check.id: True for check in self._checks if check.judges_attempts}
        return partial[-1] if new else None

    def clock(self) -> RepetitionClock:
        """The counter as it stands."""
        total = sum(len(counter.counted) for counter in self._counters.values())
        of = self._stretch.moving_repetitions[0]
        if not self.side:
            return RepetitionClock(total=total, of=of)
        counter = self._counters[self.side]
        last = counter.counted[-1] if counter.counted else None
        refused = counter.partial[-1] if counter.partial else None
        why_not = refused.why if refused and (not last or refused.end_s > last.end_s) else ""
        return RepetitionClock(
            side=self.side,
            done=len(counter.counted),
            total=total,
            of=of,
            partial=len(counter.partial),
            where=str(counter.where),
            share=min(1.0, max(0.0, counter.share)) if isfinite(counter.share) else None,
            why_not=why_not,
            pace_s=last.end_s - last.start_s if last else None,
        )

    def _remember(self, verdicts: Sequence[Judgement]) -> None:
        for check, judged in zip(self._checks, verdicts, strict=True):
            if judged.verdict is not Verdict.CANT_TELL:
                self._at_fault[check.id] = judged.verdict is Verdict.FIX
