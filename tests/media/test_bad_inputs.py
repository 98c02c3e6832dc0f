"""What can't be used is said in one plain sentence that names the file and what to do."""

from __future__ import annotations

import os
import random
import shutil
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from media.encoded_videos import encode, encode_sound, numbered
from PIL import Image

from formcheck.errors import UnusableInput
from formcheck.media.source import open_source, read_frames


def written(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def sound_with_cover(folder: Path) -> Path:
    """An MP3 with a picture on its sleeve, which FFmpeg shows as a video stream."""
    Image.fromarray(numbered(0)).save(folder / "cover.jpg")
    picture = b"\0image/jpeg\0\x03\0" + (folder / "cover.jpg").read_bytes()
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = bytes(len(frame) >> shift & 127 for shift in (21, 14, 7, 0))
    sound = encode_sound(folder / "plain.mp3", "libmp3lame").read_bytes()
    (folder / "song.mp3").write_bytes(b"ID3\x03\0\0" + size + frame + sound)
    return folder / "song.mp3"


def encrypted(folder: Path) -> Path:
    path = encode(folder / "noise.mp4", 30)
    data = bytearray(path.read_bytes())
    start, end = data.find(b"mdat") + 4, data.find(b"moov") - 4
    data[start:end] = random.Random(1).randbytes(end - start)
    path.write_bytes(data)
    return path


def unknown_codec(folder: Path) -> Path:
    path = encode(folder / "new.avi", 5, codec="mpeg4")
    path.write_bytes(path.read_bytes().replace(b"FMP4", b"ZZZ9"))
    return path


def folder_of_videos(folder: Path) -> Path:
    (folder / "videos").mkdir()
    return folder / "videos"


def device(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def playlist(folder: Path) -> Path:
    encode(folder / "secret.ts", 5)
    return written("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n")(folder)


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)

CASES = {
    "missing": (lambda folder: folder / "gone.mp4", "there is no file .*gone.mp4; check the name"),
    "folder": (folder_of_videos, "videos is a folder; give one video or photo in it"),
    "pipe": (device, "pipe.mp4 is not a file; give a video or a photo"),
    "empty": (written("empty.mp4", b""), "empty.mp4 is empty; record or copy it again"),
    "text": (written("notes.txt", b"Stretch twice a day.\n" * 40), "notes.txt is neither a video"),
    "text named as a video": (written("notes.mp4", b"hello\n" * 99), "notes.mp4 is neither a vid"),
    "subtitles": (
        written("talk.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n\n" * 9),
        "talk.srt is neither a video",
    ),
    "random bytes": (written("x.mov", random.Random(0).randbytes(9000)), "x.mov is neither a vid"),
    "zeros": (written("zeros.mp4", bytes(9000)), "zeros.mp4 is neither a video"),
    "playlist": (playlist, "list.m3u8 is neither a video"),
    "heic": (written("IMG_1.heic", HEIC), "IMG_1.heic is a HEIC photo.*save it as JPEG"),
    "mp3": (
        lambda folder: encode_sound(folder / "talk.mp3", "libmp3lame"),
        "no video stream in talk.mp3; give a video or a photo",
    ),
    "m4a": (
        lambda folder: encode_sound(folder / "talk.m4a", "aac"),
        "no video stream in talk.m4a; give a video or a photo",
    ),
    "wav": (
        lambda folder: encode_sound(folder / "talk.wav", "pcm_s16le"),
        "no video stream in talk.wav; give a video or a photo",
    ),
    "mp3 with cover": (sound_with_cover, "no video stream in song.mp3; give a video or a photo"),
    "only the head": (
        written("head.mp4", b"\0\0\0\x18ftypisom\0\0\2\0isommp42"),
        "head.mp4 is dam",
    ),
    "undecodable": (encrypted, "noise.mp4 is damaged or cut short, no frame can be read; record"),
    "codec": (unknown_codec, "new.avi uses a video codec that can't be read here; save it as MP4"),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("use", [open_source, read_frames])
def test_an_unusable_file_is_refused_in_one_line_that_says_what_to_do(tmp_path, case, use):
    make, message = CASES[case]
    path = make(tmp_path)
    with pytest.raises(UnusableInput, match=message) as caught:
        use(path)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs Unix permissions")
def test_a_file_that_may_not_be_read_is_refused():
    folder = Path(tempfile.mkdtemp())
    path = folder / "private.mp4"
    try:
        path.write_bytes(b"x")
        folder.chmod(0o755)
        path.chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            with pytest.raises(UnusableInput, match=r"private.mp4 may not be read; check its perm"):
                open_source(path)
        finally:
            if root:
                os.seteuid(0)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["", "a\0b.mp4", "x" * 5000, "http://example.org/a.mp4"])
def test_a_name_that_is_no_file_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableInput):
        open_source(name)


@pytest.mark.parametrize(
    "name", ["50% done.mp4", "concat:a.mp4", "ünï çodé.mp4", "-i.mp4", "a'b.mp4"]
)
def test_awkward_names_are_fine(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    encode(tmp_path / "plain.mp4", 5).rename(name)
    assert len(list(read_frames(name, fps=None))) == 5
