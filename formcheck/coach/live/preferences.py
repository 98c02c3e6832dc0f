"""How a person likes to be coached: the session's few settings."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.errors import UnusableInput


@dataclass(frozen=True)
class Preferences:
    """The session's settings.

    Attributes:
        countdown_s: from all ticks to the start, 3 to 10.
        breathe_in_s, breathe_out_s: pace of the breathing pacer while holding.
        voice: cues are spoken, so that each needs the time it takes to say; off, they only need the
            time it takes to read.
        counts: say how many seconds are held.
    """

    countdown_s: float = 3.0
    breathe_in_s: float = 4.0
    breathe_out_s: float = 6.0
    voice: bool = True
    counts: bool = True

    def __post_init__(self) -> None:
        if not 3.0 <= self.countdown_s <= 10.0:
            raise UnusableInput("The countdown takes 3 to 10 seconds.")
        if min(self.breathe_in_s, self.breathe_out_s) < 1.0:
            raise UnusableInput("A breath takes at least a second each way.")
