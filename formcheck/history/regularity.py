"""How regularly a person stretches: days, weeks and streaks, against the aim of 2 to 3 a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from formcheck.history.records import SessionRecord

AIM_PER_WEEK = (2, 3)
"""Sessions a week; ACSM: at least 2 to 3 days a week, daily does no harm."""
RECENT_WEEKS = 4
"""Whole weeks behind the figure "a week"."""


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    day: date
    sessions: int
    held_s: float
    credited_s: float


@dataclass(frozen=True)
class Week:
    """Monday to Sunday; `days` with at least one session."""

    monday: date
    days: int
    sessions: int
    held_s: float

    @property
    def reached(self) -> bool:
        """The aim's lower end."""
        return self.days >= AIM_PER_WEEK[0]


@dataclass(frozen=True)
class Regularity:
    """The calendar and what it comes to.

    Attributes:
        days: with sessions, the earliest first.
        weeks: every week from the first session to today's.
        streak_weeks: weeks in a row that reached the aim, up to now; the running week counts once
            it has reached it, and can't break it before it is over.
        longest_streak_weeks: ever.
        per_week: mean sessions a week over the last whole weeks (at most `RECENT_WEEKS`, none
            before the first session); None in the very first week.
    """

    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    streak_weeks: int
    longest_streak_weeks: int
    per_week: float | None


def regularity(sessions: Iterable[SessionRecord], today: date) -> Regularity:
    """Days and weeks by the clock on the wall at the time of each session.

    Args:
        sessions: of one person, in any order; those in which nothing was done don't count.
        today: the day it is.
    """
    days: dict[date, Day] = {}
    for session in sessions:
        if not any(stretch.active_s > 0 for stretch in session.stretches):
            continue
        before = days.get(session.day, Day(session.day, 0, 0.0, 0.0))
        days[session.day] = Day(
            session.day,
            before.sessions + 1,
            round(before.held_s + session.held_s, 2),
            round(before.credited_s + session.credited_s, 2),
        )
    weeks = _weeks(days, today)
    whole = [week for week in weeks if week.monday + timedelta(days=6) < today][-RECENT_WEEKS:]
    return Regularity(
        days=tuple(days[day] for day in sorted(days)),
        weeks=tuple(weeks),
        streak_weeks=_streak(weeks, today),
        longest_streak_weeks=_longest(weeks),
        per_week=round(sum(week.sessions for week in whole) / len(whole), 1) if whole else None,
    )


def _weeks(days: dict[date, Day], today: date) -> list[Week]:
    if not days:
        return []
    monday, last = _monday(min(days)), _monday(max(today, *days))
    weeks = []
    while monday <= last:
        inside = [d for n in range(7) if (d := days.get(monday + timedelta(days=n))) is not None]
        held_s = round(sum(day.held_s for day in inside), 2)
        weeks.append(Week(monday, len(inside), sum(day.sessions for day in inside), held_s))
        monday += timedelta(days=7)
    return weeks


def _streak(weeks: list[Week], today: date) -> int:
    ending = list(weeks)
    if ending and ending[-1].monday == _monday(today) and not ending[-1].reached:
        ending.pop()
    streak = 0
    while ending and ending.pop().reached:
        streak += 1
    return streak


def _longest(weeks: list[Week]) -> int:
    longest = running = 0
    for week in weeks:
        running = running + 1 if week.reached else 0
        longest = max(longest, running)
    return longest


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
