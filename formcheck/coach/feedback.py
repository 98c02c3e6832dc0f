"""What one step of the coach says: `Feedback`, for the screen, the voice, the report alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from formcheck.measures.measure import Measure


class Verdict(StrEnum):
    """A judgement has three values; what can't be told is never blamed."""

    GOOD = "good"
    FIX = "fix"
    CANT_TELL = "cant_tell"


class Phase(StrEnum):
    """What the person is about: getting ready, holding, moving in repetitions, resting."""

    SET_UP = "set_up"
    ENTER = "enter"
    HOLD = "hold"
    MOVE = "move"
    REST = "rest"


@dataclass(frozen=True)
class CheckState:
    """One check at one moment.

    Attributes:
        id: check id, shared across the library (`knee_not_locked`).
        verdict: of this moment.
        measure: name of the measure it looks at, sides filled in (`knee_flexion_left_deg`).
        reason: why it can't be told; empty otherwise.
        in_episode: a fault episode is open: the fix is due and was cued.
        label: the check's name in words, for people ("Knee soft, not locked").
    """

    id: str
    verdict: Verdict
    measure: str
    reason: str = ""
    in_episode: bool = False
    label: str = ""


@dataclass(frozen=True)
class HoldClock:
    """The hold timer, in seconds of frame time.

    Attributes:
        held_s: time in position in the current (or, at rest, the last) hold.
        credited_s: of it, without a fault that withholds credit.
        longest_s: the longest unbroken stretch of credited time in this hold.
        side_credited_s: credited over all holds of this side: what the ring shows.
        dose_s: credited seconds this side should collect.
        frozen: in position is unknown just now: nothing is added, nothing is wiped.
    """

    held_s: float = 0.0
    credited_s: float = 0.0
    longest_s: float = 0.0
    side_credited_s: float = 0.0
    dose_s: float = 60.0
    frozen: bool = False


@dataclass(frozen=True)
class RepetitionClock:
    """The repetition counter of a moving stretch.

    Attributes:
        side: the side that moves or moved last: `left`, `right`, `both`, or empty before the first.
        done: repetitions counted on this side; `total` on all sides.
        of: repetitions each side should do at least, from the dose.
        partial: attempts on this side that were not counted.
        where: the end the person is at (`away`, `back`), `between` them, or `unknown`.
        share: of the way from the back end to the far end, 0 to 1; None where it can't be told.
        why_not: why the last attempt was not counted ("not far enough"); empty when it was.
        pace_s: seconds the last counted repetition took; None before the first.
    """

    side: str = ""
    done: int = 0
    total: int = 0
    of: int = 0
    partial: int = 0
    where: str = "unknown"
    share: float | None = None
    why_not: str = ""
    pace_s: float | None = None


@dataclass(frozen=True)
class Cue:
    """One thing to say now, once: spoken and shown.

    Attributes:
        check: the check it comes from; empty for cues of the session itself.
        say: the words.
        praise: a fault has just been mended.
    """

    check: str
    say: str
    praise: bool = False


@dataclass(frozen=True)
class Feedback:
    """The coach's answer to one frame.

    Attributes:
        t_s: the frame's time.
        phase: where in the repetition the person is.
        seen: a person with a believable skeleton is in the picture.
        view: where the camera stands relative to the body (`side`, `three_quarter`, ...).
        position: of the body (`supine`, `prone`, ...); empty where it can't be told.
        side: the person's own side being stretched, `both`, or empty where it can't be told.
        measures: every measure of the frame by name.
        driver: name of the stretch's driving measure, sides filled in; empty where unknown.
        checks: state of each check.
        hold: the hold timer.
        cue: something to say now; None most of the time.
        message: the line to show now: the open cue, or what the phase asks for.
        repetitions: full repetitions (or holds) finished on this side.
        repetition: the repetition counter; None for a stretch that is only held.
    """

    t_s: float
    phase: Phase
    seen: bool
    view: str
    position: str
    side: str
    measures: Mapping[str, Measure] = field(default_factory=dict)
    driver: str = ""
    checks: tuple[CheckState, ...] = ()
    hold: HoldClock = HoldClock()
    cue: Cue | None = None
    message: str = ""
    repetitions: int = 0
    repetition: RepetitionClock | None = None
