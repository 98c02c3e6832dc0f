"""The hold timer's book: what was held, what counts, and for how long without a break.

Moments of the last seconds stay pending: only when a hold has ended is it known when the person
began to leave it, and bouncing is known a little after it began. Older moments are settled.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from math import isfinite, nan

from formcheck.coach.feedback import HoldClock, Verdict

PENDING_S = 6.0
"""Longer than the slowest bounce takes to be told (two cycles of 1.7 s and the filters' lag)."""


@dataclass(frozen=True)
class Moment:
    """The time from the frame before to this one, and what was judged in it.

    Attributes:
        t_s: its end.
        dt_s: its length; 0 where the person's position was unknown.
        verdicts: (verdict, measured) of each check, in the definition's order.
        driver: the driving angle in degrees, and its error.
    """

    t_s: float
    dt_s: float
    verdicts: tuple[tuple[Verdict, bool], ...]
    driver_deg: float
    driver_error_deg: float

    def __deepcopy__(self, _memo: object) -> Moment:
        """Itself: it never changes, and a hold that goes on is copied for its score."""
        return self


@dataclass
class CheckTime:
    """Seconds of a hold in which a check was measured, good, or at fault."""

    measured_s: float = 0.0
    good_s: float = 0.0
    fix_s: float = 0.0

    def add(self, verdict: Verdict, measured: bool, dt_s: float) -> None:
        """Book one moment."""
        self.measured_s += dt_s if measured else 0.0
        self.good_s += dt_s if verdict is Verdict.GOOD else 0.0
        self.fix_s += dt_s if verdict is Verdict.FIX else 0.0


@dataclass
class HoldBook:
    """One hold as it goes on.

    Attributes:
        side: the person's side.
        driver: name of the driving measure, sides filled in.
        start_s: when the person had settled in position.
        withholding: per check, whether its fault withholds credit.
        peak_is_max: whether the driving angle's peak is its largest value.
    """

    side: str
    driver: str
    start_s: float
    withholding: tuple[bool, ...]
    peak_is_max: bool
    held_s: float = 0.0
    credited_s: float = 0.0
    longest_s: float = 0.0
    peak_deg: float = nan
    peak_error_deg: float = nan
    times: list[CheckTime] = field(default_factory=list)
    _run_s: float = 0.0
    _pending: deque[tuple[Moment, bool]] = field(default_factory=deque)
    """With each moment, whether it is credited."""

    def __post_init__(self) -> None:
        self.times = [CheckTime() for _ in self.withholding]

    def add(self, moment: Moment) -> None:
        """Take in a moment; settle those that can no longer change."""
        self._pending.append((moment, self._credits(moment)))
        while self._pending[0][0].t_s < moment.t_s - PENDING_S:
            self._settle(*self._pending.popleft())

    def amend(self, check: int, start_s: float, end_s: float, verdict: Verdict) -> None:
        """Change a check's verdict in the pending moments from `start_s` to `end_s`."""
        for i, (moment, _) in enumerate(self._pending):
            if start_s < moment.t_s <= end_s and moment.verdicts[check][0] is not verdict:
                verdicts = list(moment.verdicts)
                verdicts[check] = (verdict, True)
                amended = replace(moment, verdicts=tuple(verdicts))
                self._pending[i] = amended, self._credits(amended)

    def close(self, end_s: float) -> None:
        """The person began to leave at `end_s`: later moments are dropped."""
        while self._pending:
            moment, credited = self._pending.popleft()
            if moment.t_s <= end_s + 1e-9:
                self._settle(moment, credited)

    def clock(self, earlier_credited_s: float, dose_s: float, frozen: bool) -> HoldClock:
        """The timer as it stands, pending moments included."""
        credited, run, longest = self.credited_s, self._run_s, self.longest_s
        held = self.held_s
        for moment, is_credited in self._pending:
            held += moment.dt_s
            if is_credited:
                credited += moment.dt_s
                run += moment.dt_s
                longest = max(longest, run)
            else:
                run = 0.0
        return HoldClock(held, credited, longest, earlier_credited_s + credited, dose_s, frozen)

    def _credits(self, moment: Moment) -> bool:
        return not any(
            withholds and verdict is Verdict.FIX
            for withholds, (verdict, _) in zip(self.withholding, moment.verdicts, strict=True)
        )

    def _settle(self, moment: Moment, credited: bool) -> None:
        self.held_s += moment.dt_s
        if credited:
            self.credited_s += moment.dt_s
            self._run_s += moment.dt_s
            self.longest_s = max(self.longest_s, self._run_s)
        else:
            self._run_s = 0.0
        for time, (verdict, measured) in zip(self.times, moment.verdicts, strict=True):
            time.add(verdict, measured, moment.dt_s)
        if isfinite(moment.driver_deg):
            further = moment.driver_deg - self.peak_deg
            if not isfinite(self.peak_deg) or (further > 0) == self.peak_is_max:
                self.peak_deg, self.peak_error_deg = moment.driver_deg, moment.driver_error_deg
