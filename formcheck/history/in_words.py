"""The history for a terminal, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from formcheck.history.progress import Progress, progress_in
from formcheck.history.records import SessionRecord
from formcheck.history.regularity import AIM_PER_WEEK
from formcheck.history.store import History
from formcheck.history.transfer import plain
from formcheck.history.trends import SideTrend, StretchTrend
from formcheck.wording import counted

NEWEST = 20
"""Sessions listed in words; all of them are in the JSON."""
EMPTY = """No sessions yet. Two ways to begin:
  formcheck app                  stretch in front of the camera
  formcheck check FILE --save    keep a recording's result"""


def history_in_words(history: History, profile: str | None, now: datetime) -> str:
    """The newest sessions, and where all this is kept."""
    sessions = history.outlines(profile)
    where = f"In {history.address} ({size_words(history.size_bytes())})."
    if not sessions:
        return f"{EMPTY}\n{where}"
    lines = [session_line(session, now) for session in sessions[-NEWEST:]]
    if len(sessions) > NEWEST:
        lines.insert(0, f"The newest {NEWEST} of {len(sessions)} sessions:")
    # progress is one person's
    if len({session.profile for session in sessions}) == 1:
        progress = progress_in(sessions, now.astimezone().date())
        lines += ["", *progress_lines(progress)]
    else:
        lines += ["", "For somebody's progress: formcheck history --profile NAME"]
    return "\n".join([*lines, "", where])


def history_as_json(history: History, profile: str | None, now: datetime) -> dict[str, Any]:
    """Sessions with all that is in them, as in an export, and how each ended."""
    sessions = history.sessions(profile)
    return {
        "schema": 1,
        "where": history.address,
        "size_bytes": history.size_bytes(),
        "profiles": [plain(known) for known in history.profiles()],
        "progress": _progress_as_json(sessions, now.astimezone().date()),
        "sessions": [{**plain(session), "state": session.state(now)} for session in sessions],
    }


def progress_lines(progress: Progress) -> list[str]:
    """How regularly, and what changed in each stretch, a line or a few each."""
    regular = progress.regularity
    low, high = AIM_PER_WEEK
    lines = []
    if regular.per_week is not None:
        streak = f"; {regular.streak_weeks} weeks in a row" if regular.streak_weeks > 1 else ""
        lines.append(f"{regular.per_week:g} sessions a week (aim {low} to {high}){streak}")
    for trend in progress.stretches:
        lines.append(f"{trend.name}, {counted(trend.sessions, 'session')}")
        lines += [f"  {_side_line(side)}" for side in trend.sides]
        if trend.faults:
            worst = trend.faults[0]
            share = f"in {worst.at_fault} of {worst.told} sessions"
            lines.append(f"  most often to mend: {worst.name}, {share}, {worst.trend}")
    return lines


def _side_line(side: SideTrend) -> str:
    change = side.change
    if change is None:
        return f"{side.side:5}  too early to compare"
    far = f"{change.baseline_deg:.0f}° at first, {change.now_deg:.0f}° now"
    if not change.real:
        return f"{side.side:5}  {far}: no change beyond the error of {change.mdc_deg:.0f}°"
    which = "further" if change.change_deg > 0 else "less far"
    return f"{side.side:5}  {far}: {abs(change.change_deg):.0f}° {which}"


def _progress_as_json(sessions: Sequence[SessionRecord], today: date) -> dict[str, Any]:
    """By profile: regularity, and the trend of each stretch and side."""
    people = dict.fromkeys(session.profile for session in sessions)
    told = {}
    for name in people:
        progress = progress_in([s for s in sessions if s.profile == name], today)
        told[name] = {
            "regularity": plain(progress.regularity),
            "stretches": [_trend_as_json(trend) for trend in progress.stretches],
        }
    return told


def _trend_as_json(trend: StretchTrend) -> dict[str, Any]:
    whole = plain(trend)
    for side, told in zip(trend.sides, whole["sides"], strict=True):
        if side.change is not None:
            told["change"]["real"] = side.change.real
    if trend.symmetry is not None:
        whole["symmetry"]["even"] = trend.symmetry.even
    return whole


def session_line(session: SessionRecord, now: datetime) -> str:
    """A session on one line."""
    names = ", ".join(dict.fromkeys(stretch.name for stretch in session.stretches))
    parts = [
        session.local_start.strftime("%Y-%m-%d %H:%M"),
        session.profile,
        names or "no stretch recognised",
        f"held {session.held_s:.0f} s, {session.credited_s:.0f} s in good form",
        _score(session),
    ]
    state = session.state(now)
    if state != "finished":
        parts.append(STATES[state])
    return "  ".join(part for part in parts if part)


STATES = {
    "open": "still going on",
    "interrupted": "interrupted",
    "stopped": "stopped early",
    "pain": "stopped because it hurt",
}


def _score(session: SessionRecord) -> str:
    if session.score is None:
        return "no score"
    return f"score {session.score} ({session.coverage or 0:.0%} measured)"


def size_words(size_bytes: int) -> str:
    """A size to read: "1.2 MB"."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    size, unit = size_bytes / 1000, "kB"
    for larger in ("MB", "GB"):
        if size >= 1000:
            size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if size >= 10 else f"{size:.1f} {unit}"
