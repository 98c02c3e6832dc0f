"""Text as masks: proper glyphs (° é ü), rendered once and kept.

The font is DejaVu Sans as matplotlib carries it (MediaPipe requires matplotlib); without it,
Pillow's own font does, with fewer glyphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.uint8]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, eq=False)
class Text:
    """One rendered line.

    Attributes:
        fill: (height, width) coverage of the letters, 0 to 255.
        outlined: the same with an outline around them.
        margin_px: of both masks around the line's own box, on every side.
    """

    fill: Mask
    outlined: Mask
    margin_px: int

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the line's box; the height is the font's, whatever the letters."""
        height, width = self.fill.shape
        return width - 2 * self.margin_px, height - 2 * self.margin_px


@lru_cache(maxsize=1024)
def rendered(text: str, size_px: int, *, bold: bool = False) -> Text:
    """One line in letters of `size_px` (the font's em) pixels."""
    font = _font(size_px, bold)
    outline = max(1, round(size_px * 0.09))
    margin = outline + 1
    ascent, descent = _ascent(size_px, bold)
    width = max(1, round(font.getlength(text)))
    box = (width + 2 * margin, ascent + descent + 2 * margin)
    return Text(
        _drawn(text, font, box, margin, 0), _drawn(text, font, box, margin, outline), margin
    )


def width_px(text: str, size_px: int, *, bold: bool = False) -> float:
    """How wide a line will be, in pixels."""
    return _font(size_px, bold).getlength(text)


def fits(lines: tuple[str, ...], size_px: int, width: int, *, bold: bool = False) -> bool:
    """Whether every line is at most `width` pixels wide."""
    return all(width_px(line, size_px, bold=bold) <= width for line in lines)


def shortened(line: str, size_px: int, width: int, *, bold: bool = False) -> str:
    """The line, cut with … where it is wider than `width` pixels."""
    if fits((line,), size_px, width, bold=bold):
        return line
    while line and not fits((f"{line}…",), size_px, width, bold=bold):
        line = line[:-1]
    return f"{line.rstrip()}…"


@lru_cache(maxsize=256)
def wrapped(text: str, size_px: int, width: int, *, bold: bool = False) -> tuple[str, ...]:
    """The text broken between words into lines of at most `width` pixels, of even length."""
    words = text.split()
    greedy = _broken(words, size_px, width, bold)
    if len(greedy) < 2:
        return greedy
    even = width
    while even > width // 2:  # as narrow as the same number of lines allows
        narrower = _broken(words, size_px, even - size_px, bold)
        if len(narrower) > len(greedy) or not fits(narrower, size_px, even - size_px, bold=bold):
            break
        greedy, even = narrower, even - size_px
    return greedy


def _broken(words: list[str], size_px: int, width: int, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, size_px, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _drawn(text: str, font: Font, box: tuple[int, int], margin: int, stroke: int) -> Mask:
    image = Image.new("L", box)
    ImageDraw.Draw(image).text(
        (margin, margin), text, fill=255, font=font, anchor="la", stroke_width=stroke
    )
    return np.asarray(image, dtype=np.uint8)


def _ascent(size_px: int, bold: bool) -> tuple[int, int]:
    font = _font(size_px, bold)
    if isinstance(font, ImageFont.FreeTypeFont):
        ascent, descent = font.getmetrics()
        return int(ascent), int(descent)
    return size_px, size_px // 4


@lru_cache(maxsize=128)
def _font(size_px: int, bold: bool) -> Font:
    path = font_file("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    if path is None:
        return ImageFont.load_default(size_px)
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4)
def font_file(name: str) -> Path | None:
    """A font that matplotlib carries, such as DejaVuSans.ttf; None without matplotlib."""
    spec = find_spec("matplotlib")  # found, not imported: that would take a third of a second
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name
    return path if path.is_file() else None
