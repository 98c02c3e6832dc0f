"""The parts of a result that are looked at one at a time: the stretches of a whole session.

Knows no Streamlit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.app.player import Lane, Span
from formcheck.app.words import side_words, span
from formcheck.coach.result import StretchResult
from formcheck.recorded import Checked


@dataclass(frozen=True)
class Part:
    """One stretch, on one side where there are several stretches.

    Attributes:
        span_s: when, in the recording; None for all of it.
    """

    judged: StretchResult
    side: str
    span_s: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """The stretch and its side: "Figure four, left side"."""
        side = side_words(self.side, self.judged.stretch)
        return f"{self.judged.stretch.name}, {side}" if side else self.judged.stretch.name

    @property
    def when(self) -> str:
        """From when to when; empty for all of it."""
        return span(*self.span_s) if self.span_s else ""


def parts(checked: Checked) -> list[Part]:
    """Each stretch of a session; the one result where only one stretch was done."""
    stretches = {segment.judged.stretch.id for segment in checked.segments}
    if len(stretches) > 1:
        return [
            Part(segment.judged, segment.side, (segment.start_s, segment.end_s))
            for segment in checked.segments
        ]
    return [Part(checked.judged, checked.side)] if checked.judged is not None else []


def stretch_lane(found: Sequence[Part]) -> list[Lane]:
    """When each of several stretches was done."""
    spans = tuple(Span("stretch", *part.span_s) for part in found if part.span_s)
    return [Lane("Stretches", spans)] if spans else []
