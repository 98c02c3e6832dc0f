"""Whether the legs of a frame are where they were a moment ago, or have been mixed up."""

from __future__ import annotations

from formcheck.pose.frame import PoseFrame
from formcheck.pose.second_look import legs_apart_trunks

JUMP_TRUNKS = 0.2
"""Further from one frame to the next no knee or ankle moves in a stretch: an ankle that is raised
by 90 degrees in 1.5 s moves 0.18 trunks at 15 pictures a second."""
KEPT_S = 0.3
"""Legs that were last sure so long ago may be anywhere."""


class SteadyLegs:
    """Follows the legs from where the plain and the mirrored reading agreed on them."""

    def __init__(self) -> None:
        self._sure: PoseFrame | None = None

    def follow(self, frame: PoseFrame) -> bool:
        """Whether the legs haven't jumped; if so, they are followed from here."""
        sure = self._sure
        if sure is None or frame.t_s - sure.t_s > KEPT_S:
            return True
        if legs_apart_trunks(sure, frame) > JUMP_TRUNKS:
            return False
        self._sure = frame
        return True

    def sure(self, frame: PoseFrame) -> None:
        """Where the legs are for sure; it may come a few frames late."""
        sure = self._sure
        if sure is None or frame.t_s >= sure.t_s or legs_apart_trunks(sure, frame) > JUMP_TRUNKS:
            self._sure = frame

    def forget(self) -> None:
        """The body isn't there any more."""
        self._sure = None
