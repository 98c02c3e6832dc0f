"""Counting repetitions: out to the far end and back again, partial ones told apart and told why.

The gap between the two ends is the hysteresis: noise that is smaller can't count. Each measure is
first steadied over a quarter of a second, so that single bad frames neither reach an end nor leave
one; times are dated back by half of that. Moments that can't be told are passed over, up to
`UNSEEN_S`: after a longer gap nobody knows what happened in it, and the repetition is broken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan

from formcheck.coach.gate import all_inside, most_slack
from formcheck.coach.judge import SteadyMeasure
from formcheck.coach.repetition import (
    NOT_BACK,
    NOT_HELD,
    NOT_SEEN,
    NOT_THERE,
    TOO_SHORT,
    Leg,
    Partial,
    Repetition,
    Sample,
    Where,
    arrived_s,
    left_s,
    way_seconds,
)
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Bound, Cycle, Stretch, filled

STEADY_S = 0.25
"""Three frames at 10 pictures a second, and an eighth of the period of a repetition of 2 s, whose
peak it lowers by 2 %."""
UNSEEN_S = 2.0
"""A quick repetition fits into a longer gap."""
SLACK_SHARE = 0.2
"""An end that was reached is left only this share of the gap beyond its bounds, `gate.SLACK_DEG` at
most."""
ATTEMPT_SHARE = 0.5
"""Half of the gap covered is an attempt at a repetition; less is fidgeting."""
HOLD_GUARD = 0.85
"""A stay at the far end that lasts this share of what is asked for counts: the ends' times are told
to a few tenths of a second."""
ARRIVED_S = 0.5
"""A movement that has got no further for so long is over."""
SETTLE_S = 3.0
"""So long after the back end's bound was reached the movement goes on at most."""
MAX_S = 120.0
"""A movement that hasn't come back after so long was another one."""


class CycleCounter:
    """Counts the repetitions of one side.

    Attributes:
        side: the person's side, or `both`.
        counted, partial: what has been finished.
        where: the end the person is at, or between them.
        leg: the part of a repetition going on.
        share: of the way from the back end's bound to the far end's, below 0 and above 1 beyond
            them; NaN where unknown.

    Raises:
        ValueError: the stretch has no cycle.
    """

    def __init__(self, stretch: Stretch, side: str) -> None:
        if stretch.cycle is None:
            raise ValueError(f"{stretch.id} has no cycle")
        self.side = side
        self.counted: list[Repetition] = []
        self.partial: list[Partial] = []
        self.where = Where.UNKNOWN
        self.leg = Leg.REST
        self.share = nan
        self._cycle: Cycle = stretch.cycle
        self._driver = stretch.driver
        self._limits = _limits(stretch, self._cycle)
        self._bounds = (*self._cycle.away, *self._cycle.back)
        self._steady = [SteadyMeasure(STEADY_S) for _ in self._bounds]
        self._ready = False
        self._driver_name = ""
        self._way: list[Sample] = []
        self._far_share = self._near_share = 0.0
        self._far_s = (nan, nan)
        self._dated = True

    def step(self, t_s: float, measures: Mapping[str, Measure], near_side: str) -> None:
        """Take in one frame; frames come in time order."""
        steadied = [
            steady.step(t_s, measures[filled(bound.measure, self.side, near_side)])
            for bound, steady in zip(self._bounds, self._steady, strict=True)
        ]
        driver = steadied[[bound.measure for bound in self._bounds].index(self._driver)]
        self._driver_name = filled(self._driver, self.side, near_side)
        self.where = self._located(steadied)
        seen_s = t_s - STEADY_S / 2.0
        if self._way and seen_s - self._way[-1].t_s > UNSEEN_S:
            self._break_off()
        if self.where is Where.UNKNOWN or not driver.known:
            self.where, self.share = Where.UNKNOWN, nan
            return
        back, away = self._limits
        self.share = (driver.value - back) / (away - back)
        self._way.append(Sample(seen_s, driver.value, driver.error, self.share))
        self._move(seen_s)

    def finish(self) -> None:
        """No more frames: what isn't complete isn't counted."""
        self._date_end()

    # where

    def _located(self, steadied: Sequence[Measure]) -> Where:
        split = len(self._cycle.away)
        away = self._inside(self._cycle.away, steadied[:split], self.where is Where.AWAY)
        back = self._inside(self._cycle.back, steadied[split:], self.where is Where.BACK)
        if away:
            return Where.AWAY
        if back:
            return Where.BACK
        return Where.UNKNOWN if None in (away, back) else Where.BETWEEN

    def _inside(
        self, bounds: Sequence[Bound], steadied: Sequence[Measure], was: bool
    ) -> bool | None:
        """Whether all bounds hold; None where that can't be told."""
        return all_inside(bounds, steadied, [self._slack(b) if was else 0.0 for b in bounds])

    def _slack(self, bound: Bound) -> float:
        if bound.measure != self._driver:
            return most_slack(bound)
        return min(most_slack(bound), SLACK_SHARE * abs(self._limits[1] - self._limits[0]))

    # moving

    def _move(self, t_s: float) -> None:
        if self.leg is not Leg.REST and t_s - self._way[0].t_s > MAX_S:
            self.leg, self._ready = Leg.REST, False
        if self.leg is Leg.REST:
            self._rest(t_s)
        elif self.leg is Leg.OUT:
            self._go_out(t_s)
        elif self.leg is Leg.AWAY:
            self._stay(t_s)
        else:
            self._come_back(t_s)

    def _rest(self, t_s: float) -> None:
        if self.where is Where.BACK:
            self._ready = True
            if self._dated or self._arrived(t_s):
                self._date_end()
                while self._way[0].t_s < t_s - SETTLE_S:
                    self._way.pop(0)
            return
        first = self._cycle.starts == "between" and not self.counted
        self._ready = self._ready or (first and self.where is Where.BETWEEN)
        if not self._ready:
            self._way.clear()
            return
        self._date_end()
        self.leg, self._far_share = Leg.OUT, self.share
        self._go_out(t_s)

    def _go_out(self, t_s: float) -> None:
        self._far_share = max(self._far_share, self.share)
        if self.where is Where.AWAY:
            self.leg, self._far_s = Leg.AWAY, (t_s, t_s)
        elif self.where is Where.BACK:
            if self._far_share >= ATTEMPT_SHARE:
                self._refuse(t_s, NOT_THERE if self._far_share >= 1.0 else TOO_SHORT)
            self._start_from(self._way[-1:])
            self.leg = Leg.REST

    def _stay(self, t_s: float) -> None:
        if self.where is Where.AWAY:
            self._far_s = (self._far_s[0], t_s)
            return
        self.leg, self._near_share = Leg.RETURN, self.share
        self._come_back(t_s)

    def _come_back(self, t_s: float) -> None:
        self._near_share = min(self._near_share, self.share)
        if self.where is Where.AWAY:
            if self._near_share <= ATTEMPT_SHARE:
                home = [sample for sample in self._way if sample.t_s >= self._far_s[1]]
                self._refuse(t_s, NOT_BACK)
                self._start_from(home[home.index(min(home, key=lambda s: s.share)) :])
                self._far_s = (t_s, t_s)
            self.leg, self._far_s = Leg.AWAY, (self._far_s[0], t_s)
        elif self.where is Where.BACK:
            stayed_s = self._far_s[1] - self._far_s[0]
            if self._cycle.hold_s and stayed_s < HOLD_GUARD * self._cycle.hold_s[0]:
                self._refuse(t_s, NOT_HELD)
                self._start_from(self._way[-1:])
            else:
                self.counted.append(self._finished(t_s))
                self._dated = False
            self.leg, self._ready = Leg.REST, True

    def _break_off(self) -> None:
        if self.leg is not Leg.REST:
            self._refuse(self._way[-1].t_s, NOT_SEEN)
        self._date_end()
        self.leg, self._ready = Leg.REST, False
        self._way.clear()

    def _start_from(self, way: Sequence[Sample]) -> None:
        self._way = list(way)

    # telling

    def _refuse(self, end_s: float, why: str) -> None:
        peak = self._peak()
        began_s = left_s(self._way, peak.t_s)
        self.partial.append(Partial(self.side, began_s, end_s, peak.value, why))

    def _finished(self, end_s: float) -> Repetition:
        peak, first_s = self._peak(), self._far_s[0]
        start = min((s for s in self._way if s.t_s <= first_s), key=lambda s: s.share)
        return Repetition(
            side=self.side,
            driver=self._driver_name,
            start_s=left_s(self._way, first_s),
            end_s=end_s,
            away_s=self._far_s,
            peak=peak.value,
            peak_error=peak.error,
            out_s=way_seconds(self._way, start.value, peak.value),
            return_s=way_seconds(self._way[::-1], start.value, peak.value),
        )

    def _peak(self) -> Sample:
        return max(self._way, key=lambda sample: sample.share)

    def _arrived(self, t_s: float) -> bool:
        """Whether the movement that went on after the back end's bound was reached is over."""
        ended_s = self.counted[-1].end_s
        after = [sample for sample in self._way if sample.t_s >= ended_s]
        lowest_s = min(after, key=lambda sample: sample.share).t_s if after else ended_s
        return t_s - lowest_s > ARRIVED_S or t_s - ended_s > SETTLE_S

    def _date_end(self) -> None:
        """The movement goes on after the back end's bound is reached: date its end when it has."""
        if self._dated:
            return
        last = self.counted[-1]
        after = [sample for sample in self._way if sample.t_s >= last.away_s[1]]
        back, away = self._limits
        end_s = arrived_s(after, (last.peak - back) / (away - back))
        self.counted[-1] = replace(last, end_s=max(last.end_s, end_s))
        self._start_from([sample for sample in after if sample.t_s >= last.end_s])
        self._dated = True


def _limits(stretch: Stretch, cycle: Cycle) -> tuple[float, float]:
    """The driving measure's limits of the back and the far end that face each other."""
    back, away = cycle.end("back", stretch.driver), cycle.end("away", stretch.driver)
    assert back is not None
    assert away is not None
    low, high = (back, away) if stretch.driver_peak == "max" else (away, back)
    assert low.max is not None
    assert high.min is not None
    return (low.max, high.min) if stretch.driver_peak == "max" else (high.min, low.max)
