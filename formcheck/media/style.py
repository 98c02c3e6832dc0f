"""Colours and signs of the overlay; a verdict never shows by its colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.coach.feedback import CheckState, Verdict
from formcheck.media.canvas import Canvas, Colour, Point
from formcheck.media.text import Mask

INK: Colour = (20, 24, 29)
PAPER: Colour = (246, 248, 250)
MIST: Colour = (188, 194, 202)
TRACK: Colour = (84, 91, 100)
DRIVER: Colour = (134, 205, 255)  # the stretch's own angle: no verdict, so a colour of its own

VERDICT_COLOUR: dict[Verdict, Colour] = {
    Verdict.GOOD: (86, 211, 148),
    Verdict.FIX: (255, 178, 56),
    Verdict.CANT_TELL: MIST,
}
_OVERSAMPLED = 6

# Where several checks look at one limb, what the person should act on shows.
_PRECEDENCE = (Verdict.FIX, Verdict.GOOD, Verdict.CANT_TELL)


def leading(checks: list[CheckState]) -> Verdict | None:
    """The verdict to show where several checks meet; None without checks."""
    return next((v for v in _PRECEDENCE if any(c.verdict is v for c in checks)), None)


def icon(canvas: Canvas, verdict: Verdict, centre: Point, radius: float) -> None:
    """✓ in a disc, ! in a triangle, ? in a ring: told apart without colour."""
    if not canvas.drawable(centre):
        return
    shape, sign = _icon_masks(verdict, max(3, round(radius)))
    half = shape.shape[0] / 2
    left, top = round(centre[0] - half), round(centre[1] - half)
    colour = VERDICT_COLOUR[verdict]
    hollow = verdict is Verdict.CANT_TELL
    canvas.paint(shape, left, top, INK if hollow else colour)
    canvas.paint(sign, left, top, colour if hollow else INK)


@lru_cache(maxsize=64)
def _icon_masks(verdict: Verdict, radius_px: int) -> tuple[Mask, Mask]:
    """Coverage of the icon's body and of the sign on it, drawn large and reduced."""
    half = radius_px + max(2, radius_px // 3)
    scale = radius_px * _OVERSAMPLED
    shape = np.zeros((2 * half * _OVERSAMPLED,) * 2, np.uint8)
    sign = shape.copy()
    middle = half * _OVERSAMPLED

    def at(points: Sequence[Point]) -> NDArray[np.int32]:
        return np.round(np.asarray(points) * scale + middle).astype(np.int32)

    def stroke(mask: Mask, points: Sequence[Point], width: float) -> None:
        cv2.polylines(mask, [at(points)], False, 255, round(width * scale))

    def dot(mask: Mask, x: float, y: float, radius: float) -> None:
        (cx, cy) = at([(x, y)])[0]
        cv2.circle(mask, (int(cx), int(cy)), round(radius * scale), 255, -1)

    if verdict is Verdict.GOOD:
        dot(shape, 0, 0, 1)
        stroke(sign, [(-0.46, 0.04), (-0.12, 0.38), (0.48, -0.34)], 0.26)
    elif verdict is Verdict.FIX:
        corners = [(0.0, -0.92), (0.98, 0.74), (-0.98, 0.74)]
        cv2.fillConvexPoly(shape, at(corners), 255)
        stroke(shape, [*corners, corners[0]], 0.34)
        stroke(sign, [(0, -0.46), (0, 0.22)], 0.26)
        dot(sign, 0, 0.6, 0.16)
    else:
        dot(shape, 0, 0, 1.06)
        dot(sign, 0, 0, 1)
        cv2.circle(sign, (middle, middle), round(0.8 * scale), 0, -1)
        turns = [radians(angle) for angle in range(180, 425, 5)]
        hook = [(0.3 * cos(turn), 0.3 * sin(turn) - 0.22) for turn in turns]
        stroke(sign, [*hook, (0.0, 0.12), (0.0, 0.2)], 0.19)
        dot(sign, 0, 0.5, 0.13)
    size = (2 * half, 2 * half)
    reduced = [cv2.resize(mask, size, interpolation=cv2.INTER_AREA) for mask in (shape, sign)]
    return np.asarray(reduced[0], np.uint8), np.asarray(reduced[1], np.uint8)
