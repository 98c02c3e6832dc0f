"""Which stretch is this, and on which side? Asked of the same definitions that judge it.

A frame's belief in a stretch is the least of how well its position and each of its features fit;
`none of these` is an answer. Features are rough on purpose, so that recognition still works where
angles are too uncertain for a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position
from formcheck.stretches.definition import Stretch, filled

MIN_BELIEF = 0.7
"""A frame that fits less is none of these."""
MIN_TIME_S = 1.5
"""A stretch seen for less was passed through on the way to another position."""
UNKNOWN_POSITION_BELIEF = 0.5
UNKNOWN_MEASURE_BELIEF = 0.6
MAX_STEP_S = 0.5


@dataclass(frozen=True)
class Recognised:
    """A stretch, its side (`left`, `right`, `both`) and how sure that is, 0 to 1."""

    stretch: str
    side: str
    confidence: float


def belief(stretch: Stretch, side: str, body: Body, measures: Mapping[str, Measure]) -> float:
    """How well one frame fits the stretch on that side, 0 to 1."""
    if not body.believable:
        return 0.0
    if body.position is Position.UNKNOWN:
        least = UNKNOWN_POSITION_BELIEF
    else:
        least = 1.0 if body.position in stretch.recognition.positions else 0.0
    for feature in stretch.recognition.features:
        measure = measures[filled(feature.measure, side, body.near_side)]
        if not measure.known and feature.optional:
            continue
        if measure.known:
            fit = max(0.0, 1.0 - feature.excess(measure.value) / feature.soft)
        else:
            fit = UNKNOWN_MEASURE_BELIEF
        least = min(least, fit)
    return least


def recognise_frame(
    stretches: Sequence[Stretch], body: Body, measures: Mapping[str, Measure]
) -> list[Recognised]:
    """The stretches one frame (a photo) may be, best first; empty for none of these."""
    found = [
        Recognised(stretch.id, side, belief(stretch, side, body, measures))
        for stretch in stretches
        for side in stretch.possible_sides
    ]
    return sorted((r for r in found if r.confidence >= MIN_BELIEF), key=lambda r: -r.confidence)


@dataclass
class Recogniser:
    """Adds up belief over a recording, so that the position held longest and best wins."""

    stretches: Sequence[Stretch]
    _last_t_s: float = float("nan")
    _seconds: dict[tuple[str, str], float] = field(default_factory=dict)
    _believed: dict[tuple[str, str], float] = field(default_factory=dict)

    def step(self, body: Body, measures: Mapping[str, Measure]) -> None:
        """Take in one frame; frames come in time order."""
        pause_s = body.frame.t_s - self._last_t_s
        self._last_t_s = body.frame.t_s
        if not pause_s <= MAX_STEP_S:
            return
        for one in recognise_frame(self.stretches, body, measures)[:2]:
            key = (one.stretch, one.side)
            self._seconds[key] = self._seconds.get(key, 0.0) + pause_s
            self._believed[key] = self._believed.get(key, 0.0) + pause_s * one.confidence

    def recognised(self) -> list[Recognised]:
        """What was seen for at least `MIN_TIME_S`, most believed first.

        Confidence is the mean belief while it was seen, times its share against the most believed
        other stretch.
        """
        total: dict[str, float] = {}
        for (stretch, _), believed in self._believed.items():
            total[stretch] = total.get(stretch, 0.0) + believed
        found = []
        for (stretch, side), believed in self._believed.items():
            seconds = self._seconds[stretch, side]
            if seconds < MIN_TIME_S:
                continue
            rival = max((b for other, b in total.items() if other != stretch), default=0.0)
            share = total[stretch] / (total[stretch] + rival)
            found.append((believed, Recognised(stretch, side, believed / seconds * share)))
        return [one for _, one in sorted(found, key=lambda pair: -pair[0])]
