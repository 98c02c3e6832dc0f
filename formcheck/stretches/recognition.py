"""Which stretch is this, and on which side? Asked of the same definitions that judge it.

A frame's belief in a stretch is the least of how well its position and each of its features fit;
`none of these` is an answer. Features are rough on purpose, so that recognition still works where
angles are too uncertain for a verdict.

Some stretches look like a rest or like another stretch at every moment (knees rolled to one side
are a twist as well): their definitions say `moving = true`. They are never told from one picture; a
recording tells them by the movement to and fro between their two ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position
from formcheck.stretches.definition import Bound, Stretch, filled

MIN_BELIEF = 0.7
"""A frame that fits less is none of these."""
MIN_TIME_S = 1.5
"""A stretch seen for less was passed through on the way to another position."""
UNKNOWN_POSITION_BELIEF = 0.5
UNKNOWN_MEASURE_BELIEF = 0.6
MAX_STEP_S = 0.5
MIN_CYCLES = 2
"""Once there and back may be the way into a hold and out of it."""
MIN_CYCLE_S = 0.6
SLOW_SHARE = 2.0
"""A repetition that takes longer than so many times its slowest pace is a hold in between. Once to
each side is to and fro as well where sides take turns, but then at its pace: two twists, held for a
while on either side, go the same way."""
RESTING_SHARE = 0.3
"""What a position counts that is also a rest or a start (knees up and feet flat, hands and knees),
as long as the movement that makes it a stretch hasn't been seen: less than any other stretch."""


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
        if not stretch.recognition.moving
        for side in stretch.possible_sides
    ]
    return sorted((r for r in found if r.confidence >= MIN_BELIEF), key=lambda r: -r.confidence)


class _ToAndFro:
    """Counts one side's way from the back end to the away end and back, roughly.

    Attributes:
        count: of all.
        at_pace: those that took no longer than the slowest pace.
    """

    def __init__(self, stretch: Stretch, side: str) -> None:
        self._stretch, self._side = stretch, side
        self._left_back_s = float("nan")
        self._been_away = False
        self.count = self.at_pace = 0

    def step(self, t_s: float, near_side: str, measures: Mapping[str, Measure]) -> None:
        """Take in one frame."""
        cycle = self._stretch.cycle
        if cycle is None:
            return
        if self._at(cycle.back, near_side, measures):
            took_s = t_s - self._left_back_s
            if self._been_away and MIN_CYCLE_S <= took_s <= SLOW_SHARE * cycle.pace_s[1]:
                self.count += 1
                self.at_pace += took_s <= cycle.pace_s[1]
            self._left_back_s, self._been_away = t_s, False
        elif self._at(cycle.away, near_side, measures):
            self._been_away = True

    def _at(self, end: Sequence[Bound], near_side: str, measures: Mapping[str, Measure]) -> bool:
        told = [(bound, measures[filled(bound.measure, self._side, near_side)]) for bound in end]
        return all(m.known and bound.excess(m.value) == 0.0 for bound, m in told)


class Recogniser:
    """Adds up belief over a recording, so that the position held longest and best wins."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = {stretch.id: stretch for stretch in stretches}
        self._movements = {
            (stretch.id, side): _ToAndFro(stretch, side)
            for stretch in stretches
            if stretch.hold is None
            for side in stretch.possible_sides
        }
        self._last_t_s = float("nan")
        self._seconds: dict[tuple[str, str], float] = {}
        self._believed: dict[tuple[str, str], float] = {}

    def step(
        self,
        body: Body,
        measures: Mapping[str, Measure],
        found: Sequence[Recognised] | None = None,
    ) -> None:
        """Take in one frame; frames come in time order.

        Args:
            body: in this frame.
            measures: of this frame.
            found: what `recognise_frame` said of it, where it has already been asked.
        """
        pause_s = body.frame.t_s - self._last_t_s
        self._last_t_s = body.frame.t_s
        if not pause_s <= MAX_STEP_S:
            return
        if found is None:
            found = recognise_frame(list(self._stretches.values()), body, measures)
        for one in found[:2]:
            self._add((one.stretch, one.side), pause_s, one.confidence)
        for stretch in self._stretches.values():
            if stretch.hold is None or stretch.recognition.moving:
                for side in stretch.possible_sides:
                    self._step_moving(stretch, side, pause_s, body, measures)

    def _step_moving(
        self,
        stretch: Stretch,
        side: str,
        pause_s: float,
        body: Body,
        measures: Mapping[str, Measure],
    ) -> None:
        moving = stretch.recognition.moving
        if moving:
            fits = belief(stretch, side, body, measures)
            if fits < MIN_BELIEF:
                return
            self._add((stretch.id, side), pause_s, fits)
        movement = self._movements.get((stretch.id, side))
        if movement is not None and body.believable:
            movement.step(body.frame.t_s, body.near_side, measures)

    def _add(self, key: tuple[str, str], seconds: float, confidence: float) -> None:
        self._seconds[key] = self._seconds.get(key, 0.0) + seconds
        self._believed[key] = self._believed.get(key, 0.0) + seconds * confidence

    def recognised(self) -> list[Recognised]:
        """What was seen for at least `MIN_TIME_S`, most believed first.

        Confidence is the mean belief while it was seen, times its share against the most believed
        other stretch.
        """
        told = {
            key: believed * self._weight(key)
            for key, believed in self._believed.items()
            if self._seconds[key] >= MIN_TIME_S and self._weight(key) > 0.0
        }
        total: dict[str, float] = {}
        for (stretch, _), believed in told.items():
            total[stretch] = total.get(stretch, 0.0) + believed
        found = []
        for (stretch, side), believed in told.items():
            rival = max((b for other, b in total.items() if other != stretch), default=0.0)
            share = total[stretch] / (total[stretch] + rival)
            mean = believed / self._seconds[stretch, side]
            found.append((believed, Recognised(stretch, side, mean * share)))
        return [one for _, one in sorted(found, key=lambda pair: -pair[0])]

    def _weight(self, key: tuple[str, str]) -> float:
        """What the time counts: a movement's little or nothing, unless it was seen to and fro."""
        movement = self._movements.get(key)
        moving = self._stretches[key[0]].recognition.moving
        if movement is None:
            return RESTING_SHARE if moving else 1.0
        if movement.count >= MIN_CYCLES or self._alternated(key[0]):
            return 1.0
        return 0.0 if moving else RESTING_SHARE

    def _alternated(self, stretch_id: str) -> bool:
        """Whether it was seen to one side and to the other, at its pace."""
        cycle = self._stretches[stretch_id].cycle
        if cycle is None or not cycle.alternates:
            return False
        sides = self._stretches[stretch_id].possible_sides
        return all(self._movements[stretch_id, side].at_pace for side in sides)
