"""Drawing what the coach sees onto a picture: skeleton, angles, hold ring, checks, caption.

Everything scales with the picture, from 320×240 to full HD, upright or lying. The panels keep to
the corners that hide least of the body.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.coach.feedback import Feedback, Verdict
from formcheck.media.canvas import Box, Canvas, overlap
from formcheck.media.panels import (
    Ring,
    TitlePanel,
    caption_of,
    draw_caption,
    draw_ring,
    ring_size_px,
)
from formcheck.media.picture import RgbImage
from formcheck.media.skeleton import FloatArray, body_points, covered, draw_angles, draw_body
from formcheck.pose.frame import PoseFrame


@dataclass(frozen=True)
class _Arrangement:
    """The corners of the title panel and the ring, and whether the checks stand by name."""

    title: str
    ring: str
    named: bool


# The usual arrangement first.
_ARRANGEMENTS = tuple(
    _Arrangement(title, ring, named)
    for named in (True, False)
    for title, ring in (
        ("left top", "right top"),
        ("right top", "left top"),
        ("left top", "right bottom"),
        ("left top", "left bottom"),
        ("right top", "right bottom"),
        ("right top", "left bottom"),
    )
)
_NO_NAMES = 3  # points of the body that may be hidden rather than the checks' names left out
_IMPOSSIBLE = 1000  # two panels in one place
_MOVE_AFTER_S = 0.7  # so long another arrangement must be better before the panels move
_MOVE_FOR = 3  # and by so many points of the body
_PRAISE_S = 2.0  # how long a praise, said in one frame, is to be read


class Overlay:
    """Draws one recording or session; the panels stay in their corners unless the body moves in.

    Args:
        title: the stretch's name.
        mirror: show the picture as a mirror would; words stay readable.
    """

    def __init__(self, title: str, *, mirror: bool = False) -> None:
        self.title = title
        self._mirror = mirror
        self._arrangement: _Arrangement | None = None
        self._worse_since_s: float | None = None
        self._praise: tuple[float, str] | None = None
        self._label_places: dict[str, int] = {}

    def draw(self, rgb: RgbImage, frame: PoseFrame, feedback: Feedback) -> RgbImage:
        """A copy of the picture with everything drawn on it.

        Args:
            rgb: (h, w, 3) uint8, true (not mirrored); may be of another size than the frame's.
            frame: the landmarks; may be unseen.
            feedback: of the same moment.

        Raises:
            ValueError: the picture is of another shape or type.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"expected (h, w, 3) uint8, got {rgb.shape} {rgb.dtype}")
        canvas = Canvas(np.array(rgb[:, ::-1] if self._mirror else rgb, order="C"))
        points = self._points(canvas, frame)
        draw_body(canvas, points, feedback)
        caption = draw_caption(canvas, *self._caption(frame, feedback))
        floor = caption[1] if caption is not None else canvas.height
        ring = Ring.of(feedback)
        ring_size = ring_size_px(canvas) if ring is not None else (0, 0)
        titles = {
            named: TitlePanel.of(canvas, self.title, feedback, named=named)
            for named in (True, False)
        }
        places = {
            choice: (
                _corner(canvas, floor, choice.title, titles[choice.named].size_px),
                _corner(canvas, floor, choice.ring, ring_size),
            )
            for choice in _ARRANGEMENTS
        }
        chosen = self._chosen(places, body_points(points), frame.t_s)
        title, (title_box, ring_box) = titles[chosen.named], places[chosen]
        panel = title_box if self.title else None
        taken = [box for box in (caption, panel, ring_box) if box is not None]
        if feedback.seen:
            draw_angles(canvas, points, feedback, taken, self._label_places)
        if self.title:
            title.draw(canvas, title_box)
        if ring is not None:
            draw_ring(canvas, ring_box, ring)
        return canvas.rgb

    def _caption(self, frame: PoseFrame, feedback: Feedback) -> tuple[str, Verdict | None]:
        """The line to show; praise stays a moment, unless there is something to mend again."""
        words, sign = caption_of(frame.seen, feedback)
        if sign is Verdict.GOOD:
            self._praise = (frame.t_s, words)
        elif self._praise is not None and sign is None:
            since_s, praise = self._praise
            if 0 <= frame.t_s - since_s < _PRAISE_S:
                return praise, Verdict.GOOD
        return words, sign

    def _points(self, canvas: Canvas, frame: PoseFrame) -> FloatArray:
        scale = np.array([canvas.width / frame.size_px[0], canvas.height / frame.size_px[1]])
        points: FloatArray = frame.xy_px * scale
        if self._mirror:
            points[:, 0] = canvas.width - points[:, 0]
        far = 3 * max(canvas.width, canvas.height)
        points[~(np.abs(points) < far).all(axis=1)] = np.nan
        return points

    def _chosen(
        self, places: dict[_Arrangement, tuple[Box, Box]], body: FloatArray, t_s: float
    ) -> _Arrangement:
        """The arrangement that hides least, with patience once one is in use."""
        cost = {
            choice: sum(covered(box, body) for box in boxes)
            + _NO_NAMES * (not choice.named)
            + _IMPOSSIBLE * overlap(*boxes)
            for choice, boxes in places.items()
        }
        best = min(_ARRANGEMENTS, key=lambda choice: cost[choice])
        now = self._arrangement
        if now is None or cost[now] >= _IMPOSSIBLE:
            now, self._worse_since_s = best, None
        elif cost[now] - cost[best] < _MOVE_FOR:
            self._worse_since_s = None
        elif self._worse_since_s is None:
            self._worse_since_s = t_s
        elif t_s - self._worse_since_s >= _MOVE_AFTER_S:
            now, self._worse_since_s = best, None
        self._arrangement = now
        return now


def draw(
    rgb: RgbImage, frame: PoseFrame, feedback: Feedback, *, title: str, mirror: bool = False
) -> RgbImage:
    """One picture by itself; for a run of them use `Overlay`, whose panels stay put."""
    return Overlay(title, mirror=mirror).draw(rgb, frame, feedback)


def _corner(canvas: Canvas, floor: int, name: str, size: tuple[int, int]) -> Box:
    margin = canvas.px(2)
    width, height = size
    left = margin if "left" in name else canvas.width - margin - width
    top = margin if "top" in name else floor - margin - height
    return left, top, left + width, top + height
