"""Everything the progress page shows of a person, read in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from formcheck.history.records import SessionRecord
from formcheck.history.regularity import Regularity, regularity
from formcheck.history.store import History
from formcheck.history.trends import StretchTrend, stretch_trends


@dataclass(frozen=True)
class Progress:
    """What a person's sessions come to.

    Attributes:
        stretches: each stretch that was held, the one done most often first.
        regularity: the calendar.
    """

    stretches: tuple[StretchTrend, ...]
    regularity: Regularity


def progress_of(history: History, profile: str | None, today: date) -> Progress:
    """Progress of one person.

    Args:
        history: where.
        profile: name; None takes all sessions as one person's.
        today: the day it is, by the clock on the wall.

    Raises:
        HistoryError: there is no such profile.
    """
    return progress_in(history.outlines(profile), today)


def progress_in(sessions: Sequence[SessionRecord], today: date) -> Progress:
    """The same of sessions that were read before, the earliest first."""
    return Progress(tuple(stretch_trends(sessions)), regularity(sessions, today))
