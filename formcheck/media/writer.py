"""Writing an annotated copy of a video: H.264 in MP4 that browsers play from the first byte on."""

from __future__ import annotations

import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from formcheck.errors import UnusableInput
from formcheck.media.picture import RgbImage

_TIME_BASE = Fraction(1, 90_000)
_KEYFRAME_EVERY_S = 2.0  # so that a viewer can be moved along the video without waiting
_BT709 = 1  # AVCOL_SPC_BT709: how the colours are written, so that browsers show the same
# No B-frames: at a variable rate their reordering makes MP4 declare too short a duration.
_OPTIONS = {"preset": "veryfast", "crf": "21", "profile": "high", "bf": "0"}


class AnnotatedVideo:
    """A video in the making; a context manager.

    It grows under a temporary name beside `path` and takes its place when the block ends well; an
    exception, or a block without a picture, leaves nothing behind and an older file as it was.

        with AnnotatedVideo("checked.mp4", (1280, 720), fps=15) as video:
            video.write(rgb, t_s)

    Args:
        path: of the MP4 file; an older file is replaced.
        size_px: width and height of the pictures; an odd side is widened by one repeated pixel.
        fps: about how many pictures a second will come; only the last picture's length and the
            encoder's planning depend on it.

    Raises:
        UnusableInput: the path can't be written (when the block is entered), or no longer can.
        ValueError: a picture of another size, or one that isn't later than the one before.
    """

    def __init__(
        self, path: str | os.PathLike[str], size_px: tuple[int, int], fps: float = 15.0
    ) -> None:
        if min(size_px) < 1:
            raise ValueError(f"size_px must be positive, got {size_px}")
        if not 0 < fps <= 1000:
            raise ValueError(f"fps must be above 0 and at most 1000, got {fps}")
        self._path = Path(path)
        self._part = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        self._size_px = size_px
        self._fps = Fraction(fps).limit_denominator(1001)
        self._reformatter = VideoReformatter()
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._last_pts: int | None = None

    def __enter__(self) -> Self:
        if self._path.is_dir():
            raise UnusableInput(f"{self._path} is a folder; give the name of an MP4 file")
        try:
            if self._path.exists():
                with self._path.open("r+b"):  # a file that may not be written isn't replaced either
                    pass
            self._part.touch()
            self._container = av.open(
                f"file:{self._part}", mode="w", format="mp4", options={"movflags": "+faststart"}
            )
            self._stream = self._video_stream(self._container)
        except OSError as error:
            self._discard()
            raise self._unwritable(error) from error
        return self

    def write(self, rgb: RgbImage, t_s: float) -> None:
        """Add one picture, (height, width, 3) uint8, shown from `t_s` seconds on."""
        if self._container is None or self._stream is None:
            raise ValueError("write pictures inside the with block")
        if rgb.shape != (self._size_px[1], self._size_px[0], 3):
            raise ValueError(f"picture of shape {rgb.shape}, expected size {self._size_px}")
        pts = round(t_s / _TIME_BASE)
        if self._last_pts is not None and pts <= self._last_pts:
            raise ValueError(f"picture at {t_s} s isn't later than the one before")
        self._last_pts = pts
        frame = self._reformatter.reformat(
            VideoFrame.from_ndarray(_even(rgb), format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
        frame.pts, frame.time_base = pts, _TIME_BASE
        frame.duration = round(1 / (self._fps * _TIME_BASE))
        try:
            self._container.mux(self._stream.encode(frame))
        except (OSError, av.error.FFmpegError) as error:
            raise self._unwritable(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None or self._last_pts is None:
            self._discard()
            return
        assert self._container is not None
        assert self._stream is not None
        try:
            self._container.mux(self._stream.encode(None))
            self._container.close()
            self._part.replace(self._path)
        except (OSError, av.error.FFmpegError) as failure:
            self._discard()
            raise self._unwritable(failure) from failure

    def _video_stream(self, container: OutputContainer) -> VideoStream:
        stream = container.add_stream("libx264", rate=self._fps, options=_OPTIONS)
        width, height = self._size_px
        stream.width, stream.height = width + width % 2, height + height % 2
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = _TIME_BASE
        context.gop_size = max(1, round(self._fps * _KEYFRAME_EVERY_S))
        context.colorspace = _BT709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        return stream

    def _discard(self) -> None:
        if self._container is not None:
            with suppress(OSError, av.error.FFmpegError):  # what failed is thrown away anyway
                self._container.close()
        self._part.unlink(missing_ok=True)

    def _unwritable(self, error: Exception) -> UnusableInput:
        why = getattr(error, "strerror", None) or str(error)
        return UnusableInput(
            f"{self._path} can't be written ({why.lower()}); give another place or free some space"
        )


def _even(rgb: RgbImage) -> RgbImage:
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        rgb = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(rgb)
