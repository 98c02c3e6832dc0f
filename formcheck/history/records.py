"""What the history holds, as plain frozen data: a session in words and numbers as it was judged.

A record stands on its own: the names and the words of its checks are kept with it, so that it reads
the same after the library of stretches has changed. Times are in seconds of the session, angles in
degrees, shares from 0 to 1; None is "not known". Field names are the columns' names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import uuid4

from formcheck.coach.score import TimedScore, mean_score

SessionKind = Literal["live", "video", "photo"]
Ending = Literal["open", "finished", "stopped", "pain"]
"""`open` while it is being written; `stopped` by the person before all was done; `pain` because it
hurt."""

SILENT_S = 30.0
"""A live session is saved each second: open and not saved for so long, it was cut off."""


def new_uid() -> str:
    """A name for a session or a profile that no other one in the world has."""
    return str(uuid4())


@dataclass(frozen=True)
class Profile:
    """Somebody whose sessions are kept: a member of the household, a patient."""

    uid: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class EpisodeRecord:
    """A fault from `start_s` to `end_s`; `worst` in the unit of the check's measure."""

    start_s: float
    end_s: float
    worst: float | None = None


@dataclass(frozen=True)
class CheckRecord:
    """A check over all holds of its stretch.

    Attributes:
        check: its id, shared across the library.
        name, say: its words at that time.
        verdict: `good`, `fix` or `cant_tell` (then with `reason`).
        measured, good: shares of the held time in which it could be told, and was clearly good.
        unit: of the episodes' worst values: `deg`, `ratio`, `deg_s`, `s`.
    """

    check: str
    name: str
    say: str
    verdict: str
    reason: str = ""
    measured: float | None = None
    good: float | None = None
    unit: str = "deg"
    episodes: tuple[EpisodeRecord, ...] = ()


@dataclass(frozen=True)
class HoldRecord:
    """One hold, finished or still going on.

    Attributes:
        side: the person's own `left` or `right`, or `both`.
        held_s, credited_s, longest_s: in position; of it without a fault that withholds credit;
            the longest unbroken stretch of that.
        peak_measure: name of the driving angle; its furthest value and that value's error, a
            half-width that holds the true value in about 90 % of cases.
        score: 0 to 100, or None where too little could be measured.
    """

    side: str
    start_s: float
    end_s: float
    held_s: float
    credited_s: float
    longest_s: float
    peak_measure: str = ""
    peak_value_deg: float | None = None
    peak_error_deg: float | None = None
    score: int | None = None
    coverage: float | None = None


@dataclass(frozen=True)
class RepetitionRecord:
    """One repetition of a moving stretch; `counted` false with `reason` where it was partial.

    Attributes:
        peak_deg, peak_error_deg, peak_measure: as of a hold.
        out_s, return_s: seconds the two ways took.
    """

    side: str
    start_s: float
    end_s: float
    peak_deg: float | None = None
    counted: bool = True
    reason: str = ""
    peak_measure: str = ""
    peak_error_deg: float | None = None
    out_s: float | None = None
    return_s: float | None = None


@dataclass(frozen=True)
class BounceRecord:
    """One episode of bouncing: full cycles, their rate, peak-to-peak size and peak velocity."""

    start_s: float
    end_s: float
    count: int
    rate_hz: float | None = None
    size_deg: float | None = None
    peak_velocity_deg_s: float | None = None


@dataclass(frozen=True)
class PenaltyRecord:
    """Points lost to one check, and why in words."""

    check: str
    points: float
    why: str


@dataclass(frozen=True)
class StretchRecord:
    """Everything of one stretch in a session.

    Attributes:
        stretch: its id; `name` what it was called.
        side: `left`, `right`, `both`, or empty where unknown.
        view, position: where the camera stood and how the body lay, most of the time.
        driver_peak: whether the driving angle's peak is its largest (`max`) or smallest value.
        dose_side_s, dose_repetitions: what each side should collect at least: credited seconds,
            and holds or repetitions; None where the dose doesn't say.
        held_s, credited_s: over all holds.
    """

    stretch: str
    name: str
    side: str = ""
    view: str = ""
    position: str = ""
    driver_peak: str = "max"
    dose_side_s: float | None = 60.0
    dose_repetitions: int | None = None
    score: int | None = None
    coverage: float | None = None
    holds: tuple[HoldRecord, ...] = ()
    repetitions: tuple[RepetitionRecord, ...] = ()
    checks: tuple[CheckRecord, ...] = ()
    bounces: tuple[BounceRecord, ...] = ()
    penalties: tuple[PenaltyRecord, ...] = ()

    @property
    def held_s(self) -> float:
        """Seconds in position."""
        return sum(hold.held_s for hold in self.holds)

    @property
    def credited_s(self) -> float:
        """Of them, seconds without a fault that withholds credit."""
        return sum(hold.credited_s for hold in self.holds)

    @property
    def active_s(self) -> float:
        """Seconds in position or in repetitions that counted."""
        return self.held_s + sum(one.end_s - one.start_s for one in self.repetitions if one.counted)


@dataclass(frozen=True)
class PainStop:
    """The person stopped because it hurt: when, in which stretch, where, and in their own words."""

    t_s: float
    stretch: str = ""
    side: str = ""
    place: str = ""
    words: str = ""


@dataclass(frozen=True)
class NewSession:
    """What is known when a session begins.

    Attributes:
        profile: name; a new one is added to the profiles.
        kind: `live`, `video` or `photo`.
        model: name of the pose model.
        started_at: aware, in the time zone of the clock on the wall; None for now.
        source: name of the recording's file, without folders; empty for a live session.
        routine: id of the routine; empty without one.
        uid: to write the same session again in place of the earlier one; None for a new one.
    """

    profile: str
    kind: SessionKind
    model: str
    started_at: datetime | None = None
    source: str = ""
    routine: str = ""
    uid: str | None = None


@dataclass(frozen=True)
class SessionRecord:
    """A session with everything in it.

    Attributes:
        started_at: UTC; `utc_offset_min` is the offset of the clock on the wall then.
        saved_at: UTC; when it was last written.
        ending: how it ended; see `state`.
        formcheck, mediapipe: versions that judged it.
        score, coverage: over all stretches, weighted by their time.
        warm_up_s: seconds of marching before them.
        notes: plain sentences about what limits the result, and the person's own.
    """

    uid: str
    profile: str
    kind: SessionKind
    started_at: datetime
    utc_offset_min: int
    saved_at: datetime
    ending: Ending
    source: str
    routine: str
    model: str
    formcheck: str
    mediapipe: str
    duration_s: float
    score: int | None
    coverage: float | None
    warm_up_s: float = 0.0
    stretches: tuple[StretchRecord, ...] = ()
    pain_stops: tuple[PainStop, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def local_start(self) -> datetime:
        """The start by the clock on the wall, without a time zone."""
        return (self.started_at.astimezone(UTC) + timedelta(minutes=self.utc_offset_min)).replace(
            tzinfo=None
        )

    @property
    def day(self) -> date:
        """The day of its start, by the clock on the wall."""
        return self.local_start.date()

    @property
    def held_s(self) -> float:
        """Seconds in position, over all stretches."""
        return sum(stretch.held_s for stretch in self.stretches)

    @property
    def credited_s(self) -> float:
        """Seconds credited, over all stretches."""
        return sum(stretch.credited_s for stretch in self.stretches)

    def state(self, now: datetime) -> Literal["open", "finished", "stopped", "pain", "interrupted"]:
        """How it ended; `interrupted` when it was never finished and nobody writes it any more."""
        if self.ending == "open" and (now - self.saved_at).total_seconds() > SILENT_S:
            return "interrupted"
        return self.ending


def overall(stretches: Iterable[StretchRecord]) -> tuple[int | None, float | None]:
    """Score and coverage of a session, of the stretches that were done; see `mean_score`."""
    return mean_score(
        [TimedScore(one.score, one.coverage, one.active_s) for one in stretches if one.active_s > 0]
    )
