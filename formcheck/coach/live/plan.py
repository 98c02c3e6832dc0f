"""What a live session will go through: stretches, sides, holds, rests, and a warm-up before them.

`plan_for_stretch` and `plan_for_routine` make a `Plan`; `LiveSession` follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from formcheck.errors import UnusableInput
from formcheck.stretches.definition import Stretch, stretch_named
from formcheck.stretches.routine import Routine

REST_S = 15.0
"""Between repetitions; long enough to lower the leg, breathe, and go in again."""
CHANGE_S = 15.0
"""Estimate for changing side or stretch and being set up again."""
ENTER_S = 5.0
"""Estimate for going into a stretch, which should be slow."""


@dataclass(frozen=True)
class PlanStep:
    """One stretch on one side.

    Attributes:
        stretch: what to do.
        side: the person's own `left` or `right`; `both` for a stretch that has no sides, or one
            that goes to one side and the other in turn.
        hold_s: seconds a hold should collect; 0 for a stretch that is moved.
        repetitions: how often (a side).
        rest_s: between holds.
    """

    stretch: Stretch
    side: str
    hold_s: float
    repetitions: int
    rest_s: float = REST_S

    def __post_init__(self) -> None:
        name = self.stretch.name
        if self.side not in sides_of(self.stretch, moving=self.moving):
            sides = " or ".join(sides_of(self.stretch, moving=self.moving))
            raise UnusableInput(f"{name} is done on {sides}, not on {self.side!r}.")
        if self.hold_s < 0 or self.repetitions < 1 or self.rest_s < 0:
            raise UnusableInput(f"{name}: seconds and repetitions can't be below 0.")
        if self.moving and not self.stretch.moves:
            raise UnusableInput(f"{name} is held: say for how many seconds.")
        if not self.moving and self.stretch.hold is None:
            raise UnusableInput(f"{name} is moved, not held: leave out the seconds.")

    @property
    def moving(self) -> bool:
        """Done in repetitions to and fro, not held."""
        return self.hold_s == 0

    @property
    def dose_s(self) -> float:
        """Credited seconds that all its holds should collect together; 0 for a moving one."""
        return self.hold_s * self.repetitions

    @property
    def total_repetitions(self) -> int:
        """Repetitions on all the sides of the step."""
        alternating = self.moving and self.side == "both" and self.stretch.sides == "each"
        return self.repetitions * (2 if alternating else 1)

    @property
    def duration_s(self) -> float:
        """Estimate of the time it takes, rests included."""
        cycle = self.stretch.cycle
        if self.moving and cycle is not None:
            return ENTER_S + self.total_repetitions * sum(cycle.pace_s) / 2.0
        rests_s = self.rest_s * (self.repetitions - 1)
        return self.repetitions * (ENTER_S + self.hold_s) + rests_s


@dataclass(frozen=True)
class WarmUpStep:
    """Marching in place until `duration_s` seconds were marched."""

    duration_s: float


@dataclass(frozen=True)
class Plan:
    """The steps of a session in their order.

    Attributes:
        name: for the screen and the record.
        steps: at least one.
        routine: id of the routine it was made from; empty for a single stretch.
    """

    name: str
    steps: tuple[PlanStep | WarmUpStep, ...]
    routine: str = ""

    def __post_init__(self) -> None:
        if not self.steps:
            raise UnusableInput("A session needs at least one step; choose a stretch.")

    @property
    def duration_s(self) -> float:
        """Estimate of the whole session, changes included."""
        changes_s = CHANGE_S * len(self.steps)
        return sum(step.duration_s for step in self.steps) + changes_s


def plan_for_stretch(
    stretch: Stretch,
    side: str = "both",
    *,
    hold_s: float | None = None,
    repetitions: int | None = None,
    rest_s: float = REST_S,
    warm_up_s: float = 0.0,
) -> Plan:
    """A session of one stretch.

    Args:
        stretch: what to do.
        side: `left`, `right`, or `both` for one after the other; a stretch without sides takes
            `both` only.
        hold_s: seconds of a hold, 0 to move where it can be moved; None for the usual dose, held
            where it can be held.
        repetitions: None for the usual dose.
        rest_s: between holds.
        warm_up_s: seconds of marching before it; 0 for none.

    Raises:
        UnusableInput: a side this stretch doesn't have, or numbers that make no sense.
    """
    moving = stretch.hold is None if hold_s is None else hold_s == 0
    usual_hold_s, usual_repetitions = usual_dose(stretch, moving=moving)
    sides = sides_of(stretch, moving=moving) if side == "both" else (side,)
    if side == "both" and "both" in sides:
        sides = ("both",)
    steps: list[PlanStep | WarmUpStep] = [WarmUpStep(warm_up_s)] if warm_up_s > 0 else []
    steps += [
        PlanStep(
            stretch=stretch,
            side=one,
            hold_s=usual_hold_s if hold_s is None else hold_s,
            repetitions=usual_repetitions if repetitions is None else repetitions,
            rest_s=rest_s,
        )
        for one in sides
    ]
    return Plan(stretch.name, tuple(steps))


def plan_for_routine(routine: Routine) -> Plan:
    """A session that goes through a routine.

    Raises:
        DefinitionError: it names a stretch that isn't in the library.
        UnusableInput: a side that its stretch doesn't have.
    """
    steps: list[PlanStep | WarmUpStep] = []
    if routine.warm_up_s > 0:
        steps.append(WarmUpStep(routine.warm_up_s))
    for part in routine.steps:
        stretch = stretch_named(part.stretch)
        steps += plan_for_stretch(
            stretch,
            part.sides,
            hold_s=part.hold_s,
            repetitions=part.repetitions,
            rest_s=REST_S if part.rest_s is None else part.rest_s,
        ).steps
    return Plan(routine.name, tuple(steps), routine.id)


def usual_dose(stretch: Stretch, *, moving: bool) -> tuple[float, int]:
    """Hold seconds and repetitions a side.

    Held: the shortest holds that collect the dose of a side. Moved: the fewest repetitions.
    """
    dose = stretch.dose
    if moving or dose.hold_s is None:
        return 0.0, stretch.moving_repetitions[0]
    shortest_s, longest_s = dose.hold_s
    fewest, most = dose.repetitions
    total_s = dose.side_total_s or shortest_s * fewest
    hold_s = min(longest_s, max(shortest_s, total_s / most))
    return hold_s, min(most, max(fewest, ceil(total_s / hold_s)))


def sides_of(stretch: Stretch, *, moving: bool) -> tuple[str, ...]:
    """The sides a step can have: `both` for an alternating movement."""
    if moving and stretch.cycle is not None and stretch.cycle.alternates:
        return ("both",)
    return stretch.possible_sides
