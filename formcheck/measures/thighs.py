"""How far each thigh lies off the line of its landmarks, from the body's outline.

The pose model guesses the hip joint, which nothing in a picture shows: lying on the back the line
from its hip to its knee was 1 to 8 degrees off the true thigh, by the same in all frames of a clip
and by another angle in the next. The middle between the thigh's two edges is off as well, the
thigh being thicker behind, but by much the same angle in every body and room.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from formcheck.measures.body import Body
from formcheck.measures.geometry import direction_deg, wrapped_deg
from formcheck.measures.view import Position, View
from formcheck.pose.frame import SIDES, FloatArray, landmark

SHARE = 0.75
"""How much of the way from the landmarks' line to the outline's is gone. Regressed over 44 rendered
clips: 0.7 to 0.9 lying on the back. Kneeling and sitting the thigh lies against other parts of the
body and the outline told nothing."""
KEPT_S = 2.0
"""The median of so much time is used: the line is off by a steady angle. A cycle of the slowest
bounce is shorter (1.7 s), so that little of a swing is taken away or made up."""


@dataclass(frozen=True)
class ThighLine:
    """What the outline tells of one thigh.

    Attributes:
        turn_deg: by how much to turn its line from hip to knee in the picture, in degrees from +x
            towards +y (down).
        told: in which share of the frames of the last `KEPT_S` the outline told.
    """

    turn_deg: float = 0.0
    told: float = 0.0


UNTOLD = ThighLine()


class ThighLines:
    """Follows how far the outline's thighs are turned from the landmarks'."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, FloatArray]] = deque()

    def step(self, body: Body) -> dict[str, ThighLine]:
        """Each side's thigh; told only of a body that is seen from beside lying on its back."""
        if not body.believable or (body.view, body.position) != (View.SIDE, Position.SUPINE):
            self._recent.clear()
            return dict.fromkeys(SIDES, UNTOLD)
        frame = body.frame
        turns = np.full(2, np.nan)
        for at, side in enumerate(SIDES):
            hip, knee = (frame.xy_px[landmark(side, part)] for part in ("hip", "knee"))
            turns[at] = wrapped_deg(float(frame.thigh_deg[at]) - direction_deg(hip, knee))
        self._recent.append((frame.t_s, turns))
        while self._recent[0][0] < frame.t_s - KEPT_S:
            self._recent.popleft()
        return {side: self._line(at) for at, side in enumerate(SIDES)}

    def _line(self, at: int) -> ThighLine:
        known = [turns[at] for _, turns in self._recent if np.isfinite(turns[at])]
        if not known:
            return UNTOLD
        return ThighLine(SHARE * float(np.median(known)), len(known) / len(self._recent))
