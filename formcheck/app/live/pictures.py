"""Pictures as a browser sends them: checked, decoded, and how bright and how frequent they are."""

from __future__ import annotations

import io
import struct
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from formcheck.errors import UnusableInput

RgbImage = NDArray[np.uint8]

MAX_BYTES = 400_000
"""A picture of 640 x 480 at quality 0.8 takes about 43 kB; the noisiest one takes 250 kB."""
MAX_PIXELS = 1280 * 960
"""The page sends 640 pixels a side at most. A small file can hold a picture of gigabytes."""
_HEADER = struct.Struct("<Id")


@dataclass(frozen=True)
class Sent:
    """One message of the page: a picture and when it was taken.

    Attributes:
        number: the page's own, given back with the answer.
        taken_s: by the page's clock, in seconds from an unknown start.
        jpeg: the picture, not mirrored.
    """

    number: int
    taken_s: float
    jpeg: bytes


def unpack(message: bytes) -> Sent:
    """Read a message: number (uint32) and milliseconds (float64), little-endian, then the JPEG.

    Raises:
        UnusableInput: it is too short, or the time is no number.
    """
    if len(message) <= _HEADER.size:
        raise UnusableInput("The message holds no picture.")
    number, taken_ms = _HEADER.unpack_from(message)
    if not np.isfinite(taken_ms):
        raise UnusableInput("The picture's time isn't a number.")
    return Sent(number, taken_ms / 1000.0, message[_HEADER.size :])


def pack(sent: Sent) -> bytes:
    """The message that `unpack` reads."""
    return _HEADER.pack(sent.number, sent.taken_s * 1000.0) + sent.jpeg


def decode(jpeg: bytes) -> RgbImage:
    """The picture, (h, w, 3) uint8, red first.

    Raises:
        UnusableInput: not a JPEG, damaged, or larger than `MAX_PIXELS`.
    """
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as header:
            width, height = header.size
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise UnusableInput("The picture isn't a JPEG.") from error
    if width * height > MAX_PIXELS:
        raise UnusableInput(f"The picture is too large ({width} x {height}).")
    rgb = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    if rgb is None:
        raise UnusableInput("The picture is damaged.")
    return np.asarray(rgb, dtype=np.uint8)


def brightness(rgb: RgbImage) -> float:
    """Mean brightness from 0 to 1, from every eighth pixel."""
    return float(rgb[::8, ::8].mean()) / 255.0


class FrameRate:
    """Pictures per second over the last two seconds."""

    _OVER_S = 2.0

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def step(self, t_s: float) -> float | None:
        """Count a picture; None until there is a second to count over."""
        self._times.append(t_s)
        while self._times[0] < t_s - self._OVER_S:
            self._times.popleft()
        span_s = t_s - self._times[0]
        return (len(self._times) - 1) / span_s if span_s >= self._OVER_S / 2.0 else None
