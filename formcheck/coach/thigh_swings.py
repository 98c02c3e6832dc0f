"""What both thighs do while something bounces: a skeleton that flickers is no person who bounces.

Where the pose model exchanges the legs for moments, or guesses at a leg behind the other, its
landmarks swing as in bouncing. Two things tell it apart (rendered clips, models full and lite):

- the two thighs turn against each other, each to where the other was: correlated by -0.65 and -0.81
  with like swings in two made-up bouts; in 17 true ones by -0.33 and more, and there with the other
  thigh at a tenth of the swing;
- a straight raised leg, free on both sides, doesn't move in the body's outline: there the outline's
  thigh swung by 0.03 to 0.3 of the landmarks' in three made-up bouts (in two of them it was seldom
  told, too seldom to refute), by 1.0 to 1.4 in three true ones.
"""

from __future__ import annotations

from collections import deque
from math import isfinite, nan

import numpy as np

from formcheck.coach.moment import Seen
from formcheck.measures.angles import raised_straight
from formcheck.measures.body import Body
from formcheck.measures.geometry import continued_deg, direction_deg
from formcheck.measures.oscillation import KEPT_S, Bounce, swings_deg
from formcheck.pose.frame import SIDES, FloatArray, landmark

AGAINST = -0.5
"""Correlation of the thighs' swings below which they turn against each other."""
ALIKE = 0.5
"""The smaller swing is at least this share of the larger."""
FOLLOWS = 0.6
"""The outline's swing is at least this share of the landmarks'."""
TAKES_PART = 0.5
"""A thigh that by its landmarks swings less than this share of the bounce refutes nothing: it is
the trunk that rocks. A sine's standard deviation is its size over 2 sqrt(2)."""
MIN_KNOWN = 0.8
"""Share of a bout's frames in which the outline has to tell of the thigh."""


class ThighSwings:
    """Remembers the last seconds of both thighs; says whether they refute a bounce."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, ...]] = deque()

    def step(self, seen: Seen) -> None:
        """Take in one frame."""
        directions = [*_by_landmarks(seen.body), *_by_outline(seen.body)]
        last = self._rows[-1][1:] if self._rows else [nan] * len(directions)
        self._rows.append((seen.t_s, *map(continued_deg, directions, last)))
        while self._rows[0][0] < seen.t_s - KEPT_S:
            self._rows.popleft()

    def refute(self, bounce: Bounce) -> bool:
        """Whether what swung was the skeleton only."""
        rows = np.array(self._rows)
        left, right = (_within(rows[:, [0, column]], bounce) for column in (1, 2))
        takes_part = TAKES_PART * bounce.size_deg / (2.0 * np.sqrt(2.0))
        if min(len(left), len(right)) < 2:
            return False
        return _against(left, right, takes_part) or any(
            swings.std() >= takes_part and _stands_still(rows[:, [0, 3 + at]], swings, bounce)
            for at, swings in enumerate((left, right))
        )


def _by_landmarks(body: Body) -> list[float]:
    xy = body.frame.xy_px
    return [direction_deg(xy[landmark(s, "hip")], xy[landmark(s, "knee")]) for s in SIDES]


def _by_outline(body: Body) -> list[float]:
    """Of a straight leg that is raised; NaN for any other."""
    return [
        told if isfinite(told) and raised_straight(body, side) else nan
        for side, told in zip(SIDES, body.frame.thigh_deg.tolist(), strict=True)
    ]


def _against(left: FloatArray, right: FloatArray, takes_part: float) -> bool:
    smaller, larger = sorted((float(left.std()), float(right.std())))
    together = float(np.mean((left - left.mean()) * (right - right.mean())))
    return smaller >= max(takes_part, ALIKE * larger) and together < AGAINST * smaller * larger


def _stands_still(outline: FloatArray, by_landmarks: FloatArray, bounce: Bounce) -> bool:
    inside = (outline[:, 0] >= bounce.start_s) & (outline[:, 0] <= bounce.end_s)
    if not inside.any() or np.isfinite(outline[inside, 1]).mean() < MIN_KNOWN:
        return False
    return bool(_within(outline, bounce).std() < FOLLOWS * by_landmarks.std())


def _within(samples: FloatArray, bounce: Bounce) -> FloatArray:
    known = samples[np.isfinite(samples[:, 1])]
    if len(known) < 2:
        return np.empty(0)
    t_s, swings = swings_deg(known)
    return swings[(t_s >= bounce.start_s) & (t_s <= bounce.end_s)]
