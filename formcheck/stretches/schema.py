"""What a stretch is: the shape of a definition, held by pydantic.

A stretch has a `[hold]` (a position kept still), a `[cycle]` (a movement repeated between two
ends), or both (a bridge is held, or lifted 10 to 15 times). Bounds are in the clinical terms of the
measures; the guard band is not part of a definition, it is the error of the measure itself.
"""

from __future__ import annotations

from math import inf
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formcheck.measures.view import Position, View

Text = Annotated[str, Field(min_length=1)]
PLACES = ("side", "other", "near", "far")
"""What a measure name may hold in braces: the stretched side, the other one, the side near the
camera, the far one."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bound(_Part):
    """A measure and the values it may have, limits included."""

    measure: Text
    min: float | None = None
    max: float | None = None
    source: str = ""

    @model_validator(mode="after")
    def _has_a_limit(self) -> Bound:
        if self.min is None and self.max is None:
            raise ValueError("needs min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is larger than max")
        return self

    def excess(self, value: float) -> float:
        """How far outside the value is, 0 inside, in the measure's unit."""
        above = value - self.max if self.max is not None else 0.0
        below = self.min - value if self.min is not None else 0.0
        return max(0.0, above, below)


class Feature(Bound):
    """A bound for recognition; belief falls from 1 at the bound to 0 at `soft` beyond it.

    An `optional` feature is left out where it can't be measured (a leg hidden behind the other).
    """

    soft: float = Field(default=20.0, gt=0)
    optional: bool = False


class Gate(_Part):
    """When the person is in position."""

    all: tuple[Bound, ...] = Field(min_length=1)


class Cycle(_Part):
    """One repetition of a moving stretch: out to the `away` end and back to the `back` end.

    Both ends bound the driving measure, among others, and leave a gap between them; in the gap the
    person is on the way. A repetition counts when the away end was reached from the back end and
    the back end again after it. With `{side}` in the ends every side is counted for itself.

    Attributes:
        away: where the movement leads, all of it (`{side}` says whose repetition it is).
        back: where it starts and ends, all of it.
        away_name, back_name: the ends in words ("hips up", "hips down").
        starts: the first repetition starts at the `back` end, or from `between` as well (cat-cow
            starts with a level back).
        hold_s: seconds to stay at the away end, least and most; a shorter stay isn't counted.
        alternates: one repetition to one side, the next to the other.
        pace_s: seconds a whole repetition should take, least and most: what a pacer goes by. It is
            judged only where there is a `tempo` check.
    """

    away: tuple[Bound, ...] = Field(min_length=1)
    back: tuple[Bound, ...] = Field(min_length=1)
    away_name: Text
    back_name: Text
    starts: Literal["back", "between"] = "back"
    hold_s: tuple[float, float] | None = None
    alternates: bool = False
    pace_s: tuple[float, float] = (2.0, 8.0)

    def end(self, which: Literal["away", "back"], driver: str) -> Bound | None:
        """The bound on the driving measure at one end; None where there is none."""
        bounds = self.away if which == "away" else self.back
        return next((bound for bound in bounds if bound.measure == driver), None)


class Check(_Part):
    """One thing to judge.

    Attributes:
        id: shared across the library.
        kind: `bound` looks at a measure; `bounce` for to and fro in the driving measure and
            `entry_speed` at how fast it came in (holds only); `tempo` at how many seconds a phase
            of the movement takes, and `range` at how far it goes, `min` and `max` being of the
            driving measure's peak (repetitions only). A `range` check without bounds stands for the
            repetitions that were not counted because they fell short.
        during: when a bound is judged. `all`: all through the hold or the repetition; `hold`: in
            holds only; `away`: at the away end of a repetition, and in a hold, which is that end;
            `back`: at the back end of a repetition.
        phase: of a tempo check: `out` to the away end, the `return` from it, or the whole
            `repetition`; `min` and `max` are its seconds.
        weight: points lost when the fault lasts the whole hold, or is in every repetition.
        withholds_credit: no credited time while the fault lasts.
        say: what to do, in positive words; `praise` when it is mended.
    """

    id: Text
    kind: Literal["bound", "bounce", "entry_speed", "tempo", "range"] = "bound"
    measure: str = ""
    min: float | None = None
    max: float | None = None
    during: Literal["all", "hold", "away", "back"] = "all"
    phase: Literal["out", "return", "repetition"] | None = None
    weight: float = Field(gt=0, le=100)
    withholds_credit: bool = False
    name: Text
    say: Text
    praise: str = "Good, that's it."
    source: Text

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Check:
        unbounded = self.min is None and self.max is None
        if self.kind == "bound" and not self.measure:
            raise ValueError("a bound check needs a measure")
        if self.kind in ("bound", "tempo") and unbounded:
            raise ValueError(f"a {self.kind} check needs min, max or both")
        if self.kind == "entry_speed" and self.max is None:
            raise ValueError("an entry_speed check needs max (degrees per second)")
        if self.kind != "bound" and (self.measure or self.during != "all"):
            raise ValueError("measure and during belong to bound checks")
        if (self.kind == "tempo") != (self.phase is not None):
            raise ValueError("a tempo check needs phase, and no other kind has one")
        return self

    @property
    def bound(self) -> Bound:
        """The check's limits as a bound; without any limit, nothing is out of bounds."""
        if self.min is None and self.max is None:
            return Bound(measure=self.measure or "driver", min=-inf)
        return Bound(measure=self.measure or "driver", min=self.min, max=self.max)

    @property
    def unit(self) -> str:
        """Of its faults' worst value: `deg`, `deg_s`, `s` or `ratio`; empty for any other.

        Bouncing and range are those of the driving measure, an angle.
        """
        if self.kind == "bound":
            return next(
                (unit for unit in ("deg", "ratio") if self.measure.endswith(f"_{unit}")), ""
            )
        return {"bounce": "deg", "range": "deg", "entry_speed": "deg_s", "tempo": "s"}[self.kind]

    @property
    def judges_attempts(self) -> bool:
        """Whether its faults are the attempts at a repetition that fell short."""
        return self.kind == "range" and self.min is None and self.max is None

    @property
    def in_holds(self) -> bool:
        """Whether a hold is judged by it."""
        return self.kind not in ("tempo", "range") and self.during != "back"

    @property
    def in_repetitions(self) -> bool:
        """Whether a repetition is judged by it."""
        return self.kind not in ("bounce", "entry_speed") and self.during != "hold"


class Camera(_Part):
    """Where to put the camera.

    Attributes:
        views: from which it can be judged, the best first.
        near: what must be nearest to it: the stretched side, or the head rather than the feet.
        place: the same in words.
    """

    views: tuple[View, ...] = Field(min_length=1)
    near: Literal["stretched", "head", "either"] = "either"
    place: Text


class Dose(_Part):
    """How long and how often.

    Attributes:
        hold_s: seconds of one hold, least and most; none for a stretch that is only moved.
        repetitions: holds, or repetitions of a stretch that is only moved, a side.
        moving_repetitions: of a stretch that can be held or moved, when it is moved.
        sets: how often the repetitions are done.
        side_total_s: held seconds that each side should collect.
    """

    hold_s: tuple[float, float] | None = None
    repetitions: tuple[int, int]
    moving_repetitions: tuple[int, int] | None = None
    sets: tuple[int, int] = (1, 1)
    side_total_s: float | None = Field(default=None, gt=0)
    per_week: tuple[int, int] = (2, 3)
    source: Text


class Recognition(_Part):
    """What tells this stretch from the others; wide bounds on rough values.

    Of a moving stretch the features describe the away end, or, with `moving = true`, every moment
    of the movement.
    """

    positions: tuple[Position, ...] = Field(min_length=1)
    features: tuple[Feature, ...] = Field(min_length=1)
    moving: bool = False


class Stretch(_Part):
    """One stretch of the library."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Small letters, digits and underscores; `learn` is a command's word."""
    name: Text
    also: tuple[str, ...] = ()
    position: Position
    sides: Literal["each", "both"]
    side_means: str = ""
    driver: Text
    driver_peak: Literal["max", "min"] = "max"
    how_to: tuple[Text, ...] = Field(min_length=2)
    mistakes: tuple[Text, ...] = Field(min_length=1)
    benefits: Text
    precautions: tuple[Text, ...] = Field(min_length=1)
    cant_see: tuple[Text, ...] = ()
    camera: Camera
    dose: Dose
    hold: Gate | None = None
    cycle: Cycle | None = None
    recognition: Recognition
    checks: tuple[Check, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks_are_told_apart(self) -> Stretch:
        if self.id == "learn":
            raise ValueError("id: 'learn' is a command's word; choose another")
        ids = [check.id for check in self.checks]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"check id used twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _is_held_or_moved(self) -> Stretch:
        if self.hold is None and self.cycle is None:
            raise ValueError("needs [hold], [cycle] or both")
        if self.hold is not None and self.dose.hold_s is None:
            raise ValueError("dose.hold_s is missing: how long is it held?")
        if self.hold is not None and self.dose.side_total_s is None:
            raise ValueError("dose.side_total_s is missing: how long should each side be held?")
        if (self.dose.moving_repetitions is not None) != (self.hold is not None and self.moves):
            raise ValueError("dose.moving_repetitions belongs to stretches with [hold] and [cycle]")
        for check in self.checks:
            held, moved = self.hold is not None and check.in_holds, self.moves
            if not held and not (moved and check.in_repetitions):
                raise ValueError(
                    f"check {check.id} is never judged: kind {check.kind} during {check.during} "
                    f"needs {'a [cycle]' if not moved else 'a [hold]'}"
                )
        return self

    @model_validator(mode="after")
    def _ends_lie_apart(self) -> Stretch:
        if self.cycle is None:
            return self
        away, back = (self.cycle.end(which, self.driver) for which in ("away", "back"))
        if away is None or back is None:
            raise ValueError(f"cycle: away and back each need a bound on the driver {self.driver}")
        low, high = (back, away) if self.driver_peak == "max" else (away, back)
        if low.max is None or high.min is None or low.max >= high.min:
            raise ValueError(
                f"cycle: with driver_peak {self.driver_peak} the {_end(low is back)} end's max of "
                f"{self.driver} must be below the {_end(high is back)} end's min"
            )
        return self

    @property
    def moves(self) -> bool:
        """Whether it is (also) done in repetitions."""
        return self.cycle is not None

    @property
    def moving_repetitions(self) -> tuple[int, int]:
        """How many repetitions a side, when it is moved."""
        return self.dose.moving_repetitions or self.dose.repetitions

    @property
    def measures(self) -> set[str]:
        """Names of all measures it looks at, braces not filled."""
        gates = (*(self.hold.all if self.hold else ()), *self.recognition.features)
        ends = (*self.cycle.away, *self.cycle.back) if self.cycle else ()
        bounds = (*gates, *ends)
        judged = (check.measure for check in self.checks if check.measure)
        return {self.driver, *(bound.measure for bound in bounds), *judged}

    @property
    def possible_sides(self) -> tuple[str, ...]:
        """The sides a hold or repetition of this stretch can have."""
        return ("left", "right") if self.sides == "each" else ("both",)


def _end(is_back: bool) -> str:
    return "back" if is_back else "away"


def filled(measure: str, side: str, near_side: str) -> str:
    """A measure name with its braces filled: `knee_flexion_{side}_deg` to `knee_flexion_left_deg`.

    Args:
        measure: the name as a definition has it.
        side: the stretched side; for a stretch of both sides the near one stands in.
        near_side: the side that faces the camera.
    """
    opposite = {"left": "right", "right": "left"}
    stretched = side if side in opposite else near_side
    return measure.format(
        side=stretched, other=opposite[stretched], near=near_side, far=opposite[near_side]
    )
