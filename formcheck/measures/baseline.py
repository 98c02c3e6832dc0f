"""The person's own start position, against which a lifted shoulder shows.

Where the camera stands decides how the line of the shoulders looks in the picture, so its bare
direction says nothing. What counts is the change from lying flat with the knees up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from math import hypot

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.geometry import wrapped_deg
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position

STILL_S = 0.8
"""Lying flat for so long makes a baseline."""
FLAT_MAX_DROP_DEG = 20.0
"""Knees sunk less than this to either side: the start position (knees up read within 20 of 0)."""
STILL_SPREAD_DEG = 6.0
TILT_ERROR_DEG = 6.0
NO_BASELINE = "start flat with the knees up, so that the shoulders can be compared"


class ShoulderBaseline:
    """Learns the shoulder line of the start position; tells the tilt against it."""

    def __init__(self) -> None:
        self._still: deque[tuple[float, float]] = deque()
        self._baseline_deg: float | None = None

    def step(self, body: Body, measures: Mapping[str, Measure]) -> Measure:
        """`shoulder_tilt_deg` of this frame: how far the line of the shoulders has turned.

        Unknown until the person has lain flat with the knees up for `STILL_S`.
        """
        line, drop = measures["shoulder_line_deg"], measures["knee_drop_left_deg"]
        if not line.known or not drop.known:
            self._still.clear()
            return Measure.unknown(line.reason or drop.reason)
        t_s = body.frame.t_s
        if body.position is Position.SUPINE and abs(drop.value) <= FLAT_MAX_DROP_DEG:
            self._learn(t_s, line.value)
        else:
            self._still.clear()
        if self._baseline_deg is None:
            return Measure.unknown(NO_BASELINE)
        tilt_deg = abs(wrapped_deg(line.value - self._baseline_deg))
        return Measure(tilt_deg, hypot(line.error, TILT_ERROR_DEG))

    def _learn(self, t_s: float, line_deg: float) -> None:
        self._still.append((t_s, line_deg))
        while self._still[0][0] < t_s - 2.0 * STILL_S:
            self._still.popleft()
        lines = np.unwrap([deg for _, deg in self._still], period=360.0)
        long_enough = t_s - self._still[0][0] >= STILL_S
        if long_enough and float(np.ptp(lines)) <= STILL_SPREAD_DEG:
            self._baseline_deg = float(np.median(lines))
