"""What the body's outline tells beside the landmarks: the line of the back, and the thighs'.

No landmark lies between shoulder and hip, so a rounded back and a flat one have the same skeleton;
and the hip's landmark lies deep in the body, where nothing shows it, so that a thigh's direction is
off by up to 12 degrees from landmarks. The segmentation mask's edge tells more: of it only a curve
and two directions are kept, so that no picture of the person travels with a frame.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import OUTLINE_STATIONS, SIDES, FloatArray, Landmark, landmark

BODY = 0.5
"""A pixel of the mask is body from here on."""
REACH = 1.0
"""How far beside the trunk the outline is looked for, in trunk lengths."""
THIGH_FROM, THIGH_TO = 0.3, 0.9
THIGH_STATIONS = 13
"""Where along the thigh, from hip to knee, its two edges are looked for."""
THIGH_REACH = 0.6
"""How far beside the thigh, in thigh lengths: half as wide as it is long is a broad one."""
THIGH_STEP = 0.12
"""A thigh's width changes by no more than this share of it from one station to the next; where it
does, another part of the body lies beside it."""
THIGH_TAPER = 1.6
"""It is nowhere wider than so many times its width at the knee (95 % of frames of 44 clips)."""
THIGH_STATIONS_LEAST = 7
MAX_THIGH_SLOPE = 0.36
"""An outline turned further off the landmarks than this (20 degrees) isn't that thigh's."""
_TOP = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_BOTTOM = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


def outline_beside_trunk(mask: NDArray[np.float32], xy_px: FloatArray) -> FloatArray:
    """How far the body reaches on either side of the line from mid-shoulders to mid-hips.

    Args:
        mask: (h, w) how surely each pixel is body, 0 to 1.
        xy_px: (33, 2) landmarks in pixels.

    Returns:
        (2, `OUTLINE_STATIONS`) distance in trunk lengths at stations evenly from shoulders to hips;
        row 0 is on the right hand of somebody who walks from the shoulders to the hips with the
        picture as map, row 1 on the left. NaN where the line itself isn't on the body, or the body
        reaches further than `REACH` or out of the picture.
    """
    start, end = xy_px[_TOP].mean(axis=0), xy_px[_BOTTOM].mean(axis=0)
    return _edges(mask, start, end, np.linspace(0.0, 1.0, OUTLINE_STATIONS), REACH)


def thighs_in_outline(mask: NDArray[np.float32], xy_px: FloatArray) -> FloatArray:
    """The direction of each thigh from hip to knee, along the middle between its two edges.

    Args:
        mask, xy_px: as in `outline_beside_trunk`.

    Returns:
        (2,) left and right, in degrees from +x towards +y; NaN where the thigh's own edges don't
        show on both sides of it for half its length.
    """
    return np.array(
        [
            _thigh(mask, xy_px[landmark(side, "hip")], xy_px[landmark(side, "knee")])
            for side in SIDES
        ]
    )


def _thigh(mask: NDArray[np.float32], hip: FloatArray, knee: FloatArray) -> float:
    along = np.linspace(THIGH_TO, THIGH_FROM, THIGH_STATIONS)  # from the knee up: it stands free
    right, left = _edges(mask, hip, knee, along, THIGH_REACH)
    middle, width = (right - left) / 2.0, right + left
    known = np.isfinite(width)
    if not known.any():
        return float("nan")
    first = int(known.argmax())
    last = first + 1
    while (
        last < THIGH_STATIONS
        and known[last]
        and abs(width[last] - width[last - 1]) <= THIGH_STEP * width[last - 1]
        and width[last] <= THIGH_TAPER * width[first]
    ):
        last += 1
    if last - first < THIGH_STATIONS_LEAST:
        return float("nan")
    slope = _slope(along[first:last], middle[first:last])
    if abs(slope) > MAX_THIGH_SLOPE:
        return float("nan")
    thigh = knee - hip
    axis = thigh + slope * np.array([-thigh[1], thigh[0]])
    return float(np.degrees(np.arctan2(axis[1], axis[0])))


def _slope(x: FloatArray, y: FloatArray) -> float:
    """Of the straight line with the least squares."""
    off = x - x.mean()
    return float(off @ y / (off @ off))


def _edges(
    mask: NDArray[np.float32], start: FloatArray, end: FloatArray, along: FloatArray, reach: float
) -> FloatArray:
    """How far the body reaches beside a line, at shares `along` of it, in its lengths.

    (2, n): row 0 on the right hand of somebody who walks it with the picture as map, row 1 on the
    left. NaN where the line isn't on the body there, or the body reaches further than `reach` or
    out of the picture, and throughout for a line of fewer pixels than stations.
    """
    found = np.full((2, len(along)), np.nan)
    line_px = float(np.linalg.norm(end - start))
    if not line_px >= len(along):
        return found
    forward = (end - start) / line_px
    across = np.array([-forward[1], forward[0]])
    stations = start + along[:, None] * (end - start)
    steps_px = np.arange(0.0, reach * line_px)
    height, width = mask.shape
    for row, side in enumerate((across, -across)):
        points = stations[:, None, :] + steps_px[:, None] * side
        x, y = np.rint(points[..., 0]).astype(int), np.rint(points[..., 1]).astype(int)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        surely = np.zeros(inside.shape, dtype=np.float64)
        surely[inside] = mask[y[inside], x[inside]]
        outside = surely < BODY
        edge = outside.argmax(axis=1)
        known = np.flatnonzero(~outside[:, 0] & outside.any(axis=1))
        known = known[inside[known, edge[known]]]
        edge = edge[known]
        before, after = surely[known, edge - 1], surely[known, edge]
        # where between two samples the mask passes `BODY`
        found[row, known] = (edge - 1 + (before - BODY) / (before - after)) / line_px
    return found
