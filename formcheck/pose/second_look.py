"""A second look, at the mirror image: half of what the two readings differ by is the model's own.

The pose model is off by a few degrees that stay the same for as long as somebody lies as they lie,
and differ from clip to clip. Looking at the same picture mirrored it is off by another few degrees,
so the middle of both is nearer: over 13 rendered clips (model full, side view) the spread of the
knee's bias between clips fell from 3.8 to 2.4 degrees, the hip's from 7.2 to 6.4. Since the bias is
steady, it is enough to look a few times a second and to move the frames between by the same amount.
Turning or scaling the picture as well brought nothing more.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formcheck.pose.frame import FloatArray, Landmark, PoseFrame

L = Landmark

EVERY_S = 0.2
"""Time between looks."""
KEPT_S = 0.75
"""The median of the looks of so much time is used: one that went wrong doesn't count."""
FARTHEST_TRUNKS = 0.125
"""A landmark is moved by no more than this: beyond, the picture was misread, and the next may not
be."""
MIN_TRUNK_PX = 1.0
LEGS = tuple(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))


@dataclass(frozen=True)
class _Look:
    """What to add to each landmark, pixels (33, 2) and metres (33, 3); NaN where it is too far."""

    t_s: float
    add_px: FloatArray
    add_m: FloatArray


class Every:
    """Tells when it is time again.

    Times fall on multiples of the period, so that a segment of a recording gets the same looks as
    the whole.

    Args:
        period_s: in seconds.
    """

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._slot = -1

    def due(self, t_s: float) -> bool:
        """True once for each period of frame time."""
        slot = math.floor(t_s / self._period_s + 1e-6)
        is_due = slot != self._slot
        self._slot = slot
        return is_due


class SecondLook:
    """Remembers the last looks at the mirror image; corrects frames by them."""

    def __init__(self) -> None:
        self._looks: deque[_Look] = deque()

    def learn(self, plain: PoseFrame, middle: PoseFrame) -> None:
        """Take in a look.

        Args:
            plain: the landmarks of a picture.
            middle: what is to be believed of them, see `middle_of`.
        """
        if plain.seen and middle.seen:
            self._looks.append(_compared(plain, middle))

    def corrected(self, frame: PoseFrame) -> PoseFrame:
        """The frame with each landmark moved to the middle of what the two looks see."""
        while self._looks and self._looks[0].t_s < frame.t_s - KEPT_S:
            self._looks.popleft()
        if not self._looks or not frame.seen:
            return frame
        return replace(
            frame,
            xy_px=frame.xy_px + _median([look.add_px for look in self._looks]),
            world_m=frame.world_m + _median([look.add_m for look in self._looks]),
        )


def middle_of(readings: Sequence[PoseFrame]) -> PoseFrame:
    """The median of each landmark over several readings of one picture; of two, their mean.

    Legs are taken to be named as in the first.
    """
    first = readings[0]
    alike = [first, *(_named_as(first, other) for other in readings[1:])]
    same_way = [one for one in alike if _across(one) @ _across(first) > 0.0]
    return replace(
        first,
        xy_px=np.median([one.xy_px for one in alike], axis=0),
        world_m=np.median([one.world_m for one in same_way], axis=0),
    )


def legs_apart_trunks(one: PoseFrame, other: PoseFrame) -> float:
    """How far the knee or ankle that two readings of a picture place most differently is apart.

    In trunk lengths; where one names the legs the other way round, that doesn't count.
    """
    joints = [L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE]
    apart_px = (one.xy_px - _named_as(one, other).xy_px)[joints]
    return float(np.linalg.norm(apart_px, axis=1).max()) / _trunk_px(one)


def _named_as(plain: PoseFrame, back: PoseFrame) -> PoseFrame:
    """A second reading with its legs named as in the first one."""
    exchanged = back.with_sides_exchanged(LEGS)
    return exchanged if _apart(plain, exchanged) < _apart(plain, back) else back


def _compared(plain: PoseFrame, middle: PoseFrame) -> _Look:
    add_px = middle.xy_px - plain.xy_px
    trusted = np.linalg.norm(add_px, axis=1) <= FARTHEST_TRUNKS * _trunk_px(plain)
    add_m = middle.world_m - plain.world_m
    return _Look(
        plain.t_s,
        np.where(trusted[:, None], add_px, np.nan),
        np.where(trusted[:, None], add_m, np.nan),
    )


def _apart(one: PoseFrame, other: PoseFrame) -> float:
    return float(np.linalg.norm((one.xy_px - other.xy_px)[list(LEGS)]))


def _across(frame: PoseFrame) -> FloatArray:
    """From the right to the left hip, in metres."""
    hips: FloatArray = frame.world_m[L.LEFT_HIP] - frame.world_m[L.RIGHT_HIP]
    return hips


def _trunk_px(frame: PoseFrame) -> float:
    xy = frame.xy_px
    ends = xy[L.LEFT_SHOULDER] + xy[L.RIGHT_SHOULDER] - xy[L.LEFT_HIP] - xy[L.RIGHT_HIP]
    return max(MIN_TRUNK_PX, float(np.linalg.norm(ends)) / 2.0)


def _median(looks: list[FloatArray]) -> FloatArray:
    """Median of the looks that agreed, 0 where none did."""
    stacked = np.stack(looks)
    known = np.isfinite(stacked)
    # NaN sorts last, so the middle of the known ones is found by their number
    ordered = np.sort(stacked, axis=0)
    count = known.sum(axis=0)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, np.maximum(count // 2, 0)[None], axis=0)[0]
    high = np.where(count > 0, high, 0.0)
    return np.where(count > 0, (low + high) / 2.0, 0.0)
