"""A session's clock: the page's own times of its pictures, made one line that never goes back."""

from __future__ import annotations

import time
from collections.abc import Callable

_MOST_ASTRAY_S = 1.0
"""A page's clock that is further off than this was stopped, or isn't to be trusted."""
_LEAST_STEP_S = 0.001


class SessionClock:
    """Seconds since the session's first picture.

    The page knows better than the server when a picture was taken (the way here takes its time),
    so its steps count; where it starts anew (a reload) or strays, the server's clock sets it right.

    Args:
        now: the server's clock in seconds; it must not go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start_s: float | None = None
        self._ahead_s: float | None = None
        self._last_s = -_LEAST_STEP_S

    def new_page(self) -> None:
        """The next picture comes from another page, with another clock."""
        self._ahead_s = None

    def at(self, taken_s: float) -> float:
        """When by this clock a picture was taken that the page says it took at `taken_s`."""
        now_s = self._now()
        if self._start_s is None:
            self._start_s = now_s
        since_s = now_s - self._start_s
        if self._ahead_s is None or abs(taken_s + self._ahead_s - since_s) > _MOST_ASTRAY_S:
            self._ahead_s = since_s - taken_s
        self._last_s = max(taken_s + self._ahead_s, self._last_s + _LEAST_STEP_S)
        return self._last_s
