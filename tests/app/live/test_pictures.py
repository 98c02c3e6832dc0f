"""Pictures as they come from a page, good and bad."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from formcheck.app.live.pictures import (
    FrameRate,
    Sent,
    brightness,
    decode,
    pack,
    unpack,
)
from formcheck.errors import UnusableInput


def jpeg(width: int = 64, height: int = 48, colour: tuple[int, int, int] = (200, 40, 10)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG", quality=95)
    return file.getvalue()


def test_a_message_carries_number_time_and_picture() -> None:
    sent = Sent(4_000_000_000, 1234.5625, b"picture")
    assert unpack(pack(sent)) == sent
    # the page writes it with a DataView: little-endian, no padding
    assert pack(sent)[:12] == struct.pack("<Id", 4_000_000_000, 1_234_562.5)


@pytest.mark.parametrize("message", [b"", b"\0" * 12, struct.pack("<Id", 1, float("nan")) + b"x"])
def test_a_message_without_picture_or_time_is_refused(message: bytes) -> None:
    with pytest.raises(UnusableInput):
        unpack(message)


def test_red_stays_red() -> None:
    rgb = decode(jpeg())
    assert rgb.shape == (48, 64, 3)
    assert abs(rgb.reshape(-1, 3).mean(axis=0) - (200, 40, 10)).max() < 4


def test_what_is_no_jpeg_is_refused() -> None:
    png = io.BytesIO()
    Image.new("RGB", (8, 8)).save(png, "PNG")
    for content in (b"nothing", png.getvalue(), jpeg()[:20]):
        with pytest.raises(UnusableInput):
            decode(content)


def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    huge = jpeg(8000, 8000)
    with pytest.raises(UnusableInput, match="too large"):
        decode(huge)


def test_brightness_is_from_black_to_white() -> None:
    black = np.zeros((48, 64, 3), np.uint8)
    assert brightness(black) == 0.0
    assert brightness(black + np.uint8(255)) == 1.0


def test_the_frame_rate_is_known_after_a_second_and_follows() -> None:
    rate = FrameRate()
    told = [rate.step(n / 30) for n in range(90)]
    assert told[10] is None
    assert told[-1] == pytest.approx(30.0)
    slower = [rate.step(3.0 + n / 10) for n in range(30)]
    assert slower[-1] == pytest.approx(10.0)
