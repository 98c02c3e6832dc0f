"""Photos: turned upright, alpha on white, told from videos by content."""

from __future__ import annotations

import numpy as np
import pytest
from media.encoded_videos import numbered
from PIL import Image

from formcheck.errors import UnusableInput
from formcheck.media.source import open_source, read_frames


def only(path, **options) -> np.ndarray:
    reader = read_frames(path, **options)
    (picture,) = list(reader)
    assert (picture.t_s, picture.index, reader.frames_read) == (0.0, 0, 1)
    return picture.rgb


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.bmp", "a.tiff", "a.gif", "a.avif"])
def test_a_photo_of_any_usual_format_is_read(tmp_path, name):
    Image.fromarray(numbered(5)).save(tmp_path / name)
    source = open_source(tmp_path / name)
    assert (source.kind, source.size_px, source.frames) == ("photo", (160, 96), 1)
    assert (source.fps, source.duration_s) == (None, None)
    assert np.abs(only(tmp_path / name).astype(int) - numbered(5)).mean() < 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_photo_is_turned_upright_by_its_exif(tmp_path, orientation, suffix):
    upright = numbered(5)
    undo = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: upright.transpose(1, 0, 2), 6: np.rot90(upright, 1),
        7: np.rot90(upright, 2).transpose(1, 0, 2), 8: np.rot90(upright, -1),
    }  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"held.{suffix}"
    Image.fromarray(np.ascontiguousarray(undo[orientation])).save(path, exif=exif)
    assert open_source(path).size_px == (160, 96)
    assert np.abs(only(path).astype(int) - upright).mean() < 8


def test_transparency_is_white(tmp_path):
    rgba = np.dstack([numbered(0), np.full((96, 160), 255, np.uint8)])
    rgba[:, 80:, 3] = 0
    Image.fromarray(rgba).save(tmp_path / "cut-out.png")
    rgb = only(tmp_path / "cut-out.png")
    assert (rgb[:, 80:] == 255).all()
    assert (rgb[:, :80] == numbered(0)[:, :80]).all()


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA"])
def test_a_photo_of_any_colour_mode_is_read_as_rgb(tmp_path, mode):
    suffix = "jpg" if mode == "CMYK" else "png"
    Image.fromarray(numbered(5)).convert(mode).save(tmp_path / f"a.{suffix}")
    assert only(tmp_path / f"a.{suffix}").shape == (96, 160, 3)


def test_sixteen_bit_grey_is_scaled_not_clipped(tmp_path):
    Image.fromarray(np.full((20, 30), 128 << 8, np.uint16)).save(tmp_path / "deep.png")
    assert (only(tmp_path / "deep.png") == 128).all()


def test_a_large_photo_is_scaled_down(tmp_path):
    Image.fromarray(numbered(5, (2000, 3000))).save(tmp_path / "large.jpg")
    assert open_source(tmp_path / "large.jpg").size_px == (2000, 3000)
    assert only(tmp_path / "large.jpg").shape == (1280, 853, 3)
    assert only(tmp_path / "large.jpg", max_side_px=None).shape == (3000, 2000, 3)


def test_a_phone_photo_with_a_companion_is_a_photo(tmp_path):
    first, second = (Image.fromarray(numbered(n)) for n in (5, 6))
    first.save(tmp_path / "portrait.jpg", format="MPO", save_all=True, append_images=[second])
    assert open_source(tmp_path / "portrait.jpg").kind == "photo"
    assert np.abs(only(tmp_path / "portrait.jpg").astype(int) - numbered(5)).mean() < 8


def test_a_photo_under_a_videos_name(tmp_path):
    Image.fromarray(numbered(5)).save(tmp_path / "photo.mp4", format="JPEG")
    assert open_source(tmp_path / "photo.mp4").kind == "photo"


def test_a_photo_lies_at_time_zero(tmp_path):
    Image.fromarray(numbered(5)).save(tmp_path / "a.png")
    assert list(read_frames(tmp_path / "a.png", start_s=1.0)) == []


def test_a_cut_photo_is_refused(tmp_path):
    path = tmp_path / "half.jpg"
    Image.fromarray(numbered(5, (800, 600))).save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(UnusableInput, match=r"half.jpg is damaged .* another copy of the photo"):
        only(path)


def test_an_animated_png_is_refused(tmp_path):
    first, second = (Image.fromarray(numbered(n)) for n in (5, 6))
    first.save(tmp_path / "a.png", save_all=True, append_images=[second])
    with pytest.raises(UnusableInput, match=r"a.png is an animated PNG picture; save it as an MP4"):
        open_source(tmp_path / "a.png")
