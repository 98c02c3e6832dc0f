"""A few shapes that charts are made of, drawn as SVG for the page and as vectors for the PDF.

Coordinates are points (1/72 inch) from the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

Anchor = Literal["start", "middle", "end"]

INK = "#1d2b27"
FAINT = "#61706a"
RULE = "#c9d5cf"
FIELD = "#eef3f0"
PALE = "#b9c4be"
MAIN = "#1d6b5a"
SECOND = "#3b5b92"
FAULT = "#a34a00"


@dataclass(frozen=True)
class Line:
    """From one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = RULE
    width: float = 0.7
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A filled rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str = FIELD
    radius: float = 0.0


@dataclass(frozen=True)
class Dot:
    """A disc; hollow ones are filled with paper."""

    x: float
    y: float
    radius: float = 2.0
    colour: str = MAIN
    hollow: bool = False


@dataclass(frozen=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str = MAIN
    width: float = 1.2


@dataclass(frozen=True)
class Label:
    """Words; `x`, `y` is their baseline's start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 7.5
    colour: str = FAINT
    anchor: Anchor = "start"
    bold: bool = False


Shape = Line | Box | Dot | Path | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes on a field of `width` by `height` points, the first at the back."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def as_svg(drawing: Drawing, caption: str) -> str:
    """The drawing as an SVG element that scales with the page."""
    inside = "".join(_svg(shape) for shape in drawing.shapes)
    size = f"{number(drawing.width)} {number(drawing.height)}"
    return (
        f'<svg viewBox="0 0 {size}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(caption)}</title>{inside}</svg>"
    )


def number(value: float) -> str:
    """Short and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _svg(shape: Shape) -> str:
    n = number
    match shape:
        case Line():
            dash = ' stroke-dasharray="3 2.5"' if shape.dashed else ""
            return (
                f'<line x1="{n(shape.x1)}" y1="{n(shape.y1)}" x2="{n(shape.x2)}" '
                f'y2="{n(shape.y2)}" stroke="{shape.colour}" '
                f'stroke-width="{n(shape.width)}"{dash}/>'
            )
        case Box():
            return (
                f'<rect x="{n(shape.x)}" y="{n(shape.y)}" width="{n(shape.width)}" '
                f'height="{n(shape.height)}" rx="{n(shape.radius)}" fill="{shape.fill}"/>'
            )
        case Dot():
            fill = "#ffffff" if shape.hollow else shape.colour
            return (
                f'<circle cx="{n(shape.x)}" cy="{n(shape.y)}" r="{n(shape.radius)}" '
                f'fill="{fill}" stroke="{shape.colour}"/>'
            )
        case Path():
            points = " ".join(f"{n(x)},{n(y)}" for x, y in shape.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.colour}" '
                f'stroke-width="{n(shape.width)}" stroke-linejoin="round"/>'
            )
        case Label():
            weight = ' font-weight="600"' if shape.bold else ""
            return (
                f'<text x="{n(shape.x)}" y="{n(shape.y)}" font-size="{n(shape.size)}" '
                f'fill="{shape.colour}" text-anchor="{shape.anchor}"{weight}>'
                f"{escape(shape.text)}</text>"
            )
