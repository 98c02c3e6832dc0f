"""Opening what a person hands over: a video or a photo, read as upright pictures with times.

>>> reader = read_frames("stretch.mp4", fps=15)          # doctest: +SKIP
>>> for picture in reader:                               # doctest: +SKIP
...     judge(picture.rgb, picture.t_s)
>>> reader.frames_read, reader.damaged                   # doctest: +SKIP
(936, False)
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from math import floor, inf
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.errors import UnusableInput
from formcheck.media.photo import photo_source, read_photo
from formcheck.media.picture import Picture, Source
from formcheck.media.video import Video

__all__ = ["FrameReader", "Picture", "Source", "open_source", "read_frames"]

# Of a step of the grid: frames a little early still count for their step, so that the rounded
# timestamps of WebM (whole milliseconds) and a phone's jitter don't disturb an even choice.
_EARLY = 0.1


def open_source(path: str | os.PathLike[str]) -> Source:
    """What the file is, by its content.

    Raises:
        UnusableInput: missing, unreadable, empty, or neither a video nor a photo; says what to do.
    """
    file = _usable(Path(path))
    photo = photo_source(file)
    if photo is not None:
        return photo
    video = Video(file)
    video.close()
    return video.source


class FrameReader(Iterator[Picture]):
    """The pictures of a source one after the other; a context manager, closed at the end by itself.

    Args:
        path: of a video or photo.
        fps: at most this many pictures per second of the source's time, on a grid that starts with
            its first frame, whatever `start_s` is; None for every frame. Pictures are chosen,
            never made up.
        start_s: hand out nothing earlier, in seconds after the source's first frame.
        end_s: hand out nothing at or after this time; None for all.
        max_side_px: larger pictures are scaled down to this long side; None for full size.

    Attributes:
        source: what the file is.
        frames_read: frames met so far between `start_s` and `end_s`, chosen or not.
        last_t_s: time of the newest of them in seconds; None before the first.
        damaged: the file turned out cut short or broken so far; what could be decoded was handed
            out.

    Raises:
        UnusableInput: as `open_source`; and a photo that is damaged.
        ValueError: `fps` or `max_side_px` isn't positive.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        fps: float | None = 15.0,
        start_s: float = 0.0,
        end_s: float | None = None,
        max_side_px: int | None = 1280,
    ) -> None:
        if fps is not None and not 0 < fps < inf:
            raise ValueError(f"fps must be positive, got {fps}")
        if max_side_px is not None and max_side_px < 1:
            raise ValueError(f"max_side_px must be positive, got {max_side_px}")
        file = _usable(Path(path))
        self._fps = fps
        self._start_s = start_s
        self._end_s = inf if end_s is None else end_s
        self._max_side_px = max_side_px
        self.frames_read = 0
        self.last_t_s: float | None = None
        self._video: Video | None = None
        photo = photo_source(file)
        if photo is not None:
            self.source = photo
            self._pictures = self._of_photo()
        else:
            self._video = Video(file)
            self.source = self._video.source
            self._pictures = self._of_video(self._video)

    @property
    def damaged(self) -> bool:
        """Whether the file turned out cut short or broken so far."""
        return self._video is not None and self._video.damaged

    def __next__(self) -> Picture:
        return next(self._pictures)

    def close(self) -> None:
        """Stop early and let go of the file."""
        self._pictures.close()
        if self._video is not None:
            self._video.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _of_photo(self) -> Generator[Picture, None, None]:
        if self._start_s <= 0 < self._end_s:
            picture = read_photo(self.source.path, self._max_side_px)
            self.frames_read, self.last_t_s = 1, 0.0
            yield picture

    def _of_video(self, video: Video) -> Generator[Picture, None, None]:
        converter = video.converter(self._max_side_px)
        newest_step = -1
        try:
            for timed in video.frames(self._start_s):
                if timed.t_s >= self._end_s:
                    return
                step, before = self._step(timed.t_s, newest_step), newest_step
                newest_step = step
                if timed.t_s < self._start_s:
                    continue
                index = self.frames_read
                self.frames_read += 1
                self.last_t_s = timed.t_s
                if step > before:
                    yield Picture(timed.t_s, index, converter.rgb(timed.frame))
        finally:
            video.close()

    def _step(self, t_s: float, before: int) -> int:
        return before + 1 if self._fps is None else floor(t_s * self._fps + _EARLY)


def read_frames(
    path: str | os.PathLike[str],
    *,
    fps: float | None = 15.0,
    start_s: float = 0.0,
    end_s: float | None = None,
    max_side_px: int | None = 1280,
) -> FrameReader:
    """The pictures of a video or photo; see `FrameReader`."""
    return FrameReader(path, fps=fps, start_s=start_s, end_s=end_s, max_side_px=max_side_px)


def _usable(path: Path) -> Path:
    """The path, if it is a file with something in it that may be read."""
    try:
        if path.is_dir():
            raise UnusableInput(f"{path} is a folder; give one video or photo in it")
        if not path.exists():
            raise UnusableInput(f"there is no file {path}; check the name")
        if not path.is_file():
            raise UnusableInput(f"{path} is not a file; give a video or a photo")
        if path.stat().st_size == 0:
            raise UnusableInput(f"{path.name} is empty; record or copy it again")
        with path.open("rb"):
            pass
    except PermissionError as error:
        raise UnusableInput(f"{path} may not be read; check its permissions") from error
    except (OSError, ValueError) as error:
        raise UnusableInput(f"{path} can't be read; check the name") from error
    return path
