"""From the raw landmarks to a body one can trust: is it human-shaped, which leg is which.

MediaPipe's visibility stays high (0.6 to 0.99) on skeletons that are wrong: two people in view,
folded poses seen from the front, legs exchanged. So the skeleton itself is looked at.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from formcheck.measures.attitude import AS_READ, Attitude, near_side
from formcheck.measures.geometry import distance, trunk_length
from formcheck.measures.legs import LegTracker, bones_px
from formcheck.measures.networks import Correction
from formcheck.measures.view import BodyAxes, Position, View, position
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame, midpoint, other_side

L = Landmark


@dataclass(frozen=True)
class Body:
    """One frame, cleaned.

    Attributes:
        frame: the landmarks, legs put back on their own side where they were exchanged.
        believable: the skeleton is human-shaped and did not jump.
        reason: why it is not, in words; empty otherwise.
        legs_reason: why the legs can't be used (exchanged, unclear); empty where they can.
        axes: the trunk's axes as MediaPipe gives them.
        attitude: of the trunk, corrected.
        off_side_deg: how far the camera is from straight beside the body; it and all that follows
            is steadied over the last frames.
        near_side: the person's side that faces the camera, `left` or `right`.
        head_nearer: the head is nearer to the camera than the feet.
    """

    frame: PoseFrame
    believable: bool
    reason: str
    legs_reason: str
    axes: BodyAxes
    attitude: Attitude
    off_side_deg: float
    view: View
    position: Position
    near_side: str
    head_nearer: bool

    def side(self, near: bool) -> str:
        """The side that faces the camera, or the other one."""
        return self.near_side if near else other_side(self.near_side)


MAX_LIMB_TO_TRUNK = 1.75
"""No thigh or shank looks longer than this many trunks: 0.65 to 1.35 on the good skeletons of real
photos with the trunk in the picture plane, and a foreshortened trunk is judged by `MIN_TRUNK`."""
MIN_TRUNK = 0.33
"""Trunk length against the longest thigh or shank: below, the trunk points at the camera."""
MAX_JUMP_TRUNKS = 0.6
"""The trunk's middle does not move this many trunk lengths between frames less than 0.2 s apart."""
STEADY_S = 0.8
"""View, position and near side are the medians of so much time."""


class BodyTracker:
    """`PoseFrame` by `PoseFrame` to `Body`; keeps what it must remember between frames.

    Args:
        attitudes: corrects them.
    """

    def __init__(self, attitudes: Correction = AS_READ) -> None:
        self._attitudes = attitudes
        self._last: PoseFrame | None = None
        self._legs = LegTracker()
        self._recent: deque[tuple[float, FloatArray, Position]] = deque()

    def step(self, frame: PoseFrame) -> Body:
        """The body in this frame. Frames come in time order; one that shows nobody is fine."""
        if not frame.seen:
            return _nobody(frame)
        reason = shape_fault(frame)
        if not reason and self._last is not None and _jumped(self._last, frame):
            reason = "the body jumped: is somebody else in the picture?"
        self._last = frame
        axes, seems = BodyAxes.of(frame), position(frame)
        attitude = Attitude.of(frame, axes, seems, self._attitudes)
        to_camera, where = self._steady(frame.t_s, attitude.to_camera, seems)
        off_side_deg = float(np.degrees(np.arccos(min(1.0, abs(float(to_camera[0]))))))
        near = near_side(to_camera)
        trunk_px = trunk_length(frame.xy_px)
        view = View.of(to_camera, where)
        legs = self._legs.step(frame, near, where, trunk_px, view is View.SIDE)
        return Body(
            frame=legs.frame,
            believable=not reason,
            reason=reason,
            legs_reason=legs.reason,
            axes=axes,
            attitude=attitude,
            off_side_deg=off_side_deg,
            view=view,
            position=where,
            near_side=near,
            head_nearer=bool(to_camera[1] > 0.0),
        )

    def _steady(
        self, t_s: float, to_camera: FloatArray, where: Position
    ) -> tuple[FloatArray, Position]:
        self._recent.append((t_s, to_camera, where))
        while self._recent[0][0] < t_s - STEADY_S:
            self._recent.popleft()
        median = np.median([direction for _, direction, _ in self._recent], axis=0)
        length = float(np.linalg.norm(median))
        places = [place for _, _, place in self._recent]
        # the most frequent; the newest among equals
        steady = max(reversed(places), key=places.count)
        return (median / length if length > 0 else to_camera), steady


def shape_fault(frame: PoseFrame) -> str:
    """What is not human-shaped about the skeleton, in words; empty where it may be a person."""
    xy = frame.xy_px
    trunk_px = trunk_length(xy)
    longest_px = float(bones_px(frame).max())
    if trunk_px < MIN_TRUNK * longest_px:
        return "the trunk points at the camera"
    if longest_px > MAX_LIMB_TO_TRUNK * trunk_px:
        return "the skeleton isn't human-shaped"
    trunk_m = trunk_length(frame.world_m)
    shoulders_m = distance(frame.world_m[L.LEFT_SHOULDER], frame.world_m[L.RIGHT_SHOULDER])
    if not 0.2 < trunk_m < 0.9 or shoulders_m > 1.4 * trunk_m:
        return "the skeleton isn't human-shaped"
    return ""


def _jumped(before: PoseFrame, now: PoseFrame) -> bool:
    pause_s = now.t_s - before.t_s
    if pause_s > 0.2:
        return False
    centres = [
        (midpoint(f.xy_px, "shoulder") + midpoint(f.xy_px, "hip")) / 2.0 for f in (before, now)
    ]
    trunk_px = trunk_length(before.xy_px)
    return distance(*centres) > MAX_JUMP_TRUNKS * trunk_px


def _nobody(frame: PoseFrame) -> Body:
    axes = BodyAxes.of(frame)
    return Body(
        frame=frame,
        believable=False,
        reason="nobody seen",
        legs_reason="nobody seen",
        axes=axes,
        attitude=Attitude.of(frame, axes, Position.UNKNOWN, AS_READ),
        off_side_deg=float("nan"),
        view=View.UNKNOWN,
        position=Position.UNKNOWN,
        near_side="right",
        head_nearer=False,
    )
