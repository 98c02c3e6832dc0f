"""An angle that jumps from frame to frame is known less well than one that is steady.

The stated error of an angle comes from clips in which the body was found well. Where the pose model
is in doubt (a leg behind the other, a hand before the knee) its landmarks jump by several degrees
from one frame to the next, which no limb does: that scatter is added to the error. So is a jump
after which the landmarks stay where they are: one of the two places is wrong, for as long as nobody
knows which.
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
JUMP_DEG, JUMP_DEG_S = 8.0, 150.0
"""A change from one frame to the next that is larger and faster than this is a jump: into a stretch
and out of it legs move by up to 100 degrees a second, in bouncing too."""
JUMP_BACK_S = 0.25
"""What is back half-way within so short a time was no jump but scatter, which counts already; nor
is the way back one."""
JUMP_SCATTERS = 5.0
"""A jump is larger than so many times the scatter before it."""
JUMP_KEPT_S = 1.0
"""A jump counts for so long. In the hamstring sample a knee jumped by 17 degrees for 0.5 s."""


class Jitter:
    """Follows how much one measure scatters about its own course."""

    def __init__(self) -> None:
        self._last: deque[tuple[float, float]] = deque(maxlen=3)
        self._off: deque[tuple[float, float]] = deque()
        self._jumps: deque[tuple[float, float, float]] = deque()

    def step(self, t_s: float, measure: Measure) -> Measure:
        """The measure with the scatter of the last `WINDOW_S` in its error.

        A limb on the move scatters little: its course is compared with the line between the
        neighbouring frames, from which 40 degrees to and fro in 2 s stay within 1 degree.
        """
        while self._off and self._off[0][0] < t_s - WINDOW_S:
            self._off.popleft()
        while self._jumps and self._jumps[0][0] < t_s - JUMP_KEPT_S:
            self._jumps.popleft()
        if not measure.usable:
            return measure
        if self._last:
            self._notice_jump(t_s, measure.value)
        self._last.append((t_s, measure.value))
        if len(self._last) == 3:
            (before_s, before), (at_s, at), (after_s, after) = self._last
            if 0.0 < after_s - before_s <= MAX_APART_S:
                course = before + (after - before) * (at_s - before_s) / (after_s - before_s)
                self._off.append((at_s, abs(at - course)))
        jump = max((size for _, size, _ in self._jumps), default=0.0)
        scatter = HALF_WIDTH * self._scatter if len(self._off) >= MIN_SAMPLES else 0.0
        return Measure(measure.value, hypot(measure.error, scatter, jump))

    @property
    def _scatter(self) -> float:
        return sum(off for _, off in self._off) / len(self._off) if self._off else 0.0

    def _notice_jump(self, t_s: float, value: float) -> None:
        last_s, last = self._last[-1]
        pause_s, size = t_s - last_s, abs(value - last)
        kept = deque(
            (at_s, jump, before)
            for at_s, jump, before in self._jumps
            if t_s - at_s > JUMP_BACK_S or abs(value - before) > jump / 2.0
        )
        is_back = len(kept) < len(self._jumps)
        self._jumps = kept
        least = max(JUMP_DEG, JUMP_DEG_S * pause_s, JUMP_SCATTERS * self._scatter)
        if not is_back and pause_s <= MAX_APART_S and size > least:
            self._jumps.append((t_s, size, last))
