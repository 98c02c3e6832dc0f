"""Marching in place, seen as knees that rise in turn; the clock runs while they do."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan

from formcheck.coach.moment import MAX_STEP_S
from formcheck.measures.geometry import distance
from formcheck.pose.frame import Landmark, PoseFrame, midpoint

L = Landmark

LIFT_TRUNKS = 0.12
"""One knee this much higher than the other is lifted: a low step of 20 degrees lifts the knee by
0.05 trunk lengths, a march of 45 degrees by 0.25."""
STEP_WITHIN_S = 2.0
"""Slower than a step in 2 s is standing."""
LEAST_STEP_S = 0.15
"""Knees that change places faster are the model's doing."""


@dataclass
class March:
    """Counts the seconds of marching.

    Attributes:
        marched_s: seconds so far.
        marching: whether the knees rise in turn just now.
    """

    marched_s: float = 0.0
    marching: bool = False
    _raised: str = field(default="", init=False)
    _changed_s: float = field(default=nan, init=False)
    _pending_s: float = field(default=0.0, init=False)
    _last_s: float = field(default=nan, init=False)

    def step(self, frame: PoseFrame, *, counts: bool = True) -> None:
        """Take in a frame. Time is added up to the newest step, once the next one came.

        Args:
            frame: frames come in time order.
            counts: the clock may run (nobody else is in the picture, not paused).
        """
        t_s = frame.t_s
        pause_s = t_s - self._last_s
        self._last_s = t_s
        if self.marching and counts and frame.seen and pause_s <= MAX_STEP_S:
            self._pending_s += pause_s
        raised = raised_knee(frame)
        if counts and raised and raised != self._raised:
            since_s = t_s - self._changed_s
            if not since_s < LEAST_STEP_S:
                self.marching = since_s <= STEP_WITHIN_S
                self._raised, self._changed_s = raised, t_s
                self._book()
        if not t_s - self._changed_s <= STEP_WITHIN_S:
            # what came after the last step was standing
            self.marching, self._pending_s = False, 0.0

    @property
    def seconds(self) -> float:
        """Seconds marched so far, the step in progress included."""
        return self.marched_s + self._pending_s

    def _book(self) -> None:
        self.marched_s += self._pending_s
        self._pending_s = 0.0


def raised_knee(frame: PoseFrame) -> str:
    """`left` or `right` while that knee is lifted over the other, standing; empty otherwise."""
    if not frame.seen:
        return ""
    xy = frame.xy_px
    shoulders, hips = midpoint(xy, "shoulder"), midpoint(xy, "hip")
    trunk_px = distance(shoulders, hips)
    upright = float(hips[1] - shoulders[1]) > 0.8 * trunk_px
    on_a_leg = float(max(xy[L.LEFT_ANKLE][1], xy[L.RIGHT_ANKLE][1]) - hips[1]) > 1.0 * trunk_px
    if not (upright and on_a_leg):
        return ""
    left_over_right = float(xy[L.RIGHT_KNEE][1] - xy[L.LEFT_KNEE][1]) / trunk_px
    if abs(left_over_right) < LIFT_TRUNKS:
        return ""
    return "left" if left_over_right > 0 else "right"
