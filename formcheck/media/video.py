"""Reading videos: every decoded frame with its exact time, upright and with square pixels.

Times come from the frames' own timestamps, so a variable frame rate, a dropped frame or a late
start change nothing. Sound, subtitles and cover pictures are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import Type as SideDataType
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from formcheck.errors import UnusableInput
from formcheck.media.orientation import Orientation
from formcheck.media.picture import RgbImage, Source, fitted, on_white

# The containers people's cameras, phones, browsers and editors write. Playlists, drawings of text
# files and raw dumps that FFmpeg also opens stay shut; sound is let in to be named in the message.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,gif,mjpeg,h264,hevc,av1,ivf,"
    "obu,m4v,mpegvideo,wtv,nut,mxf,dv,rm,mp3,wav,flac,aac,ac3,eac3,aiff,amr,caf,w64,au,ape"
)
_WITH_INDEX = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")  # seeking lands on a true keyframe
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_RESTART_S = 1.0  # a larger step back in time is a clock that began anew, not a late frame
_SEEK_BACK_S = (0.0, 1.0, 5.0, 20.0)  # how much earlier to try if the keyframe found is too late
_END_SLACK_S = 1.0  # a stream that ends this much before its declared end was cut short


@dataclass(frozen=True)
class TimedFrame:
    """One decoded frame, not yet converted: seconds after the first frame, and the frame."""

    t_s: float
    frame: VideoFrame


class Video:
    """An open video file: its `source`, its frames in order, and whether it turned out damaged.

    Args:
        path: of the file.

    Raises:
        UnusableInput: not a video, or nothing in it can be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container, self._stream = _decoder(path)
        try:
            self.damaged = _cut_short(self._stream, path)
            first = next(self._decoded(), None)
            if first is None:
                raise UnusableInput(_nothing_decodable(path))
            self._origin_s = _seconds(first) or Fraction(0)
            self._pixel_aspect = self._stream.sample_aspect_ratio
            shown_px = _orientation(first).size(_square(first, self._pixel_aspect))
            self.source = _described(path, self._container, self._stream, shown_px)
        except BaseException:
            self._container.close()
            raise

    def frames(self, start_s: float = 0.0) -> Iterator[TimedFrame]:
        """Frames from before `start_s` on, at ever later times; call it once more to start anew.

        With `start_s` above 0 the first one handed out is earlier than that, so that the caller
        sees what came just before; which ones come after doesn't depend on it.
        """
        last_s = 0.0
        for timed in self._from_before(start_s) if start_s > 0 else self._from_first():
            # After a seek the frames before the keyframe may lack what they refer to.
            self.damaged |= timed.frame.is_corrupt and timed.t_s >= start_s
            last_s = timed.t_s
            yield timed
        declared_s = self._declared_end_s()
        self.damaged |= declared_s is not None and last_s < declared_s - _END_SLACK_S

    def close(self) -> None:
        """Free the decoder and the file."""
        self._container.close()

    def converter(self, max_side_px: int | None) -> Converter:
        """What turns this video's frames into pictures of one size."""
        return Converter(self.source.size_px, self._pixel_aspect, max_side_px)

    def _from_before(self, start_s: float) -> Iterator[TimedFrame]:
        """Frames from somewhere before `start_s`: from a keyframe, or else from the first."""
        if self._container.format.name in _WITH_INDEX:
            for back_s in _SEEK_BACK_S:
                if start_s - back_s <= 0 or not self._seek(start_s - back_s):
                    break
                frames = self._timed()
                first = next(frames, None)
                if first is not None and first.t_s < start_s:
                    return chain([first], frames)
        return self._from_first()

    def _from_first(self) -> Iterator[TimedFrame]:
        self._container.close()
        self._container, self._stream = _decoder(self._path)
        return self._timed()

    def _seek(self, t_s: float) -> bool:
        time_base = self._stream.time_base or Fraction(1, av.time_base)
        try:
            target = int((Fraction(t_s) + self._origin_s) / time_base) - 1
            self._container.seek(target, stream=self._stream)
        except av.error.FFmpegError:
            return False
        return True

    def _declared_end_s(self) -> float | None:
        """When the video should end, where that can be trusted; MP4 is checked by its index."""
        name = self._container.format.name
        if name not in ("matroska,webm", "avi") or self._container.streams.audio:
            return None
        return self.source.duration_s

    def _timed(self) -> Iterator[TimedFrame]:
        """Decoded frames with their time, strictly increasing.

        A frame without a timestamp follows its predecessor by one frame's length; one that isn't
        later than its predecessor is left out; after a step back of more than a second the clock
        is taken to have begun anew.
        """
        length_s = 1 / (self._stream.average_rate or Fraction(30))
        shift_s = Fraction(0)
        last_s: Fraction | None = None
        for frame in self._decoded():
            at_s = _seconds(frame)
            if at_s is None:
                t_s = Fraction(0) if last_s is None else last_s + length_s
            else:
                t_s = at_s - self._origin_s + shift_s
                if last_s is not None and t_s < last_s - Fraction(_RESTART_S):
                    shift_s += last_s + length_s - t_s
                    t_s = last_s + length_s
            if last_s is not None and t_s <= last_s:
                continue
            last_s = t_s
            yield TimedFrame(float(t_s), frame)

    def _decoded(self) -> Iterator[VideoFrame]:
        """Whatever can be decoded; sets `damaged` where something can't."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError):
                self.damaged = True
                packet = None
            if packet is None:
                return
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self.damaged = True
                continue
            self.damaged |= packet.is_corrupt
            for frame in frames:
                if isinstance(frame, VideoFrame):
                    yield frame


class Converter:
    """Turns decoded frames into upright RGB pictures of one size, the first frame's.

    A browser's recording may change its resolution half-way: such frames are scaled, with grey
    bars where the shape differs, so that angles stay true.

    Args:
        shown_px: width and height of the first frame as shown.
        pixel_aspect: width to height of a coded pixel.
        max_side_px: the pictures are scaled down to this long side; None for full size.
    """

    def __init__(
        self, shown_px: tuple[int, int], pixel_aspect: Fraction | None, max_side_px: int | None
    ) -> None:
        self._pixel_aspect = pixel_aspect
        self._size_px = fitted(shown_px, max_side_px)
        self._reformatter = VideoReformatter()
        self._orientations: dict[int, Orientation] = {}
        self._colours: int | None = None  # as the frame says

    def rgb(self, frame: VideoFrame) -> RgbImage:
        """The frame as (height, width, 3) uint8."""
        # Looking at a frame's side data ties it into a reference cycle, and frames that only the
        # garbage collector frees are memory that grows: so once for each angle.
        if frame.rotation not in self._orientations:
            self._orientations[frame.rotation] = _orientation(frame)
        orientation = self._orientations[frame.rotation]
        size = _inside(orientation.size(_square(frame, self._pixel_aspect)), self._size_px)
        width, height = orientation.size(size)
        has_alpha = any(part.is_alpha for part in frame.format.components)
        pixel_format = "rgba" if has_alpha or frame.format.has_palette else "rgb24"
        try:
            converted = self._converted(frame, width, height, pixel_format, self._colours)
        except (av.error.FFmpegError, OSError):
            # Colours written in a way swscale doesn't know: shades may be off, shapes are not.
            self._colours = Colorspace.ITU709
            converted = self._converted(frame, width, height, pixel_format, self._colours)
        pixels = np.asarray(converted.to_ndarray(), dtype=np.uint8)
        rgb = on_white(pixels) if pixels.shape[2] == 4 else pixels
        return _centred(orientation.upright(rgb), self._size_px)

    def _converted(
        self, frame: VideoFrame, width: int, height: int, pixel_format: str, colours: int | None
    ) -> VideoFrame:
        smaller = width < frame.width
        return self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format=pixel_format,
            interpolation=Interpolation.AREA if smaller else Interpolation.BILINEAR,
            src_colorspace=colours,
            dst_colorspace=colours,
            dst_color_range=ColorRange.JPEG,
            threads=1,
        )


def _orientation(frame: VideoFrame) -> Orientation:
    side_data: Any = frame.side_data  # its stubs know of one kind only
    try:
        return Orientation.from_display_matrix(bytes(side_data[SideDataType.DISPLAYMATRIX]))
    except KeyError:
        return Orientation()


def _square(frame: VideoFrame, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """Width and height of the frame as coded, in square pixels."""
    return max(1, round(frame.width * (pixel_aspect or 1))), frame.height


def _inside(size: tuple[int, int], frame: tuple[int, int]) -> tuple[int, int]:
    """The size scaled to just fit into the frame; the frame's own size if the shape is the same."""
    scale = min(frame[0] / size[0], frame[1] / size[1])
    width, height = round(size[0] * scale), round(size[1] * scale)
    if abs(width - frame[0]) <= 1 and abs(height - frame[1]) <= 1:
        return frame
    return max(1, width), max(1, height)


def _centred(rgb: RgbImage, size_px: tuple[int, int]) -> RgbImage:
    height, width = rgb.shape[:2]
    if (width, height) == size_px:
        return rgb
    canvas = np.full((size_px[1], size_px[0], 3), 128, dtype=np.uint8)
    left, top = (size_px[0] - width) // 2, (size_px[1] - height) // 2
    canvas[top : top + height, left : left + width] = rgb
    return canvas


def _decoder(path: Path) -> tuple[InputContainer, VideoStream]:
    container = _opened(path)
    try:
        stream = _video_stream(container, path)
    except BaseException:
        container.close()
        raise
    stream.thread_type = "AUTO"
    return container, stream


def _opened(path: Path) -> InputContainer:
    _refuse_heic(path)
    try:
        return av.open(
            f"file:{path}",
            mode="r",
            metadata_errors="replace",
            options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"},
        )
    except (av.error.FFmpegError, ValueError) as error:
        if _looks_like_mp4(path):
            raise UnusableInput(_nothing_decodable(path)) from error
        raise UnusableInput(
            f"{path.name} is neither a video nor a photo that can be read; "
            "give a video (MP4, MOV, WebM) or a photo (JPEG, PNG)"
        ) from error


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    streams = [s for s in container.streams.video if Disposition.attached_pic not in s.disposition]
    if not streams and not container.streams.audio and _looks_like_mp4(path):
        raise UnusableInput(_nothing_decodable(path))  # cut inside the index
    if not streams:
        raise UnusableInput(f"no video stream in {path.name}; give a video or a photo")
    best = container.streams.best("video")
    stream = best if isinstance(best, VideoStream) and best in streams else streams[0]
    codec: object = stream.codec_context  # None, whatever its stubs say, for an unknown codec
    if codec is None:
        if _looks_like_mp4(path) and not stream.frames:  # cut inside the index, before the codec
            raise UnusableInput(_nothing_decodable(path))
        raise UnusableInput(
            f"{path.name} uses a video codec that can't be read here; save it as MP4 (H.264)"
        )
    return stream


def _described(
    path: Path, container: InputContainer, stream: VideoStream, size_px: tuple[int, int]
) -> Source:
    duration_s: float | None = None
    if stream.duration and stream.time_base:
        duration_s = float(stream.duration * stream.time_base)
    elif container.duration and container.duration > 0:
        duration_s = container.duration / av.time_base
    rate = stream.average_rate
    return Source(
        path=path,
        kind="video",
        duration_s=duration_s,
        fps=float(rate) if rate and 0 < rate < 1000 else None,
        size_px=size_px,
        frames=stream.frames or None,
    )


def _seconds(frame: VideoFrame) -> Fraction | None:
    if frame.pts is None or frame.time_base is None:
        return None
    return frame.pts * Fraction(frame.time_base)


def _cut_short(stream: VideoStream, path: Path) -> bool:
    """Whether the container's index points past the end of the file."""
    entries = stream.index_entries
    if len(entries) == 0:
        return False
    last = entries[len(entries) - 1]
    return bool(last.pos + last.size > path.stat().st_size)


def _nothing_decodable(path: Path) -> str:
    return f"{path.name} is damaged or cut short, no frame can be read; record or copy it again"


def _looks_like_mp4(path: Path) -> bool:
    return _head(path)[4:8] == b"ftyp"


def _refuse_heic(path: Path) -> None:
    head = _head(path)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        raise UnusableInput(f"{path.name} is a HEIC photo, which can't be read; save it as JPEG")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(12)
