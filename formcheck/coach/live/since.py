"""For how long has something been so?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Since:
    """Whether something has lasted.

    Attributes:
        start_s: when it began; None while it isn't so.
    """

    start_s: float | None = None

    def step(self, t_s: float, so: bool) -> float:
        """How long it has been so, in seconds."""
        if not so:
            self.start_s = None
            return 0.0
        if self.start_s is None:
            self.start_s = t_s
        return t_s - self.start_s
