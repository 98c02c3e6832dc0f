"""What one connection may ask of the server."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_WORDS_BYTES = 8_000
"""A message in words; the longest is what somebody says about where it hurt."""
MAX_PER_S = 90.0
"""Messages a second, on average; a camera of 60 pictures a second is the fastest that is common."""
BURST = 180.0
SILENCE_S = 20.0
"""A page that sends nothing for so long is gone or asleep; its session waits, its model is freed.
A page in view sends several pictures a second."""


class RateLimit:
    """A bucket that fills with the right to speak.

    Args:
        per_s: how fast it fills.
        burst: how much it holds.
    """

    def __init__(self, per_s: float = MAX_PER_S, burst: float = BURST) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left = burst
        self._last_s: float | None = None

    def allows(self, now_s: float) -> bool:
        """Whether one more message at `now_s` is within what is allowed."""
        if self._last_s is not None:
            self._left = min(self._burst, self._left + self._per_s * (now_s - self._last_s))
        self._last_s = now_s
        self._left -= 1.0
        return self._left >= 0.0


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a page that was loaded from this very server asks.

    Args:
        origin: the request's Origin header; a browser always sends it with a WebSocket.
        host: the request's Host header.
    """
    if not origin or not host:
        return False
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
