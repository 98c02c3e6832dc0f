"""The checks over one repetition: all through it, at one of its ends, by its pace or its size."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

import numpy as np

from formcheck.coach.cycle import CycleCounter
from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import CheckTime
from formcheck.coach.judge import (
    MIN_GOOD,
    MIN_MEASURED,
    TOO_CLOSE,
    Episode,
    EpisodeTracker,
    Judgement,
    judge,
)
from formcheck.coach.moment import Seen
from formcheck.coach.repetition import Leg, Repetition, Where
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Bound, Check

END_SHARE = 0.15
"""What is judged at an end is judged within this share of the way from its furthest point."""
REMEMBERED_S = 3.0
"""Of a long rest at the back end, the last seconds are judged."""
TEMPO_ERROR = 0.4
"""Share of a phase's seconds that is their error, see `repetition.SMOOTH_SHARE`; the guard band of
`judge` takes its part of it, 16 %."""


class RepetitionChecks:
    """Collects what the checks need while a repetition goes on; judges it once it is counted."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks
        self._at_back: deque[tuple[float, float, tuple[Measure, ...]]] = deque()
        self._begin()

    def _begin(self) -> None:
        self._times = [CheckTime() for _ in self._checks]
        self._all_s, self._resting = 0.0, False
        self._reasons: list[Counter[str]] = [Counter() for _ in self._checks]
        self._trackers = [EpisodeTracker(check) for check in self._checks]
        self._at_away: list[tuple[float, float, tuple[Measure, ...]]] = []

    @property
    def open(self) -> list[bool]:
        """Per check, whether a fault episode is open."""
        return [tracker.open for tracker in self._trackers]

    def step(
        self,
        seen: Seen,
        counter: CycleCounter,
        judgements: Sequence[Judgement],
        measured: Sequence[Measure],
    ) -> None:
        """Take in one frame of the side that moves.

        Args:
            seen: the frame.
            counter: of that side, having seen the frame.
            judgements: of each check now.
            measured: what each check looks at.
        """
        moment = (seen.t_s, counter.share, tuple(measured))
        if counter.leg is Leg.REST:
            if self._resting and self._all_s:  # an attempt that was not counted
                self._begin()
            self._resting = True
            if counter.where is Where.BACK:
                self._at_back.append(moment)
                while self._at_back[0][0] < seen.t_s - REMEMBERED_S:
                    self._at_back.popleft()
            return
        self._resting = False
        if counter.where is Where.AWAY:
            self._at_away.append(moment)
        self._all_s += seen.dt_s
        for i, judged in enumerate(judgements):
            check = self._checks[i]
            if check.kind != "bound" or check.during != "all":
                continue
            self._times[i].add(judged.verdict, judged.measured, seen.dt_s)
            self._trackers[i].step(seen.t_s, judged)
            if judged.verdict is Verdict.CANT_TELL:
                self._reasons[i][judged.reason or TOO_CLOSE] += 1

    def finish(
        self, repetition: Repetition
    ) -> tuple[tuple[Judgement, ...], tuple[tuple[Episode, ...], ...]]:
        """Verdict and fault episodes of each check for a repetition just counted."""
        told = [self._judge(i, check, repetition) for i, check in enumerate(self._checks)]
        self._begin()
        self._at_back.clear()
        return tuple(judged for judged, _ in told), tuple(episodes for _, episodes in told)

    def _judge(
        self, i: int, check: Check, done: Repetition
    ) -> tuple[Judgement, tuple[Episode, ...]]:
        if check.kind == "bound" and check.during == "all":
            return self._all_through(i, done)
        if check.kind == "bound":
            at_end = self._at_away if check.during == "away" else list(self._at_back)
            return _at_an_end(check, i, at_end, check.during == "away")
        if check.kind == "range":
            return self._once(check.bound, Measure(done.peak, done.peak_error), done.away_s)
        return self._tempo(check, done)

    def _all_through(self, i: int, done: Repetition) -> tuple[Judgement, tuple[Episode, ...]]:
        episodes = self._trackers[i].finish(done.start_s, done.end_s)
        time = self._times[i]
        if episodes:
            worst = max(episodes, key=lambda episode: episode.end_s - episode.start_s).worst
            return Judgement(Verdict.FIX, worst, True), episodes
        enough = time.measured_s >= MIN_MEASURED * self._all_s and self._all_s > 0
        if enough and time.good_s >= MIN_GOOD * time.measured_s:
            return Judgement(Verdict.GOOD, float("nan"), True), ()
        reason = next((why for why, _ in self._reasons[i].most_common(1)), TOO_CLOSE)
        return Judgement(Verdict.CANT_TELL, float("nan"), enough, reason), ()

    def _tempo(self, check: Check, done: Repetition) -> tuple[Judgement, tuple[Episode, ...]]:
        first_s, last_s = done.away_s
        if check.phase == "repetition":
            seconds, when = done.end_s - done.start_s, (done.start_s, done.end_s)
        elif check.phase == "out":
            seconds, when = done.out_s, (done.start_s, first_s)
        else:
            seconds, when = done.return_s, (last_s, done.end_s)
        if seconds != seconds:
            return Judgement.cant_tell("the movement wasn't seen well enough"), ()
        return self._once(check.bound, Measure(seconds, TEMPO_ERROR * seconds), when)

    def _once(
        self, bound: Bound, measure: Measure, when: tuple[float, float]
    ) -> tuple[Judgement, tuple[Episode, ...]]:
        judged = judge(bound, measure)
        if judged.verdict is not Verdict.FIX:
            return judged, ()
        return judged, (Episode(when[0], when[1], judged.value),)


def _at_an_end(
    check: Check,
    i: int,
    moments: Sequence[tuple[float, float, tuple[Measure, ...]]],
    away: bool,
) -> tuple[Judgement, tuple[Episode, ...]]:
    """The median near the furthest point of the end."""
    if not moments:
        return Judgement.cant_tell("this end of the movement wasn't seen"), ()
    sign = 1.0 if away else -1.0
    furthest = max(sign * share for _, share, _ in moments)
    near = [one for one in moments if sign * one[1] >= furthest - END_SHARE * max(1.0, furthest)]
    usable = [one[2][i] for one in near if one[2][i].usable]
    if 2 * len(usable) <= len(near):
        why = Counter(one[2][i].reason for one in near if one[2][i].reason).most_common(1)
        return Judgement.cant_tell(why[0][0] if why else "it couldn't be seen"), ()
    value, error = np.median([(m.value, m.error) for m in usable], axis=0)
    judged = judge(check.bound, Measure(float(value), float(error)))
    if judged.verdict is not Verdict.FIX:
        return judged, ()
    return judged, (Episode(near[0][0], near[-1][0], judged.value),)
