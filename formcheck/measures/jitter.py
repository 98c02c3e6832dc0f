"""An angle that jumps from frame to frame is known less well than one that is steady.

The stated error of an angle comes from clips in which the body was found well. Where the pose model
is in doubt (a leg behind the other, a hand before the knee) its landmarks jump by several degrees
from one frame to the next, which no limb does: that scatter is added to the error.
"""

from __future__ import annotations

from collections import deque
from math import hypot

from formcheck.measures.measure import Measure

WINDOW_S = 0.6
HALF_WIDTH = 1.6
"""Half-width that holds 90 % of a normal distribution, in standard deviations. The mean distance of
a sample from the line between its neighbours is nearly the standard deviation: sqrt(3 / 2) times
sqrt(2 / pi) = 0.98 of it."""
MIN_SAMPLES = 4
MAX_APART_S = 0.5
"""Neighbours further apart tell nothing of a frame between."""


class Jitter:
    """Follows how much one measure scatters about its own course."""

    def __init__(self) -> None:
        self._last: deque[tuple[float, float]] = deque(maxlen=3)
        self._off: deque[tuple[float, float]] = deque()

    def step(self, t_s: float, measure: Measure) -> Measure:
        """The measure with the scatter of the last `WINDOW_S` in its error.

        A limb on the move scatters little: its course is compared with the line between the
        neighbouring frames, from which 40 degrees to and fro in 2 s stay within 1 degree.
        """
        while self._off and self._off[0][0] < t_s - WINDOW_S:
            self._off.popleft()
        if not measure.usable:
            return measure
        self._last.append((t_s, measure.value))
        if len(self._last) == 3:
            (before_s, before), (at_s, at), (after_s, after) = self._last
            if 0.0 < after_s - before_s <= MAX_APART_S:
                course = before + (after - before) * (at_s - before_s) / (after_s - before_s)
                self._off.append((at_s, abs(at - course)))
        if len(self._off) < MIN_SAMPLES:
            return measure
        scatter = sum(off for _, off in self._off) / len(self._off)
        return Measure(measure.value, hypot(measure.error, HALF_WIDTH * scatter))
