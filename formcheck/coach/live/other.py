"""Is the person doing another stretch than the chosen one?"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Stretch, library
from formcheck.stretches.recognition import MIN_BELIEF, Recognised, belief, recognise_frame

OTHER_AFTER_S = 3.0
EVERY_S = 0.2
"""Five looks a second are enough for something that lasts 3 s."""
QUIET_S = 20.0
"""The same is not said again sooner."""


class OtherStretch:
    """Watches for something else than the chosen stretch and side."""

    def __init__(self) -> None:
        # resting places look like the start of every movement, so those don't count
        self._held = [one for one in library().values() if not one.recognition.moving]
        self._since: tuple[str, str, float] | None = None
        self._said: dict[str, float] = {}
        self._looked_s = -inf

    def forget(self) -> None:
        """What was going on is over."""
        self._since = None

    def step(
        self,
        t_s: float,
        body: Body,
        measures: Mapping[str, Measure],
        chosen: Stretch,
        sides: tuple[str, ...],
    ) -> str:
        """What to say about it; empty most of the time.

        Args:
            t_s: frame time.
            body: of this frame.
            measures: of this frame.
            chosen: the stretch that should be done.
            sides: those it may be done on now.
        """
        if t_s - self._looked_s < EVERY_S:
            return ""
        self._looked_s = t_s
        other = self._other(body, measures, chosen, sides)
        if other is None:
            self._since = None
            return ""
        if self._since is None or self._since[:2] != (other.stretch, other.side):
            self._since = (other.stretch, other.side, t_s)
        lasted_s = t_s - self._since[2]
        if lasted_s < OTHER_AFTER_S or t_s - self._said.get(other.stretch, -inf) < QUIET_S:
            return ""
        self._said[other.stretch] = t_s
        return self._words(other, chosen, sides)

    def _other(
        self,
        body: Body,
        measures: Mapping[str, Measure],
        chosen: Stretch,
        sides: tuple[str, ...],
    ) -> Recognised | None:
        if any(belief(chosen, side, body, measures) >= MIN_BELIEF for side in sides):
            return None
        found = recognise_frame(self._held, body, measures)
        return found[0] if found else None

    def _words(self, other: Recognised, chosen: Stretch, sides: tuple[str, ...]) -> str:
        if other.stretch == chosen.id:
            return f"That looks like your {other.side} side. It's the {sides[0]} side's turn."
        name = next(one.name for one in self._held if one.id == other.stretch)
        return f"That looks like the {name.lower()}. It's time for the {chosen.name.lower()}."
