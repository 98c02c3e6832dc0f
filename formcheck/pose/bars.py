"""Bars of one colour around the picture, as players and editors add them to fit another shape.

They make the body smaller in what the model looks at, and its landmarks coarser: the same clip
padded to portrait read a knee several degrees off. A plain wall is no bar: it has no twin of its
own colour on the other side of the picture. (Taken for one it hid what was raised in front of it.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RgbImage = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom excluded."""

MAX_SPREAD = 10
"""A bar and its twin spread over so many of 256 levels at most, after video compression."""
MAX_OFF_CENTRE_SHARE = 0.02
"""Players and editors put the picture in the middle, to within a pixel or two."""
MIN_SHARE = 0.03
"""Narrower bars do no harm."""
MIN_LEFT_SHARE = 0.2
"""If less than this is left, it is not a picture with bars but an empty one."""


def without_bars(rgb: RgbImage) -> Box:
    """The box of the picture inside its bars; the whole picture where there are none.

    Args:
        rgb: (h, w, 3) uint8.
    """
    height, width = rgb.shape[:2]
    top, bottom = _inner(rgb)
    left, right = _inner(rgb[top:bottom].transpose(1, 0, 2)) if bottom > top else (0, width)
    if bottom - top < MIN_LEFT_SHARE * height or right - left < MIN_LEFT_SHARE * width:
        return 0, 0, width, height
    return left, top, right, bottom


def _inner(rgb: RgbImage) -> tuple[int, int]:
    """First and last row (excluded) that aren't part of a pair of bars."""
    rows = len(rgb)
    spread = rgb.max(axis=1).astype(int) - rgb.min(axis=1)
    busy = np.flatnonzero(spread.max(axis=1) > MAX_SPREAD)
    if len(busy) == 0:
        return 0, rows
    first, last = int(busy[0]), int(busy[-1]) + 1
    narrowest, widest = sorted((first, rows - last))
    if narrowest < MIN_SHARE * rows or widest - narrowest > MAX_OFF_CENTRE_SHARE * rows:
        return 0, rows
    both = np.concatenate([rgb[:first], rgb[last:]]).reshape(-1, 3)
    alike = int((both.max(axis=0).astype(int) - both.min(axis=0)).max()) <= MAX_SPREAD
    return (first, last) if alike else (0, rows)
