"""Which faults are told, and which open one the screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from formcheck.coach.feedback import Feedback
from formcheck.coach.gate import TREND_S
from formcheck.coach.live.speaker import Speaker
from formcheck.measures.filters import Trend
from formcheck.stretches.definition import Check

MOVING_DEG_S = 12.0
"""The driving angle moves: settled holds stay below 8 degrees/s, lowering a leg reaches 75."""


class FaultTalk:
    """The faults of one hold, or of one go of repetitions.

    The ways into and out of a hold look like faults, but aren't told as such. Bouncing moves to and
    fro, and is.

    Args:
        checks: of the stretch.
        speaker: who tells them.

    Attributes:
        line: what the weightiest open fault asks for; empty without one.
    """

    def __init__(self, checks: Sequence[Check], speaker: Speaker) -> None:
        self.line = ""
        self._checks = sorted(checks, key=lambda check: -check.weight)
        self._bounce = {check.id for check in checks if check.kind == "bounce"}
        self._speaker = speaker
        self._driving = Trend(TREND_S)

    def step(self, feedback: Feedback, *, moving: bool = False, over: bool = False) -> None:
        """Take in a frame.

        Args:
            feedback: of the coach.
            moving: the stretch is moved, so that its angle always moves.
            over: the hold has all it needs: nothing more is asked for.
        """
        at_fault = {state.id for state in feedback.checks if state.in_episode}
        measure = feedback.measures.get(feedback.driver)
        told = measure is not None and not measure.reason
        self._driving.step(feedback.t_s, measure.value if measure is not None and told else nan)
        on_the_way = not moving and abs(self._driving.slope) > MOVING_DEG_S
        if on_the_way and not at_fault & self._bounce:
            return
        if over:
            at_fault = set()
        self._speaker.faults(feedback.t_s, self._checks, at_fault)
        self.line = next((check.say for check in self._checks if check.id in at_fault), "")
