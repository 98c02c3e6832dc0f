"""One check over time: a verdict for each moment, and fault episodes that don't flicker."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median

from formcheck.coach.feedback import Verdict
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Bound, Check

TOO_CLOSE = "too close to call"
MEDIAN_S = 0.5
"""Verdicts rest on the median of so much time, so that single bad frames don't count. The median of
a window that ends now is about half the window old: episodes are dated back by that."""
OPEN_S = 0.5
"""A fault has to last so long to become an episode, good form so long to end one."""
GUARD_SHARE = 0.4
"""The guard band is the mean error of a measure; the error it states holds the truth in 90 % of
frames. On rendered clips the one is 0.4 of the other."""
MIN_MEASURED = 0.5
"""Share of a hold, a repetition, or a set of them in which a check must have been measured to be
called good."""
MIN_GOOD = 0.5
"""Share of the measured part that must have been clearly good, the rest being too close to call."""
WOBBLE_SHARE = 0.35
"""While the driving angle swings, a still joint's reading swings along: 6 to 7 degrees for a bounce
of 10 to 12 (rendered, model full), so a third of the swing is added to the error."""


STEADY_SWING_DEG = 3.0
"""Jitter of the driving angle in a still hold stays within this over 0.6 s."""


@dataclass(frozen=True)
class Episode:
    """A fault from `start_s` to `end_s`, `worst` being the value furthest out of bounds."""

    start_s: float
    end_s: float
    worst: float


@dataclass(frozen=True)
class Judgement:
    """A check at one moment: verdict, the value it rests on, and the reason where it can't tell.

    `measured` is true where there was a usable value, even one too close to the bound.
    """

    verdict: Verdict
    value: float
    measured: bool
    reason: str = ""

    @classmethod
    def cant_tell(cls, reason: str) -> Judgement:
        """No verdict, and why."""
        return cls(Verdict.CANT_TELL, float("nan"), False, reason)


def judge(bound: Bound, measure: Measure, wobble: float = 0.0) -> Judgement:
    """A measure against a bound.

    Args:
        bound: the values that are good; `GUARD_SHARE` of the measure's error to either side of its
            limits is too close to call.
        measure: what was measured; one that carries a reason is too rough for a verdict.
        wobble: further error, in the measure's unit.
    """
    if not measure.known:
        return Judgement.cant_tell(measure.reason)
    if measure.reason:
        return Judgement(Verdict.CANT_TELL, measure.value, False, measure.reason)
    error = GUARD_SHARE * measure.error + wobble
    if bound.excess(measure.value) > error:
        return Judgement(Verdict.FIX, measure.value, True)
    if max(bound.excess(measure.value - error), bound.excess(measure.value + error)) == 0.0:
        return Judgement(Verdict.GOOD, measure.value, True)
    return Judgement(Verdict.CANT_TELL, measure.value, True, TOO_CLOSE)


class SteadyMeasure:
    """The median of a measure over the last `window_s` seconds."""

    def __init__(self, window_s: float = MEDIAN_S) -> None:
        self._window_s = window_s
        self._recent: deque[tuple[float, Measure]] = deque()

    def step(self, t_s: float, measure: Measure) -> Measure:
        """The steadied measure; unknown while at least half of the window is."""
        self._recent.append((t_s, measure))
        while self._recent[0][0] < t_s - self._window_s:
            self._recent.popleft()
        usable = [m for _, m in self._recent if m.usable]
        if 2 * len(usable) <= len(self._recent):
            return measure if measure.reason else Measure.unknown("just came into view")
        return Measure(median(m.value for m in usable), median(m.error for m in usable))


class EpisodeTracker:
    """Turns verdicts into episodes: a fault counts once it lasts, and ends once it is mended."""

    def __init__(self, check: Check, lag_s: float = MEDIAN_S / 2.0) -> None:
        self._check = check
        self._lag_s = lag_s
        self._since_s: dict[Verdict, float] = {}
        self._current: Episode | None = None
        self._done: list[Episode] = []
        self.open = False

    def step(self, t_s: float, judgement: Judgement) -> None:
        """Take in the verdict of this moment."""
        if judgement.verdict is Verdict.FIX:
            self._since_s.clear()
            self._worsen(t_s - self._lag_s, judgement.value)
        elif self._current is not None:
            since_s = self._since_s.setdefault(judgement.verdict, t_s)
            patience_s = OPEN_S if judgement.verdict is Verdict.GOOD else 2 * OPEN_S
            if t_s - since_s >= patience_s or not self.open:
                self._close()

    def finish(self, start_s: float, end_s: float) -> tuple[Episode, ...]:
        """The episodes, cut to the hold from `start_s` to `end_s`."""
        self._close()
        cut = (Episode(max(e.start_s, start_s), min(e.end_s, end_s), e.worst) for e in self._done)
        return tuple(e for e in cut if e.end_s - e.start_s >= OPEN_S)

    def _worsen(self, dated_s: float, value: float) -> None:
        if self._current is None:
            self._current = Episode(dated_s, dated_s, value)
            return
        worst = max(self._current.worst, value, key=self._excess)
        self._current = Episode(self._current.start_s, dated_s, worst)
        self.open = dated_s - self._current.start_s >= OPEN_S

    def _excess(self, value: float) -> float:
        return self._check.bound.excess(value) if self._check.kind == "bound" else value

    def _close(self) -> None:
        if self._current is not None and self.open:
            self._done.append(self._current)
        self._current, self.open = None, False
        self._since_s.clear()
