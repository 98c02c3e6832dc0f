"""What a stretch is: the definition files' shape, checked on loading.

An unknown key, a wrong type or a missing line is a `DefinitionError` that names file and key.
Bounds are in the clinical terms of the measures; the guard band is not part of a definition, it is
the error of the measure itself.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from formcheck.errors import DefinitionError
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


class Check(_Part):
    """One thing to judge.

    Attributes:
        id: shared across the library.
        kind: `bound` looks at a measure all through the hold, `bounce` for to and fro in the
            driving measure, `entry_speed` at how fast the driving measure came in.
        weight: points lost when the fault lasts the whole hold.
        withholds_credit: no credited time while the fault lasts.
        say: what to do, in positive words; `praise` when it is mended.
    """

    id: Text
    kind: Literal["bound", "bounce", "entry_speed"] = "bound"
    measure: str = ""
    min: float | None = None
    max: float | None = None
    weight: float = Field(gt=0, le=100)
    withholds_credit: bool = False
    name: Text
    say: Text
    praise: str = "Good, that's it."
    source: Text

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Check:
        if self.kind == "bound":
            if not self.measure:
                raise ValueError("a bound check needs a measure")
            if self.min is None and self.max is None:
                raise ValueError("a bound check needs min, max or both")
        if self.kind == "entry_speed" and self.max is None:
            raise ValueError("an entry_speed check needs max (degrees per second)")
        return self

    @property
    def bound(self) -> Bound:
        """The check's limits as a bound."""
        return Bound(measure=self.measure, min=self.min, max=self.max)


class Camera(_Part):
    """Where to put the camera."""

    views: tuple[View, ...] = Field(min_length=1)
    near: Literal["stretched", "either"] = "either"
    place: Text


class Dose(_Part):
    """How long and how often."""

    hold_s: tuple[float, float]
    repetitions: tuple[int, int]
    side_total_s: float = Field(gt=0)
    per_week: tuple[int, int] = (2, 3)
    source: Text


class Recognition(_Part):
    """What tells this stretch from the others; wide bounds on rough values."""

    positions: tuple[Position, ...] = Field(min_length=1)
    features: tuple[Feature, ...] = Field(min_length=1)


class Stretch(_Part):
    """One stretch of the library."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
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
    hold: Gate
    recognition: Recognition
    checks: tuple[Check, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks_are_told_apart(self) -> Stretch:
        ids = [check.id for check in self.checks]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"check id used twice: {', '.join(twice)}")
        return self

    @property
    def possible_sides(self) -> tuple[str, ...]:
        """The sides a hold of this stretch can have."""
        return ("left", "right") if self.sides == "each" else ("both",)


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


def read_definition(path: Path) -> Stretch:
    """Read one definition file.

    Raises:
        DefinitionError: not TOML, an unknown or missing key, a wrong value; says which.
    """
    try:
        return parse_definition(path.read_text("utf-8"), path.name)
    except OSError as error:
        raise DefinitionError(f"{path}: can't be read ({error.strerror}).") from error


def parse_definition(text: str, file_name: str) -> Stretch:
    """The stretch a definition file's text describes; errors as `read_definition`."""
    try:
        return Stretch.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file_name}: not valid TOML: {error}.") from error
    except ValidationError as error:
        # a key with a typo is both unknown and missing: the unknown one says more
        first = max(error.errors(), key=lambda one: one["type"] == "extra_forbidden")
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise DefinitionError(f"{file_name}: {key}: {what}.") from error


@cache
def library() -> dict[str, Stretch]:
    """Every stretch that ships with formcheck, by id, in the order of the files' names."""
    folder = resources.files("formcheck.stretches").joinpath("library")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    stretches = [parse_definition(entry.read_text("utf-8"), entry.name) for entry in files]
    return {stretch.id: stretch for stretch in stretches}


def stretch_named(stretch_id: str) -> Stretch:
    """The stretch with this id.

    Raises:
        DefinitionError: there is none; lists the ids there are.
    """
    try:
        return library()[stretch_id]
    except KeyError:
        known = ", ".join(library())
        raise DefinitionError(f"No stretch is called {stretch_id!r}. There are: {known}.") from None
