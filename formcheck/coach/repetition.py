"""What a repetition is, counted or not, and how long its ways took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, nan

TOO_SHORT = "not far enough"
NOT_THERE = "not quite in position at the far end"
NOT_BACK = "come all the way back"
NOT_HELD = "stay a little longer"
NOT_SEEN = "I couldn't see it"
FELL_SHORT = (TOO_SHORT, NOT_THERE, NOT_BACK, NOT_HELD)
"""Why the person's own doing was not counted; one that wasn't seen says nothing about them."""
SAY = {
    TOO_SHORT: "A little further, then it counts.",
    NOT_THERE: "Almost: I count it once you are in position at the end.",
    NOT_BACK: "Come all the way back, then it counts.",
    NOT_HELD: "Stay a little longer at the end.",
    NOT_SEEN: "I couldn't see that one.",
}
"""What is said when an attempt is not counted, by its reason."""

LEVEL = 0.05
"""A movement begins and ends at a twentieth of its way: before, it can't be told from swaying."""
SMOOTH_SHARE = 0.75
"""How much a slow movement is like the smoothest one (minimum jerk), the rest being even speed: its
whole time, told from its middle, reads 8 % short for the one and a third long for the other, so
that too fast is seldom said wrongly."""
MIN_WAY = 0.3
"""Share of the way that must have been seen to tell its speed."""


class Where(StrEnum):
    """Where in the movement the person is."""

    AWAY = "away"
    BACK = "back"
    BETWEEN = "between"
    UNKNOWN = "unknown"


class Leg(StrEnum):
    """Which part of a repetition is going on; `rest` is none."""

    REST = "rest"
    OUT = "out"
    AWAY = "away"
    RETURN = "return"


@dataclass(frozen=True)
class Repetition:
    """One counted repetition.

    Attributes:
        side: the person's side, or `both`.
        driver: name of the driving measure, sides filled in.
        start_s, end_s: from when it left the back end until it was there again.
        away_s: (from, to) at the far end.
        peak, peak_error: of the driving measure, in its unit.
        out_s, return_s: seconds the two ways took; NaN where they can't be told.
    """

    side: str
    driver: str
    start_s: float
    end_s: float
    away_s: tuple[float, float]
    peak: float
    peak_error: float
    out_s: float
    return_s: float


@dataclass(frozen=True)
class Partial:
    """An attempt that was not counted, and why; `peak` is the driving measure's."""

    side: str
    start_s: float
    end_s: float
    peak: float
    why: str


@dataclass(frozen=True)
class Sample:
    """The driving measure at one moment; `share` of the way between the two ends' bounds."""

    t_s: float
    value: float
    error: float
    share: float


def way_seconds(way: Sequence[Sample], start: float, peak: float) -> float:
    """Seconds that a movement between two values takes, from its middle part; NaN if untold.

    Between the twentieths at either end of the way (or in the part of it that was seen) the time
    is the same at any frame rate, and swaying at the ends doesn't matter.

    Args:
        way: samples from the back end to the peak (turned round for the way back).
        start, peak: the driving measure's values at its two ends.
    """
    if not isfinite(start) or peak == start:
        return nan
    shares = [(sample.t_s, (sample.value - start) / (peak - start)) for sample in way]
    high = next((k for k, (_, share) in enumerate(shares) if share >= 1.0 - LEVEL), 0)
    if high == 0:
        return nan
    low = next((k for k in range(high - 1, -1, -1) if shares[k][1] <= LEVEL), 0)
    from_s, from_share = _crossing(shares[low], shares[low + 1], LEVEL)
    to_s, to_share = _crossing(shares[high - 1], shares[high], 1.0 - LEVEL)
    if to_share - from_share < MIN_WAY:
        return nan
    part_s = abs(to_s - from_s)
    smooth_s = part_s / (_smooth_time(to_share) - _smooth_time(from_share))
    return SMOOTH_SHARE * smooth_s + (1.0 - SMOOTH_SHARE) * part_s / (to_share - from_share)


def _smooth_time(share: float) -> float:
    """When a minimum-jerk movement of one second has covered a share of its way."""
    low, high = 0.0, 1.0
    for _ in range(24):
        u = (low + high) / 2.0
        covered = u**3 * (u * (6.0 * u - 15.0) + 10.0)
        low, high = (u, high) if covered < share else (low, u)
    return low


def _crossing(
    before: tuple[float, float], after: tuple[float, float], level: float
) -> tuple[float, float]:
    """(time, share) where the way crossed a level between two samples, or the first of them."""
    (t0_s, share0), (t1_s, share1) = before, after
    if not share0 <= level <= share1 or share1 == share0:
        return before
    return t0_s + (level - share0) / (share1 - share0) * (t1_s - t0_s), level


def left_s(way: Sequence[Sample], far_s: float) -> float:
    """When the movement that was at its far end at `far_s` had left its start by a twentieth."""
    before = [sample for sample in way if sample.t_s <= far_s]
    peak = max(sample.share for sample in before)
    least = min(sample.share for sample in before)
    level = least + LEVEL * (peak - least)
    start = next((k for k in range(len(before) - 1, -1, -1) if before[k].share <= level), 0)
    if start + 1 == len(before):
        return before[start].t_s
    one, two = before[start], before[start + 1]
    return _crossing((one.t_s, one.share), (two.t_s, two.share), level)[0]


def arrived_s(way: Sequence[Sample], peak_share: float) -> float:
    """When the movement back from a peak had covered all but a twentieth of its way."""
    least = min(sample.share for sample in way)
    level = least + LEVEL * (peak_share - least)
    return next(sample.t_s for sample in way if sample.share <= level)
