"""Turning pictures upright, as a video's display matrix asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.media.picture import RgbImage


@dataclass(frozen=True)
class Orientation:
    """One of the eight ways a camera can have been held: exchange axes first, then flip.

    Attributes:
        transposed: rows and columns trade places.
        flip_x: then left and right trade places.
        flip_y: then top and bottom trade places.
    """

    transposed: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def from_display_matrix(cls, matrix: bytes) -> Orientation:
        """From FFmpeg's display matrix: nine native int32, row-major, rows (a b u)(c d v)(x y w).

        A coded point (p, q) is shown at (a p + c q, b p + d q), y down. Angles in between are
        brought to the nearest quarter turn.
        """
        if len(matrix) < 36:
            return cls()
        a, b, _, c, d = np.frombuffer(matrix, dtype=np.int32, count=5).astype(np.int64)
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(transposed=True, flip_x=bool(c < 0), flip_y=bool(b < 0))
        return cls(flip_x=bool(a < 0), flip_y=bool(d < 0))

    def size(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """Width and height after turning (and before: it is its own inverse)."""
        return (size_px[1], size_px[0]) if self.transposed else size_px

    def upright(self, rgb: RgbImage) -> RgbImage:
        """The picture turned, in memory of its own rows."""
        if self.transposed:
            rgb = rgb.transpose(1, 0, 2)
        rows = slice(None, None, -1 if self.flip_y else 1)
        columns = slice(None, None, -1 if self.flip_x else 1)
        return np.ascontiguousarray(rgb[rows, columns])
