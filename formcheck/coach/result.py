"""What a recording (or one photo) comes to: every check's verdict, the holds, the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import CheckTime
from formcheck.coach.judge import TOO_CLOSE, Episode, judge
from formcheck.coach.progress import FinishedHold
from formcheck.coach.score import Penalty, Score, score
from formcheck.measures.measure import Measure
from formcheck.measures.oscillation import Bounce
from formcheck.stretches.definition import Check, Stretch, filled

MIN_MEASURED = 0.5
"""Share of the hold in which a check must have been measured to be called good."""
MIN_GOOD = 0.5
"""Share of the measured time that must have been clearly good, the rest being too close to call."""


@dataclass(frozen=True)
class CheckResult:
    """One check over the whole recording.

    Attributes:
        check: its definition.
        verdict: `fix` with any fault episode, `good` where most of the hold was clearly good.
        reason: why it can't be told; empty otherwise.
        measured, good: shares of the held time, 0 to 1; None without a hold.
        episodes: the faults, with their worst value.
    """

    check: Check
    verdict: Verdict
    reason: str
    measured: float | None
    good: float | None
    episodes: tuple[Episode, ...]


@dataclass(frozen=True)
class HoldResult:
    """One hold with its own score."""

    hold: FinishedHold
    score: Score


@dataclass(frozen=True)
class StretchResult:
    """Everything judged of one stretch."""

    stretch: Stretch
    holds: tuple[HoldResult, ...]
    checks: tuple[CheckResult, ...]
    bounces: tuple[Bounce, ...]
    score: Score

    @property
    def side(self) -> str:
        """`left`, `right`, or `both`; empty without a hold."""
        sides = {held.hold.book.side for held in self.holds}
        return sides.pop() if len(sides) == 1 else "both" if sides else ""

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """What took points off."""
        return self.score.penalties


def result(stretch: Stretch, holds: Sequence[FinishedHold]) -> StretchResult:
    """Sum up the finished holds of a stretch."""
    held_s = sum(hold.book.held_s for hold in holds)
    times = [_total([hold.book.times[i] for hold in holds]) for i in range(len(stretch.checks))]
    checks = [
        _check(
            check,
            times[i],
            held_s,
            [episode for hold in holds for episode in hold.episodes[i]],
            [hold.reasons[i] for hold in holds],
        )
        for i, check in enumerate(stretch.checks)
    ]
    return StretchResult(
        stretch=stretch,
        holds=tuple(
            HoldResult(hold, score(stretch.checks, hold.book.times, hold.book.held_s))
            for hold in holds
        ),
        checks=tuple(checks),
        bounces=tuple(bounce for hold in holds for bounce in hold.bounces),
        score=score(stretch.checks, times, held_s),
    )


def photo_result(
    stretch: Stretch, side: str, measures: Mapping[str, Measure], near_side: str
) -> StretchResult:
    """The checks of a single picture: no times, and nothing that takes movement to see."""
    checks = []
    for check in stretch.checks:
        if check.kind != "bound":
            reason = "a photo shows no movement"
            checks.append(CheckResult(check, Verdict.CANT_TELL, reason, None, None, ()))
            continue
        judged = judge(check.bound, measures[filled(check.measure, side, near_side)])
        checks.append(CheckResult(check, judged.verdict, judged.reason, None, None, ()))
    return StretchResult(stretch, (), tuple(checks), (), Score(None, 0.0, ()))


def _check(
    check: Check,
    time: CheckTime,
    held_s: float,
    episodes: Sequence[Episode],
    reasons: Sequence[Mapping[str, float]],
) -> CheckResult:
    if held_s <= 0:
        reason = "no hold was seen"
        return CheckResult(check, Verdict.CANT_TELL, reason, None, None, ())
    measured, good = min(1.0, time.measured_s / held_s), min(1.0, time.good_s / held_s)
    verdict, reason = Verdict.CANT_TELL, ""
    if episodes:
        verdict = Verdict.FIX
    elif measured >= MIN_MEASURED and good >= MIN_GOOD * measured:
        verdict = Verdict.GOOD
    else:
        reason = _main_reason(reasons)
    return CheckResult(check, verdict, reason, measured, good, tuple(episodes))


def _main_reason(reasons: Sequence[Mapping[str, float]]) -> str:
    """The reason that stood in the way longest."""
    seconds: dict[str, float] = {}
    for hold in reasons:
        for reason, lasted_s in hold.items():
            seconds[reason or TOO_CLOSE] = seconds.get(reason or TOO_CLOSE, 0.0) + lasted_s
    return max(seconds, key=lambda reason: seconds[reason], default=TOO_CLOSE)


def _total(times: Sequence[CheckTime]) -> CheckTime:
    return CheckTime(
        sum(time.measured_s for time in times),
        sum(time.good_s for time in times),
        sum(time.fix_s for time in times),
    )


def bounce_summary(bounces: Sequence[Bounce]) -> dict[str, object]:
    """All bouncing of a recording: count of cycles, and rate, size and peak velocity over them."""
    seconds = sum(bounce.end_s - bounce.start_s for bounce in bounces)
    cycles = sum((bounce.end_s - bounce.start_s) * bounce.rate_hz for bounce in bounces)
    largest = max(bounces, key=lambda bounce: bounce.size_deg, default=None)
    return {
        "count": sum(bounce.count for bounce in bounces),
        "rate_hz": round(cycles / seconds, 2) if seconds > 0 else None,
        "size_deg": round(largest.size_deg, 1) if largest else None,
        "peak_velocity_deg_s": round(largest.peak_velocity_deg_s, 1) if largest else None,
        "episodes": [
            {"start_s": round(bounce.start_s, 2), "end_s": round(bounce.end_s, 2)}
            for bounce in bounces
        ],
    }
