"""The person's own start position, against which a twist and a lifted shoulder show.

Off the side view MediaPipe's depth is too poor to tell how far the knees have sunk to one side, and
where the camera stands decides how the line of the shoulders looks, so its bare direction says
nothing. What tells is the change from the start: lying flat, knees up.

From that start the picture itself gives the directions of the body's axes: the spine, the line of
the shoulders (left), and the thighs (front). Sinking knees turn the thighs about the spine by an
angle phi, which moves the knees in the picture to

    thigh * (-cos(theta) * spine + sin(theta) * (cos(phi) * front + sin(phi) * left))

with `theta` the hips' flexion, which may change a little on the way. Both angles are those that
land nearest to where the knees are, theta not far from the start's; what is left over says whether
it can be believed. Often two places fit, one on either side: the line from hip to hip, which turns
with the knees, decides between them, and MediaPipe's own depth, too rough to tell the angle but on
the right side in the 5 of 6 rendered twists in which it told a side at all.

A lifted shoulder, the one the knees have turned away from, rises in the picture against where it
lay at the start. The twist itself moves it too, by 0 to 18 degrees of lift, so that is compared
with the flattest moment since the knees came to rest as well; the truth lies between the two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from formcheck.measures.body import Body
from formcheck.measures.filters import Trend
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame, midpoint

L = Landmark

STILL_S = 0.8
"""Lying flat with the knees up for so long makes a start position."""
MIN_KNEES_UP_TRUNKS = 0.43
MIN_KNEES_PERHAPS_UP_TRUNKS = 0.33
MAX_ROUGH_DROP_DEG = 25.0
"""Height of the knees over the hips in the picture: 0.37 to 0.69 with the knees up, 0.42 and less
with the knees down at one side (17 rendered twists). Between, MediaPipe's depth decides: with the
knees up it reads a drop within 25 degrees there."""
MIN_SHIN_DOWN_TRUNKS = 0.35
"""Each foot is so far below its knee in the picture: standing on the floor about 0.6, a leg held in
the air or across 0.2 and less. A leg pulled in is no start to compare with."""
RELEARN_MAX_DROP_DEG = 12.0
"""Once there is a start position, it is only renewed while the knees are this close to it."""
STILL_SPREAD_TRUNKS = 0.08
MIN_REACH_TRUNKS = 0.36
"""The knees must be up: thighs along the spine have no side to sink to."""
MIN_SPREAD = 0.3
"""Front and left must not fall on one line in the picture, as they do from straight beside."""
MAX_LEFT_OVER_TRUNKS = 0.15
DROP_ERROR_DEG = 18.0
LANDING_ERROR_TRUNKS = 0.06
PELVIS_SHARE, LINE_ERROR_TRUNKS = 1.0 / 3.0, 0.12
"""The pelvis turns with the knees by a third, and the line from hip to hip is off by so much: in a
rendered twist of 92 degrees it went from (0.21, -0.16) to (0.09, 0.00) trunks."""
FARTHEST_LINE = 2.0
"""A line further off, in those errors, speaks against a drop no louder."""
THETA_SPREAD_DEG, THETA_RISE_DEG = 30.0, 10.0
"""The hips flex by 10 degrees more on the way, give or take 30."""
ROUGH_SPREAD_DEG = 40.0
"""How far MediaPipe's own depth has the knees' drop off, where it tells one."""
AT_REST, RESTING_SPREAD_DEG = STILL_SPREAD_TRUNKS, 30.0
"""Knees that lie still in the picture have not changed their drop, while the other place that looks
alike is 60 to 110 degrees away."""
STEADY_S = 0.6
"""The drop is the median of so much time: two places of the knees may look alike for a frame."""
_THETA = np.radians(np.arange(30.0, 131.0, 5.0))
_PHI = np.radians(np.arange(-110.0, 111.0, 2.0))
SHOULDER_RISE_SEEN = 0.7
"""Share of a shoulder's true rise that the landmarks make (lifts of 24 and 25.5 degrees)."""
TILT_ERROR_DEG = 7.0
MIN_UP_TRUNKS = 0.5
"""What a trunk length straight up measures in the picture, at least."""
MIN_TWIST_DEG = 30.0
KNEES_REST_DEG = 10.0
"""The knees are down and at rest: their drop changes less than this within `STEADY_S`."""
NO_START = "start flat with the knees up, so that there is something to compare with"


@dataclass(frozen=True)
class _Start:
    """What the start position looks like; picture vectors in trunk lengths.

    Attributes:
        shoulder: from the right to the left shoulder, (2,).
        width: of the shoulders.
        theta: the hips' flexion there, in radians.
        thigh: length of a thigh in trunk lengths.
        front, left: where a trunk length pointing there would lead, (2,) each.
        hips: from the right to the left hip, along `left`.
        px_per_trunk: scale of the picture, foreshortening of the trunk undone.
    """

    shoulder: FloatArray
    width: float
    theta: float
    thigh: float
    front: FloatArray
    left: FloatArray
    hips: float
    px_per_trunk: float

    @property
    def tells_a_drop(self) -> bool:
        """Whether the camera stands where a drop shows."""
        return abs(float(self.front[0] * self.left[1] - self.front[1] * self.left[0])) > MIN_SPREAD


class StartPosition:
    """Learns the start position; measures the shoulders' tilt and the knees' drop against it."""

    def __init__(self) -> None:
        self._still: deque[tuple[float, PoseFrame]] = deque()
        self._start: _Start | None = None
        self._drops = Trend(STEADY_S)
        self._last = -np.inf, 0.0
        self._knees: deque[tuple[float, FloatArray]] = deque()
        self._shoulders = _Shoulders()

    def step(self, body: Body, rough: Mapping[str, Measure]) -> dict[str, Measure]:
        """`shoulder_tilt_deg`, and `knee_drop_{side}_deg` where it beats the rough one.

        Args:
            body: of this frame.
            rough: the frame's measures, `knee_drop_left_deg` among them.
        """
        if not body.believable:
            self._still.clear()
            return {"shoulder_tilt_deg": Measure.unknown(body.reason)}
        rough_deg = rough["knee_drop_left_deg"].value
        drop = self._drop(body.frame, rough_deg)
        self._learn(body, drop, rough_deg)
        if self._start is None:
            return {"shoulder_tilt_deg": Measure.unknown(NO_START), **_rough_drop(body, rough)}
        tilt = self._shoulders.step(body.frame, self._start, rough_deg if drop is None else drop)
        measures = {"shoulder_tilt_deg": tilt}
        if drop is not None:
            measures["knee_drop_left_deg"] = Measure(drop, DROP_ERROR_DEG)
            measures["knee_drop_right_deg"] = Measure(-drop, DROP_ERROR_DEG)
        return measures

    def _drop(self, frame: PoseFrame, rough_deg: float) -> float | None:
        """How far the knees have sunk to the person's left, in degrees; None where untold."""
        start = self._start
        if start is None or not start.tells_a_drop:
            return None
        spine, knees, _, hips = _picture(frame, start.px_per_trunk)
        theta, phi = _THETA[:, None, None], _PHI[None, :, None]
        across = np.cos(phi) * start.front + np.sin(phi) * start.left
        landed = start.thigh * (-np.cos(theta) * spine + np.sin(theta) * across)
        left_over = np.linalg.norm(landed - knees, axis=2)
        risen = np.degrees(_THETA - start.theta) - THETA_RISE_DEG
        cost = (left_over / LANDING_ERROR_TRUNKS) ** 2 + (risen / THETA_SPREAD_DEG)[:, None] ** 2
        pelvis = PELVIS_SHARE * _PHI[:, None]
        line = start.hips * (np.cos(pelvis) * start.left - np.sin(pelvis) * start.front)
        off_line = np.linalg.norm(line - hips, axis=1) / LINE_ERROR_TRUNKS
        cost = cost + np.minimum(off_line, FARTHEST_LINE) ** 2
        if np.isfinite(rough_deg):
            off_deg = (np.degrees(_PHI) - rough_deg + 180.0) % 360.0 - 180.0
            cost = cost + (off_deg / ROUGH_SPREAD_DEG) ** 2
        self._knees.append((frame.t_s, knees))
        while self._knees[0][0] < frame.t_s - STEADY_S:
            self._knees.popleft()
        last_s, last_deg = self._last
        if frame.t_s - last_s <= STEADY_S and _spread([at for _, at in self._knees]) <= AT_REST:
            cost = cost + ((np.degrees(_PHI) - last_deg) / RESTING_SPREAD_DEG) ** 2
        best = np.unravel_index(int(cost.argmin()), cost.shape)
        if left_over[best] > MAX_LEFT_OVER_TRUNKS:
            return None
        self._drops.step(frame.t_s, float(np.degrees(_PHI[best[1]])))
        self._last = frame.t_s, self._drops.median
        return self._drops.median

    def _learn(self, body: Body, drop: float | None, rough_deg: float) -> None:
        frame = body.frame
        near_start = drop is None or abs(drop) <= RELEARN_MAX_DROP_DEG
        up = _knees_up(frame, rough_deg) and _feet_down(frame)
        if body.position is not Position.SUPINE or not up or not near_start:
            self._still.clear()
            return
        if self._start is not None and drop is None and self._start.tells_a_drop:
            return
        self._still.append((frame.t_s, frame))
        while self._still[0][0] < frame.t_s - 1.5 * STILL_S:
            self._still.popleft()
        if frame.t_s - self._still[0][0] >= STILL_S:
            self._start = _start([kept for _, kept in self._still]) or self._start


def _rough_drop(body: Body, rough: Mapping[str, Measure]) -> dict[str, Measure]:
    """MediaPipe's own depth, but knees that are up in the picture have not sunk to a side."""
    if not _knees_up(body.frame, rough["knee_drop_left_deg"].value):
        return {}
    names = ("knee_drop_left_deg", "knee_drop_right_deg")
    return {
        name: Measure(float(np.clip(rough[name].value, -20.0, 20.0)), DROP_ERROR_DEG)
        for name in names
        if rough[name].known
    }


def _knees_up(frame: PoseFrame, rough_deg: float) -> bool:
    _, knees, _, _ = _picture(frame, _px_per_trunk(frame))
    straight = abs(rough_deg) <= MAX_ROUGH_DROP_DEG
    return -float(knees[1]) >= (MIN_KNEES_PERHAPS_UP_TRUNKS if straight else MIN_KNEES_UP_TRUNKS)


def _feet_down(frame: PoseFrame) -> bool:
    shins = frame.xy_px[[L.LEFT_ANKLE, L.RIGHT_ANKLE]] - frame.xy_px[[L.LEFT_KNEE, L.RIGHT_KNEE]]
    return float(shins[:, 1].min()) / _px_per_trunk(frame) >= MIN_SHIN_DOWN_TRUNKS


class _Shoulders:
    """How far the shoulder that the knees have turned away from is lifted."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float, float]] = deque()  # time, knees' drop, lift
        self._flattest_deg: float | None = None
        self._twisted_left: bool | None = None

    def step(self, frame: PoseFrame, start: _Start, drop_deg: float) -> Measure:
        """The lift in this frame.

        Args:
            frame: as it is.
            start: the start position.
            drop_deg: how far the knees have sunk to the left; NaN where untold.
        """
        self._recent.append((frame.t_s, drop_deg, _shoulder_rise_deg(frame, start)))
        while self._recent[0][0] < frame.t_s - STEADY_S:
            self._recent.popleft()
        rise_deg = float(np.median([rise for _, _, rise in self._recent]))
        drops = [drop for _, drop, _ in self._recent if np.isfinite(drop)]
        drop_deg = float(np.median(drops)) if drops else np.nan
        if abs(drop_deg) >= MIN_TWIST_DEG:
            self._twisted_left = drop_deg > 0
        elif abs(drop_deg) <= RELEARN_MAX_DROP_DEG:
            self._twisted_left = self._flattest_deg = None
        if self._twisted_left is None:
            return Measure(abs(rise_deg), TILT_ERROR_DEG)
        lift_deg = rise_deg if self._twisted_left else -rise_deg
        if self._flattest_deg is None:
            if not drops or max(drops) - min(drops) > KNEES_REST_DEG:
                return Measure(abs(rise_deg), 2.0 * TILT_ERROR_DEG)
            self._flattest_deg = lift_deg
        self._flattest_deg = min(self._flattest_deg, lift_deg)
        since_flattest_deg = lift_deg - self._flattest_deg
        unsure_deg = max(0.0, lift_deg - since_flattest_deg) / 2.0
        return Measure(since_flattest_deg + unsure_deg, TILT_ERROR_DEG + unsure_deg)


def _shoulder_rise_deg(frame: PoseFrame, start: _Start) -> float:
    """How far the right shoulder has risen over the left one since the start, in degrees."""
    _, _, shoulder, _ = _picture(frame, start.px_per_trunk)
    up_px = max(MIN_UP_TRUNKS, -float(start.front[1]))
    rise = float(shoulder[1] - start.shoulder[1]) / (up_px * start.width * SHOULDER_RISE_SEEN)
    return float(np.degrees(np.arcsin(np.clip(rise, -1.0, 1.0))))


def _start(frames: list[PoseFrame]) -> _Start | None:
    """The start position these frames agree on; None while moving or with the legs down."""
    px = float(np.median([_px_per_trunk(frame) for frame in frames]))
    pictures = [_picture(frame, px) for frame in frames]
    spines, knees, shoulders, hips = (np.array(part) for part in zip(*pictures, strict=True))
    if max(_spread(part) for part in (knees, shoulders)) > STILL_SPREAD_TRUNKS:
        return None
    shares = [_thigh_shares(frame) for frame in frames]
    along, reach, width = (float(np.median(share)) for share in zip(*shares, strict=True))
    if reach < MIN_REACH_TRUNKS:
        return None
    spine, knee, shoulder, hip = (
        np.median(part, axis=0) for part in (spines, knees, shoulders, hips)
    )
    left = shoulder / width
    return _Start(
        shoulder=shoulder,
        width=width,
        theta=float(np.arctan2(reach, -along)),
        thigh=float(np.hypot(along, reach)),
        front=(knee - along * spine) / reach,
        left=left,
        hips=max(0.0, float(hip @ left) / max(1e-6, float(left @ left))),
        px_per_trunk=px,
    )


def _spread(places: ArrayLike) -> float:
    return float(np.ptp(np.asarray(places), axis=0).max())


def _picture(
    frame: PoseFrame, px_per_trunk: float
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Spine, knees from the hips, right-to-left shoulders and hips in the picture, in trunks."""
    xy = frame.xy_px / px_per_trunk
    hips = midpoint(xy, "hip")
    return (
        midpoint(xy, "shoulder") - hips,
        midpoint(xy, "knee") - hips,
        xy[L.LEFT_SHOULDER] - xy[L.RIGHT_SHOULDER],
        xy[L.LEFT_HIP] - xy[L.RIGHT_HIP],
    )


def _thigh_shares(frame: PoseFrame) -> tuple[float, float, float]:
    """The mean thigh along and across the spine, and the shoulders' width, in trunk lengths."""
    w = frame.world_m
    spine = midpoint(w, "shoulder") - midpoint(w, "hip")
    trunk_m = float(np.linalg.norm(spine))
    thighs = (midpoint(w, "knee") - midpoint(w, "hip")) / trunk_m
    along = float(thighs @ spine) / trunk_m
    reach = float(np.linalg.norm(thighs - along * spine / trunk_m))
    width = float(np.linalg.norm(w[L.LEFT_SHOULDER] - w[L.RIGHT_SHOULDER])) / trunk_m
    return along, reach, width


def _px_per_trunk(frame: PoseFrame) -> float:
    """Pixels a trunk length would have across the line of sight."""
    spine_m = midpoint(frame.world_m, "shoulder") - midpoint(frame.world_m, "hip")
    spine_px = midpoint(frame.xy_px, "shoulder") - midpoint(frame.xy_px, "hip")
    across = float(np.linalg.norm(spine_m[:2]) / np.linalg.norm(spine_m))
    return float(np.linalg.norm(spine_px)) / max(0.2, across)
