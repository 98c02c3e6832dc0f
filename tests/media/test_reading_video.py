"""Videos as cameras, phones and browsers write them, really encoded and read back."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import memory
import numpy as np
import pytest
from media.encoded_videos import encode, number_in, numbered

from formcheck.errors import UnusableInput
from formcheck.media.source import open_source, read_frames


def numbers(path: Path, **options) -> list[int]:
    return [number_in(picture.rgb) for picture in read_frames(path, **options)]


def test_a_video_says_what_it_is(clip):
    source = open_source(clip)
    assert (source.kind, source.size_px, source.frames) == ("video", (160, 96), 90)
    assert source.fps == pytest.approx(30)
    assert source.duration_s == pytest.approx(3.0)


def test_every_frame_comes_with_its_own_time(clip):
    reader = read_frames(clip, fps=None)
    pictures = list(reader)
    assert [number_in(p.rgb) for p in pictures] == list(range(90))
    assert [p.t_s for p in pictures] == pytest.approx([k / 30 for k in range(90)], abs=1e-9)
    assert [p.index for p in pictures] == list(range(90))
    assert (reader.frames_read, reader.damaged) == (90, False)
    assert reader.last_t_s == pictures[-1].t_s


def test_frames_are_counted_as_they_come(clip):
    with read_frames(clip, fps=15) as reader:
        next(reader)
        assert reader.frames_read == 1
        next(reader)
        assert reader.frames_read == 3


@pytest.mark.parametrize("rate", [15, 30, 60])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])  # Matroska rounds times to milliseconds
def test_the_rate_is_limited_on_an_even_grid(tmp_path, rate, suffix):
    path = encode(tmp_path / f"clip.{suffix}", 2 * rate, rate=rate)
    pictures = list(read_frames(path, fps=15))
    assert [number_in(p.rgb) for p in pictures] == list(range(0, 2 * rate, rate // 15))


def test_a_slow_video_is_not_filled_up(tmp_path):
    path = encode(tmp_path / "slow.mp4", 20, rate=5)
    assert numbers(path, fps=15) == list(range(20))


def test_variable_frame_rate_keeps_its_times(tmp_path):
    ticks = [0, 33, 70, 200, 215, 900, 933, 1500, 1507, 1533]
    path = encode(tmp_path / "phone.mp4", 10, ticks=ticks, time_base=Fraction(1, 1000))
    pictures = list(read_frames(path, fps=None))
    assert [p.t_s for p in pictures] == pytest.approx([t / 1000 for t in ticks], abs=1e-6)
    assert numbers(path, fps=10) == [0, 3, 5, 7]  # the first frame of each tenth of a second


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_a_late_start_is_time_zero(tmp_path, suffix):
    path = encode(tmp_path / f"late.{suffix}", 12, ticks=range(150, 162))
    assert [p.t_s for p in read_frames(path, fps=None)] == pytest.approx(
        [k / 30 for k in range(12)], abs=1.1e-3
    )


def test_times_always_increase_where_the_file_repeats_them(tmp_path):
    path = encode(tmp_path / "twice.mkv", 40, rate=2500)  # more frames than milliseconds
    reader = read_frames(path, fps=None)
    times = [p.t_s for p in reader]
    assert len(times) >= 10
    assert (np.diff(times) > 0).all()


def test_a_clock_that_begins_anew_goes_on(tmp_path):
    one, two = encode(tmp_path / "1.ts", 60), encode(tmp_path / "2.ts", 60)
    both = tmp_path / "both.ts"
    both.write_bytes(one.read_bytes() + two.read_bytes())
    times = [p.t_s for p in read_frames(both, fps=None)]
    assert len(times) >= 115  # the frames at the seam may be lost
    assert (np.diff(times) > 0).all()
    assert times[-1] < 5


def test_a_raw_stream_without_times_gets_even_ones(tmp_path):
    path = encode(tmp_path / "raw.h264", 30, container="h264")
    times = [p.t_s for p in read_frames(path, fps=None)]
    assert len(times) == 30
    assert np.diff(times) == pytest.approx(times[1], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "codec", "container_options"),
    [
        ("phone.mp4", "libx264", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
        ("browser.webm", "libvpx-vp9", {"live": "1"}),  # no duration, no index
    ],
)
def test_recordings_written_while_they_were_made(tmp_path, name, codec, container_options):
    path = encode(
        tmp_path / name, 60, codec=codec, options={"g": "12"}, container_options=container_options
    )
    whole = [(p.t_s, p.rgb.tobytes()) for p in read_frames(path)]
    first, second = read_frames(path, end_s=1.0), read_frames(path, start_s=1.0)
    assert [(p.t_s, p.rgb.tobytes()) for p in (*first, *second)] == whole
    assert first.frames_read + second.frames_read == 60
    assert not first.damaged
    assert not second.damaged


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("extra", ["", ":open-gop=1", ":intra-refresh=1"])
@pytest.mark.parametrize("fps", [15, 7.5, None])
def test_segments_give_the_very_frames_of_one_pass(tmp_path, suffix, extra, fps):
    path = encode(
        tmp_path / f"clip.{suffix}", 90, options={"x264-params": f"keyint=12:bframes=3{extra}"}
    )
    whole = [(p.t_s, p.rgb.tobytes()) for p in read_frames(path, fps=fps)]
    cuts = [0.0, 0.4, 0.8, 1.03, 2.0, 2.01, 2.9, None]  # 0.4 and 0.8 are keyframes
    parts, read = [], 0
    for start_s, end_s in pairwise(cuts):
        reader = read_frames(path, fps=fps, start_s=start_s, end_s=end_s)
        parts += [(p.t_s, p.rgb.tobytes()) for p in reader]
        read += reader.frames_read
        assert not reader.damaged
    assert parts == whole
    assert read == 90


def test_nothing_comes_from_after_the_end(clip):
    assert list(read_frames(clip, start_s=10)) == []
    assert list(read_frames(clip, start_s=1, end_s=1)) == []


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("flipped", [False, True])
def test_pictures_are_turned_upright(tmp_path, rotation, flipped):
    path = encode(tmp_path / "held.mp4", 3, rotation=rotation, flipped=flipped)
    shown = np.rot90(numbered(0), rotation // 90)  # counter-clockwise, as the display matrix
    if flipped:
        shown = shown[:, ::-1]
    picture = next(read_frames(path))
    assert open_source(path).size_px == (shown.shape[1], shown.shape[0])
    assert picture.rgb.shape == shown.shape
    assert picture.rgb.flags.c_contiguous
    assert np.abs(picture.rgb.astype(int) - shown).mean() < 6


def test_pixels_become_square(tmp_path):
    path = encode(tmp_path / "dv.mp4", 3, pixel_aspect=Fraction(4, 3))
    assert open_source(path).size_px == (213, 96)
    picture = next(read_frames(path))
    assert picture.rgb.shape == (96, 213, 3)
    turned = encode(tmp_path / "turned.mp4", 3, pixel_aspect=Fraction(4, 3), rotation=90)
    assert open_source(turned).size_px == (96, 213)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "size"),
    [
        ("odd.mp4", "libx264", "yuv444p", (641, 481)),
        ("odd.webm", "libvpx-vp9", "yuv420p", (641, 481)),
        ("ten.mp4", "libx264", "yuv420p10le", (160, 96)),
        ("ten.mkv", "ffv1", "yuv422p10le", (160, 96)),
        ("twelve.mkv", "ffv1", "yuv444p12le", (160, 96)),
        ("alpha.mov", "qtrle", "argb", (160, 96)),
        ("alpha.mkv", "ffv1", "bgra", (160, 96)),
        ("full_range.mp4", "libx264", "yuvj420p", (160, 96)),
        ("old.avi", "mpeg4", "yuv420p", (160, 96)),
        ("old.mpg", "mpeg2video", "yuv420p", (160, 96)),
    ],
)
def test_pixel_formats_give_the_same_picture(tmp_path, name, codec, pix_fmt, size):
    path = encode(tmp_path / name, 6, codec=codec, pix_fmt=pix_fmt, size=size)
    pictures = list(read_frames(path, fps=None))
    assert [number_in(p.rgb) for p in pictures] == list(range(6))
    assert pictures[0].rgb.dtype == np.uint8
    assert pictures[0].rgb.shape == (size[1], size[0], 3)
    orange = pictures[0].rgb[-size[1] // 8, size[0] // 10].astype(int)
    assert np.abs(orange - (220, 120, 40)).max() < 30


@pytest.mark.parametrize(
    ("transfer", "primaries", "matrix"),
    [(16, 9, 9), (18, 9, 9), (16, 9, 10), (8, 8, 8), (1, 1, 1)],
    ids=["PQ", "HLG", "constant luminance", "YCgCo", "BT.709"],
)
def test_wide_and_odd_colours_can_be_read(tmp_path, transfer, primaries, matrix):
    path = tmp_path / "hdr.mkv"
    with av.open(str(path), "w") as out:
        video = out.add_stream("ffv1", rate=30)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p10le"
        context = video.codec_context
        context.color_trc, context.color_primaries = transfer, primaries
        context.colorspace = matrix
        for number in range(4):
            frame = av.VideoFrame.from_ndarray(numbered(number), "rgb24")
            frame = frame.reformat(format="yuv420p10le")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).colorspace == matrix
    assert numbers(path, fps=None) == list(range(4))


@pytest.mark.parametrize("pix_fmt", ["gray", "gray16le"])
def test_a_grey_video_is_read(tmp_path, pix_fmt):
    path = encode(tmp_path / "grey.mkv", 6, codec="ffv1", pix_fmt=pix_fmt)
    assert numbers(path, fps=None) == list(range(6))


def test_a_moving_gif_is_a_video(tmp_path):
    path = encode(tmp_path / "moves.gif", 12, codec="gif", pix_fmt="rgb8", rate=10)
    assert open_source(path).kind == "video"
    assert numbers(path, fps=None) == list(range(12))


def test_sound_is_ignored(tmp_path):
    path = encode(tmp_path / "talk.mp4", 30, sound_s=3.0)
    reader = read_frames(path, fps=None)
    assert [number_in(p.rgb) for p in reader] == list(range(30))
    assert not reader.damaged
    assert reader.source.duration_s == pytest.approx(1.0, abs=0.05)


def test_content_counts_not_the_name(tmp_path, clip):
    renamed = tmp_path / "really a video.jpg"
    renamed.write_bytes(clip.read_bytes())
    assert open_source(renamed).kind == "video"


def test_large_pictures_are_scaled_down(tmp_path):
    path = encode(tmp_path / "4k.mp4", 2, size=(3840, 2160), options={"preset": "ultrafast"})
    assert open_source(path).size_px == (3840, 2160)
    assert next(read_frames(path)).rgb.shape == (720, 1280, 3)
    assert next(read_frames(path, max_side_px=400)).rgb.shape == (225, 400, 3)
    full = next(read_frames(path, max_side_px=None)).rgb
    assert full.shape == (2160, 3840, 3)
    assert number_in(full) == 0


def test_a_resolution_that_changes_half_way_keeps_one_size(tmp_path):
    small, large = encode(tmp_path / "1.ts", 60), encode(tmp_path / "2.ts", 60, size=(320, 320))
    both = tmp_path / "both.ts"
    both.write_bytes(small.read_bytes() + large.read_bytes())
    pictures = list(read_frames(both, fps=None))
    assert {p.rgb.shape for p in pictures} == {(96, 160, 3)}
    assert (pictures[-1].rgb[:, :20] == 128).all()  # bars keep the shape true


@pytest.mark.skipif(not memory.TOLD, reason="this system doesn't tell it")
def test_memory_stays_flat_while_a_long_video_is_read(tmp_path):
    path = encode(tmp_path / "long.mp4", 600, size=(640, 480), options={"preset": "ultrafast"})
    resident = []
    for picture in read_frames(path, fps=None):
        if picture.index in (100, 599):
            resident.append(memory.resident_mb())
    assert resident[1] - resident[0] < 10  # 500 pictures would be 460 MB


def told_damaged(path: Path) -> bool:
    """Read all there is; whether the file was called damaged, in one way or the other."""
    try:
        reader = read_frames(path, fps=None)
        return len(list(reader)) > 0 and reader.damaged
    except UnusableInput as error:
        return f"{path.name} is damaged or cut short" in str(error)


class TestDamaged:
    def test_a_cut_mp4_gives_what_is_left(self, tmp_path):
        path = encode(
            tmp_path / "cut.mp4",
            90,
            options={"g": "12"},
            container_options={"movflags": "faststart"},
        )
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * 0.7)])
        reader = read_frames(path, fps=None)
        found = [number_in(p.rgb) for p in reader]
        assert 20 < len(found) < 90
        assert found == list(range(len(found)))
        assert reader.damaged

    def test_a_cut_right_between_two_frames_is_noticed(self, tmp_path):
        path = encode(tmp_path / "cut.mp4", 60, container_options={"movflags": "faststart"})
        with av.open(str(path)) as container:
            entry = container.streams.video[0].index_entries[40]
            end = entry.pos + entry.size
        path.write_bytes(path.read_bytes()[:end])
        reader = read_frames(path, fps=None)
        assert 35 < len(list(reader)) <= 41
        assert reader.damaged

    @pytest.mark.parametrize("name", ["cut.mkv", "cut.avi"])
    def test_other_containers_cut_short(self, tmp_path, name):
        codec = "libx264" if name.endswith("mkv") else "mpeg4"
        path = encode(tmp_path / name, 90, codec=codec)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        reader = read_frames(path, fps=None)
        assert 10 < len(list(reader)) < 90
        assert reader.damaged

    def test_rubbish_in_the_middle(self, tmp_path):
        path = encode(tmp_path / "scratched.mp4", 90, options={"g": "12"})
        data = bytearray(path.read_bytes())
        middle = data.find(b"mdat") + len(data) // 3
        data[middle : middle + 400] = bytes(range(200)) * 2
        path.write_bytes(data)
        reader = read_frames(path, fps=None)
        assert len(list(reader)) > 45
        assert reader.damaged

    def test_without_its_index_an_mp4_is_unusable(self, clip):
        data = clip.read_bytes()
        clip.write_bytes(data[: data.find(b"moov") - 4])
        with pytest.raises(
            UnusableInput, match=r"clip.mp4 is damaged or cut short.* copy it again"
        ):
            open_source(clip)

    def test_wherever_a_file_is_cut_nothing_but_words_come_out(self, tmp_path):
        movie = encode(tmp_path / "movie.mov", 20, options={"g": "6"}).read_bytes()
        fast = {"movflags": "faststart"}
        quick = encode(tmp_path / "q.mp4", 20, container_options=fast).read_bytes()
        for whole in (movie, quick):
            for part in range(5, 100, 5):
                path = tmp_path / "cut.mov"
                path.write_bytes(whole[: len(whole) * part // 100])
                assert told_damaged(path)

    def test_a_whole_file_is_not_damaged(self, clip):
        with read_frames(clip, fps=None) as reader:
            assert len(list(reader)) == 90
            assert not reader.damaged

    def test_a_segment_is_not_blamed_for_the_rest(self, clip):
        with read_frames(clip, start_s=0.5, end_s=1.0) as reader:
            list(reader)
            assert not reader.damaged


@pytest.mark.parametrize(
    "options", [{"fps": 0}, {"fps": -1}, {"fps": float("nan")}, {"max_side_px": 0}]
)
def test_options_without_sense_are_refused(clip, options):
    with pytest.raises(ValueError, match="must be positive"):
        read_frames(clip, **options)


def test_closing_early_lets_go_of_the_file(clip):
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(5):
        with read_frames(clip) as reader:
            next(reader)
        with pytest.raises(StopIteration):
            next(reader)
    assert len(list(descriptors.iterdir())) == before


def test_the_helper_encodes_what_it_says(clip):
    with av.open(str(clip)) as container:
        keys = [f.key_frame for f in container.decode(video=0)]
    assert keys[12]
    assert not keys[13]
