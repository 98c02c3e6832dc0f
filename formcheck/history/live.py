"""A live session, written as it goes."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.coach.live.summary import HoldSoFar, LiveSummary, Pain, Snapshot, StepSummary
from formcheck.coach.result import StretchResult, result
from formcheck.history.convert import stretch_record
from formcheck.history.records import HoldRecord, PainStop, StretchRecord
from formcheck.history.writer import SessionWriter
from formcheck.stretches.definition import stretch_named


def save_snapshot(writer: SessionWriter, snapshot: Snapshot) -> None:
    """What was done so far, the hold in progress included; to be called each second.

    Raises:
        HistoryError: it can't be written.
    """
    _save_pain(writer, snapshot.pain)
    going_on = [hold for hold in snapshot.holds if not hold.finished]
    stretches = _stretches(snapshot.results, going_on)
    writer.save(stretches, snapshot.t_s, warm_up_s=snapshot.marched_s)


def finish_live(writer: SessionWriter, summary: LiveSummary) -> None:
    """The session is over: its summary takes the place of what was saved on the way.

    Raises:
        HistoryError: it can't be written.
    """
    _save_pain(writer, summary.pain)
    writer.finish(
        _stretches(summary.results, ()),
        summary.end_s - summary.start_s,
        [_skipped(step) for step in summary.steps if step.skipped],
        warm_up_s=summary.marched_s,
        ending=summary.ending,
    )


def _save_pain(writer: SessionWriter, pain: Pain | None) -> None:
    if pain is not None:
        writer.pain(PainStop(round(pain.t_s, 2), pain.stretch, pain.side, pain.where, pain.words))


def _skipped(step: StepSummary) -> str:
    side = "" if step.side == "both" else f", {step.side}"
    return f"{step.name}{side}: left before it was done."


def _stretches(
    results: Sequence[StretchResult], going_on: Sequence[HoldSoFar]
) -> list[StretchRecord]:
    begun = {judged.stretch.id: judged for judged in results}
    for hold in going_on:
        if hold.stretch not in begun:
            begun[hold.stretch] = result(stretch_named(hold.stretch), ())
    now = {hold.stretch: _hold_so_far(hold) for hold in going_on}
    return [stretch_record(judged, going_on=now.get(name)) for name, judged in begun.items()]


def _hold_so_far(hold: HoldSoFar) -> HoldRecord:
    return HoldRecord(
        side=hold.side,
        start_s=round(hold.start_s, 2),
        end_s=round(hold.end_s, 2),
        held_s=round(hold.held_s, 2),
        credited_s=round(hold.credited_s, 2),
        longest_s=round(hold.longest_s, 2),
    )
