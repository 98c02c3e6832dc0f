"""What a recording (or one photo) comes to: every check's verdict, the holds, the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import CheckTime
from formcheck.coach.judge import MIN_GOOD, MIN_MEASURED, TOO_CLOSE, Episode, Judgement, judge
from formcheck.coach.progress import FinishedHold
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import FELL_SHORT, Partial
from formcheck.coach.score import Penalty, Score, score, score_repetitions
from formcheck.measures.measure import Measure
from formcheck.measures.oscillation import Bounce
from formcheck.stretches.definition import Check, Stretch, filled


@dataclass(frozen=True)
class CheckResult:
    """One check over the whole recording.

    Attributes:
        check: its definition.
        verdict: `fix` with any fault episode, `good` where most of it was clearly good.
        reason: why it can't be told; empty otherwise.
        measured, good: shares of the held time, or of the repetitions, 0 to 1; None without any.
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
    """Everything judged of one stretch, as it was done: held, or moved in repetitions.

    Attributes:
        stretch: its definition.
        holds: every hold; none where it was moved.
        checks: those that apply to the way it was done.
        bounces: in the holds.
        score: over all holds, or over all repetitions.
        repetitions: the counted ones; none where it was held.
        partial: attempts at a repetition that were not counted, and why.
    """

    stretch: Stretch
    holds: tuple[HoldResult, ...]
    checks: tuple[CheckResult, ...]
    bounces: tuple[Bounce, ...]
    score: Score
    repetitions: tuple[JudgedRepetition, ...] = ()
    partial: tuple[Partial, ...] = ()

    @property
    def side(self) -> str:
        """`left`, `right`, or `both`; empty without a hold or repetition."""
        sides = {held.hold.book.side for held in self.holds}
        sides |= {done.repetition.side for done in self.repetitions}
        return sides.pop() if len(sides) == 1 else "both" if sides else ""

    @property
    def done(self) -> bool:
        """Whether a hold or a repetition was seen."""
        return bool(self.holds or self.repetitions)

    @property
    def span_s(self) -> tuple[float, float] | None:
        """From the first hold or repetition to the end of the last; None without any."""
        spans = [(held.hold.book.start_s, held.hold.end_s) for held in self.holds]
        spans += [(done.repetition.start_s, done.repetition.end_s) for done in self.repetitions]
        return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """What took points off."""
        return self.score.penalties


HELD_SHARE = 0.38
"""A stretch that can be held or moved was held once a hold lasts this share of the least dose (8 of
20 s, told a little short); stops at the far end of a slow repetition are shorter."""


def was_held(stretch: Stretch, holds: Sequence[FinishedHold], repetitions: int) -> bool:
    """Which way a stretch was done, where its definition leaves the choice."""
    if not stretch.moves or stretch.hold is None:
        return stretch.hold is not None
    long = held_long(stretch, [hold.book.held_s for hold in holds])
    return long or (bool(holds) and repetitions == 0)


def held_long(stretch: Stretch, held_s: Sequence[float]) -> bool:
    """Whether one of the holds is too long for a stop at the far end of a repetition."""
    least_s = HELD_SHARE * stretch.dose.hold_s[0] if stretch.dose.hold_s else 0.0
    return any(seconds >= least_s for seconds in held_s)


def result(
    stretch: Stretch,
    holds: Sequence[FinishedHold],
    repetitions: Sequence[JudgedRepetition] = (),
    partial: Sequence[Partial] = (),
) -> StretchResult:
    """Sum up a stretch: its finished holds, or its repetitions, whichever way it was done."""
    moved = bool(repetitions or partial) and not was_held(stretch, holds, len(repetitions))
    if moved or stretch.hold is None:
        return _moved_result(stretch, repetitions, partial)
    return _held_result(stretch, holds)


def _held_result(stretch: Stretch, holds: Sequence[FinishedHold]) -> StretchResult:
    of_holds = [check for check in stretch.checks if check.in_holds]
    held_s = sum(hold.book.held_s for hold in holds)
    times = [_total([hold.book.times[i] for hold in holds]) for i in range(len(of_holds))]
    checks = [
        _check(
            check,
            times[i],
            held_s,
            [episode for hold in holds for episode in hold.episodes[i]],
            [hold.reasons[i] for hold in holds],
            "no hold was seen",
        )
        for i, check in enumerate(of_holds)
    ]
    return StretchResult(
        stretch=stretch,
        holds=tuple(
            HoldResult(hold, score(of_holds, hold.book.times, hold.book.held_s)) for hold in holds
        ),
        checks=tuple(checks),
        bounces=tuple(bounce for hold in holds for bounce in hold.bounces),
        score=score(of_holds, times, held_s),
    )


def _moved_result(
    stretch: Stretch, repetitions: Sequence[JudgedRepetition], partial: Sequence[Partial]
) -> StretchResult:
    of_repetitions = [check for check in stretch.checks if check.in_repetitions]
    checks, times, judged_in = [], [], []
    for i, check in enumerate(of_repetitions):
        verdicts = [done.verdicts[i] for done in repetitions]
        episodes = [episode for done in repetitions for episode in done.episodes[i]]
        if check.judges_attempts:
            short = [one for one in partial if one.why in FELL_SHORT]
            verdicts += [Judgement(Verdict.FIX, one.peak, True) for one in short]
            episodes += [Episode(one.start_s, one.end_s, one.peak) for one in short]
        time = CheckTime()
        for judged in verdicts:
            time.add(judged.verdict, judged.measured, 1.0)
        reasons = [
            {judged.reason: 1.0} for judged in verdicts if judged.verdict is Verdict.CANT_TELL
        ]
        unseen = "no repetition was seen"
        checks.append(_check(check, time, len(verdicts), episodes, reasons, unseen))
        times.append(time)
        judged_in.append(len(verdicts))
    return StretchResult(
        stretch=stretch,
        holds=(),
        checks=tuple(checks),
        bounces=(),
        score=score_repetitions(of_repetitions, times, judged_in),
        repetitions=tuple(repetitions),
        partial=tuple(partial),
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
    whole: float,
    episodes: Sequence[Episode],
    reasons: Sequence[Mapping[str, float]],
    unseen: str,
) -> CheckResult:
    if whole <= 0:
        return CheckResult(check, Verdict.CANT_TELL, unseen, None, None, ())
    measured, good = min(1.0, time.measured_s / whole), min(1.0, time.good_s / whole)
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
