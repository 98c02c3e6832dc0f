"""A second look, at the mirror image: half of what the two readings differ by is the model's own.

The pose model is off by a few degrees that stay the same for as long as somebody lies as they lie,
and differ from clip to clip. Looking at the same picture mirrored it is off by another few degrees,
so the middle of both is nearer: over 13 rendered clips (model full, side view) the spread of the
knee's bias between clips fell from 3.8 to 2.4 degrees, the hip's from 7.2 to 6.4. Since the bias is
steady, it is enough to look a few times a second and to move the frames between by the same amount.
Turning or scaling the picture as well brought nothing more.

A body that moves is read with another bias from picture to picture: of a recording, each is looked
at again then, and the newest looks count. With 0.2 s between looks and the median of 0.75 s, hips
that had come up were still falling for another second, and bridges began up to 0.9 s late: in 25
rendered clips (model full) holds within 0.5 s went from 22 to 25, the worst stretch's near knee
from 4.2 to 3.2 degrees off, its near hip from 3.1 to 2.7. It costs a third more looks.

A camera doesn't wait: its looks come late, on a busy machine only two or three of them a second.
Where legs are hard to read the model goes to and fro between two readings of them, and what the one
is off would then move the other. So there a frame is moved as those looks were at which the body
was read as it is now.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import FloatArray, Landmark, PoseFrame
from formcheck.pose.region import Sight

L = Landmark

EVERY_S = 0.2
"""Time between looks."""
KEPT_S = 0.75
"""Older looks don't count."""
MOST_LOOKS = 4
"""The median of the newest is used: one that went wrong doesn't count. That is 0.7 s of a body at
rest, a quarter of one that moves."""
ALIKE_KEPT_S = 2.0
"""Of a camera, looks of so much time are used where the body was read alike."""
ALIKE_TRUNKS = 0.02
"""So near shoulders, hips, knees and ankles are then; the two readings of a leg lie 0.05 apart."""
FARTHEST_TRUNKS = 0.125
"""A landmark is moved by no more than this: beyond, the picture was misread, and the next may not
be."""
MIN_TRUNK_PX = 1.0
LEGS = tuple(range(L.LEFT_KNEE, L.RIGHT_FOOT_INDEX + 1))
LEG_JOINTS = np.array([L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE])
TRUNK_ENDS = np.array([L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP])
BODY_JOINTS = np.concatenate([TRUNK_ENDS, LEG_JOINTS])


@dataclass(frozen=True)
class _Look:
    """By sight what was read, and what to add to it; `usual` is how frames were read then.

    (33, 5) pixels and metres are to be added; NaN where it is too far.
    """

    t_s: float
    read: Mapping[Sight, PoseFrame]
    add: Mapping[Sight, FloatArray]
    usual: Sight


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
    """Remembers the last looks; corrects frames by them, each sight's by its own.

    Args:
        late: looks come late and seldom, as a camera's: those at which the body was read as it is
            now count for longer.
    """

    def __init__(self, *, late: bool = False) -> None:
        self._looks: deque[_Look] = deque()
        self._late = late
        self._kept_s = ALIKE_KEPT_S if late else KEPT_S

    def learn(self, readings: Mapping[Sight, PoseFrame], middle: PoseFrame) -> None:
        """Take in a look.

        Args:
            readings: how a picture was read, by sight; first, as the frames around it are read.
            middle: what is to be believed of it, see `middle_of`.
        """
        if middle.seen:
            add = {sight: _compared(read, middle) for sight, read in readings.items()}
            self._looks.append(_Look(middle.t_s, readings, add, next(iter(readings))))

    def outdated(self, frame: PoseFrame) -> bool:
        """Whether a frame of a recording is to be looked at again: the body has moved since."""
        if self._late or not self._looks:
            return False
        newest = self._looks[-1]
        return _apart_trunks(frame, newest.read[newest.usual], BODY_JOINTS) > ALIKE_TRUNKS

    def corrected(self, frame: PoseFrame, sight: Sight) -> PoseFrame:
        """The frame, read in that sight, with each landmark moved to the middle of all sights."""
        while self._looks and self._looks[0].t_s < frame.t_s - self._kept_s:
            self._looks.popleft()
        if not self._looks or not frame.seen:
            return frame
        looks = [(look, sight) for look in self._looks if sight in look.add]
        looks = looks or [(look, look.usual) for look in self._looks]
        looks = _alike(frame, looks) if self._late else looks[-MOST_LOOKS:]
        add = _median([look.add[seen] for look, seen in looks])
        return replace(frame, xy_px=frame.xy_px + add[:, :2], world_m=frame.world_m + add[:, 2:])


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
    return _apart_trunks(one, _named_as(one, other), LEG_JOINTS)


def _alike(frame: PoseFrame, looks: list[tuple[_Look, Sight]]) -> list[tuple[_Look, Sight]]:
    """The looks at which the body was read as in the frame; where there is none, the last ones."""
    read_px = np.stack([look.read[seen].xy_px[BODY_JOINTS] for look, seen in looks])
    apart_trunks = _farthest(read_px - frame.xy_px[BODY_JOINTS]) / _trunk_px(frame)
    alike = [one for one, apart in zip(looks, apart_trunks, strict=True) if apart <= ALIKE_TRUNKS]
    last = [(look, seen) for look, seen in looks if look.t_s >= frame.t_s - KEPT_S]
    return alike or last or looks[-1:]


def _apart_trunks(one: PoseFrame, other: PoseFrame, marks: NDArray[np.intp]) -> float:
    """How far the landmark that two frames place most differently is apart, in trunk lengths."""
    return float(_farthest((one.xy_px - other.xy_px)[marks])) / _trunk_px(one)


def _farthest(apart_px: FloatArray) -> FloatArray:
    """The greatest length of (..., n, 2) vectors."""
    farthest: FloatArray = np.sqrt((apart_px**2).sum(axis=-1).max(axis=-1))
    return farthest


def _named_as(plain: PoseFrame, back: PoseFrame) -> PoseFrame:
    """A second reading with its legs named as in the first one."""
    exchanged = back.with_sides_exchanged(LEGS)
    return exchanged if _apart(plain, exchanged) < _apart(plain, back) else back


def _compared(read: PoseFrame, middle: PoseFrame) -> FloatArray:
    middle = _named_as(read, middle)
    add_px = middle.xy_px - read.xy_px
    near = np.linalg.norm(add_px, axis=1) <= FARTHEST_TRUNKS * _trunk_px(read)
    same_way = near & (_across(read) @ _across(middle) > 0.0)
    return np.concatenate(
        [
            np.where(near[:, None], add_px, np.nan),
            np.where(same_way[:, None], middle.world_m - read.world_m, np.nan),
        ],
        axis=1,
    )


def _apart(one: PoseFrame, other: PoseFrame) -> float:
    return float(np.linalg.norm((one.xy_px - other.xy_px)[list(LEGS)]))


def _across(frame: PoseFrame) -> FloatArray:
    """From the right to the left hip, in metres."""
    hips: FloatArray = frame.world_m[L.LEFT_HIP] - frame.world_m[L.RIGHT_HIP]
    return hips


def _trunk_px(frame: PoseFrame) -> float:
    left, right, left_hip, right_hip = frame.xy_px[TRUNK_ENDS]
    along_x, along_y = left + right - left_hip - right_hip
    return max(MIN_TRUNK_PX, math.hypot(along_x, along_y) / 2.0)


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
