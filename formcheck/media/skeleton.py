"""The body's part of the overlay: limbs in the colour of their verdict, angles at their joints."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.coach.feedback import CheckState, Feedback, Verdict
from formcheck.measures.measure import Measure, joint_landmarks, limb_landmarks
from formcheck.media.canvas import Box, Canvas, Colour, Point, overlap
from formcheck.media.style import DRIVER, INK, PAPER, VERDICT_COLOUR, icon, leading
from formcheck.media.text import rendered
from formcheck.pose.frame import Landmark, midpoint

FloatArray = NDArray[np.float64]
Limb = frozenset[Landmark]

_SIDES = (
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    (
        Landmark.LEFT_SHOULDER,
        Landmark.LEFT_HIP,
        Landmark.LEFT_KNEE,
        Landmark.LEFT_ANKLE,
        Landmark.LEFT_FOOT_INDEX,
    ),
    (
        Landmark.RIGHT_SHOULDER,
        Landmark.RIGHT_HIP,
        Landmark.RIGHT_KNEE,
        Landmark.RIGHT_ANKLE,
        Landmark.RIGHT_FOOT_INDEX,
    ),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
)
LIMBS: tuple[tuple[Landmark, Landmark], ...] = tuple(
    (a, b) for chain in _SIDES for a, b in pairwise(chain)
)
"""The lines that are drawn of a body."""
_JOINTS = tuple(dict.fromkeys(mark for limb in LIMBS for mark in limb))

_SHOW_ERROR_FROM_DEG = 6.0  # what an expert with a goniometer can tell apart; see MEASURED
_LABEL_PLACES = tuple(
    (away, turn)
    for away in (10.0, 12.5, 15.0, 18.0)
    for turn in (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180)
)
_PER_RANK = 0.05  # points of the body that a place further down the list must hide less
_STAY = 2.5  # points a number may hide more rather than hop to another place
_MOST_ANGLES = 4  # more numbers than this are a cloud, not a help


def covered(box: Box, body: FloatArray) -> int:
    """How many of the body's points a box hides."""
    inside = (body >= (box[0], box[1])) & (body < (box[2], box[3]))
    return int(inside.all(axis=1).sum())


def body_points(points: FloatArray) -> FloatArray:
    """(n, 2) points along the body's limbs and round its head, for keeping panels off it.

    Args:
        points: (33, 2) landmarks in pixels of the picture drawn on; NaN where unknown.
    """
    parts = np.linspace(0, 1, 9)[:, np.newaxis]
    along = [points[a] + (points[b] - points[a]) * parts for a, b in LIMBS]
    everything: FloatArray = np.concatenate([*along, points[:11]])
    known: FloatArray = everything[np.isfinite(everything).all(axis=1)]
    return known


def draw_body(canvas: Canvas, points: FloatArray, feedback: Feedback) -> None:
    """The skeleton: judged limbs in their verdict's colour, dashed where it can't be told.

    Args:
        canvas: to draw on.
        points: (33, 2) landmarks in pixels of the canvas; NaN where unknown.
        feedback: whose checks colour the limbs.
    """
    judged = _verdicts_of_limbs(feedback.checks) if feedback.seen else {}
    box = _around(canvas, points)
    if box is None:
        return
    left, top, right, bottom = box
    before = canvas.rgb[top:bottom, left:right].copy()
    for a, b in LIMBS:
        if frozenset((a, b)) not in judged:
            start, end = _point(points, a), _point(points, b)
            canvas.line(start, end, INK, canvas.px(0.95))
            canvas.line(start, end, PAPER, canvas.px(0.5))
    _neck(canvas, points)
    roi = canvas.rgb[top:bottom, left:right]
    cv2.addWeighted(roi, 0.72, before, 0.28, 0, dst=roi)
    for a, b in LIMBS:
        verdict = judged.get(frozenset((a, b)))
        if verdict is not None:
            _judged_limb(canvas, _point(points, a), _point(points, b), verdict)
    for mark in _JOINTS:
        point = _point(points, mark)
        canvas.disc(point, 0.85 * canvas.unit, INK)
        canvas.disc(point, 0.5 * canvas.unit, PAPER)


def draw_angles(
    canvas: Canvas,
    points: FloatArray,
    feedback: Feedback,
    taken: list[Box],
    remembered: dict[str, int],
) -> None:
    """Angles as an arc and a number: at the driving joint, and at the joints of the checks.

    Args:
        canvas: to draw on.
        points: (33, 2) landmarks in pixels of the canvas; NaN where unknown.
        feedback: its driver, checks and measures.
        taken: boxes to keep clear of; the numbers' own are added.
        remembered: which place each number had in the picture before, so that it doesn't hop
            about; brought up to date.
    """
    names = [feedback.driver] if feedback.driver else []
    by_urgency = sorted(feedback.checks, key=lambda check: check.verdict is not Verdict.FIX)
    names += [check.measure for check in by_urgency if check.verdict is not Verdict.CANT_TELL]
    names += [check.measure for check in by_urgency if check.verdict is Verdict.CANT_TELL]
    angles: list[_Angle] = []
    for name in dict.fromkeys(names):
        angle = _angle(canvas, points, feedback, name)
        if angle is not None and len(angles) < _MOST_ANGLES:
            angles.append(angle)
    obstacles = [body_points(points), *(_draw_arc(canvas, angle) for angle in angles)]
    for angle in angles:
        _draw_label(canvas, angle, taken, np.concatenate(obstacles), remembered)


@dataclass(frozen=True)
class _Angle:
    """An angle to show.

    Attributes:
        name: of its measure.
        vertex: where it is, in pixels.
        radius: of its arc in pixels; 0 where none is drawn.
        start_deg: direction in which its arc begins, clockwise from the right.
        sweep_deg: of the arc.
        from_straight: the arc begins in the limb's prolongation rather than at a limb.
        out_deg: direction in which its number is sought first.
        words: the number; empty where it can't be told.
        verdict: of the checks that look at it; None for the driver.
    """

    name: str
    vertex: Point
    radius: float
    start_deg: float
    sweep_deg: float
    from_straight: bool
    out_deg: float
    words: str
    verdict: Verdict | None

    @property
    def colour(self) -> Colour:
        return DRIVER if self.verdict is None else VERDICT_COLOUR[self.verdict]


def _angle(canvas: Canvas, points: FloatArray, feedback: Feedback, name: str) -> _Angle | None:
    joint = [_point(points, mark) for mark in joint_landmarks(name)]
    measure = feedback.measures.get(name, Measure.unknown(""))
    verdict = leading([check for check in feedback.checks if check.measure == name])
    if name == feedback.driver and verdict is Verdict.GOOD:
        verdict = None  # how far the stretch goes is no judgement
    known = measure.known and verdict is not Verdict.CANT_TELL
    if len(joint) < 2 or not canvas.drawable(*joint):
        return None
    if not known and verdict is not Verdict.CANT_TELL:
        return None
    words = _words(measure) if known else ""
    if len(joint) == 2:
        (ax, ay), (bx, by) = joint
        return _Angle(name, ((ax + bx) / 2, (ay + by) / 2), 0, 0, 0, False, -90, words, verdict)
    radius, start, sweep, straight = _arc(canvas, joint, measure.value if known else 0)
    visible = known and abs(radians(sweep)) * radius > 1.5 * canvas.unit
    out_deg = start + sweep / 2 if known else _away(joint)
    return _Angle(
        name, joint[1], radius if visible else 0, start, sweep, straight, out_deg, words, verdict
    )


def _arc(canvas: Canvas, joint: list[Point], value_deg: float) -> tuple[float, float, float, bool]:
    """Radius, start, sweep of the arc the number stands for, and whether it starts off the limb.

    A flexion counts from the limb's straight prolongation, a shoulder's from the trunk itself:
    whichever of the two angles in the picture is nearer to the value is the one meant.
    """
    (ax, ay), (bx, by), (cx, cy) = joint
    to_a = degrees(atan2(ay - by, ax - bx))
    to_c = degrees(atan2(cy - by, cx - bx))
    inner = _turn(to_a, to_c)
    from_straight = _turn(to_a + 180, to_c)
    limb = min(hypot(ax - bx, ay - by), hypot(cx - bx, cy - by))
    radius = min(7.5 * canvas.unit, max(3.0 * canvas.unit, 0.45 * limb))
    if abs(abs(from_straight) - value_deg) <= abs(abs(inner) - value_deg):
        return radius, to_a + 180, from_straight, True
    return radius, to_a, inner, False


def _draw_arc(canvas: Canvas, angle: _Angle) -> FloatArray:
    """The arc, and a dashed line where the limb would lie at 0°; returns points along it."""
    if angle.radius == 0:
        return np.empty((0, 2))
    x, y = angle.vertex
    turns = np.radians(angle.start_deg + angle.sweep_deg * np.linspace(0, 1, 9))
    along: FloatArray = angle.vertex + angle.radius * np.stack([np.cos(turns), np.sin(turns)], 1)
    if angle.from_straight:
        start, length = radians(angle.start_deg), 1.35 * angle.radius
        end = (x + length * cos(start), y + length * sin(start))
        canvas.dashed((x, y), end, angle.colour, canvas.px(0.4), 1.1 * canvas.unit)
    for colour, width in ((INK, 1.1), (angle.colour, 0.65)):
        canvas.arc((x, y), angle.radius, angle.start_deg, angle.sweep_deg, colour, canvas.px(width))
    return along


def _draw_label(
    canvas: Canvas,
    angle: _Angle,
    taken: list[Box],
    obstacles: FloatArray,
    remembered: dict[str, int],
) -> None:
    size = canvas.px(4.6)
    line = rendered(angle.words, size, bold=True) if angle.words else None
    icon_px = 0 if angle.verdict is None else round(size * 0.95)
    width, height = line.size_px if line else (0, size)
    places = _label_places(canvas, angle, (width + icon_px, height))
    before = remembered.get(angle.name)
    cost = {
        rank: covered(box, obstacles) + _PER_RANK * rank - (_STAY if rank == before else 0)
        for rank, box in places.items()
        if not any(overlap(box, other) for other in taken)
    }
    if not cost:
        return
    rank = min(cost, key=lambda rank: cost[rank])
    box = places[rank]
    remembered[angle.name] = rank
    taken.append(box)
    if angle.verdict is not None:
        centre = (box[0] + icon_px * 0.42, (box[1] + box[3]) / 2)
        icon(canvas, angle.verdict, centre, size * 0.36)
    if line is not None:
        canvas.rendered_text(line, box[0] + icon_px, box[1], angle.colour, INK)


def _label_places(canvas: Canvas, angle: _Angle, size_px: tuple[int, int]) -> dict[int, Box]:
    """Where a label near the joint lies within the picture, by rank: the arc's direction first."""
    width, height = size_px
    nearer = 1.0 if angle.words else 0.5  # a sign without a number
    places: dict[int, Box] = {}
    for rank, (away, turn) in enumerate(_LABEL_PLACES):
        direction, reach = radians(angle.out_deg + turn), away * nearer * canvas.unit
        x = round(angle.vertex[0] + cos(direction) * (reach + width / 3) - width / 2)
        y = round(angle.vertex[1] + sin(direction) * reach - height / 2)
        if 2 <= x <= canvas.width - 2 - width and 2 <= y <= canvas.height - 2 - height:
            places[rank] = (x, y, x + width, y + height)
    return places


def _words(measure: Measure) -> str:
    text = f"{measure.value:.0f}°".replace("-0°", "0°").replace("-", "−")
    if measure.error == measure.error and measure.error >= _SHOW_ERROR_FROM_DEG:
        text += f" ±{measure.error:.0f}"
    return text


def _judged_limb(canvas: Canvas, start: Point, end: Point, verdict: Verdict) -> None:
    colour = VERDICT_COLOUR[verdict]
    if verdict is Verdict.CANT_TELL:
        canvas.dashed(start, end, INK, canvas.px(1.3), 1.6 * canvas.unit)
        canvas.dashed(start, end, colour, canvas.px(0.8), 1.6 * canvas.unit)
    else:
        canvas.line(start, end, INK, canvas.px(1.5))
        canvas.line(start, end, colour, canvas.px(1.0))


def _neck(canvas: Canvas, points: FloatArray) -> None:
    middle, head = midpoint(points, "shoulder"), midpoint(points, "ear")
    start, end = (middle[0], middle[1]), (head[0], head[1])
    canvas.line(start, end, INK, canvas.px(0.95))
    canvas.line(start, end, PAPER, canvas.px(0.5))


def _verdicts_of_limbs(checks: tuple[CheckState, ...]) -> dict[Limb, Verdict]:
    judging: dict[Limb, list[CheckState]] = {}
    for check in checks:
        for a, b in pairwise(limb_landmarks(check.measure)):
            judging.setdefault(frozenset((a, b)), []).append(check)
    found = {limb: leading(of_limb) for limb, of_limb in judging.items()}
    return {limb: verdict for limb, verdict in found.items() if verdict is not None}


def _around(canvas: Canvas, points: FloatArray) -> Box | None:
    known = body_points(points)
    if len(known) == 0:
        return None
    margin = canvas.px(3)
    low = np.clip(known.min(axis=0) - margin, 0, (canvas.width, canvas.height))
    high = np.clip(known.max(axis=0) + margin, 0, (canvas.width, canvas.height))
    box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    return box if box[2] > box[0] and box[3] > box[1] else None


def _away(joint: list[Point]) -> float:
    """Direction away from both limbs, in degrees."""
    (ax, ay), (bx, by), (cx, cy) = joint
    to_a = degrees(atan2(ay - by, ax - bx))
    return to_a + _turn(to_a, degrees(atan2(cy - by, cx - bx))) / 2 + 180


def _turn(start_deg: float, end_deg: float) -> float:
    """The shorter way from one direction to another, −180 to 180 degrees."""
    return (end_deg - start_deg + 180) % 360 - 180


def _point(points: FloatArray, mark: Landmark) -> Point:
    return float(points[mark, 0]), float(points[mark, 1])
