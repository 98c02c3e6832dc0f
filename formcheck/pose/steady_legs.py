"""Whether the legs of a frame are where they were a moment ago, or have been mixed up."""

from __future__ import annotations

from formcheck.pose.frame import PoseFrame
from formcheck.pose.second_look import legs_apart_trunks

MOVED_TRUNKS = 0.06
"""A knee or ankle that is so far from where it was in the frame before may have been misread: in
six holds of the hamstring sample, as a browser sends it, frames whose knee was off by more than 4
degrees were 0.04 to 0.14 away in the median, 95 of 100 others less than 0.05 to 0.07."""
JUMP_TRUNKS = 0.2
"""Further from one frame to the next no knee or ankle moves in a stretch: an ankle that is raised
by 90 degrees in 1.5 s moves 0.18 trunks at 15 pictures a second."""
KEPT_S = 0.3
"""Legs that were last sure so long ago may be anywhere."""


class SteadyLegs:
    """Follows the legs from where the plain and the mirrored reading agreed on them."""

    def __init__(self) -> None:
        self._sure: PoseFrame | None = None

    def moved_trunks(self, frame: PoseFrame) -> float:
        """How far a knee or ankle is from where it was; 0 where nothing is known of that."""
        before = self._before(frame)
        return legs_apart_trunks(before, frame) if before is not None else 0.0

    def follow(self, frame: PoseFrame) -> None:
        """Take in the next frame: legs that have not jumped are followed from here."""
        if self._before(frame) is not None and self.moved_trunks(frame) <= JUMP_TRUNKS:
            self._sure = frame

    def _before(self, frame: PoseFrame) -> PoseFrame | None:
        """Where the legs were a moment before a frame; None where that isn't known."""
        sure = self._sure
        return sure if sure is not None and frame.t_s - sure.t_s <= KEPT_S else None

    def sure(self, frame: PoseFrame) -> None:
        """Where the legs are for sure; it may come a few frames late."""
        sure = self._sure
        if sure is None or frame.t_s >= sure.t_s or legs_apart_trunks(sure, frame) > JUMP_TRUNKS:
            self._sure = frame

    def forget(self) -> None:
        """The body isn't there any more."""
        self._sure = None
