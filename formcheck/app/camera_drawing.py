"""Where to put the camera, drawn from above: the mat, the person, the camera and what it sees.

Made from the definition, so that the drawing can't say something else than the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from math import atan2, cos, degrees, radians, sin

from formcheck.measures.view import LYING, Position, View
from formcheck.stretches.definition import Stretch

WIDTH, HEIGHT = 320, 216
REACH = 330
"""How far the drawn view goes: past the edge."""
_MIDDLE = (150.0, 66.0)
_CAMERAS: dict[View, tuple[float, float]] = {
    View.SIDE: (150.0, 186.0),
    View.THREE_QUARTER: (48.0, 168.0),
    View.FEET: (292.0, 66.0),
    View.FRONT: (292.0, 66.0),
    View.HEAD: (20.0, 66.0),
    View.BACK: (20.0, 66.0),
}
"""With the head to the left, for stretches whose camera stands nearer to it."""
_NAMES: dict[View, str] = {
    View.SIDE: "beside you",
    View.THREE_QUARTER: "between head and side",
    View.FEET: "at your feet",
    View.FRONT: "in front of you",
    View.HEAD: "at your head",
    View.BACK: "behind you",
}
_STYLE = (
    "<style>.mat{fill:#8fbfae;opacity:.45}.person{fill:#6f867d}.head{fill:#52685f}"
    ".sees{fill:#2f9c82;opacity:.16}.camera{fill:#2f9c82}.also{opacity:.4}"
    ".way{stroke:#7b8c85;stroke-width:1.2;stroke-dasharray:4 4}"
    "text{fill:#7b8c85;font:600 13px sans-serif}</style>"
)


@dataclass(frozen=True)
class _Spot:
    view: View
    x: float
    y: float
    first: bool


def placement_svg(stretch: Stretch) -> str:
    """A drawing from above as an SVG picture, in colours that show on light and dark alike."""
    spots = _spots(stretch)
    distance = re.search(r"about [\d.]+ (?:m|feet)\b", stretch.camera.place)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(_said(stretch))}" xmlns="http://www.w3.org/2000/svg">',
        _STYLE,
        _cone(spots[0]),
        _mat(stretch.position),
        _person(stretch.position),
        *(_camera(spot, _named(stretch, spot.view)) for spot in reversed(spots)),
        _distance(spots[0], distance[0] if distance else ""),
        "</svg>",
    ]
    return "".join(parts)


def _spots(stretch: Stretch) -> list[_Spot]:
    spots: list[_Spot] = []
    for view in stretch.camera.views:
        x, y = _CAMERAS.get(view, _CAMERAS[View.SIDE])
        if view is View.THREE_QUARTER and not _nearer_the_head(stretch):
            x = 2.0 * _MIDDLE[0] - x
        if not any((one.x, one.y) == (x, y) for one in spots):
            spots.append(_Spot(view, x, y, not spots))
    return spots


def _nearer_the_head(stretch: Stretch) -> bool:
    return stretch.camera.near == "head"


def _said(stretch: Stretch) -> str:
    return f"Drawing from above. The camera stands {_named(stretch, stretch.camera.views[0])}."


def _named(stretch: Stretch, view: View) -> str:
    if view is View.THREE_QUARTER and not _nearer_the_head(stretch):
        return "between front and side"
    return _NAMES[view]


def _mat(position: Position) -> str:
    if position is Position.STANDING:
        return ""
    return '<rect class="mat" x="52" y="36" width="196" height="60" rx="8"/>'


def _person(position: Position) -> str:
    """From above; lying with the head to the left, else facing right."""
    if position in LYING:
        return (
            '<g class="person"><circle cx="76" cy="66" r="11"/>'
            '<rect x="92" y="52" width="56" height="28" rx="12"/>'
            '<rect x="146" y="53" width="80" height="10" rx="5"/>'
            '<rect x="146" y="69" width="80" height="10" rx="5"/></g>'
        )
    if position is Position.STANDING:
        return (
            '<g class="person"><ellipse cx="150" cy="66" rx="12" ry="26"/>'
            '<rect x="150" y="50" width="26" height="10" rx="5"/>'
            '<rect x="150" y="72" width="26" height="10" rx="5"/>'
            '<circle class="head" cx="152" cy="66" r="11"/></g>'
        )
    if position is Position.SITTING:
        return (
            '<g class="person"><ellipse cx="112" cy="66" rx="13" ry="24"/>'
            '<rect x="116" y="52" width="84" height="10" rx="5"/>'
            '<rect x="116" y="70" width="84" height="10" rx="5"/>'
            '<circle class="head" cx="116" cy="66" r="11"/></g>'
        )
    return (
        '<g class="person"><rect x="100" y="52" width="76" height="28" rx="13"/>'
        '<rect x="72" y="52" width="40" height="10" rx="5"/>'
        '<rect x="72" y="70" width="40" height="10" rx="5"/>'
        '<circle class="head" cx="190" cy="66" r="11"/></g>'
    )


def _cone(spot: _Spot) -> str:
    towards = atan2(_MIDDLE[1] - spot.y, _MIDDLE[0] - spot.x)
    edges = []
    for turn in (-32.0, 32.0):
        angle = towards + radians(turn)
        edges.append(f"{spot.x + REACH * cos(angle):.0f},{spot.y + REACH * sin(angle):.0f}")
    return f'<polygon class="sees" points="{spot.x:.0f},{spot.y:.0f} {" ".join(edges)}"/>'


def _camera(spot: _Spot, name: str) -> str:
    turn = degrees(atan2(_MIDDLE[1] - spot.y, _MIDDLE[0] - spot.x)) + 90.0
    kind = "camera" if spot.first else "camera also"
    title = name if spot.first else f"also {name}"
    return (
        f'<g class="{kind}" transform="translate({spot.x:.0f} {spot.y:.0f}) rotate({turn:.0f})">'
        f"<title>{title}</title>"
        '<rect x="-15" y="-8" width="30" height="20" rx="4"/><rect x="-6" y="-15" width="12" '
        'height="9" rx="2"/></g>'
    )


def _distance(spot: _Spot, words: str) -> str:
    if not words:
        return ""
    x, y = (0.42 * _MIDDLE[0] + 0.58 * spot.x, 0.42 * _MIDDLE[1] + 0.58 * spot.y)
    near = f"{spot.x:.0f}", f"{spot.y:.0f}"
    if spot.x < _MIDDLE[0]:  # below a line that rises to the right
        x, y = x + 20.0, y + 16.0
    return (
        f'<line class="way" x1="{near[0]}" y1="{near[1]}" x2="{_MIDDLE[0]}" y2="98"/>'
        f'<text x="{x + 10:.0f}" y="{y + 4:.0f}">{words}</text>'
    )
