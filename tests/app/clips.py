"""Clips for the page's tests: really encoded, with nobody in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from formcheck.media.writer import AnnotatedVideo


def empty_room(path: Path, seconds: float = 1.0, fps: float = 10.0) -> Path:
    """A video of a floor and a wall."""
    rgb = np.full((240, 320, 3), 200, np.uint8)
    rgb[160:] = (150, 120, 90)
    with AnnotatedVideo(path, (320, 240), fps=fps) as video:
        for number in range(round(seconds * fps)):
            video.write(rgb, number / fps)
    return path
