"""What the live session says about one picture: `LiveState`, for the screen, the voice, the ears.

Plain frozen data with a compact `to_json`: seconds of the session's own clock, degrees, and pixels
nowhere. Not-known numbers are None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from formcheck.pose.frame import PoseFrame
from formcheck.rounding import rounded

Json = dict[str, Any]


@dataclass(frozen=True)
class PictureQuality:
    """What a page knows of a picture besides the body in it.

    Attributes:
        brightness: mean luma, 0 black to 1 white.
        people: bodies found in it.
        frame_rate_hz: pictures analysed per second over the last second or two.
    """

    brightness: float = 0.5
    people: int = 1
    frame_rate_hz: float = 30.0


class LivePhase(StrEnum):
    """Where the session is."""

    SET_UP = "set_up"
    COUNTDOWN = "countdown"
    WARM_UP = "warm_up"
    ENTER = "enter"
    HOLD = "hold"
    REST = "rest"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class PauseReason(StrEnum):
    """Why nothing is timed just now."""

    OUT_OF_PICTURE = "out_of_picture"
    SECOND_PERSON = "second_person"
    ASKED = "asked"
    DISCONNECTED = "disconnected"


class Tone(StrEnum):
    """Short sounds, each once a hold (`last_three` in each of the last three seconds)."""

    HOLD_START = "hold_start"
    HALF_WAY = "half_way"
    LAST_THREE = "last_three"
    DONE = "done"


@dataclass(frozen=True)
class SetupTick:
    """One line of the set-up list.

    Attributes:
        id: `body`, `position`, `view`, `distance`, `light`, `frame_rate`, `alone`, `level`.
        label: what should be so ("Whole body in view").
        ok: None where it can't be told, which holds nobody back.
        fix: what to do where it is not so; empty otherwise.
        holds_back: the session waits for it; advice alone doesn't.
    """

    id: str
    label: str
    ok: bool | None
    fix: str = ""
    holds_back: bool = True

    def to_json(self) -> Json:
        """Its fields."""
        return {
            "id": self.id,
            "label": self.label,
            "ok": self.ok,
            "fix": self.fix,
            "holds_back": self.holds_back,
        }


CueKind = Literal["fix", "praise", "info", "count"]


@dataclass(frozen=True)
class LiveCue:
    """One thing to say and show now.

    Attributes:
        serial: counts up; a page speaks each serial once.
        id: the check it comes from, or a name of the session's own (`next`, `paused`).
        priority: higher speaks first; from `INTERRUPTS` on it cuts off what is being said.
    """

    serial: int
    id: str
    text: str
    kind: CueKind
    priority: int

    def to_json(self) -> Json:
        """Its fields, and whether it interrupts."""
        return {
            "serial": self.serial,
            "id": self.id,
            "text": self.text,
            "kind": self.kind,
            "priority": self.priority,
            "interrupts": self.priority >= INTERRUPTS,
        }


INTERRUPTS = 100


@dataclass(frozen=True)
class LiveClock:
    """The hold timer of the step, in seconds.

    Attributes:
        held_s, credited_s: of the current hold, or at rest of the last one.
        target_s: what a hold of this step should collect.
        side_credited_s: credited over all holds of this step: what the ring shows.
        dose_s: what they should collect together.
        frozen: whether the person is in position can't be told just now; nothing is added.
        holding: a hold is going on.
    """

    held_s: float = 0.0
    credited_s: float = 0.0
    target_s: float = 0.0
    side_credited_s: float = 0.0
    dose_s: float = 0.0
    frozen: bool = False
    holding: bool = False

    def to_json(self) -> Json:
        """Its fields, to a hundredth of a second."""
        return {
            "held_s": round(self.held_s, 2),
            "credited_s": round(self.credited_s, 2),
            "target_s": round(self.target_s, 2),
            "side_credited_s": round(self.side_credited_s, 2),
            "dose_s": round(self.dose_s, 2),
            "frozen": self.frozen,
            "holding": self.holding,
        }


@dataclass(frozen=True)
class RepetitionCount:
    """Repetitions (or holds) of this step: done, planned, and whether they move to and fro.

    `rejected` says why the last one of a moving stretch didn't count; empty otherwise.
    """

    done: int = 0
    of: int = 0
    moving: bool = False
    rejected: str = ""

    def to_json(self) -> Json:
        """Its fields."""
        return {
            "done": self.done,
            "of": self.of,
            "moving": self.moving,
            "rejected": self.rejected,
        }


@dataclass(frozen=True)
class LiveAngle:
    """The angle at the joint that matters now: that of an open fault, or else the driving one.

    Attributes:
        measure: its name (`knee_flexion_left_deg`).
        deg, error_deg: None where it can't be told (then `reason` says why).
        landmark: index of the joint in the 33 landmarks; None where it belongs to none.
        label: for the screen ("left knee").
    """

    measure: str
    deg: float | None
    error_deg: float | None
    landmark: int | None
    label: str
    reason: str = ""

    def to_json(self) -> Json:
        """Its fields, to a tenth of a degree."""
        return {
            "measure": self.measure,
            "deg": rounded(self.deg, 1),
            "error_deg": rounded(self.error_deg, 1),
            "landmark": self.landmark,
            "label": self.label,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class LiveCheck:
    """One check now; `at_fault` while its fault episode is open (it was or will be cued)."""

    id: str
    label: str
    verdict: str
    at_fault: bool = False
    reason: str = ""

    def to_json(self) -> Json:
        """Its fields."""
        return {
            "id": self.id,
            "label": self.label,
            "verdict": self.verdict,
            "at_fault": self.at_fault,
            "reason": self.reason,
        }


LimbColour = Literal["good", "fix", "cant_tell", "plain"]


@dataclass(frozen=True)
class Breath:
    """The breathing pacer: `breathe` in or out, for `left_s` of `of_s` seconds."""

    breathe: Literal["in", "out"]
    left_s: float
    of_s: float

    def to_json(self) -> Json:
        """Its fields."""
        return {"breathe": self.breathe, "left_s": round(self.left_s, 2), "of_s": self.of_s}


@dataclass(frozen=True)
class WarmUpClock:
    """Marching in place: seconds marched and asked for; `marching` while knees alternate."""

    marched_s: float
    of_s: float
    marching: bool

    def to_json(self) -> Json:
        """Its fields."""
        return {
            "marched_s": round(self.marched_s, 2),
            "of_s": round(self.of_s, 2),
            "marching": self.marching,
        }


@dataclass(frozen=True)
class LiveState:
    """The session's answer to one picture.

    Attributes:
        t_s: the session's time: frame time, sewn together where it started anew.
        phase: where the session is.
        pause: why it is paused; None otherwise.
        stretch, name: id and name of the step's stretch; empty id in the warm-up.
        side: the person's own `left` or `right`, or `both`.
        side_means: what that side does ("the raised leg"); empty where it means nothing.
        step, steps: counted from 1.
        setup: the set-up list; all that the phase shows of it, also while holding.
        countdown_s: seconds until it starts; None without a countdown.
        rest_s: seconds of rest left; None where there is no rest.
        cue: something to say; the same cue comes once only.
        message: one line for the screen, readable from 3 m.
        hold: the hold timer.
        repetition: repetitions done and planned.
        angle: at the joint that matters; None where nobody is seen.
        checks: each check now.
        limbs: colour of joints by landmark index, those not listed being `plain`; a bone takes the
            worse colour of its ends if both are listed.
        score: of this step so far, 0 to 100; None where too little could be measured.
        tones: to sound now.
        breath: the pacer; None outside a hold.
        warm_up: its clock; None outside the warm-up.
        pose: the body as it was judged, each leg under its own name; not part of the JSON.
    """

    t_s: float
    phase: LivePhase
    stretch: str
    name: str
    side: str
    step: int
    steps: int
    message: str
    pause: PauseReason | None = None
    side_means: str = ""
    setup: tuple[SetupTick, ...] = ()
    countdown_s: float | None = None
    rest_s: float | None = None
    cue: LiveCue | None = None
    hold: LiveClock = LiveClock()
    repetition: RepetitionCount = RepetitionCount()
    angle: LiveAngle | None = None
    checks: tuple[LiveCheck, ...] = ()
    limbs: Mapping[int, LimbColour] = field(default_factory=dict)
    score: int | None = None
    tones: tuple[Tone, ...] = ()
    breath: Breath | None = None
    warm_up: WarmUpClock | None = None
    pose: PoseFrame | None = None

    def to_json(self) -> Json:
        """Everything but the pose, as plain JSON values."""
        return {
            "t_s": round(self.t_s, 3),
            "phase": str(self.phase),
            "pause": None if self.pause is None else str(self.pause),
            "stretch": self.stretch,
            "name": self.name,
            "side": self.side,
            "side_means": self.side_means,
            "step": self.step,
            "steps": self.steps,
            "message": self.message,
            "setup": [tick.to_json() for tick in self.setup],
            "countdown_s": rounded(self.countdown_s, 2),
            "rest_s": rounded(self.rest_s, 2),
            "cue": None if self.cue is None else self.cue.to_json(),
            "hold": self.hold.to_json(),
            "repetition": self.repetition.to_json(),
            "angle": None if self.angle is None else self.angle.to_json(),
            "checks": [check.to_json() for check in self.checks],
            "limbs": {str(int(joint)): colour for joint, colour in self.limbs.items()},
            "score": self.score,
            "tones": [str(tone) for tone in self.tones],
            "breath": None if self.breath is None else self.breath.to_json(),
            "warm_up": None if self.warm_up is None else self.warm_up.to_json(),
        }
