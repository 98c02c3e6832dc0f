"""The line of the back: the body's outline beside the line from shoulders to hips.

No landmark lies between shoulder and hip, so a rounded back and a flat one have the same skeleton.
The segmentation mask's edge tells them apart: of it only what a curve needs is kept, so that no
picture of the person travels with a frame.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import OUTLINE_STATIONS, FloatArray, Landmark

BODY = 0.5
"""A pixel of the mask is body from here on."""
REACH = 1.0
"""How far beside the trunk the outline is looked for, in trunk lengths."""
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
    found = np.full((2, OUTLINE_STATIONS), np.nan)
    start, end = xy_px[_TOP].mean(axis=0), xy_px[_BOTTOM].mean(axis=0)
    trunk_px = float(np.linalg.norm(end - start))
    if not trunk_px >= OUTLINE_STATIONS:
        return found
    along = (end - start) / trunk_px
    across = np.array([-along[1], along[0]])
    stations = start + np.linspace(0.0, 1.0, OUTLINE_STATIONS)[:, None] * (end - start)
    steps_px = np.arange(0.0, REACH * trunk_px)
    height, width = mask.shape
    for row, side in enumerate((across, -across)):
        points = stations[:, None, :] + steps_px[:, None] * side
        x, y = np.rint(points[..., 0]).astype(int), np.rint(points[..., 1]).astype(int)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        surely = np.zeros(inside.shape, dtype=np.float64)
        surely[inside] = mask[y[inside], x[inside]]
        for station, sure in enumerate(surely):
            edge = _edge(sure)
            if edge is not None and inside[station, edge]:
                found[row, station] = _between(sure, edge) / trunk_px
    return found


def _edge(sure: FloatArray) -> int | None:
    """Index of the first sample that isn't body; None where the first isn't, or none."""
    if sure[0] < BODY:
        return None
    outside = sure < BODY
    return int(outside.argmax()) if outside.any() else None


def _between(sure: FloatArray, edge: int) -> float:
    """Where between two samples the mask passes `BODY`, in pixels from the line."""
    before, after = float(sure[edge - 1]), float(sure[edge])
    return edge - 1 + (before - BODY) / (before - after)
