"""When is the person in position, and when have they come to rest there?"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from math import inf, isfinite, nan

from formcheck.measures.filters import Trend
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Bound, Stretch, filled

SLACK_DEG = 6.0
"""What was in its bounds leaves them only so far beyond: the error of a knee or hip in the side
view (ratios: a hundredth of it)."""
VAGUE_DEG = 40.0
"""An angle of the other leg told with more error doesn't tell that somebody has left: one that the
model loses for some pictures reads anything, doubted by 50 degrees, and broke a lunge in two."""
TREND_S = 0.6
SETTLED_DEG_S = 8.0
"""Slower than this over `TREND_S`, a limb has arrived; breathing (1 degree at 0.3 Hz) stays below
2 degrees/s, jitter of 1 degree a frame below 4."""
SETTLED_SHARE = 0.1
SETTLED_AT_LEAST_DEG_S = 5.0
"""Slow means slow against how fast the movement was: lifting the hips by 35 degrees never is much
faster than 30 degrees/s. A minimum-jerk movement falls to this share of its peak with 9 % of its
time to go."""
LEAVING_DEG_S = 5.0
SOFT_S = 0.1
"""A movement that leaves the hold is followed back to where it was slower than this, and by so much
more: people start softly, a minimum-jerk movement of 80 degrees in 2 s passes 8 degrees/s after
0.2 s only. They stop as softly, so that a hold begins by so much after a limb has become slow: of
93 rendered holds 81 are timed within 0.5 s so, 79 without; they begin 0.05 s late, and early."""
REMEMBERED_S = 6.0


def most_slack(bound: Bound) -> float:
    """`SLACK_DEG` in the unit of a bound's measure."""
    return SLACK_DEG if bound.measure.endswith("_deg") else SLACK_DEG / 100.0


def _most_vague(bound: Bound) -> float:
    """The error beyond which a measure doesn't tell that it is out of its bound."""
    of_other_leg = "{other}" in bound.measure and bound.measure.endswith("_deg")
    return VAGUE_DEG if of_other_leg else inf


def all_inside(
    bounds: Sequence[Bound], measures: Sequence[Measure], slacks: Sequence[float]
) -> bool | None:
    """Whether each measure lies no further than its slack beyond its bound.

    None where that can't be told: one is unknown, or too vague to tell that it is outside, and no
    other is outside.
    """
    inside: bool | None = True
    for bound, measure, slack in zip(bounds, measures, slacks, strict=True):
        beyond = measure.known and bound.excess(measure.value) > slack
        if not measure.known or (beyond and measure.error > _most_vague(bound)):
            inside = None if inside else inside
        elif beyond:
            inside = False
    return inside


class GateWatch:
    """The hold gate of a stretch for one side.

    Raises:
        ValueError: the stretch isn't held.
    """

    def __init__(self, stretch: Stretch, side: str) -> None:
        self.side = side
        if stretch.hold is None:
            raise ValueError(f"{stretch.id} is not held")
        self._bounds = stretch.hold.all
        self._trends = [Trend(TREND_S) for _ in self._bounds]
        self._speeds: deque[tuple[float, tuple[float, ...]]] = deque()
        self.angles_deg: list[float] = []
        """The gate's angles in the newest frame, NaN where unknown, and for what is no angle."""

    def step(
        self, t_s: float, measures: Mapping[str, Measure], near_side: str, is_open: bool
    ) -> bool | None:
        """Whether the person is in position; None where it can't be told.

        Args:
            t_s: frame time.
            measures: of this frame.
            near_side: the side that faces the camera.
            is_open: the gate was open before, so that it closes a little later.
        """
        found = [measures[filled(b.measure, self.side, near_side)] for b in self._bounds]
        self.angles_deg = [
            measure.value if bound.measure.endswith("_deg") else nan
            for bound, measure in zip(self._bounds, found, strict=True)
        ]
        for trend, angle_deg in zip(self._trends, self.angles_deg, strict=True):
            trend.step(t_s, angle_deg)
        slacks = [most_slack(bound) if is_open else 0.0 for bound in self._bounds]
        self._speeds.append((t_s, tuple(trend.slope for trend in self._trends)))
        while self._speeds[0][0] < t_s - REMEMBERED_S:
            self._speeds.popleft()
        return all_inside(self._bounds, found, slacks)

    @property
    def settled(self) -> bool:
        """No gate angle is on the move any more."""
        limits = self._limits(SETTLED_SHARE, SETTLED_AT_LEAST_DEG_S, SETTLED_DEG_S)
        known = [
            (abs(slope), limit)
            for slope, limit in zip(self._speeds[-1][1], limits, strict=True)
            if isfinite(slope)
        ]
        return bool(known) and all(speed <= limit for speed, limit in known)

    def _limits(self, share: float, least: float, most: float) -> list[float]:
        """Per gate angle, a share of how fast it was lately, within bounds; degrees per second."""
        fastest = [
            max((abs(slope) for slope in slopes if isfinite(slope)), default=0.0)
            for slopes in zip(*(slopes for _, slopes in self._speeds), strict=True)
        ]
        return [min(most, max(least, share * speed)) for speed in fastest]

    def departure_s(self, until_s: float) -> float:
        """When the movement that was going on at `until_s` began.

        Walks back as long as any gate angle was on the move: a leg is lowered knee first, hip
        after. A slope seen at t belongs to half a `TREND_S` earlier.
        """
        began_s = until_s
        for t_s, slopes in reversed(self._speeds):
            if t_s > until_s:
                continue
            known = [abs(slope) for slope in slopes if isfinite(slope)]
            if known and max(known) <= LEAVING_DEG_S:
                break
            if known:
                began_s = min(began_s, t_s - TREND_S / 2.0)
        if began_s < until_s:
            began_s -= SOFT_S
        return began_s
