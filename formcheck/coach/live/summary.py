"""What a live session comes to: `LiveSummary`, and `Snapshot` for writing it down as it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from formcheck.coach.result import StretchResult, bounce_summary
from formcheck.rounding import rounded

Json = dict[str, Any]


@dataclass(frozen=True)
class ChartPoint:
    """The driving angle at one moment; None where it couldn't be told."""

    t_s: float
    deg: float | None
    error_deg: float | None


@dataclass(frozen=True)
class FaultSpan:
    """A fault episode for the chart."""

    check: str
    label: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class AngleSeries:
    """The driving angle of one step over time, with what belongs on its chart.

    Attributes:
        label: of the angle ("hip flexion, left").
        points: at most 10 a second.
        holds: (start, end) of each hold, or of each repetition.
        gate_min_deg, gate_max_deg: where the hold gate opens, if it bounds this angle.
        faults: in time order.
    """

    label: str
    points: tuple[ChartPoint, ...]
    holds: tuple[tuple[float, float], ...]
    gate_min_deg: float | None
    gate_max_deg: float | None
    faults: tuple[FaultSpan, ...]

    def to_json(self) -> Json:
        """Its fields; points as [t_s, deg, error_deg]."""
        return {
            "label": self.label,
            "points": [
                [round(p.t_s, 2), rounded(p.deg, 1), rounded(p.error_deg, 1)] for p in self.points
            ],
            "holds": [[round(start_s, 2), round(end_s, 2)] for start_s, end_s in self.holds],
            "gate_min_deg": self.gate_min_deg,
            "gate_max_deg": self.gate_max_deg,
            "faults": [
                {
                    "check": fault.check,
                    "label": fault.label,
                    "start_s": round(fault.start_s, 2),
                    "end_s": round(fault.end_s, 2),
                }
                for fault in self.faults
            ],
        }


@dataclass(frozen=True)
class StepSummary:
    """One step of the plan, as far as it was done.

    Attributes:
        side: the person's own `left` or `right`, or `both`.
        result: the holds of this side, judged as a recording's would be.
        repetitions, of: done and planned.
        credited_s, held_s, dose_s: seconds over its holds, and what was planned.
        skipped: left before it was done.
    """

    stretch: str
    name: str
    side: str
    result: StretchResult
    repetitions: int
    of: int
    held_s: float
    credited_s: float
    dose_s: float
    series: AngleSeries
    skipped: bool = False

    @property
    def moving(self) -> bool:
        """Done in repetitions to and fro, not held."""
        return self.dose_s == 0

    def to_json(self) -> Json:
        """Its fields as plain JSON values."""
        judged = self.result
        return {
            "stretch": self.stretch,
            "name": self.name,
            "side": self.side,
            "repetitions": self.repetitions,
            "of": self.of,
            "held_s": round(self.held_s, 2),
            "credited_s": round(self.credited_s, 2),
            "dose_s": round(self.dose_s, 2),
            "skipped": self.skipped,
            "score": judged.score.points,
            "coverage": judged.score.coverage,
            "penalties": [
                {"check": p.check, "points": p.points, "why": p.why} for p in judged.penalties
            ],
            "holds": [
                {
                    "side": held.hold.book.side,
                    "start_s": round(held.hold.book.start_s, 2),
                    "end_s": round(held.hold.end_s, 2),
                    "held_s": round(held.hold.book.held_s, 2),
                    "credited_s": round(held.hold.book.credited_s, 2),
                    "longest_s": round(held.hold.book.longest_s, 2),
                    "peak_deg": rounded(held.hold.book.peak_deg, 1),
                    "peak_error_deg": rounded(held.hold.book.peak_error_deg, 1),
                    "score": held.score.points,
                    "coverage": held.score.coverage,
                }
                for held in judged.holds
            ],
            "checks": [
                {
                    "id": told.check.id,
                    "label": told.check.name,
                    "verdict": str(told.verdict),
                    "reason": told.reason,
                    "measured": rounded(told.measured, 3),
                    "good": rounded(told.good, 3),
                    "say": told.check.say,
                }
                for told in judged.checks
            ],
            "moves": [
                {
                    "side": one.repetition.side,
                    "start_s": round(one.repetition.start_s, 2),
                    "end_s": round(one.repetition.end_s, 2),
                    "peak": rounded(one.repetition.peak, 1),
                }
                for one in judged.repetitions
            ],
            "not_counted": [one.why for one in judged.partial],
            "bounce": bounce_summary(judged.bounces),
            "series": self.series.to_json(),
        }


@dataclass(frozen=True)
class Pain:
    """The person stopped because it hurt: when, where, in which step, and in their own words."""

    t_s: float
    where: str
    stretch: str
    side: str
    words: str = ""

    def to_json(self) -> Json:
        """Its fields."""
        return {
            "t_s": round(self.t_s, 2),
            "where": self.where,
            "stretch": self.stretch,
            "side": self.side,
            "words": self.words,
        }


Ending = Literal["finished", "stopped", "pain"]
"""All steps done; ended by the person before that; stopped because it hurt."""


@dataclass(frozen=True)
class LiveSummary:
    """The session as it went.

    Attributes:
        name, routine: of the plan.
        ending: how it ended.
        start_s, end_s: of the session's own clock.
        steps: those that were begun.
        results: by stretch, both sides together, in order: what the history keeps.
        score: over the results, weighted by time; None where one that was done has none.
        coverage: likewise; None where nothing was done.
        went_well: up to three plain sentences.
        work_on: the one thing to work on, from the largest penalty; empty without one.
        pain: the pain stop, if there was one.
        marched_s: seconds of warm-up.
    """

    name: str
    routine: str
    ending: Ending
    start_s: float
    end_s: float
    steps: tuple[StepSummary, ...]
    results: tuple[StretchResult, ...]
    score: int | None
    coverage: float | None
    went_well: tuple[str, ...]
    work_on: str
    pain: Pain | None
    marched_s: float

    @property
    def done(self) -> bool:
        """Whether a hold or a repetition was seen."""
        return any(judged.done for judged in self.results)

    def to_json(self) -> Json:
        """Everything as plain JSON values; `results` are in the steps."""
        return {
            "name": self.name,
            "routine": self.routine,
            "ending": self.ending,
            "start_s": round(self.start_s, 2),
            "end_s": round(self.end_s, 2),
            "score": self.score,
            "coverage": self.coverage,
            "went_well": list(self.went_well),
            "work_on": self.work_on,
            "pain": None if self.pain is None else self.pain.to_json(),
            "marched_s": round(self.marched_s, 2),
            "steps": [step.to_json() for step in self.steps],
        }


@dataclass(frozen=True)
class HoldSoFar:
    """A hold, finished or still going on, as it is written down each second."""

    stretch: str
    side: str
    start_s: float
    end_s: float
    held_s: float
    credited_s: float
    longest_s: float
    finished: bool


@dataclass(frozen=True)
class Snapshot:
    """Progress to write down each second, so that a crash loses no more than that.

    Attributes:
        results: of the finished holds by stretch, as in `LiveSummary`.
        holds: every hold so far, the current one last.
    """

    t_s: float
    holds: tuple[HoldSoFar, ...]
    results: tuple[StretchResult, ...]
    marched_s: float
    pain: Pain | None

    @property
    def done(self) -> bool:
        """Whether a hold, be it the one going on, or a repetition was seen."""
        return bool(self.holds) or any(judged.done for judged in self.results)
