"""The session's own time: frame time, sewn together where a connection was lost or began anew."""

from __future__ import annotations

from math import isfinite, nan

NEW_CLOCK_GAP_S = 5.0
"""How long a pause of unknown length is taken to be: longer than a hold goes on unseen."""
RESTART_S = 1.0
"""Frames that go back further than this come from a clock that began anew."""


class SessionTime:
    """Turns frame times into session times, which never go back."""

    def __init__(self) -> None:
        self.now_s = nan
        self.offset_s = 0.0
        self._renewed = False

    def renew(self) -> None:
        """The next frame may come from another clock."""
        self._renewed = True

    def at(self, frame_s: float) -> float | None:
        """The session's time of a frame, seconds; None for one that isn't newer than the last."""
        t_s = frame_s + self.offset_s
        if isfinite(self.now_s) and t_s <= self.now_s:
            if not self._renewed and self.now_s - t_s < RESTART_S:
                return None
            self.offset_s += self.now_s + NEW_CLOCK_GAP_S - t_s
            t_s = self.now_s + NEW_CLOCK_GAP_S
        self._renewed = False
        self.now_s = t_s
        return t_s
