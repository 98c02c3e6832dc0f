"""The landmarks of a recording in a temporary file.

Recognising, judging and drawing each read them again without asking the pose model twice, and
memory stays flat whatever the recording's length (1.6 kB a frame on disk, 2 with the outline).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from formcheck.pose.frame import LANDMARK_COUNT, OUTLINE_STATIONS, PoseFrame

_BODY_FLOATS = 1 + 2 + LANDMARK_COUNT * 6
_OUTLINE_FLOATS = 2 * OUTLINE_STATIONS


class PoseLog:
    """Frames in time order; a context manager that removes its file, unless it was given one.

    Args:
        path: of a file to write and keep, so that another process can hand it over; None for a
            temporary file of its own.
        outlined: keep the body's outline too.
    """

    def __init__(self, path: Path | None = None, *, outlined: bool = False) -> None:
        self._file: BinaryIO = path.open("wb+") if path is not None else _temporary()
        self._row_bytes = 8 * (_BODY_FLOATS + (_OUTLINE_FLOATS if outlined else 0))
        self.outlined = outlined
        self.frames = 0

    def __enter__(self) -> PoseLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, frame: PoseFrame) -> None:
        """Add a frame."""
        arrays = [frame.xy_px.ravel(), frame.world_m.ravel(), frame.visibility]
        if self.outlined:
            arrays.append(frame.outline.ravel())
        self._file.write(np.concatenate([[frame.t_s, *frame.size_px], *arrays]).tobytes())
        self.frames += 1

    def extend(self, path: Path) -> None:
        """Add all frames of another log's file, which keeps the outline just as this one does."""
        with path.open("rb") as other:
            shutil.copyfileobj(other, self._file)
        self.frames += path.stat().st_size // self._row_bytes

    def __iter__(self) -> Iterator[PoseFrame]:
        self._file.seek(0)
        try:
            while len(chunk := self._file.read(self._row_bytes)) == self._row_bytes:
                yield _frame(chunk)
        finally:
            self._file.seek(0, os.SEEK_END)


def _temporary() -> BinaryIO:
    return tempfile.TemporaryFile(prefix="formcheck-")


def _frame(chunk: bytes) -> PoseFrame:
    row = np.frombuffer(chunk)
    ends = [n * LANDMARK_COUNT for n in (2, 5, 6)]
    xy, world, visibility, outline = np.split(row[3:], ends)
    size_px = int(row[1]), int(row[2])
    frame = PoseFrame(float(row[0]), size_px, xy.reshape(-1, 2), world.reshape(-1, 3), visibility)
    return replace(frame, outline=outline.reshape(2, -1)) if outline.size else frame
