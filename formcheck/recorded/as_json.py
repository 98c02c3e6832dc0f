"""The result as the JSON of the contract (schema 1). Numbers that aren't known are null."""

from __future__ import annotations

from math import isfinite
from typing import Any

import formcheck
from formcheck.coach.result import CheckResult, HoldResult, bounce_summary
from formcheck.recorded.check import Checked

SCHEMA = 1


def as_json(checked: Checked) -> dict[str, Any]:
    """Plain dicts, lists, strings and numbers, in the contract's order."""
    source, judged = checked.source, checked.judged
    photo = source.kind == "photo"
    holds = [_hold(held) for held in judged.holds] if judged else []
    return {
        "schema": SCHEMA,
        "formcheck": formcheck.__version__,
        "model": checked.model,
        "source": {
            "path": str(source.path),
            "kind": source.kind,
            "duration_s": _rounded(checked.duration_s, 3),
            "fps": _rounded(source.fps, 3),
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
        "holds": None if photo else holds,
        "repetitions": None if photo else [],
        "checks": [_check(told) for told in judged.checks] if judged else [],
        "bounce": None if photo else bounce_summary(judged.bounces if judged else ()),
        "score": judged.score.points if judged else None,
        "coverage": round(judged.score.coverage, 3) if judged and not photo else None,
        "penalties": [
            {"check": penalty.check, "points": penalty.points, "why": penalty.why}
            for penalty in (judged.penalties if judged else ())
        ],
        "notes": list(checked.notes),
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
            "value_deg": _rounded(book.peak_deg, 1),
            "error_deg": _rounded(book.peak_error_deg, 1),
        },
        "score": held.score.points,
        "coverage": round(held.score.coverage, 3),
    }


def _check(told: CheckResult) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": told.check.id, "verdict": str(told.verdict)}
    if told.reason:
        entry["reason"] = told.reason
    entry["measured"] = _rounded(told.measured, 3)
    entry["good"] = _rounded(told.good, 3)
    entry["episodes"] = [
        {
            "start_s": round(episode.start_s, 2),
            "end_s": round(episode.end_s, 2),
            "worst_deg" if _in_degrees(told) else "worst": _rounded(episode.worst, 2),
        }
        for episode in told.episodes
    ]
    entry["say"] = told.check.say
    return entry


def _in_degrees(told: CheckResult) -> bool:
    return told.check.kind != "bound" or told.check.measure.endswith("_deg")


def _rounded(value: float | None, digits: int) -> float | None:
    return round(value, digits) if value is not None and isfinite(value) else None
