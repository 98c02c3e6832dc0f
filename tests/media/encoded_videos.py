"""Really encoded videos whose frames carry their number as eight light or dark blocks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

BITS = 8


def numbered(number: int, size: tuple[int, int] = (160, 96)) -> np.ndarray:
    """A picture with `number` in binary in its upper half; its lower left corner is orange."""
    width, height = size
    rgb = np.full((height, width, 3), 60, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        if number >> bit & 1:
            rgb[: height // 2, bit * block : (bit + 1) * block] = 220
    rgb[3 * height // 4 :, : width // 4] = (220, 120, 40)
    return rgb


def number_in(rgb: np.ndarray) -> int:
    """The number of a picture made by `numbered`, at any scale."""
    height, width = rgb.shape[:2]
    block = width / BITS
    row = rgb[height // 8 : 3 * height // 8].mean(axis=(0, 2))
    return sum(1 << bit for bit in range(BITS) if row[int((bit + 0.5) * block)] > 140)


def encode(
    path: Path,
    frames: int = 30,
    *,
    size: tuple[int, int] = (160, 96),
    rate: int = 30,
    ticks: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    container: str | None = None,
    rotation: float | None = None,
    flipped: bool = False,
    pixel_aspect: Fraction | None = None,
    sound_s: float = 0.0,
) -> Path:
    """A video of `numbered` pictures; `ticks` are their times in `time_base`."""
    base = time_base or Fraction(1, rate)
    with av.open(str(path), "w", format=container, options=container_options or {}) as out:
        video = out.add_stream(codec, rate=rate, options=options or {})
        video.width, video.height = size
        video.pix_fmt = pix_fmt
        video.codec_context.time_base = base
        if rotation is not None or flipped:
            video.set_display_rotation(rotation or 0, hflip=flipped)
        if pixel_aspect is not None:
            video.codec_context.sample_aspect_ratio = pixel_aspect
        audio: Any = out.add_stream("aac", rate=48_000) if sound_s else None
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered(number, size), "rgb24")
            frame = frame.reformat(format=pix_fmt)
            frame.pts, frame.time_base = ticks[number] if ticks else number, base
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio:
            add_sound(out, audio, sound_s)
    return path


def add_sound(out: Any, audio: Any, seconds: float) -> None:
    for k in range(int(seconds * 48_000 / 1024)):
        samples = (np.sin(np.arange(1024) / 20)[np.newaxis] * 0.2).astype(np.float32)
        sound = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        sound.sample_rate, sound.pts = 48_000, k * 1024
        out.mux(audio.encode(sound))
    out.mux(audio.encode(None))


def encode_sound(path: Path, codec: str) -> Path:
    with av.open(str(path), "w") as out:
        audio: Any = out.add_stream(codec, rate=48_000)
        audio.layout = "mono"
        add_sound(out, audio, 0.5)
    return path
