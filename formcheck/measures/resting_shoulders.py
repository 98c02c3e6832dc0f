"""The line of the shoulders against how it lay at the start, before the knees sank.

The networks of `formcheck.measures.twist` are off by more on some people, seen from some places,
than on others: of 12 rendered clips two read flat shoulders as lifted by 5 degrees with the knees
still in the middle, the others by 0 to 1.3. One of the two then read 14 in the twist.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from statistics import median

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure

REST_S, LEAST_S = 2.0, 0.5
"""The first so many seconds on the back are the rest; less than that tells nothing."""
MAX_STEP_S = 0.25
MIDDLE_DEG = 25.0
"""Knees that have sunk no further are in the middle."""
MOST_DEG = 6.0
"""Nobody's rest is taken to be further off: it may be a shoulder that is up."""


class RestingShoulders:
    """Learns how flat shoulders read at the start, from the side near the camera."""

    def __init__(self) -> None:
        self._near = ""
        self._rested_s = 0.0
        self._last_s = -inf
        self._lifts_deg: list[float] = []

    def step(self, body: Body, lift: Measure, drop: Measure) -> Measure:
        """The lift as told of a frame less what was told at rest.

        Args:
            body: it lies.
            lift: of the shoulders' line, above 0 towards the side near the camera.
            drop: of the knees; unknown of legs that lie long.
        """
        if body.near_side != self._near:
            self._near, self._rested_s = body.near_side, 0.0
            self._lifts_deg.clear()
        middle = not (drop.known and abs(drop.value) > MIDDLE_DEG)
        if middle and self._rested_s < REST_S:
            self._rested_s += min(MAX_STEP_S, body.frame.t_s - self._last_s)
            self._lifts_deg.append(lift.value)
        self._last_s = body.frame.t_s
        if self._rested_s < LEAST_S:
            return lift
        rest_deg = max(-MOST_DEG, min(MOST_DEG, median(self._lifts_deg)))
        return replace(lift, value=lift.value - rest_deg)
