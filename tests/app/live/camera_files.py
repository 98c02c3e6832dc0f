"""Files that Chromium plays as its camera: JPEGs, 30 a second, over and over."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

RgbImage = NDArray[np.uint8]

SAMPLES = Path(__file__).parents[3] / "sample_videos"
FPS = 30
SIZE = (640, 480)


def frames(path: Path, start_s: float = 0.0, end_s: float = float("inf")) -> Iterator[RgbImage]:
    """A clip at 30 frames a second, whatever its own rate: frames are repeated or left out."""
    with av.open(str(path)) as container:
        number = round(start_s * FPS)
        for frame in container.decode(video=0):
            rate = container.streams.video[0].average_rate
            assert rate is not None
            assert frame.time is not None
            until_s = min(end_s, frame.time + float(1 / rate)) - 0.5 / FPS
            picture = None
            while number / FPS < until_s:
                picture = frame.to_ndarray(format="rgb24") if picture is None else picture
                yield picture
                number += 1


def as_camera(picture: RgbImage) -> Image.Image:
    """As a camera of 640 x 480 would see it: the clip's own shape cut to fit, nothing stretched."""
    image = Image.fromarray(picture)
    width, height = SIZE
    scale = max(width / image.width, height / image.height)
    size = (round(image.width * scale), round(image.height * scale))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return image.resize(size).crop((left, top, left + width, top + height))


def write(
    path: Path,
    pictures: Iterable[RgbImage | Image.Image],
    *,
    mirrored: bool = False,
    number: int | None = None,
) -> int:
    """Append to a camera file.

    Args:
        path: of the file.
        pictures: all of one size.
        mirrored: as in a mirror.
        number: of the first frame, to be drawn on them (`stamped`); None for none.

    Returns:
        How many frames were written.
    """
    count = 0
    with path.open("ab") as file:
        for picture in pictures:
            image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
            if mirrored:
                image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            if number is not None:
                image = stamped(image, number + count)
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=90)
            file.write(jpeg.getvalue())
            count += 1
    return count


CELL_PX, CELL_HIGH_PX, BITS = 16, 12, 12


def stamped(image: Image.Image, number: int) -> Image.Image:
    """With its number in black and white cells in the corner: what is played can be told exactly.

    A busy machine plays its camera file late, so no other clock tells which frame is shown. First a
    white and a black cell, then the bits, the highest first; `browsing.WATCH` reads them.
    """
    image = image.copy()
    cells = [1, 0, *((number >> bit) & 1 for bit in reversed(range(BITS)))]
    for place, cell in enumerate(cells):
        left = place * CELL_PX
        image.paste((255 * cell,) * 3, (left, 0, left + CELL_PX, CELL_HIGH_PX))
    return image


def write_holding(path: Path) -> Path:
    """Somebody lies down, raises a leg and keeps it up for a minute; gives the path."""
    clip = list(frames(SAMPLES / "lying_hamstring.mp4", 0.0, 9.0))
    for part in (still(clip[0], 6.0), clip, still(clip[-1], 60.0)):
        write(path, part)
    return path


def still(picture: RgbImage | Image.Image, seconds: float) -> Iterator[RgbImage | Image.Image]:
    """One frame for so long."""
    return iter(repeat(picture, round(seconds * FPS)))
