"""The score: 100 minus named penalties, never without its coverage.

    penalty of a check = weight x (seconds at fault / seconds measured)
    score              = 100 - sum of penalties, not below 0, rounded
    coverage           = sum(weight x measured share of the hold) / sum(weight)

Of a moving stretch repetitions are counted instead of seconds: at fault, measured, in all. A fault
that lasts a whole hold, or is in every repetition, costs the check's weight. Below `MIN_COVERAGE`
there is no score: too little could be measured. Several scores together are their mean, weighted by
time; see `mean_score`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formcheck.coach.hold import CheckTime
from formcheck.stretches.definition import Check

MIN_COVERAGE = 0.6


@dataclass(frozen=True)
class Penalty:
    """Points lost to one check, and why in words."""

    check: str
    points: float
    why: str


@dataclass(frozen=True)
class Score:
    """Points from 0 to 100, or None under `MIN_COVERAGE`; coverage from 0 to 1."""

    points: int | None
    coverage: float
    penalties: tuple[Penalty, ...]


def score(checks: Sequence[Check], times: Sequence[CheckTime], held_s: float) -> Score:
    """The score of `held_s` seconds of hold from each check's booked time."""
    wholes = [held_s] * len(checks)
    return _score(checks, times, wholes, "not for {fix:.1f} s of {measured:.1f} s measured")


def score_repetitions(
    checks: Sequence[Check], counts: Sequence[CheckTime], judged: Sequence[int]
) -> Score:
    """The score of repetitions from how many of them each check was measured and at fault in.

    Args:
        checks: those that judge repetitions.
        counts: of each check, repetitions in place of seconds.
        judged: of each check, how many repetitions it should have been measured in.
    """
    return _score(checks, counts, judged, "not in {fix:.0f} of {measured:.0f} repetitions measured")


class TimedScore(NamedTuple):
    """Points, coverage and seconds of one part of a whole; points and coverage as in `Score`."""

    points: int | None
    coverage: float | None
    seconds: float


def mean_score(parts: Sequence[TimedScore]) -> tuple[int | None, float | None]:
    """Points and coverage of all parts together: their means, weighted by time.

    No points unless every part has some: a mean over what could be measured would promise too much.
    """
    total_s = sum(part.seconds for part in parts)
    if total_s <= 0 or any(part.coverage is None for part in parts):
        return None, None
    coverage = sum((part.coverage or 0.0) * part.seconds for part in parts) / total_s
    if any(part.points is None for part in parts):
        return None, round(coverage, 3)
    points = sum((part.points or 0) * part.seconds for part in parts) / total_s
    return round(points), round(coverage, 3)


def _score(
    checks: Sequence[Check], times: Sequence[CheckTime], wholes: Sequence[float], words: str
) -> Score:
    if not any(whole > 0 for whole in wholes):
        return Score(None, 0.0, ())
    penalties = []
    covered = 0.0
    for check, time, whole in zip(checks, times, wholes, strict=True):
        covered += check.weight * min(1.0, time.measured_s / whole) if whole > 0 else 0.0
        if time.fix_s > 0 and time.measured_s > 0:
            points = check.weight * min(1.0, time.fix_s / time.measured_s)
            why = f"{check.name}: {words.format(fix=time.fix_s, measured=time.measured_s)}"
            penalties.append(Penalty(check.id, round(points, 1), why))
    coverage = covered / sum(check.weight for check in checks)
    points_left = max(0.0, 100.0 - sum(penalty.points for penalty in penalties))
    told = round(points_left) if coverage >= MIN_COVERAGE else None
    return Score(told, round(coverage, 3), tuple(penalties))
