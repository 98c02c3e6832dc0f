"""Everything a person's sessions come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from formcheck.history.records import SessionRecord
from formcheck.history.regularity import Regularity, regularity
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


def progress_in(sessions: Sequence[SessionRecord], today: date) -> Progress:
    """Progress of one person.

    Args:
        sessions: theirs, in outline or in full, the earliest first.
        today: the day it is, by the clock on the wall.
    """
    return Progress(tuple(stretch_trends(sessions)), regularity(sessions, today))
