"""Bouncing in a hold: of the driving angle, and of trunk and thigh, between which a hip flexes.

The hip's flexion needs three landmarks, and MediaPipe's hip is the worst of them: where the body is
folded its reading jumps by more than a bounce. The directions of trunk and thigh in the picture
need two each and are steadier: of 15 rendered bouts (6 stretches, 0.6 to 2.7 per s, from 6 degrees)
the driving angle alone showed 9, with the directions 12; none of them made one up in 22 clean
holds. Whichever of the two rocks, the hip's flexion changes by as much. What the thighs refute
(`formcheck.coach.thigh_swings`) is no bouncing.
"""

from __future__ import annotations

import math

from formcheck.coach.moment import Seen
from formcheck.coach.thigh_swings import ThighSwings
from formcheck.measures.geometry import continued_deg, direction_deg
from formcheck.measures.measure import Measure
from formcheck.measures.oscillation import Bounce, BounceDetector
from formcheck.pose.frame import SIDES, Landmark, landmark


class Bouncing:
    """Feed it each moment of a hold; read `now` and `episodes`.

    Args:
        driver: name of the driving measure, sides filled in.
    """

    def __init__(self, driver: str) -> None:
        self._thighs = ThighSwings()
        self._driver = BounceDetector(self._thighs.refute)
        self._segments: tuple[_Segment, ...] = ()
        for side in SIDES:
            if driver == f"hip_flexion_{side}_deg":
                self._segments = (_trunk(self._thighs), _thigh(side, self._thighs))

    def step(self, seen: Seen, driver: Measure) -> None:
        """Take in one frame."""
        self._thighs.step(seen)
        if driver.usable:
            self._driver.step(seen.t_s, driver.value)
        for segment in self._segments:
            segment.step(seen)

    def finish(self) -> None:
        """The hold is over: settle what is still open."""
        for detector in self._detectors:
            detector.finish()

    @property
    def now(self) -> bool:
        """Whether there is bouncing now (as of `BounceDetector.LAG_S` ago)."""
        return any(detector.bouncing for detector in self._detectors)

    @property
    def episodes(self) -> list[Bounce]:
        """All bouts so far in order of time; each as the first that shows it tells it."""
        found: list[Bounce] = []
        for detector in self._detectors:
            found += [one for one in detector.episodes if not _among(one, found)]
        return sorted(found, key=lambda one: one.start_s)

    @property
    def _detectors(self) -> list[BounceDetector]:
        return [self._driver, *(segment.detector for segment in self._segments)]


class _Segment:
    """The direction of trunk or thigh in the picture, followed past a full turn.

    Args:
        measure: its slope, known wherever its direction can be believed.
        start, end: the landmarks in whose middle it begins and ends.
        thighs: what may refute its bounces.
    """

    def __init__(
        self, measure: str, start: list[Landmark], end: list[Landmark], thighs: ThighSwings
    ) -> None:
        self.detector = BounceDetector(thighs.refute)
        self._measure, self._start, self._end = measure, start, end
        self._last_deg = math.nan

    def step(self, seen: Seen) -> None:
        measure = seen.measures[self._measure]
        if not measure.usable:
            return
        xy = seen.body.frame.xy_px
        direction = direction_deg(xy[self._start].mean(axis=0), xy[self._end].mean(axis=0))
        self._last_deg = continued_deg(direction, self._last_deg)
        self.detector.step(seen.t_s, self._last_deg)


def _trunk(thighs: ThighSwings) -> _Segment:
    hips, shoulders = ([landmark(side, part) for side in SIDES] for part in ("hip", "shoulder"))
    return _Segment("trunk_lean_deg", hips, shoulders, thighs)


def _thigh(side: str, thighs: ThighSwings) -> _Segment:
    hip, knee = landmark(side, "hip"), landmark(side, "knee")
    return _Segment(f"thigh_lean_{side}_deg", [hip], [knee], thighs)


def _among(one: Bounce, others: list[Bounce]) -> bool:
    return any(one.start_s < other.end_s and other.start_s < one.end_s for other in others)
