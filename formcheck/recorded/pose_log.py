"""The landmarks of a recording in a temporary file.

Recognising, judging and drawing each read them again without asking the pose model twice, and
memory stays flat whatever the recording's length (2 kB a frame on disk).
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from formcheck.pose.frame import LANDMARK_COUNT, OUTLINE_STATIONS, PoseFrame

_SHAPES = (
    (LANDMARK_COUNT, 2),  # xy_px
    (LANDMARK_COUNT, 3),  # world_m
    (LANDMARK_COUNT,),  # visibility
    (2, OUTLINE_STATIONS),  # outline
    (2,),  # thigh_deg
)
_SIZES = [math.prod(shape) for shape in _SHAPES]
_ROW_BYTES = 8 * (3 + sum(_SIZES))


class PoseLog:
    """Frames in time order; a context manager that removes its file, unless it was given one.

    Args:
        path: of a file to write and keep, so that another process can hand it over; None for a
            temporary file of its own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file: BinaryIO = path.open("wb+") if path is not None else _temporary()
        self.frames = 0

    def __enter__(self) -> PoseLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, frame: PoseFrame) -> None:
        """Add a frame."""
        arrays = (frame.xy_px, frame.world_m, frame.visibility, frame.outline, frame.thigh_deg)
        flat = [array.ravel() for array in arrays]
        self._file.write(np.concatenate([[frame.t_s, *frame.size_px], *flat]).tobytes())
        self.frames += 1

    def extend(self, path: Path) -> None:
        """Add all frames of another log's file."""
        with path.open("rb") as other:
            shutil.copyfileobj(other, self._file)
        self.frames += path.stat().st_size // _ROW_BYTES

    def __iter__(self) -> Iterator[PoseFrame]:
        self._file.seek(0)
        try:
            while len(chunk := self._file.read(_ROW_BYTES)) == _ROW_BYTES:
                yield _frame(chunk)
        finally:
            self._file.seek(0, os.SEEK_END)


def _temporary() -> BinaryIO:
    return tempfile.TemporaryFile(prefix="formcheck-")


def _frame(chunk: bytes) -> PoseFrame:
    row = np.frombuffer(chunk)
    parts = np.split(row[3:], np.cumsum(_SIZES)[:-1])
    arrays = [part.reshape(shape) for part, shape in zip(parts, _SHAPES, strict=True)]
    return PoseFrame(float(row[0]), (int(row[1]), int(row[2])), *arrays)
