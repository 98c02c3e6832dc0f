"""The person's own start position, against which a twist and a lifted shoulder show.

Off the side view MediaPipe's depth is too poor to tell how far the knees have sunk to one side, and
where the camera stands decides how the line of the shoulders looks, so its bare direction says
nothing. What tells is the change from the start: lying flat, knees up.

From that start the picture itself gives the directions of the body's axes: the spine, the line of
the shoulders (left), and the thighs (front). Sinking knees turn the thighs about the spine by an
angle phi, which moves the knees in the picture to

    along * spine + reach * (cos(phi) * front + sin(phi) * left)

with `along` and `reach` the thigh's shares along and across the spine. phi is the angle that lands
nearest to where the knees are; what is left over says whether it can be believed. On rendered
people a twist of 78 degrees read 84 to 94, knees up within 2, with 0.02 trunk lengths left over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.geometry import wrapped_deg
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame

L = Landmark

STILL_S = 0.8
"""Lying flat with the knees up for so long makes a start position."""
FLAT_MAX_DROP_DEG = 30.0
"""Rough reading of the knees' drop below which they may be up (up read within 20 of 0)."""
RELEARN_MAX_DROP_DEG = 12.0
"""Once there is a start position, it is only renewed while the knees are this close to it."""
STILL_SPREAD_TRUNKS = 0.08
MIN_REACH_TRUNKS = 0.45
"""The knees must be up: thighs along the spine have no side to sink to."""
MIN_SPREAD = 0.12
"""Front and left must not fall on one line in the picture, as they do from straight beside."""
MAX_LEFT_OVER_TRUNKS = 0.15
DROP_ERROR_DEG = 18.0
TILT_ERROR_DEG = 5.0
HEAD_STILL_DEG = 3.0
HEAD_LIFT_ERROR_DEG = 4.0
"""A head that stays down read within 4 degrees of its rest through whole holds; one lifted by
bending the neck 40 degrees read 16 over it."""
NO_START = "start flat with the knees up, so that there is something to compare with"


@dataclass(frozen=True)
class _Start:
    """What the start position looks like; picture vectors in trunk lengths.

    Attributes:
        line_deg: direction of the shoulder line in the picture.
        along: the thighs' share along the spine.
        front, left: where a thigh pointing there would move the knees, (2,) each.
        px_per_trunk: scale of the picture, foreshortening of the trunk undone.
    """

    line_deg: float
    along: float
    front: FloatArray
    left: FloatArray
    px_per_trunk: float

    @property
    def tells_a_drop(self) -> bool:
        """Whether the camera stands where a drop shows."""
        return abs(float(self.front[0] * self.left[1] - self.front[1] * self.left[0])) > MIN_SPREAD


class RestingHead:
    """Learns how the head lies on the floor; measures how far it is lifted from there.

    Where the ear lies over the line of the trunk differs from body to body (-1 to 15 degrees on
    rendered people with the head down), so the person's own lowest still position is the zero.
    """

    def __init__(self) -> None:
        self._still: deque[tuple[float, float]] = deque()
        self._rest_deg: float | None = None

    def step(self, body: Body, neck: Measure) -> Measure:
        """`head_lift_deg` of this frame, from `neck_flexion_deg`."""
        if not neck.known or neck.reason or body.position is not Position.SUPINE:
            self._still.clear()
            return Measure.unknown(neck.reason or "lie on your back")
        t_s = body.frame.t_s
        self._still.append((t_s, neck.value))
        while self._still[0][0] < t_s - 1.2 * STILL_S:
            self._still.popleft()
        values = [value for _, value in self._still]
        if t_s - self._still[0][0] >= STILL_S and float(np.ptp(values)) <= HEAD_STILL_DEG:
            now_deg = float(np.median(values))
            lower = self._rest_deg is None or now_deg < self._rest_deg
            self._rest_deg = now_deg if lower else self._rest_deg
        if self._rest_deg is None:
            return Measure.unknown("lie still for a moment first")
        return Measure(neck.value - self._rest_deg, HEAD_LIFT_ERROR_DEG)


class StartPosition:
    """Learns the start position; measures the shoulders' tilt and the knees' drop against it."""

    def __init__(self) -> None:
        self._still: deque[tuple[float, PoseFrame]] = deque()
        self._start: _Start | None = None

    def step(self, body: Body, rough: Mapping[str, Measure]) -> dict[str, Measure]:
        """`shoulder_tilt_deg`, and `knee_drop_{side}_deg` where it beats the rough one.

        Args:
            body: of this frame.
            rough: the frame's measures, `knee_drop_left_deg` and `shoulder_line_deg` among them.
        """
        if not body.believable:
            self._still.clear()
            return {"shoulder_tilt_deg": Measure.unknown(body.reason)}
        drop = self._drop(body.frame)
        self._learn(body, rough["knee_drop_left_deg"], drop)
        if self._start is None:
            return {"shoulder_tilt_deg": Measure.unknown(NO_START)}
        line_deg = rough["shoulder_line_deg"].value
        tilt_deg = abs(wrapped_deg(line_deg - self._start.line_deg))
        measures = {"shoulder_tilt_deg": Measure(tilt_deg, TILT_ERROR_DEG)}
        if drop is not None:
            measures["knee_drop_left_deg"] = Measure(drop, DROP_ERROR_DEG)
            measures["knee_drop_right_deg"] = Measure(-drop, DROP_ERROR_DEG)
        return measures

    def _drop(self, frame: PoseFrame) -> float | None:
        """How far the knees have sunk to the person's left, in degrees; None where untold."""
        start = self._start
        if start is None or not start.tells_a_drop:
            return None
        spine, knees, _ = _picture(frame, start.px_per_trunk)
        phi = np.radians(np.arange(-120.0, 121.0, 2.0))[:, None]
        landed = start.along * spine + np.cos(phi) * start.front + np.sin(phi) * start.left
        left_over = np.linalg.norm(landed - knees, axis=1)
        best = int(left_over.argmin())
        if left_over[best] > MAX_LEFT_OVER_TRUNKS:
            return None
        return float(np.degrees(phi[best, 0]))

    def _learn(self, body: Body, rough: Measure, drop: float | None) -> None:
        frame = body.frame
        near_start = drop is None or abs(drop) <= RELEARN_MAX_DROP_DEG
        flat = rough.known and abs(rough.value) <= FLAT_MAX_DROP_DEG
        if body.position is not Position.SUPINE or not flat or not near_start:
            self._still.clear()
            return
        if self._start is not None and drop is None and self._start.tells_a_drop:
            return
        self._still.append((frame.t_s, frame))
        while self._still[0][0] < frame.t_s - 1.5 * STILL_S:
            self._still.popleft()
        if frame.t_s - self._still[0][0] >= STILL_S:
            self._start = _start([kept for _, kept in self._still]) or self._start


def _start(frames: list[PoseFrame]) -> _Start | None:
    """The start position these frames agree on; None while moving or with the legs down."""
    px = float(np.median([_px_per_trunk(frame) for frame in frames]))
    pictures = [_picture(frame, px) for frame in frames]
    spines, knees, shoulders = (np.array(part) for part in zip(*pictures, strict=True))
    if max(float(np.ptp(part, axis=0).max()) for part in (knees, shoulders)) > STILL_SPREAD_TRUNKS:
        return None
    shares = [_thigh_shares(frame) for frame in frames]
    along, reach, width = (float(np.median(share)) for share in zip(*shares, strict=True))
    if reach < MIN_REACH_TRUNKS:
        return None
    spine, knee, shoulder = (np.median(part, axis=0) for part in (spines, knees, shoulders))
    return _Start(
        line_deg=float(np.degrees(np.arctan2(shoulder[1], shoulder[0]))),
        along=along,
        front=knee - along * spine,
        left=reach * shoulder / width,
        px_per_trunk=px,
    )


def _picture(frame: PoseFrame, px_per_trunk: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Spine, knees from the hips, and right-to-left shoulders in the picture, in trunk lengths."""
    xy = frame.xy_px / px_per_trunk
    hips = _mid(xy, L.LEFT_HIP)
    return (
        _mid(xy, L.LEFT_SHOULDER) - hips,
        _mid(xy, L.LEFT_KNEE) - hips,
        xy[L.LEFT_SHOULDER] - xy[L.RIGHT_SHOULDER],
    )


def _thigh_shares(frame: PoseFrame) -> tuple[float, float, float]:
    """The mean thigh along and across the spine, and the shoulders' width, in trunk lengths."""
    w = frame.world_m
    spine = _mid(w, L.LEFT_SHOULDER) - _mid(w, L.LEFT_HIP)
    trunk_m = float(np.linalg.norm(spine))
    thighs = (_mid(w, L.LEFT_KNEE) - _mid(w, L.LEFT_HIP)) / trunk_m
    along = float(thighs @ spine) / trunk_m
    reach = float(np.linalg.norm(thighs - along * spine / trunk_m))
    width = float(np.linalg.norm(w[L.LEFT_SHOULDER] - w[L.RIGHT_SHOULDER])) / trunk_m
    return along, reach, width


def _px_per_trunk(frame: PoseFrame) -> float:
    """Pixels a trunk length would have across the line of sight."""
    spine_m = _mid(frame.world_m, L.LEFT_SHOULDER) - _mid(frame.world_m, L.LEFT_HIP)
    spine_px = _mid(frame.xy_px, L.LEFT_SHOULDER) - _mid(frame.xy_px, L.LEFT_HIP)
    across = float(np.linalg.norm(spine_m[:2]) / np.linalg.norm(spine_m))
    return float(np.linalg.norm(spine_px)) / max(0.2, across)


def _mid(points: FloatArray, left: Landmark) -> FloatArray:
    middle: FloatArray = (points[left] + points[left + 1]) / 2.0
    return middle
