"""The set-up coach: is everything as it should be for this stretch, and for long enough?

Each line is steadied, so that single bad frames neither start nor break anything. What a stretch's
camera can't give isn't asked for: the view follows `stretch.camera`. Nobody is locked out for good:
lines that only make the result poorer stop holding the session back after a while.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite, nan

from formcheck.coach.live.plan import PlanStep
from formcheck.coach.live.since import Since
from formcheck.coach.live.state import PictureQuality, SetupTick
from formcheck.measures.body import Body
from formcheck.measures.geometry import trunk_length
from formcheck.measures.legs import bones_px
from formcheck.measures.view import LYING, Position, View, floor_slope_deg
from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.stretches.definition import Stretch

L = Landmark

READY_S = 1.5
"""All ticks for so long, and it starts."""
STEADY_S = 0.4
"""A line changes once it has been otherwise for so long."""
UNSEEN_LYING_S = 1.5
MIN_BONE_SHARE = 0.07
"""The longest of trunk, thighs and shanks against the longer side of the picture: 0.11 to 0.18 in
the sample clips, from about 2.5 m. At half their size two of them read knees 2 to 3 degrees off
(median), at a third 6 to 9."""
DARK, GLARE = 0.22, 0.88
"""Mean luma, 0 to 1. Three sample clips darkened, with sensor noise: at 0.31 the knee reads 2 to 5
degrees off (median), at 0.19 up to 8 with tails over 100, at 0.06 nobody is found. Washed out they
read 4 off at 0.88; at 0.94 it is 10, or nobody is found."""
LEAST_HZ = 10.0
"""Verdicts and times are the same from 10 to 60 pictures a second (a property test holds it)."""
MAX_TILT_DEG = 10.0
"""With a level camera the floor under somebody lying still reads -4 to 4 degrees (medians of 18
rendered clips), for moments up to 10 while a leg goes up; with pictures turned by 12, 8 to 16."""
EDGE_SHARE = 0.01
PATIENCE_S = {"light": 8.0, "frame_rate": 8.0, "level": 8.0, "distance": 15.0, "view": 25.0}
"""So long these hold the start back, everything else being ready; `body`, `position` and `alone`
always do."""

_IN_WORDS = {
    Position.SUPINE: ("Lying on your back", "Now lie down on your back."),
    Position.PRONE: ("Lying on your front", "Now lie down on your front."),
    Position.SIDE_LYING: ("Lying on your side", "Now lie down on your side."),
    Position.KNEELING: ("Kneeling", "Now kneel on the mat."),
    Position.SITTING: ("Sitting", "Now sit down."),
    Position.STANDING: ("Standing", "Now stand up."),
}
_NEEDED = {
    "head": (L.NOSE,),
    "shoulders": (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    "hips": (L.LEFT_HIP, L.RIGHT_HIP),
    "knees": (L.LEFT_KNEE, L.RIGHT_KNEE),
    "feet": (L.LEFT_ANKLE, L.RIGHT_ANKLE),
}
_OF_THE_BODY = ("body", "position", "view", "distance", "level")
SIT_FIRST = "Sit in the picture first, then lie down."
STEP_IN = "Come into the picture with your whole body."


@dataclass
class _Line:
    """One steadied answer."""

    tick: SetupTick
    _other: Since = field(default_factory=Since)

    def step(self, t_s: float, now: SetupTick) -> None:
        other = now.ok is not self.tick.ok
        if self._other.step(t_s, other) >= STEADY_S or not other:
            self.tick, self._other = now, Since()


@dataclass
class SetupList:
    """The set-up of one step.

    Attributes:
        ticks: the newest, steadied.
    """

    ticks: tuple[SetupTick, ...] = ()
    _lines: dict[str, _Line] = field(default_factory=dict)
    _ready: Since = field(default_factory=Since)
    _waited_s: dict[str, float] = field(default_factory=dict)
    _unseen: Since = field(default_factory=Since)
    _last_s: float | None = None

    def restart(self) -> None:
        """Another step begins: what was ready is asked anew."""
        self._ready = Since()
        self._waited_s.clear()

    def step(
        self,
        frame: PoseFrame,
        body: Body,
        quality: PictureQuality,
        wanted: PlanStep,
        *,
        blind: bool = False,
    ) -> tuple[SetupTick, ...]:
        """The list for this frame; frames come in time order.

        Args:
            frame: what is seen.
            body: of this frame.
            quality: of the picture.
            wanted: the step to set up for.
            blind: the body isn't looked at just now; its lines stay as they were.
        """
        t_s = frame.t_s
        unseen_s = self._unseen.step(t_s, not frame.seen)
        now = (
            _body_tick(frame, body, wanted.stretch, unseen_s),
            _alone_tick(quality),
            _position_tick(body, wanted.stretch),
            _view_tick(body, wanted),
            _distance_tick(frame, body),
            _light_tick(quality),
            _frame_rate_tick(quality),
            *_level_ticks(body, wanted.stretch),
        )
        for tick in now:
            if blind and tick.id in _OF_THE_BODY and tick.id in self._lines:
                continue
            self._lines.setdefault(tick.id, _Line(tick)).step(t_s, tick)
        self._wait(t_s)
        self.ticks = tuple(self._patient(line.tick) for line in self._lines.values())
        self._last_s = t_s
        self._ready.step(t_s, self.clear)
        return self.ticks

    @property
    def clear(self) -> bool:
        """Nothing holds the session back just now."""
        return bool(self.ticks) and not any(t.ok is False and t.holds_back for t in self.ticks)

    def ready(self, t_s: float) -> bool:
        """Clear for `READY_S`."""
        start_s = self._ready.start_s
        return start_s is not None and t_s - start_s >= READY_S - 1e-9

    @property
    def fix(self) -> tuple[str, str]:
        """Id and words of the most important thing to do; empty with nothing to do."""
        wrong = [tick for tick in self.ticks if tick.ok is False]
        wrong.sort(key=lambda tick: not tick.holds_back)
        return (wrong[0].id, wrong[0].fix) if wrong else ("", "")

    @property
    def shortcomings(self) -> tuple[SetupTick, ...]:
        """Lines that are wrong but no longer hold anything back."""
        return tuple(tick for tick in self.ticks if tick.ok is False and not tick.holds_back)

    def _wait(self, t_s: float) -> None:
        """Patience runs while the person is there and alone: walking to the mat takes none.

        What comes and goes (a computer that is now fast enough, now not) uses it up too; else the
        countdown would begin anew each time.
        """
        here = all(self._lines[i].tick.ok is not False for i in ("body", "alone", "position"))
        pause_s = 0.0 if self._last_s is None else min(0.5, t_s - self._last_s)
        for tick_id in PATIENCE_S:
            line = self._lines.get(tick_id)
            if here and line is not None and line.tick.ok is False:
                self._waited_s[tick_id] = self._waited_s.get(tick_id, 0.0) + pause_s

    def _patient(self, tick: SetupTick) -> SetupTick:
        patience_s = PATIENCE_S.get(tick.id)
        if patience_s is None or self._waited_s.get(tick.id, 0.0) < patience_s:
            return tick
        return SetupTick(tick.id, tick.label, tick.ok, tick.fix, holds_back=False)


def _body_tick(frame: PoseFrame, body: Body, stretch: Stretch, unseen_s: float) -> SetupTick:
    def told(ok: bool, fix: str = "") -> SetupTick:
        return SetupTick("body", "Whole body in view", ok, fix)

    if not frame.seen:
        lying = stretch.position in LYING
        return told(False, SIT_FIRST if lying and unseen_s >= UNSEEN_LYING_S else STEP_IN)
    missing = outside(frame)
    if missing:
        parts = " and ".join(missing) if len(missing) < 3 else "whole body"
        return told(False, f"I can't see your {parts}: move the camera back, or move along.")
    if not body.believable:
        return told(False, "I can't make out your body: more light, and nothing in front of you.")
    return told(True)


def outside(frame: PoseFrame) -> tuple[str, ...]:
    """Parts of the body that are out of the picture, in words."""
    width, height = frame.size_px
    gone = []
    for part, marks in _NEEDED.items():
        x, y = frame.xy_px[list(marks)].T
        inside = (
            (x >= -EDGE_SHARE * width)
            & (x <= (1.0 + EDGE_SHARE) * width)
            & (y >= -EDGE_SHARE * height)
            & (y <= (1.0 + EDGE_SHARE) * height)
        )
        if not inside.all():
            gone.append(part)
    return tuple(gone)


def _alone_tick(quality: PictureQuality) -> SetupTick:
    alone = quality.people == 1 if quality.people else None
    fix = "One person at a time, please." if alone is False else ""
    return SetupTick("alone", "Only you in the picture", alone, fix)


def _position_tick(body: Body, stretch: Stretch) -> SetupTick:
    label, fix = _IN_WORDS.get(stretch.position, ("In position", stretch.how_to[0]))
    if not body.believable or body.position is Position.UNKNOWN:
        return SetupTick("position", label, None)
    right = body.position in (stretch.position, *stretch.recognition.positions)
    return SetupTick("position", label, right, "" if right else fix)


def _view_tick(body: Body, wanted: PlanStep) -> SetupTick:
    camera = wanted.stretch.camera
    nearest = wanted.side if camera.near == "stretched" and wanted.side != "both" else ""
    only_side = set(camera.views) == {View.SIDE}
    label = "Camera in a good place"
    if only_side:
        label = f"{nearest.capitalize()} side to the camera" if nearest else "Side-on to the camera"
    if not body.believable or body.view is View.UNKNOWN:
        return SetupTick("view", label, None)
    if body.view not in camera.views:
        turn = f"Turn a quarter, so that your {nearest or 'left or right'} side faces the camera."
        return SetupTick("view", label, False, turn if only_side else camera.place)
    if camera.near == "head" and not body.head_nearer:
        return SetupTick("view", label, False, camera.place)
    if nearest and body.near_side != nearest:
        turn = f"Turn round, so that your {nearest} side is nearest the camera."
        return SetupTick("view", label, False, turn)
    return SetupTick("view", label, True)


def _distance_tick(frame: PoseFrame, body: Body) -> SetupTick:
    label = "At the right distance"
    if not body.believable:
        return SetupTick("distance", label, None)
    if longest_bone_px(frame) < MIN_BONE_SHARE * max(frame.size_px):
        return SetupTick("distance", label, False, "Come closer, or bring the camera closer.")
    return SetupTick("distance", label, True)


def longest_bone_px(frame: PoseFrame) -> float:
    """The longest of trunk, thighs and shanks: at least one lies across the line of sight."""
    return max(trunk_length(frame.xy_px), float(bones_px(frame).max()))


def _light_tick(quality: PictureQuality) -> SetupTick:
    fix = ""
    if quality.brightness < DARK:
        fix = "It is dark: switch on a light."
    elif quality.brightness > GLARE:
        fix = "The picture is too bright: turn the camera away from the window."
    return SetupTick("light", "Enough light", not fix, fix)


def _frame_rate_tick(quality: PictureQuality) -> SetupTick:
    fast = quality.frame_rate_hz >= LEAST_HZ
    fix = "" if fast else "Pictures come slowly: use the faster model, or close other programs."
    return SetupTick("frame_rate", "Pictures fast enough", fast, fix)


def _level_ticks(body: Body, stretch: Stretch) -> tuple[SetupTick, ...]:
    """Told by the floor that a body lies flat on, seen from the side; no line otherwise."""
    if stretch.position is not Position.SUPINE or View.SIDE not in stretch.camera.views:
        return ()
    told = body.believable and (body.position, body.view) == (Position.SUPINE, View.SIDE)
    slope_deg = floor_slope_deg(body.frame) if told else nan
    level = abs(slope_deg) <= MAX_TILT_DEG if isfinite(slope_deg) else None
    fix = "Level the camera: it leans to one side." if level is False else ""
    return (SetupTick("level", "Camera level", level, fix),)
