"""Drawing on a picture: smooth lines, arcs, panels, icons and text, in sizes of the picture.

Points are (x, y) in pixels and may lie outside; what isn't finite or lies far away is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.media.picture import RgbImage
from formcheck.media.text import Mask, Text, rendered

Colour = tuple[int, int, int]
Point = tuple[float, float]

_SHIFT = 4  # bits of the fraction of a pixel OpenCV draws with
_ONE = 1 << _SHIFT
_SMALL_DISC_PX = 9  # below this radius OpenCV's circles are diamonds


class Canvas:
    """A picture to draw on, in place.

    Args:
        rgb: (h, w, 3) uint8, contiguous and writeable.

    Attributes:
        rgb: the picture.
        unit: length in pixels that everything is measured in, a hundredth of the picture's height
            (of its width and a bit, where it stands upright).
    """

    def __init__(self, rgb: RgbImage) -> None:
        self.rgb = rgb
        self.height: int = rgb.shape[0]
        self.width: int = rgb.shape[1]
        self.unit = min(self.height, self.width * 1.1) / 100

    def px(self, units: float) -> int:
        """Units in whole pixels, at least one."""
        return max(1, int(units * self.unit + 0.5))

    def drawable(self, *points: Point) -> bool:
        """Whether all the points are finite and not absurdly far outside."""
        far = 4 * max(self.width, self.height)
        return all(abs(x) < far and abs(y) < far for x, y in points)

    def line(self, start: Point, end: Point, colour: Colour, width_px: int) -> None:
        """A smooth line with round ends."""
        if self.drawable(start, end):
            cv2.line(self.rgb, _fixed(start), _fixed(end), colour, width_px, cv2.LINE_AA, _SHIFT)

    def dashed(self, start: Point, end: Point, colour: Colour, width_px: int, dash: float) -> None:
        """A line of dashes `dash` pixels long, with gaps of the same length."""
        length = hypot(end[0] - start[0], end[1] - start[1])
        if not self.drawable(start, end) or length < 1:
            return
        count = max(1, round(length / dash / 2))
        for k in range(count):
            a, b = (k + 0.2) / count, (k + 0.7) / count
            self.line(_between(start, end, a), _between(start, end, b), colour, width_px)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        if self.drawable(centre) and radius < _SMALL_DISC_PX:
            mask = _disc(max(1, round(radius * 4)))
            half = mask.shape[0] / 2
            self.paint(mask, round(centre[0] - half), round(centre[1] - half), colour)
        elif self.drawable(centre):
            cv2.circle(
                self.rgb, _fixed(centre), round(radius * _ONE), colour, -1, cv2.LINE_AA, _SHIFT
            )

    def circle(self, centre: Point, radius: float, colour: Colour, width_px: int) -> None:
        """An outlined circle."""
        if self.drawable(centre):
            cv2.circle(
                self.rgb,
                _fixed(centre),
                round(radius * _ONE),
                colour,
                width_px,
                cv2.LINE_AA,
                _SHIFT,
            )

    def arc(
        self,
        centre: Point,
        radius: float,
        start_deg: float,
        sweep_deg: float,
        colour: Colour,
        width_px: int,
    ) -> None:
        """Part of a circle with round ends; degrees clockwise from the right."""
        if not self.drawable(centre):
            return
        steps = max(2, int(abs(sweep_deg) / 4) + 2)
        angles = np.radians(np.linspace(start_deg, start_deg + sweep_deg, steps))
        points = np.stack(
            [centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)], axis=1
        )
        self.polyline(points, colour, width_px)

    def polyline(
        self, points: NDArray[np.float64] | Sequence[Point], colour: Colour, width_px: int
    ) -> None:
        """Connected smooth lines."""
        fixed = np.round(np.asarray(points, dtype=np.float64) * _ONE).astype(np.int32)
        cv2.polylines(self.rgb, [fixed], False, colour, width_px, cv2.LINE_AA, _SHIFT)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled convex polygon."""
        fixed = np.round(np.asarray(points, dtype=np.float64) * _ONE).astype(np.int32)
        cv2.fillConvexPoly(self.rgb, fixed, colour, cv2.LINE_AA, _SHIFT)

    def panel(self, box: Box, opacity: float, colour: Colour, radius_px: int) -> None:
        """A rounded rectangle through which the picture shines."""
        left, top, right, bottom = box
        left, top = max(0, left), max(0, top)
        right, bottom = min(self.width, right), min(self.height, bottom)
        if right <= left or bottom <= top:
            return
        roi = self.rgb[top:bottom, left:right]
        radius = max(0, min(radius_px, (right - left) // 2, (bottom - top) // 2))
        tinted = np.asarray(cv2.LUT(roi, _tint(colour, opacity)), dtype=np.uint8)
        for rows in (slice(0, radius), slice(-radius, None)):
            for columns in (slice(0, radius), slice(-radius, None)):
                if radius:
                    corner = _corner(radius)[
                        :: 1 if rows.start == 0 else -1, :: 1 if columns.start == 0 else -1
                    ]
                    tinted[rows, columns] = _mixed(
                        roi[rows, columns], tinted[rows, columns], corner[..., np.newaxis]
                    )
        roi[:] = tinted

    def paint(self, mask: Mask, left: int, top: int, colour: Colour) -> None:
        """One colour through a mask of coverage, clipped at the picture's edges."""
        height, width = mask.shape
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.width, left + width), min(self.height, top + height)
        if x1 <= x0 or y1 <= y0:
            return
        roi = self.rgb[y0:y1, x0:x1]
        part = mask[y0 - top : y1 - top, x0 - left : x1 - left]
        rows, columns = np.nonzero(part)
        cover = part[rows, columns].astype(np.uint16)[:, np.newaxis]
        pixels = roi[rows, columns]
        ink = np.array(colour, dtype=np.uint16)
        roi[rows, columns] = ((pixels * (255 - cover) + ink * cover + 127) // 255).astype(np.uint8)

    def text(
        self,
        words: str,
        left: float,
        top: float,
        size_px: int,
        colour: Colour,
        *,
        bold: bool = False,
        outline: Colour | None = None,
    ) -> None:
        """One line with its box's corner at (left, top); an outline lifts it off any background."""
        self.rendered_text(rendered(words, size_px, bold=bold), left, top, colour, outline)

    def rendered_text(
        self, line: Text, left: float, top: float, colour: Colour, outline: Colour | None = None
    ) -> None:
        """As `text`, of a line already rendered."""
        x, y = round(left) - line.margin_px, round(top) - line.margin_px
        if outline is not None:
            self.paint(line.outlined, x, y, outline)
        self.paint(line.fill, x, y, colour)


Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom outside."""


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _fixed(point: Point) -> tuple[int, int]:
    return round(point[0] * _ONE), round(point[1] * _ONE)


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _mixed(under: RgbImage, over: RgbImage, cover: Mask) -> RgbImage:
    wide = cover.astype(np.uint16)
    mixed: RgbImage = ((under * (255 - wide) + over * wide + 127) // 255).astype(np.uint8)
    return mixed


@lru_cache(maxsize=16)
def _tint(colour: Colour, opacity: float) -> RgbImage:
    """(1, 256, 3) table: what each value becomes behind a colour that lets the rest through."""
    values = np.arange(256)[:, np.newaxis] * (1 - opacity) + np.array(colour) * opacity
    table: RgbImage = np.round(values)[np.newaxis].astype(np.uint8)
    return table


@lru_cache(maxsize=64)
def _disc(quarter_px: int) -> Mask:
    """Coverage of a small disc; radius in quarters of a pixel."""
    radius = quarter_px / 4
    half = int(radius + 1.5)
    steps = np.arange(2 * half + 1) - half
    distance = np.hypot(*np.meshgrid(steps, steps))
    cover: Mask = (np.clip(radius - distance + 0.5, 0, 1) * 255).astype(np.uint8)
    return cover


@lru_cache(maxsize=32)
def _corner(radius: int) -> Mask:
    """Coverage of a rounded top left corner."""
    steps = np.arange(radius) + 0.5
    distance = np.hypot(*np.meshgrid(radius - steps, radius - steps))
    cover: Mask = (np.clip(radius - distance + 0.5, 0, 1) * 255).astype(np.uint8)
    return cover
