"""The hold timer of a stretch: when the person comes to rest in position, and when they leave."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from math import inf, isfinite, nan

from formcheck.coach.feedback import HoldClock
from formcheck.coach.gate import SOFT_S, TREND_S, GateWatch
from formcheck.coach.judge import Judgement
from formcheck.coach.moment import MAX_STEP_S, Seen
from formcheck.coach.progress import FinishedHold, HoldInProgress
from formcheck.measures.filters import Trend
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Check, Stretch, filled

OUT_GRACE_S = 0.7
"""Out of position for no longer than this, the hold goes on; that time is not added."""
UNSEEN_GRACE_S = 4.0
"""The same while it can't be told: legs mixed up by the model take up to 3 s to come clear."""
TO_AND_FRO_S = 1.6
TO_AND_FRO_DEG = 4.0
"""In position so long, the mean of each angle of driver and gate in one half within so little of
the other's, the hold begins though the person doesn't come to rest. An entry of 80 degrees in 2 s
moves on by 30. The hips of a plank go up and down again on its way, its shoulders move on by 5."""
MIN_HOLD_S = 2.0
"""Shorter stays in position are passing through, not holds."""
ENTRY_S = 3.0
"""How far back the way into the hold is looked at for its speed."""


@dataclass(frozen=True)
class _Moment:
    seen: Seen
    driver: Measure
    judgements: list[Judgement]
    angles_deg: list[float]
    """Of driver and gate."""


class HoldKeeper:
    """Times the holds of a stretch, frame by frame: `locate`, judge, `advance`.

    Args:
        stretch: one that is held.
        sides: the person's sides to look for.
        checks: those that judge a hold.

    Attributes:
        finished: holds that are over.
        side: the side being held, or else in position; empty without one.
        inside: whether that side is in position; None where it can't be told.
        current: the hold that is going on.
    """

    def __init__(self, stretch: Stretch, sides: list[str], checks: list[Check]) -> None:
        self.finished: list[FinishedHold] = []
        self.side = ""
        self.inside: bool | None = None
        self.current: HoldInProgress | None = None
        self._stretch = stretch
        self._checks = checks
        self._watches = {side: GateWatch(stretch, side) for side in sides}
        self._driver_trends = {side: Trend(TREND_S) for side in sides}
        self._entry_speeds: list[tuple[float, float]] = []
        self._entering: list[_Moment] = []
        self._entering_side = ""
        self._last_inside_s = self._last_outside_s = nan
        self._credited_s: dict[str, float] = {}

    def locate(self, seen: Seen) -> None:
        """Find the side that is in position, so that it can be judged."""
        t_s, near_side = seen.t_s, seen.body.near_side
        held = self.current.book.side if self.current is not None else ""
        inside = {
            side: watch.step(t_s, seen.measures, near_side, side == held)
            for side, watch in self._watches.items()
        }
        for side, trend in self._driver_trends.items():
            trend.step(t_s, seen.measures[filled(self._stretch.driver, side, near_side)].value)
        self._entry_speeds.append((t_s, self._fastest_deg_s()))
        while self._entry_speeds[0][0] < t_s - ENTRY_S:
            self._entry_speeds.pop(0)
        ready = [side for side, is_in in inside.items() if is_in]
        if held:
            self.side, self.inside = held, inside[held]
        elif ready:
            sign = 1.0 if self._stretch.driver_peak == "max" else -1.0
            self.side = max(ready, key=lambda side: sign * self._driver_trends[side].median)
            self.inside = True
        else:
            self.side, self.inside = "", None if None in inside.values() else False

    @property
    def swing_deg(self) -> float:
        """How far the driving angle has swung lately."""
        return self._driver_trends[self.side].spread if self.side else 0.0

    def advance(self, seen: Seen, driver: Measure, judgements: list[Judgement]) -> bool:
        """Book the frame; whether a hold has just begun.

        Args:
            seen: the frame.
            driver: the driving measure of `side`.
            judgements: of each check now.
        """
        gate_deg = self._watches[self.side].angles_deg if self.side else []
        moment = _Moment(seen, driver, judgements, [driver.value, *gate_deg])
        if self.current is not None:
            self._go_on(self.current, moment)
        elif self.side:
            return self._enter(moment)
        else:
            self._entering.clear()
        return False

    def finish(self) -> None:
        """No more frames: a hold that is still going on ends with the last one."""
        if self.current is not None:
            self._end(self.current, self._last_inside_s)

    def so_far(self) -> list[FinishedHold]:
        """The finished holds, and the one going on as if it ended now."""
        if self.current is None:
            return list(self.finished)
        return [*self.finished, deepcopy(self.current).finish(self._last_inside_s)]

    def clock(self) -> HoldClock:
        """The timer as it stands."""
        dose_s = self._stretch.dose.side_total_s or 0.0
        if self.current is not None:
            earlier_s = self._credited_s.get(self.current.book.side, 0.0)
            return self.current.book.clock(earlier_s, dose_s, not self.inside)
        if not self.finished:
            return HoldClock(dose_s=dose_s)
        last = self.finished[-1].book
        total_s = self._credited_s.get(last.side, 0.0)
        return HoldClock(last.held_s, last.credited_s, last.longest_s, total_s, dose_s)

    def _fastest_deg_s(self) -> float:
        slopes = [abs(t.slope) for t in self._driver_trends.values() if isfinite(t.slope)]
        return max(slopes, default=nan)

    def _enter(self, now: _Moment) -> bool:
        t_s = now.seen.t_s
        if self._entering_side != self.side:
            self._entering.clear()
        self._entering_side = self.side
        self._entering.append(now)
        if self._watches[self.side].settled:
            start_s = max(self._entering[0].seen.t_s, t_s - TREND_S / 2.0 + SOFT_S)
        elif self._to_and_fro(t_s):
            start_s = t_s - TO_AND_FRO_S
        else:
            return False
        speeds = [deg_s for _, deg_s in self._entry_speeds if isfinite(deg_s)]
        self.current = HoldInProgress(
            self._stretch,
            self._checks,
            self.side,
            filled(self._stretch.driver, self.side, now.seen.body.near_side),
            start_s,
            max(speeds, default=nan),
        )
        for moment in self._entering:
            if moment.seen.t_s > start_s:
                self._book(self.current, moment, moment.seen.dt_s)
        self._entering.clear()
        self._last_inside_s, self._last_outside_s = t_s, -inf
        return True

    def _to_and_fro(self, t_s: float) -> bool:
        """In position for long enough without getting anywhere: bouncing from the start."""
        if t_s - self._entering[0].seen.t_s < TO_AND_FRO_S:
            return False
        half_s = t_s - TO_AND_FRO_S / 2.0
        halves: tuple[list[list[float]], list[list[float]]] = ([], [])
        for moment in self._entering:
            if moment.seen.t_s >= t_s - TO_AND_FRO_S and isfinite(moment.driver.value):
                halves[moment.seen.t_s >= half_s].append(moment.angles_deg)
        if not all(halves):
            return False
        earlier, later = (_means(half) for half in halves)
        return all(  # what isn't known moves nowhere
            not abs(one - other) > TO_AND_FRO_DEG for one, other in zip(earlier, later, strict=True)
        )

    def _go_on(self, hold: HoldInProgress, now: _Moment) -> None:
        t_s = now.seen.t_s
        if self.inside:
            # frames that couldn't tell are passed over like frames that are missing
            pause_s = t_s - max(self._last_inside_s, self._last_outside_s)
            self._last_inside_s = t_s
            self._book(hold, now, pause_s if pause_s <= MAX_STEP_S else 0.0)
            return
        if self.inside is False:
            self._last_outside_s = t_s
        grace_s = OUT_GRACE_S if self.inside is False else UNSEEN_GRACE_S
        if t_s - self._last_inside_s > grace_s:
            left_s = self._watches[self.side].departure_s(self._last_inside_s)
            self._end(hold, max(hold.book.start_s, min(self._last_inside_s, left_s)))

    def _book(self, hold: HoldInProgress, moment: _Moment, dt_s: float) -> None:
        hold.add(moment.seen, dt_s, moment.driver, moment.judgements)

    def _end(self, hold: HoldInProgress, end_s: float) -> None:
        finished = hold.finish(end_s)
        self.current = None
        if finished.book.held_s >= MIN_HOLD_S:
            self.finished.append(finished)
            side = finished.book.side
            self._credited_s[side] = self._credited_s.get(side, 0.0) + finished.book.credited_s


def _means(rows: list[list[float]]) -> list[float]:
    """Of each column, what is known of it; NaN where nothing is."""
    known = [[value for value in column if isfinite(value)] for column in zip(*rows, strict=True)]
    return [sum(column) / len(column) if column else nan for column in known]
