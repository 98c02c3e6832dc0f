"""Videos written by `AnnotatedVideo`, read back."""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
from pathlib import Path

import av
import numpy as np
import pytest
from media.encoded_videos import number_in, numbered

from formcheck.errors import UnusableInput
from formcheck.media.source import open_source, read_frames
from formcheck.media.writer import AnnotatedVideo

TIMES = [0.0, 1 / 15, 0.2, 0.21, 0.7, 1.5, 1.5333, 3.0]


def write(
    path: Path, times: list[float], size: tuple[int, int] = (160, 96), fps: float = 15
) -> None:
    with AnnotatedVideo(path, size, fps) as video:
        for number, t_s in enumerate(times):
            video.write(numbered(number, size), t_s)


def test_browsers_can_play_it(tmp_path):
    path = tmp_path / "out.mp4"
    write(path, TIMES)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.profile == "High"
        assert stream.pix_fmt == "yuv420p"
        assert not container.streams.audio
    data = path.read_bytes()
    assert data[4:8] == b"ftyp"
    assert data.find(b"moov") < data.find(b"mdat")  # plays before all of it has come


def test_pictures_and_times_are_kept(tmp_path):
    write(tmp_path / "out.mp4", TIMES)
    pictures = list(read_frames(tmp_path / "out.mp4", fps=None))
    assert [p.t_s for p in pictures] == pytest.approx(TIMES, abs=1e-4)
    assert [number_in(p.rgb) for p in pictures] == list(range(len(TIMES)))
    assert np.abs(pictures[0].rgb.astype(int) - numbered(0)).mean() < 4


def test_the_last_picture_lasts_one_frame(tmp_path):
    write(tmp_path / "out.mp4", TIMES, fps=10)
    assert open_source(tmp_path / "out.mp4").duration_s == pytest.approx(3.1, abs=0.01)


def test_a_start_later_than_zero_is_kept_on_the_clock(tmp_path):
    write(tmp_path / "out.mp4", [2.0, 2.5, 3.0])
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [f.time for f in container.decode(video=0)] == pytest.approx([2.0, 2.5, 3.0])


def test_one_picture_is_a_video(tmp_path):
    write(tmp_path / "out.mp4", [0.0])
    assert len(list(read_frames(tmp_path / "out.mp4"))) == 1


@pytest.mark.parametrize("size", [(641, 481), (640, 481), (641, 480), (1, 1)])
def test_odd_sizes_are_widened_by_one(tmp_path, size):
    path = tmp_path / "out.mp4"
    with AnnotatedVideo(path, size, 15) as video:
        video.write(np.full((size[1], size[0], 3), 200, np.uint8), 0.0)
    picture = next(read_frames(path)).rgb
    assert picture.shape == (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert np.abs(picture.astype(int) - 200).max() < 6  # the added edge is no black line


@pytest.mark.parametrize("colour", [(255, 0, 0), (0, 200, 90), (30, 60, 255), (255, 255, 255)])
def test_colours_are_kept_and_labelled(tmp_path, colour):
    path = tmp_path / "out.mp4"
    with AnnotatedVideo(path, (64, 64), 15) as video:
        video.write(np.full((64, 64, 3), colour, np.uint8), 0.0)
    assert np.abs(next(read_frames(path)).rgb.astype(int) - colour).max() < 8
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)


def test_a_broken_run_leaves_nothing(tmp_path):
    path = tmp_path / "out.mp4"

    def record():
        with AnnotatedVideo(path, (160, 96), 15) as video:
            video.write(numbered(0), 0.0)
            assert not path.exists()
            raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost"):
        record()
    assert list(tmp_path.iterdir()) == []


def test_a_broken_run_leaves_the_older_file(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"older")
    with pytest.raises(RuntimeError, match="lost"), AnnotatedVideo(path, (160, 96), 15):
        raise RuntimeError("lost")
    assert path.read_bytes() == b"older"
    write(path, [0.0])
    assert path.read_bytes() != b"older"
    assert [file.name for file in tmp_path.iterdir()] == ["out.mp4"]


def test_no_picture_no_file(tmp_path):
    with AnnotatedVideo(tmp_path / "out.mp4", (160, 96), 15):
        pass
    assert list(tmp_path.iterdir()) == []


def test_misuse_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must be positive"):
        AnnotatedVideo(tmp_path / "out.mp4", (0, 96), 15)
    with pytest.raises(ValueError, match="fps"):
        AnnotatedVideo(tmp_path / "out.mp4", (160, 96), 0)
    with pytest.raises(ValueError, match="inside the with block"):
        AnnotatedVideo(tmp_path / "out.mp4", (160, 96), 15).write(numbered(0), 0.0)
    with AnnotatedVideo(tmp_path / "out.mp4", (160, 96), 15) as video:
        video.write(numbered(0), 1.0)
        with pytest.raises(ValueError, match="expected size"):
            video.write(numbered(0, (320, 96)), 2.0)
        with pytest.raises(ValueError, match="isn't later"):
            video.write(numbered(0), 1.0)


def test_unwritable_places_are_known_before_the_work(tmp_path):
    for path, message in (
        (tmp_path / "no folder" / "out.mp4", "can't be written"),
        (tmp_path, "is a folder; give the name of an MP4 file"),
    ):
        with pytest.raises(UnusableInput, match=message), AnnotatedVideo(path, (160, 96), 15):
            pytest.fail("the block must not begin")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs Unix permissions")
@pytest.mark.parametrize("locked", ["folder", "file"])
def test_a_place_that_may_not_be_written_is_refused_before_the_work(locked):
    folder = Path(tempfile.mkdtemp())
    path = folder / "out.mp4"
    path.write_bytes(b"older")
    folder.chmod(0o755 if locked == "folder" else 0o777)
    path.chmod(0o644 if locked == "file" else 0o666)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        elif locked == "folder":
            folder.chmod(0o555)
        else:
            path.chmod(0o444)
        with pytest.raises(UnusableInput, match="written"), AnnotatedVideo(path, (160, 96), 15):
            pytest.fail("the block must not begin")
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        assert path.read_bytes() == b"older"
        shutil.rmtree(folder)


def test_the_index_agrees_with_the_file(tmp_path):
    """The first box sizes add up: nothing was cut when the index moved to the front."""
    write(tmp_path / "out.mp4", TIMES)
    data = (tmp_path / "out.mp4").read_bytes()
    at, kinds = 0, []
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        kinds.append(kind)
        at += size
    assert at == len(data)
    assert {b"ftyp", b"moov", b"mdat"} <= set(kinds)
