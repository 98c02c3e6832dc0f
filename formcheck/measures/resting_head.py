"""The head against how it lay on the floor, by the person's own lowest still position."""

from __future__ import annotations

import math
from collections import deque

from formcheck.measures.body import Body
from formcheck.measures.filters import Trend
from formcheck.measures.geometry import hip_flexion_as_read_deg
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position
from formcheck.pose.frame import SIDES

STILL_S = 0.8
"""The head lies still for so long before its place counts."""
HEAD_STILL_DEG = 3.0
HEAD_LIFT_ERROR_DEG = 4.0
"""Against its lowest of the last seconds, legs in the same place: down it reads up to 5.4 degrees,
lifted by bending the neck 32 to 38 degrees 7.7 to 21 (13 rendered holds). How far that lowest lies
over the rest before may be the arms' pull, which lifts the shoulders, as much as the head's: on one
of the 13 it was 9 with the head down. So much is added to the error."""
SAME_PLACE_S = 12.0
SAME_HIPS_DEG = 20.0
"""Legs in the same place: the hips' flexion stays within this, a bounce and a tremble included."""
HIPS_S = 0.5
"""The hips' flexion is the median of so much time: legs misread in a few pictures haven't moved."""
SETTLING_S = 1.0
"""So long after the legs came to their place, the shoulders may still be pulled up."""


class RestingHead:
    """Learns how the head lies on the floor; measures how far it is lifted from there.

    Where the ear lies over the line of the trunk differs from body to body (-1 to 15 degrees on
    rendered people with the head down), so the person's own lowest still position is the zero.
    """

    def __init__(self) -> None:
        self._still = Trend(1.2 * STILL_S)
        self._rest_deg: float | None = None
        self._here: deque[tuple[float, float]] = deque()
        self._hips = Trend(HIPS_S)
        self._hips_deg = self._since_s = math.nan

    def step(self, body: Body, neck: Measure) -> Measure:
        """`head_lift_deg` of this frame, from `neck_flexion_deg`."""
        if not neck.usable or body.position is not Position.SUPINE:
            self._still.clear()
            return Measure.unknown(neck.reason or "lie on your back")
        t_s = body.frame.t_s
        self._learn(t_s, neck.value)
        lowest_deg = self._lowest_here(body, neck.value)
        if self._rest_deg is None:
            return Measure.unknown("lie still for a moment first")
        doubt_deg = max(0.0, lowest_deg - self._rest_deg)
        return Measure(neck.value - self._rest_deg, HEAD_LIFT_ERROR_DEG + doubt_deg)

    def _lowest_here(self, body: Body, neck_deg: float) -> float:
        """The lowest steady reading since the legs came to their place; until then, this one."""
        t_s, xy = body.frame.t_s, body.frame.xy_px
        self._hips.step(t_s, max(hip_flexion_as_read_deg(xy, side) for side in SIDES))
        hips_deg = self._hips.median
        if not abs(hips_deg - self._hips_deg) <= SAME_HIPS_DEG:
            self._hips_deg, self._since_s = hips_deg, t_s
            self._here.clear()
        if t_s - self._since_s < SETTLING_S:
            return neck_deg
        self._here.append((t_s, self._still.median))
        while self._here[0][0] < t_s - SAME_PLACE_S:
            self._here.popleft()
        return min(value for _, value in self._here)

    def _learn(self, t_s: float, neck_deg: float) -> None:
        self._still.step(t_s, neck_deg)
        if self._still.span_s < STILL_S or self._still.spread > HEAD_STILL_DEG:
            return
        now_deg = self._still.median
        if self._rest_deg is None or now_deg < self._rest_deg:
            self._rest_deg = now_deg
