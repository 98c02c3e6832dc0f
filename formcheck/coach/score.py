"""The score: 100 minus named penalties, never without its coverage.

    penalty of a check = weight x (seconds at fault / seconds measured)
    score              = 100 - sum of penalties, not below 0, rounded
    coverage           = sum(weight x measured share of the hold) / sum(weight)

A fault that lasts a whole hold costs the check's weight. Below `MIN_COVERAGE` there is no score:
too little of the hold could be measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    if held_s <= 0:
        return Score(None, 0.0, ())
    penalties = []
    covered = 0.0
    for check, time in zip(checks, times, strict=True):
        covered += check.weight * min(1.0, time.measured_s / held_s)
        if time.fix_s > 0 and time.measured_s > 0:
            points = check.weight * min(1.0, time.fix_s / time.measured_s)
            why = f"{check.name}: not for {time.fix_s:.1f} s of {time.measured_s:.1f} s measured"
            penalties.append(Penalty(check.id, round(points, 1), why))
    coverage = covered / sum(check.weight for check in checks)
    points_left = max(0.0, 100.0 - sum(penalty.points for penalty in penalties))
    told = round(points_left) if coverage >= MIN_COVERAGE else None
    return Score(told, round(coverage, 3), tuple(penalties))
