"""The line of the back from the body's outline: how far it is rounded or hollow, seen side-on.

The outline's dorsal side between shoulders and hips is fitted by a parabola; the angle between its
ends is the curvature: positive rounded (flexion), negative hollow (extension). Shoulder blades and
buttocks stand out more or less, so that a flat back reads anything from -40 to 20 degrees (rendered
bodies); what tells is the change against the person's own flat back at the start.

Measured on six rendered cat-cows of different bodies, rooms and clothes, the curvature follows the
truth with a slope of 1.0 to 1.2 while it goes through 70 to 105 degrees.
"""

from __future__ import annotations

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.filters import Trend
from formcheck.measures.geometry import hip_flexion_as_read_deg
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position, trunk_lean_deg
from formcheck.pose.frame import OUTLINE_STATIONS, SIDES, FloatArray

FITTED = (0.08, 0.92)
"""Of the way from shoulders to hips; the ends show arms and buttocks."""
MIN_SEEN_SHARE = 0.8
"""Of the fitted stations."""
MAX_MISFIT_TRUNKS = 0.025
"""Root mean square distance from the parabola: beyond, an arm or hair lies over the back."""
MAX_OFF_SIDE_DEG = 32.0
"""By so much the curve flattens by a sixth."""
MAX_OFF_SIDE_FOLDED_DEG = 21.0
"""Folding forward it bears less: seen 24 degrees off, a flat back's change read 71 where it was 22,
more than nearly all rounded ones."""
CURVATURE_ERROR_DEG = 16.0
ROUNDING_ERROR_DEG = {Position.KNEELING: 13.0}
ROUNDING_ERROR_FOLDED_DEG = 46.0
"""On hands and knees nine of ten frames of the six clips lie within 15.6 of the true curvature and
13.1 of its change. Folding forward, shoulders and hips are taken to be elsewhere: the change reads
22 to 76 where it is 17 to 27, most on slim men (ten rendered seated bends, full and lite)."""
STILL_S = 0.8
STILL_DEG = 5.0
"""A back still for so long, within so much, is at rest."""
FLAT_DEG = (-60.0, 30.0)
"""What reads beyond isn't anybody's flat back: rendered ones -54 to 8, a photo's 18."""
ON_THE_FLOOR = "the back lies on the floor"
NO_START = "start still with a flat back, so that there is something to compare with"


def back_curvature(body: Body) -> Measure:
    """Angle between the back's ends in degrees, from the outline's dorsal side."""
    if body.position is Position.SUPINE:
        return Measure.unknown(ON_THE_FLOOR)
    if not body.off_side_deg <= MAX_OFF_SIDE_DEG:
        return Measure.unknown("turn side-on")
    curvature_deg = _turn_of_parabola(outline_back_first(body)[0])
    if curvature_deg is None:
        return Measure.unknown("the line of the back isn't clear")
    return Measure(curvature_deg, CURVATURE_ERROR_DEG)


def outline_back_first(body: Body) -> FloatArray:
    """(2, `OUTLINE_STATIONS`) of `PoseFrame.outline`, the back's side, then the front's."""
    # from shoulders to hips with the right side near the camera, the back is on the right hand
    outline = body.frame.outline
    return outline if body.near_side == "right" else outline[::-1]


class FlatBack:
    """Learns the person's own flat back; measures how far it is rounded from there.

    The flat back is the first still one on hands and knees, sitting or standing tall, each by
    itself, since the line differs between them.
    """

    def __init__(self) -> None:
        self._still = Trend(1.2 * STILL_S)
        self._flat_deg: dict[Position, float] = {}
        self._learning = Position.UNKNOWN

    def step(self, body: Body, curvature: Measure) -> Measure:
        """`back_rounding_deg` of this frame, from `back_curvature_deg`."""
        if not curvature.known:
            return Measure.unknown(curvature.reason)
        if body.position is not Position.KNEELING and body.off_side_deg > MAX_OFF_SIDE_FOLDED_DEG:
            return Measure.unknown("turn side-on")
        if body.position not in self._flat_deg:
            self._learn(body, curvature.value)
        flat_deg = self._flat_deg.get(body.position)
        if flat_deg is None:
            return Measure.unknown(NO_START)
        error_deg = ROUNDING_ERROR_DEG.get(body.position, ROUNDING_ERROR_FOLDED_DEG)
        return Measure(curvature.value - flat_deg, error_deg)

    def _learn(self, body: Body, curvature_deg: float) -> None:
        if self._learning is not body.position or not _starts_flat(body):
            self._still.clear()
            self._learning = body.position
        if not _starts_flat(body):
            return
        self._still.step(body.frame.t_s, curvature_deg)
        if self._still.span_s < STILL_S or self._still.spread > STILL_DEG:
            return
        flat_deg = self._still.median
        if FLAT_DEG[0] <= flat_deg <= FLAT_DEG[1]:
            self._flat_deg[body.position] = flat_deg


def _starts_flat(body: Body) -> bool:
    """On hands and knees with upright thighs, or sitting or standing tall."""
    lean_deg = trunk_lean_deg(body.frame)
    if body.position is Position.KNEELING:
        xy = body.frame.xy_px
        hips_deg = [hip_flexion_as_read_deg(xy, side) for side in SIDES]
        return lean_deg < 35.0 and 60.0 < float(np.median(hips_deg)) < 120.0
    return body.position in (Position.SITTING, Position.STANDING) and lean_deg > 55.0


def _turn_of_parabola(distances: FloatArray) -> float | None:
    """Angle between the ends of the parabola through a side of the outline; None if it's none."""
    along = np.linspace(0.0, 1.0, OUTLINE_STATIONS)
    chosen = (along >= FITTED[0]) & (along <= FITTED[1])
    usable = chosen & np.isfinite(distances)
    if usable.sum() < MIN_SEEN_SHARE * chosen.sum():
        return None
    x, y = along[usable], distances[usable]
    curve = np.polynomial.Polynomial.fit(x, y, 2)
    if float(np.sqrt(np.mean((curve(x) - y) ** 2))) > MAX_MISFIT_TRUNKS:
        return None
    slope = curve.deriv()
    return float(np.degrees(np.arctan(slope(0.0)) - np.arctan(slope(1.0))))
