"""The result as the JSON of the contract (schema 1). Numbers that aren't known are null."""

from __future__ import annotations

from typing import Any

import formcheck
from formcheck.coach.feedback import Verdict
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import Partial
from formcheck.coach.result import CheckResult, HoldResult, StretchResult, bounce_summary
from formcheck.recorded.check import Checked
from formcheck.recorded.session import Segment
from formcheck.rounding import rounded

SCHEMA = 1
_WORST = {"deg": "worst_deg", "deg_s": "worst_deg", "s": "worst_s"}
"""What the worst value of a fault is called, by its unit; degrees per second share a name."""


def as_json(checked: Checked) -> dict[str, Any]:
    """Plain dicts, lists, strings and numbers, in the contract's order."""
    source, judged = checked.source, checked.judged
    photo = source.kind == "photo"
    return {
        "schema": SCHEMA,
        "formcheck": formcheck.__version__,
        "model": checked.model,
        "source": {
            "path": str(source.path),
            "kind": source.kind,
            "duration_s": rounded(checked.duration_s, 3),
            "fps": rounded(source.fps, 3),
            "size_px": list(source.size_px),
            "frames_read": checked.frames_read,
            "frames_analysed": checked.frames_analysed,
            "person_seen": round(checked.person_seen, 3),
        },
        "recognised": [
            {"stretch": one.stretch, "side": one.side, "confidence": round(one.confidence, 2)}
            for one in checked.recognised
        ],
        "stretch": judged.stretch.id if judged else None,
        "side": checked.side or None,
        "view": checked.view or None,
        "position": checked.position or None,
        "holds": None if photo else _holds(judged),
        "repetitions": None if photo else _repetitions(judged),
        "checks": [_check(told) for told in judged.checks] if judged else [],
        "bounce": None if photo else bounce_summary(judged.bounces if judged else ()),
        "score": judged.score.points if judged else None,
        "coverage": round(judged.score.coverage, 3) if judged and not photo else None,
        "penalties": _penalties(judged),
        "notes": list(checked.notes),
        "partial": None if photo else [_partial(one) for one in (judged.partial if judged else ())],
        "segments": None if photo else [_segment(segment) for segment in checked.segments],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    """One stretch on one side, as the whole result is told."""
    judged = segment.judged
    return {
        "stretch": judged.stretch.id,
        "side": segment.side,
        "start_s": round(segment.start_s, 2),
        "end_s": round(segment.end_s, 2),
        "holds": _holds(judged),
        "repetitions": _repetitions(judged),
        "partial": [_partial(one) for one in judged.partial],
        "checks": [_check(told) for told in judged.checks],
        "bounce": bounce_summary(judged.bounces),
        "score": judged.score.points,
        "coverage": round(judged.score.coverage, 3),
        "penalties": _penalties(judged),
    }


def _holds(judged: StretchResult | None) -> list[dict[str, Any]]:
    return [_hold(held) for held in judged.holds] if judged else []


def _repetitions(judged: StretchResult | None) -> list[dict[str, Any]]:
    return [_repetition(done, judged) for done in judged.repetitions] if judged else []


def _penalties(judged: StretchResult | None) -> list[dict[str, Any]]:
    return [
        {"check": penalty.check, "points": penalty.points, "why": penalty.why}
        for penalty in (judged.penalties if judged else ())
    ]


def _partial(one: Partial) -> dict[str, Any]:
    """An attempt at a repetition that was not counted."""
    return {
        "side": one.side,
        "start_s": round(one.start_s, 2),
        "end_s": round(one.end_s, 2),
        "why": one.why,
    }


def _hold(held: HoldResult) -> dict[str, Any]:
    book = held.hold.book
    return {
        "side": book.side,
        "start_s": round(book.start_s, 2),
        "end_s": round(held.hold.end_s, 2),
        "held_s": round(book.held_s, 2),
        "credited_s": round(book.credited_s, 2),
        "longest_s": round(book.longest_s, 2),
        "peak": {
            "measure": book.driver,
            "value_deg": rounded(book.peak_deg, 1),
            "error_deg": rounded(book.peak_error_deg, 1),
        },
        "score": held.score.points,
        "coverage": round(held.score.coverage, 3),
    }


def _repetition(done: JudgedRepetition, judged: StretchResult) -> dict[str, Any]:
    rep = done.repetition
    in_degrees = rep.driver.endswith("_deg")
    checks = [told.check.id for told in judged.checks]
    faults = [
        check
        for check, judgement in zip(checks, done.verdicts, strict=True)
        if judgement.verdict is Verdict.FIX
    ]
    return {
        "side": rep.side,
        "start_s": round(rep.start_s, 2),
        "end_s": round(rep.end_s, 2),
        "peak_deg": rounded(rep.peak, 1) if in_degrees else None,
        "counted": True,
        "peak": {
            "measure": rep.driver,
            "value": rounded(rep.peak, 1 if in_degrees else 3),
            "error": rounded(rep.peak_error, 1 if in_degrees else 3),
        },
        "away_start_s": round(rep.away_s[0], 2),
        "away_end_s": round(rep.away_s[1], 2),
        "out_s": rounded(rep.out_s, 2),
        "return_s": rounded(rep.return_s, 2),
        "faults": faults,
    }


def _check(told: CheckResult) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": told.check.id, "verdict": str(told.verdict)}
    if told.reason:
        entry["reason"] = told.reason
    entry["measured"] = rounded(told.measured, 3)
    entry["good"] = rounded(told.good, 3)
    entry["episodes"] = [
        {
            "start_s": round(episode.start_s, 2),
            "end_s": round(episode.end_s, 2),
            _WORST.get(told.check.unit, "worst"): rounded(episode.worst, 2),
        }
        for episode in told.episodes
    ]
    entry["say"] = told.check.say
    return entry
