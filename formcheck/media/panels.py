"""What stands beside the body: the title with its checks, the ring of the dose, the caption."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from formcheck.coach.feedback import CheckState, Feedback, Phase, Verdict
from formcheck.media.canvas import Box, Canvas
from formcheck.media.style import INK, MIST, PAPER, TRACK, VERDICT_COLOUR, icon
from formcheck.media.text import fits, rendered, shortened, width_px, wrapped

UNSEEN = "I can't see you yet"

_PHASE_WORDS = {
    Phase.SET_UP: "get ready",
    Phase.ENTER: "ease in",
    Phase.HOLD: "hold",
    Phase.MOVE: "move",
    Phase.REST: "rest",
}
_SIDE_WORDS = {"left": "left side", "right": "right side", "both": "both sides"}
_MOST_NAMED = 6  # checks; more stand as signs in a row
_NAMED_FROM_PX = 330  # picture height (unit × 100) below which names are too small to read
_RING_UNITS = 11.0  # radius of the ring's panel


@dataclass(frozen=True)
class TitlePanel:
    """The stretch, its side, the phase and the checks; laid out once, drawn where there is room.

    Attributes:
        size_px: width and height.
    """

    title: str
    title_px: int
    subtitle: str
    checks: tuple[CheckState, ...]
    named: bool
    size_px: tuple[int, int]

    @classmethod
    def of(cls, canvas: Canvas, title: str, feedback: Feedback, *, named: bool) -> TitlePanel:
        """Laid out for this canvas; the checks with their names, or as a row of signs."""
        pad = canvas.px(2)
        room = round(canvas.width * 0.62)
        sizes = tuple(canvas.px(units) for units in (4.6, 4.0, 3.5, 3.0))
        title, title_px = _one_line(title, sizes, room)
        subtitle = " · ".join(
            words
            for words in (_SIDE_WORDS.get(feedback.side, ""), _PHASE_WORDS[feedback.phase])
            if words
        )
        checks = feedback.checks if feedback.seen else ()
        named &= len(checks) <= _MOST_NAMED and canvas.unit * 100 >= _NAMED_FROM_PX
        small = canvas.px(3.3)
        widths = [width_px(title, title_px, bold=True), width_px(subtitle, canvas.px(3.6))]
        height = pad * 1.6 + title_px * 1.2 + canvas.px(3.6) * 1.25
        if checks and named:
            widths += [width_px(_name(check), small) + small * 1.6 for check in checks]
            height += pad * 0.5 + len(checks) * small * 1.42
        elif checks:
            widths.append(len(checks) * small * 1.6)
            height += pad * 0.5 + small * 1.6
        return cls(
            title, title_px, subtitle, checks, named, (round(max(widths)) + 2 * pad, round(height))
        )

    def draw(self, canvas: Canvas, box: Box) -> None:
        """With its corner at the box's."""
        pad, small = canvas.px(2), canvas.px(3.3)
        canvas.panel(box, 0.72, INK, canvas.px(2))
        x, y = float(box[0] + pad), box[1] + pad * 0.7
        canvas.text(self.title, x, y, self.title_px, PAPER, bold=True)
        y += self.title_px * 1.2
        canvas.text(self.subtitle, x, y, canvas.px(3.6), MIST)
        y += canvas.px(3.6) * 1.25 + pad * 0.5 + small * 0.7
        for check in self.checks:
            icon(canvas, check.verdict, (x + small * 0.45, y), small * 0.42)
            if self.named:
                line = rendered(_name(check), small)
                colour = PAPER if check.verdict is not Verdict.CANT_TELL else MIST
                canvas.rendered_text(line, x + small * 1.5, y - line.size_px[1] / 2, colour)
                y += small * 1.42
            else:
                x += small * 1.6


@dataclass(frozen=True)
class Ring:
    """What the ring shows: held seconds, or repetitions.

    Attributes:
        number: in its middle; `below` stands under it.
        part: of the dose, 0 to 1.
        frozen: nothing is added just now.
    """

    number: str
    below: str
    part: float
    frozen: bool

    @classmethod
    def of(cls, feedback: Feedback) -> Ring | None:
        """The ring of this moment; None where there is nothing to show, as while setting up."""
        hold, count = feedback.hold, feedback.repetition
        if count is not None and (feedback.phase is Phase.MOVE or hold.dose_s <= 0 or count.total):
            if feedback.phase is Phase.SET_UP and not count.total:
                return None
            below = "not counted" if count.why_not else f"of {count.of}"
            part = count.done / count.of if count.of else 0.0
            return cls(str(count.done), below, min(1.0, part), count.where == "unknown")
        if hold.dose_s <= 0 or (feedback.phase is Phase.SET_UP and hold.side_credited_s <= 0):
            return None
        below = "paused" if hold.frozen else f"of {hold.dose_s:.0f} s"
        part = min(1.0, max(0.0, hold.side_credited_s / hold.dose_s))
        return cls(f"{hold.side_credited_s:.0f}", below, part, hold.frozen)


def ring_size_px(canvas: Canvas) -> tuple[int, int]:
    """Width and height of the ring."""
    side = 2 * canvas.px(_RING_UNITS)
    return side, side


def draw_ring(canvas: Canvas, box: Box, ring: Ring) -> None:
    """The part of the dose that is done, with its number; grey while it stands still."""
    unit = canvas.unit
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    canvas.panel(box, 0.72, INK, (box[2] - box[0]) // 2)
    radius, width = unit * (_RING_UNITS - 2.1), canvas.px(1.9)
    canvas.circle(centre, radius, TRACK, width)
    colour = MIST if ring.frozen else VERDICT_COLOUR[Verdict.GOOD]
    if ring.part > 0:
        canvas.arc(centre, radius, -90, 360 * ring.part, colour, width)
    number = rendered(ring.number, canvas.px(8.2), bold=True)
    below = rendered(ring.below, canvas.px(2.9))
    ink = MIST if ring.frozen else PAPER
    top = centre[1] - number.size_px[1] * 0.62
    canvas.rendered_text(number, centre[0] - number.size_px[0] / 2, top, ink)
    canvas.rendered_text(below, centre[0] - below.size_px[0] / 2, centre[1] + 3.0 * unit, MIST)


def caption_of(frame_seen: bool, feedback: Feedback) -> tuple[str, Verdict | None]:
    """The line to show now, and the sign before it."""
    if not frame_seen or not feedback.seen:
        return feedback.message or UNSEEN, Verdict.CANT_TELL
    if feedback.cue is not None and feedback.cue.praise:
        return feedback.cue.say, Verdict.GOOD
    at_fault = any(check.in_episode for check in feedback.checks)
    words = feedback.message or (feedback.cue.say if feedback.cue is not None else "")
    return words, Verdict.FIX if at_fault else None


def draw_caption(canvas: Canvas, words: str, sign: Verdict | None) -> Box | None:
    """The words in a bar along the bottom, as large as fits in two lines; None without words."""
    if not words.strip():
        return None
    margin, pad = canvas.px(2), canvas.px(2.6)
    room = canvas.width - 2 * margin - 2 * pad
    sizes = tuple(canvas.px(units) for units in (7.2, 6.6, 6.0, 5.4, 4.8, 4.2, 3.6))
    lines, size = _caption_lines(words, sizes, room, sign is not None)
    line_px = round(size * 1.2)
    sign_px = round(size * 1.35) if sign is not None else 0
    height = len(lines) * line_px + round(1.4 * pad)
    box = (margin, canvas.height - margin - height, canvas.width - margin, canvas.height - margin)
    canvas.panel(box, 0.78, INK, canvas.px(2.4))
    widest = max(width_px(line, size, bold=True) for line in lines)
    left = (canvas.width - widest - sign_px) / 2
    middle = (box[1] + box[3]) / 2
    if sign is not None:
        icon(canvas, sign, (left + size * 0.48, middle), size * 0.46)
    y = middle - len(lines) * line_px / 2
    for line in lines:
        canvas.text(line, left + sign_px, y, size, PAPER, bold=True)
        y += line_px
    return box


@lru_cache(maxsize=128)
def _caption_lines(
    words: str, sizes_px: tuple[int, ...], room: int, signed: bool
) -> tuple[tuple[str, ...], int]:
    """Large on one line, or else large on two rather than small on one; else cut short."""
    words = " ".join(words.split())
    indent = 1.35 if signed else 0.0
    for size in sizes_px[:3]:
        if fits((words,), size, round(room - indent * size), bold=True):
            return (words,), size
    for size in sizes_px[1:]:
        width = round(room - indent * size)
        lines = wrapped(words, size, width, bold=True)
        if len(lines) <= 2 and fits(lines, size, width, bold=True):
            return lines, size
    size = sizes_px[-1]
    width = round(room - indent * size)
    lines = wrapped(words, size, width, bold=True)
    second = shortened(" ".join(lines[1:]), size, width, bold=True)
    return (shortened(lines[0], size, width, bold=True), *([second] if second else [])), size


@lru_cache(maxsize=128)
def _one_line(words: str, sizes_px: tuple[int, ...], room: int) -> tuple[str, int]:
    words = " ".join(words.split())
    for size in sizes_px:
        if fits((words,), size, room, bold=True):
            return words, size
    return shortened(words, sizes_px[-1], room, bold=True), sizes_px[-1]


def _name(check: CheckState) -> str:
    return check.label or check.id.replace("_", " ")
