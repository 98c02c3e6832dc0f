"""One thing to say at a time, the most important first, once per fault episode."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.coach.feedback import Cue
from formcheck.stretches.definition import Check

QUIET_S = 3.0
"""Pause between two cues: about as long as one takes to say and to act on."""


class CueDesk:
    """Decides what is said, from which fault episodes are open."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = sorted(checks, key=lambda check: -check.weight)
        self._told: set[str] = set()
        self._last_s = float("-inf")

    def step(self, t_s: float, at_fault: set[str]) -> Cue | None:
        """The cue due now, if any.

        Args:
            t_s: frame time.
            at_fault: ids of the checks with an open fault episode.
        """
        mended = [check for check in self._checks if check.id in self._told - at_fault]
        if t_s - self._last_s < QUIET_S:
            return None
        for check in self._checks:
            if check.id in at_fault and check.id not in self._told:
                self._told.add(check.id)
                self._last_s = t_s
                return Cue(check.id, check.say)
        for check in mended:
            self._told.discard(check.id)
            self._last_s = t_s
            return Cue(check.id, check.praise, praise=True)
        return None

    def aside(self, t_s: float, say: str) -> Cue | None:
        """Something to say that belongs to no check; None so soon after the last cue."""
        if t_s - self._last_s < QUIET_S:
            return None
        self._last_s = t_s
        return Cue("", say)

    def forget(self) -> None:
        """A new hold: faults may be told again, mended ones are not praised any more."""
        self._told.clear()

    def message(self, at_fault: set[str]) -> str:
        """What to show as long as it holds: the most important open fault; empty without one."""
        return next((check.say for check in self._checks if check.id in at_fault), "")
