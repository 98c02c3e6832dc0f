"""What a person's sessions show over time. Pure functions over sessions; nothing of it is stored.

A person is only ever compared with themself: how far a healthy person's joint goes differs by tens
of degrees from one to the next, and the camera's own bias cancels only against itself. For the same
reason angles of different pose models are never compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import comb, sqrt
from statistics import median
from typing import Literal

from formcheck.coach.score import TimedScore, mean_score
from formcheck.history.records import HoldRecord, RepetitionRecord, SessionRecord, StretchRecord

SEM_SHARE = 1.0 / 1.645
"""A stated error holds the truth in 90 % of cases: 1.645 standard errors of a normal one."""
MDC_FACTOR = 1.96 * sqrt(2.0)
"""Minimum detectable change with 95 % confidence, in standard errors (Weir 2005, J Strength Cond
Res 19:231): the difference of two measurements, each with its error."""
LEAST_MDC_DEG = 6.0
"""Experts with a goniometer reach 6 to 7 degrees on a raised straight leg; a camera can't promise
less, whatever error it states."""
BASELINE = (2, 3)
"""First sessions that make the baseline: at least and at most."""
NEWEST = 3
"""Sessions whose median is "now"."""
FADES = (8, 16)
"""Sessions in which a check could be told, for its trend: at least and at most (the newest)."""
FADES_P = 0.05


@dataclass(frozen=True)
class Point:
    """One session's peak of one stretch and side, and what it was worth.

    Attributes:
        session: its uid; `at` its start by the clock on the wall; `model` the pose model.
        peak_deg, error_deg: of its best hold or repetition; None where it couldn't be told.
        score, coverage: of the side's holds, weighted by held time, None as in the holds; of a
            stretch that was moved, over both sides.
        held_s, credited_s: over the side's holds.
        repetitions: that counted.
    """

    session: str
    at: datetime
    model: str
    peak_deg: float | None
    error_deg: float | None
    score: int | None
    coverage: float | None
    held_s: float
    credited_s: float
    repetitions: int = 0


@dataclass(frozen=True)
class Change:
    """How far now is from the baseline.

    Attributes:
        baseline_deg, now_deg: medians of the first and of the newest sessions.
        change_deg: now less baseline; positive is further into the stretch.
        mdc_deg: the minimum detectable change.
        real: the change is beyond it.
    """

    baseline_deg: float
    now_deg: float
    change_deg: float
    mdc_deg: float
    sessions: int

    @property
    def real(self) -> bool:
        """Beyond what the error alone may explain."""
        return abs(self.change_deg) > self.mdc_deg


@dataclass(frozen=True)
class SideTrend:
    """One stretch on one side, session by session."""

    side: str
    points: tuple[Point, ...]
    change: Change | None


@dataclass(frozen=True)
class Symmetry:
    """Left against right over the newest sessions; positive is further on the left."""

    left_deg: float
    right_deg: float
    mdc_deg: float

    @property
    def even(self) -> bool:
        """The difference is within what the error alone may explain."""
        return abs(self.left_deg - self.right_deg) <= self.mdc_deg


Fading = Literal["fades", "grows", "no clear change", "too early to tell"]


@dataclass(frozen=True)
class FaultTrend:
    """How often a check needed mending.

    Attributes:
        check, name: which.
        at_fault, told: sessions with the fault, and in which the check could be told.
        earlier, later: share at fault in the earlier and the later half of the newest sessions;
            None while it is too early.
        trend: whether that is a change.
    """

    check: str
    name: str
    at_fault: int
    told: int
    earlier: float | None
    later: float | None
    trend: Fading


@dataclass(frozen=True)
class StretchTrend:
    """Everything of one stretch.

    Attributes:
        stretch, name: which; the name as it was last.
        measure: the driving angle, without a side (`hip_flexion_deg`).
        dose_side_s: credited seconds each side should collect; None where it is moved only.
        dose_repetitions: holds or repetitions each side should do.
        sides: left, right or both, those that were done.
        symmetry: None without both sides, or without angles.
        faults: the most frequent first; those that never occurred are left out.
    """

    stretch: str
    name: str
    measure: str
    dose_side_s: float | None
    dose_repetitions: int | None
    sides: tuple[SideTrend, ...]
    symmetry: Symmetry | None
    faults: tuple[FaultTrend, ...]

    @property
    def sessions(self) -> int:
        """In how many sessions it was done."""
        return len({point.session for side in self.sides for point in side.points})


def stretch_trends(sessions: Iterable[SessionRecord]) -> list[StretchTrend]:
    """Every stretch that was held or moved, the one done most often first.

    Args:
        sessions: of one person, the earliest first.
    """
    done = defaultdict[str, list[tuple[SessionRecord, StretchRecord]]](list)
    for session in sessions:
        for stretch in session.stretches:
            if stretch.active_s > 0:
                done[stretch.stretch].append((session, stretch))
    trends = [_trend(name, pairs) for name, pairs in done.items()]
    return sorted(trends, key=lambda trend: (-trend.sessions, trend.stretch))


def change(points: Sequence[Point], driver_peak: str = "max") -> Change | None:
    """Now against the own baseline; None with too few sessions for both apart.

    Args:
        points: of one stretch and side, the earliest first.
        driver_peak: `min` where a smaller angle is further into the stretch.
    """
    known = _of_one_model(points)
    first = min(BASELINE[1], len(known) - 1)
    if first < BASELINE[0]:
        return None
    later = known[first:][-NEWEST:]
    before, now = _median_deg(known[:first]), _median_deg(later)
    sign = -1.0 if driver_peak == "min" else 1.0
    errors_deg = [p.error_deg for p in (*known[:first], *later) if p.error_deg is not None]
    return Change(before, now, round(sign * (now - before), 1), mdc_deg(errors_deg), len(known))


def mdc_deg(errors_deg: Sequence[float]) -> float:
    """The minimum detectable change from the stated errors of what is compared, in degrees.

    Several sessions' medians aren't taken as better than one: most of the error is of the camera's
    place and the body, and stays the same from hold to hold.
    """
    sem_deg = SEM_SHARE * median(errors_deg)
    return round(max(LEAST_MDC_DEG, MDC_FACTOR * sem_deg), 1)


def fault_trends(pairs: Sequence[tuple[SessionRecord, StretchRecord]]) -> list[FaultTrend]:
    """The checks that ever needed mending, the most frequent first."""
    told = defaultdict[str, list[bool]](list)
    names: dict[str, str] = {}
    for _, stretch in pairs:
        for check in stretch.checks:
            names[check.check] = check.name
            if check.verdict != "cant_tell":
                told[check.check].append(check.verdict == "fix")
    trends = [_fault(check, names[check], faults) for check, faults in told.items() if any(faults)]
    return sorted(trends, key=lambda trend: (-trend.at_fault / trend.told, trend.check))


def _fault(check: str, name: str, faults: Sequence[bool]) -> FaultTrend:
    newest = faults[-FADES[1] :]
    half = len(newest) // 2
    earlier, later = newest[:half], newest[-half:] if half else []
    if len(newest) < FADES[0]:
        return FaultTrend(check, name, sum(faults), len(faults), None, None, "too early to tell")
    trend: Fading = "no clear change"
    if _fewer_p(sum(earlier), half, sum(later), half) <= FADES_P:
        trend = "fades"
    elif _fewer_p(sum(later), half, sum(earlier), half) <= FADES_P:
        trend = "grows"
    shares = sum(earlier) / half, sum(later) / half
    return FaultTrend(check, name, sum(faults), len(faults), *shares, trend)


def _fewer_p(before: int, of_before: int, after: int, of_after: int) -> float:
    """Fisher's exact test, one-sided: how likely so few after, were the chances the same."""
    total, faults = of_before + of_after, before + after
    ways = sum(comb(of_after, k) * comb(of_before, faults - k) for k in range(after + 1))
    return ways / comb(total, faults)


def _trend(name: str, pairs: Sequence[tuple[SessionRecord, StretchRecord]]) -> StretchTrend:
    points = defaultdict[str, list[Point]](list)
    latest = pairs[-1][1]
    for session, stretch in pairs:
        for side in ("left", "right", "both"):
            holds = [hold for hold in stretch.holds if hold.side == side]
            counted = [r for r in stretch.repetitions if r.side == side and r.counted]
            if holds or counted:
                points[side].append(_point(session, stretch, holds, counted))
    sides = tuple(
        SideTrend(side, tuple(points[side]), change(points[side], latest.driver_peak))
        for side in ("left", "right", "both")
        if side in points
    )
    measures = Counter(hold.peak_measure for _, s in pairs for hold in s.holds)
    measures.update(one.peak_measure for _, s in pairs for one in s.repetitions)
    del measures[""]
    measure = measures.most_common(1)[0][0] if measures else ""
    return StretchTrend(
        stretch=name,
        name=latest.name,
        measure=measure.replace("_left", "").replace("_right", ""),
        dose_side_s=latest.dose_side_s,
        dose_repetitions=latest.dose_repetitions,
        sides=sides,
        symmetry=_symmetry(points),
        faults=tuple(fault_trends(pairs)),
    )


def _point(
    session: SessionRecord,
    stretch: StretchRecord,
    holds: Sequence[HoldRecord],
    counted: Sequence[RepetitionRecord],
) -> Point:
    peaks = [(hold.peak_value_deg, hold.peak_error_deg) for hold in holds]
    peaks += [(one.peak_deg, one.peak_error_deg) for one in counted]
    told = [(deg, error_deg) for deg, error_deg in peaks if deg is not None]
    sign = -1.0 if stretch.driver_peak == "min" else 1.0
    best = max(told, key=lambda peak: sign * peak[0], default=(None, None))
    score, coverage = stretch.score, stretch.coverage
    if holds:
        score, coverage = mean_score([TimedScore(h.score, h.coverage, h.held_s) for h in holds])
    return Point(
        session=session.uid,
        at=session.local_start,
        model=session.model,
        peak_deg=best[0],
        error_deg=best[1],
        score=score,
        coverage=coverage,
        held_s=round(sum(hold.held_s for hold in holds), 2),
        credited_s=round(sum(hold.credited_s for hold in holds), 2),
        repetitions=len(counted),
    )


def _symmetry(points: dict[str, list[Point]]) -> Symmetry | None:
    newest = {side: _of_one_model(points.get(side, []))[-NEWEST:] for side in ("left", "right")}
    models = {p.model for side in newest.values() for p in side}
    if not all(newest.values()) or len(models) > 1:
        return None
    errors_deg = [p.error_deg for side in newest.values() for p in side if p.error_deg is not None]
    return Symmetry(_median_deg(newest["left"]), _median_deg(newest["right"]), mdc_deg(errors_deg))


def _of_one_model(points: Sequence[Point]) -> list[Point]:
    """Those with an angle, of the pose model that was used last."""
    known = [p for p in points if p.peak_deg is not None and p.error_deg is not None]
    return [p for p in known if p.model == known[-1].model]


def _median_deg(points: Sequence[Point]) -> float:
    return round(median(p.peak_deg for p in points if p.peak_deg is not None), 1)
