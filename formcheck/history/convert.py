"""From what the coach judged to what the history keeps."""

from __future__ import annotations

from formcheck.coach.result import CheckResult, HoldResult, StretchResult
from formcheck.history.records import (
    BounceRecord,
    CheckRecord,
    EpisodeRecord,
    HoldRecord,
    PenaltyRecord,
    RepetitionRecord,
    StretchRecord,
)
from formcheck.rounding import rounded


def stretch_record(
    result: StretchResult,
    *,
    side: str = "",
    view: str = "",
    position: str = "",
    going_on: HoldRecord | None = None,
) -> StretchRecord:
    """A stretch as it was judged, finished or so far.

    Args:
        result: of the finished holds.
        side: where no hold tells it.
        view, position: as seen most of the time.
        going_on: the hold in progress.
    """
    holds = [_hold(held) for held in result.holds]
    if going_on is not None:
        holds.append(going_on)
    return StretchRecord(
        stretch=result.stretch.id,
        name=result.stretch.name,
        side=result.side or (going_on.side if going_on else "") or side,
        view=view,
        position=position,
        driver_peak=result.stretch.driver_peak,
        dose_side_s=result.stretch.dose.side_total_s,
        dose_repetitions=result.stretch.dose.repetitions[0],
        score=result.score.points,
        coverage=rounded(result.score.coverage, 3) if result.done else None,
        holds=tuple(holds),
        repetitions=tuple(_repetitions(result)),
        checks=tuple(_check(told) for told in result.checks),
        bounces=tuple(
            BounceRecord(
                start_s=round(bounce.start_s, 2),
                end_s=round(bounce.end_s, 2),
                count=bounce.count,
                rate_hz=rounded(bounce.rate_hz, 2),
                size_deg=rounded(bounce.size_deg, 1),
                peak_velocity_deg_s=rounded(bounce.peak_velocity_deg_s, 1),
            )
            for bounce in result.bounces
        ),
        penalties=tuple(PenaltyRecord(p.check, p.points, p.why) for p in result.penalties),
    )


def _hold(held: HoldResult) -> HoldRecord:
    book = held.hold.book
    return HoldRecord(
        side=book.side,
        start_s=round(book.start_s, 2),
        end_s=round(held.hold.end_s, 2),
        held_s=round(book.held_s, 2),
        credited_s=round(book.credited_s, 2),
        longest_s=round(book.longest_s, 2),
        peak_measure=book.driver,
        peak_value_deg=rounded(book.peak_deg, 1),
        peak_error_deg=rounded(book.peak_error_deg, 1),
        score=held.score.points,
        coverage=rounded(held.score.coverage, 3),
    )


def _repetitions(result: StretchResult) -> list[RepetitionRecord]:
    """Counted and partial ones, in the order in which they were begun."""
    counted = [
        RepetitionRecord(
            side=done.repetition.side,
            start_s=round(done.repetition.start_s, 2),
            end_s=round(done.repetition.end_s, 2),
            peak_deg=rounded(done.repetition.peak, 1),
            peak_measure=done.repetition.driver,
            peak_error_deg=rounded(done.repetition.peak_error, 1),
            out_s=rounded(done.repetition.out_s, 2),
            return_s=rounded(done.repetition.return_s, 2),
        )
        for done in result.repetitions
    ]
    partial = [
        RepetitionRecord(
            side=tried.side,
            start_s=round(tried.start_s, 2),
            end_s=round(tried.end_s, 2),
            peak_deg=rounded(tried.peak, 1),
            counted=False,
            reason=tried.why,
        )
        for tried in result.partial
    ]
    return sorted([*counted, *partial], key=lambda one: one.start_s)


def _check(told: CheckResult) -> CheckRecord:
    return CheckRecord(
        check=told.check.id,
        name=told.check.name,
        say=told.check.say,
        verdict=str(told.verdict),
        reason=told.reason,
        measured=rounded(told.measured, 3),
        good=rounded(told.good, 3),
        unit=told.check.unit,
        episodes=tuple(
            EpisodeRecord(round(e.start_s, 2), round(e.end_s, 2), rounded(e.worst, 2))
            for e in told.episodes
        ),
    )
