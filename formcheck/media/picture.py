"""`Source` and `Picture`: what is known of a file, and one upright picture out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RgbImage = NDArray[np.uint8]


@dataclass(frozen=True)
class Source:
    """What a file says of itself.

    Attributes:
        path: of the file.
        kind: a video (GIFs that move among them) or a photo; told by content, not by name.
        duration_s: as declared; None where it isn't (browser recordings), and for a photo.
        fps: average frames per second as declared; None where unknown, and for a photo.
        size_px: width and height as shown: turned upright, with square pixels.
        frames: as declared; None where it isn't. A photo has one.
    """

    path: Path
    kind: Literal["video", "photo"]
    duration_s: float | None
    fps: float | None
    size_px: tuple[int, int]
    frames: int | None


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture of a source, upright, never mirrored.

    Attributes:
        t_s: presentation time in seconds after the source's first frame.
        index: number of the frame among those read, from 0, the ones not handed out included.
        rgb: (height, width, 3) uint8.
    """

    t_s: float
    index: int
    rgb: RgbImage


def fitted(size_px: tuple[int, int], max_side_px: int | None) -> tuple[int, int]:
    """The size with its long side brought down to `max_side_px`; never enlarged."""
    long_side = max(size_px)
    if max_side_px is None or long_side <= max_side_px:
        return size_px
    scale = max_side_px / long_side
    return max(1, round(size_px[0] * scale)), max(1, round(size_px[1] * scale))


def on_white(rgba: RgbImage) -> RgbImage:
    """An (h, w, 4) picture with alpha, laid on white."""
    alpha = rgba[..., 3:].astype(np.uint16)
    mixed = (rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
    return mixed.astype(np.uint8)
