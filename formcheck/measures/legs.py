"""Which leg is which: MediaPipe exchanges left and right legs, for moments or for a whole hold.

Its visibility does not show it. What does, lying on the back with one leg raised, is the leg that
stays down: it does not move. At the start both feet lie still and the nearer one is lower in the
picture, since the camera looks down on the floor; the foot that is still down later is the one
whose place it has kept. On 30 readings of rendered clips (lite and full) this named the legs right
in all, the model's own names in 27.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from formcheck.measures.geometry import flexion_deg
from formcheck.measures.view import Position
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame, midpoint, other_side

L = Landmark

LEG_LANDMARKS = tuple(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))
STILL_S = 0.6
STILL_TRUNKS = 0.08
"""Feet that move less than this within `STILL_S` lie still."""
DOWN_TRUNKS = 0.25
"""A foot lower than this over the line of the trunk is down (on the floor it reads within 0.15)."""
LIFT_TRUNKS = 0.2
"""One foot at least so much higher than the other: one leg is raised."""
NEARER_SHARE = 0.75
"""A place is kept where the distance to it is at most this share of the distance to the other
place: 0.67 or less in the 30 readings."""
MIN_APART_TRUNKS = 0.02
MAX_SPEED_TRUNKS_S = 5.5
"""A foot moves slower: 3 trunk lengths/s for a leg raised by 80 degrees in 1.5 s, 7 and more while
the model's smoothing carries an exchanged leg across."""
LEEWAY_TRUNKS = 0.3
UNCLEAR_AT_MOST_S = 0.6
MAX_MINORITY_S = 0.6
"""Without anything else to go by, the model may not have named the legs the other way round for
longer: moments of exchange last a few frames."""
MIN_BONE = 0.78
MIN_BONE_PULLED_IN = 0.7
PULLED_IN_DEG = 80.0
"""A thigh or shank shorter in the picture than this share of its length at rest, seen from the
side, is not where the skeleton says: frames that mix both legs read 0.57 to 0.84, a raised straight
leg 0.81 and more. Only a thigh flexed past 80 degrees truly reads shorter, 0.75 at the chest."""

CROSSED_TRUNKS = 0.3
"""An ankle crossed over the other knee reads 0.14 to 0.17 from it in photos."""

EXCHANGED = "can't tell which leg is which"
UNCLEAR = "the legs are unclear just now"


@dataclass(frozen=True)
class Legs:
    """The frame with each leg under its own name, and why the legs can't be used if they can't."""

    frame: PoseFrame
    reason: str


class LegTracker:
    """Names the legs frame by frame."""

    def __init__(self) -> None:
        self._still: deque[tuple[float, FloatArray]] = deque()
        self._rest: FloatArray | None = None  # near and far foot, (2, 2) pixels
        self._bones_px: FloatArray | None = None  # thighs, shanks at rest by side
        self._kept_s = 0.0  # for (+) or against (-): the leg that is down is the near one
        self._named_s = 0.0  # the same, by the model's own names
        self._raised_s = 0.0
        self._trusted: tuple[float, FloatArray] | None = None
        self._t_s = -np.inf

    def step(
        self, frame: PoseFrame, near_side: str, where: Position, trunk_px: float, beside: bool
    ) -> Legs:
        """Name the legs of one frame; frames come in time order.

        Args:
            frame: as the model has it.
            near_side: the person's side that faces the camera.
            where: how the body is placed.
            trunk_px: length of the trunk in the picture.
            beside: the camera stands beside the body, where raising a leg keeps its bones' length.
        """
        pause_s = min(frame.t_s - self._t_s, 0.5)
        self._t_s = frame.t_s
        if where is not Position.SUPINE:
            self._forget()
            return Legs(frame, "")
        feet, lifts = _feet(frame), _lifts(frame, near_side, trunk_px)
        self._learn_rest(frame.t_s, feet, bones_px(frame), lifts, near_side, trunk_px)
        raised = abs(lifts[0] - lifts[1]) >= LIFT_TRUNKS and min(lifts) <= DOWN_TRUNKS
        reason = ""
        if raised:
            down = int(lifts[1] < lifts[0])  # 0 left, 1 right by the model's names
            self._weigh(feet[down], down, near_side, pause_s)
            near_is_down, reason = self._verdict()
            truly_down = near_side if near_is_down else other_side(near_side)
            if truly_down != ("left", "right")[down]:
                frame = frame.with_sides_exchanged(LEG_LANDMARKS)
        elif max(lifts) <= DOWN_TRUNKS:
            self._kept_s = self._named_s = self._raised_s = 0.0
        elif self._trusted is not None and _fits_exchanged(frame, self._trusted[1]):
            frame = frame.with_sides_exchanged(LEG_LANDMARKS)
        if not reason and beside and self._shrunk(frame):
            reason = UNCLEAR
        return Legs(frame, reason or self._steadiness(frame, trunk_px))

    def _forget(self) -> None:
        self._still.clear()
        self._rest, self._bones_px, self._trusted = None, None, None
        self._kept_s = self._named_s = self._raised_s = 0.0

    def _learn_rest(
        self,
        t_s: float,
        feet: FloatArray,
        bones: FloatArray,
        lifts: FloatArray,
        near_side: str,
        trunk_px: float,
    ) -> None:
        """Where the near and the far foot lie while both are down and still."""
        if max(lifts) > DOWN_TRUNKS:
            self._still.clear()
            return
        self._still.append((t_s, np.vstack([feet, bones])))
        while self._still[0][0] < t_s - STILL_S - 0.1:
            self._still.popleft()
        places = np.array([kept for _, kept in self._still])
        if t_s - self._still[0][0] < STILL_S:
            return
        if float(np.ptp(places, axis=0).max()) > STILL_TRUNKS * trunk_px:
            return
        left, right, *at_rest = np.median(places, axis=0)
        self._bones_px = np.array(at_rest)
        left_lower_px = float(left[1] - right[1])
        if abs(left_lower_px) < MIN_APART_TRUNKS * trunk_px:
            left_is_near = near_side == "left"
        else:
            left_is_near = left_lower_px > 0
        self._rest = np.array([left, right] if left_is_near else [right, left])

    def _weigh(self, foot: FloatArray, down: int, near_side: str, pause_s: float) -> None:
        self._raised_s += pause_s
        says_near = ("left", "right")[down] == near_side
        self._named_s += pause_s if says_near else -pause_s
        if self._rest is None:
            return
        to_near, to_far = (float(np.linalg.norm(foot - place)) for place in self._rest)
        if min(to_near, to_far) <= NEARER_SHARE * max(to_near, to_far):
            self._kept_s += pause_s if to_near < to_far else -pause_s

    def _verdict(self) -> tuple[bool, str]:
        """Whether the near leg is the one that is down, and why that isn't sure."""
        if abs(self._kept_s) > 0.3 * self._raised_s:
            return self._kept_s > 0, ""
        minority_s = (self._raised_s - abs(self._named_s)) / 2.0
        return self._named_s > 0, EXCHANGED if minority_s > MAX_MINORITY_S else ""

    def _shrunk(self, frame: PoseFrame) -> bool:
        """Whether a thigh or shank is shorter in the picture than it can be."""
        xy = frame.xy_px
        if self._bones_px is None or _crossed(frame):
            return False
        pulled_in = [
            flexion_deg(xy[shoulder], xy[hip], xy[knee]) > PULLED_IN_DEG
            for shoulder, hip, knee in (
                (L.LEFT_SHOULDER, L.LEFT_HIP, L.LEFT_KNEE),
                (L.RIGHT_SHOULDER, L.RIGHT_HIP, L.RIGHT_KNEE),
            )
        ]
        least = np.where(pulled_in, MIN_BONE_PULLED_IN, MIN_BONE)
        return bool((bones_px(frame) < least * self._bones_px).any())

    def _steadiness(self, frame: PoseFrame, trunk_px: float) -> str:
        """Whether knees and feet are where they can have got to since they were last trusted."""
        points = frame.xy_px[[L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE]]
        if self._trusted is not None:
            t_s, before = self._trusted
            pause_s = frame.t_s - t_s
            moved = float(np.linalg.norm(points - before, axis=1).max()) / trunk_px
            too_far = moved > max(LEEWAY_TRUNKS, MAX_SPEED_TRUNKS_S * pause_s)
            if too_far and pause_s <= UNCLEAR_AT_MOST_S:
                return UNCLEAR
        self._trusted = (frame.t_s, points)
        return ""


def _crossed(frame: PoseFrame) -> bool:
    """Whether an ankle lies over the other knee: then the shin points at the camera."""
    xy = frame.xy_px
    trunk_px = float(np.linalg.norm(xy[L.LEFT_SHOULDER] - xy[L.LEFT_HIP]))
    apart = min(
        float(np.linalg.norm(xy[L.LEFT_ANKLE] - xy[L.RIGHT_KNEE])),
        float(np.linalg.norm(xy[L.RIGHT_ANKLE] - xy[L.LEFT_KNEE])),
    )
    return apart < CROSSED_TRUNKS * trunk_px


def _feet(frame: PoseFrame) -> FloatArray:
    """Middle of ankle, heel and toes of the left and the right foot: (2, 2) pixels."""
    marks = [
        [L.LEFT_ANKLE, L.LEFT_HEEL, L.LEFT_FOOT_INDEX],
        [L.RIGHT_ANKLE, L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX],
    ]
    middles: FloatArray = frame.xy_px[np.array(marks)].mean(axis=1)
    return middles


def bones_px(frame: PoseFrame) -> FloatArray:
    """Length of the thighs (first row) and shanks, left and right: (2, 2) pixels."""
    xy = frame.xy_px
    joints = xy[[[L.LEFT_HIP, L.RIGHT_HIP], [L.LEFT_KNEE, L.RIGHT_KNEE]]]
    ends = xy[[[L.LEFT_KNEE, L.RIGHT_KNEE], [L.LEFT_ANKLE, L.RIGHT_ANKLE]]]
    lengths: FloatArray = np.linalg.norm(ends - joints, axis=2)
    return lengths


def _lifts(frame: PoseFrame, near_side: str, trunk_px: float) -> FloatArray:
    """How high the left and the right ankle are over the line of the trunk, in trunk lengths."""
    xy = frame.xy_px
    hip = midpoint(xy, "hip")
    spine = midpoint(xy, "shoulder") - hip
    ankles = xy[[L.LEFT_ANKLE, L.RIGHT_ANKLE]] - hip
    across = (spine[0] * ankles[:, 1] - spine[1] * ankles[:, 0]) / float(np.linalg.norm(spine))
    lifts: FloatArray = across / trunk_px * (1.0 if near_side == "right" else -1.0)
    return lifts


def _fits_exchanged(frame: PoseFrame, before: FloatArray) -> bool:
    """Whether the legs lie much nearer to where they were with their names exchanged."""
    points = frame.xy_px[[L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE]]
    same = float(np.linalg.norm(points - before))
    swapped = float(np.linalg.norm(points[[1, 0, 3, 2]] - before))
    return swapped < 0.5 * same
