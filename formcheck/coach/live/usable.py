"""The routines that can be done: their files are read, their stretches known, their doses fit."""

from __future__ import annotations

from formcheck.coach.live.plan import plan_for_routine
from formcheck.errors import FormcheckError
from formcheck.stretches.routine import Routine, own_routines, shipped_routines


def usable_routines() -> tuple[dict[str, Routine], list[str]]:
    """Those that ship and one's own, by id; and why others are left out, a sentence for each file.

    One's own comes in the place of a shipped one of the same id.
    """
    mine, wrong = own_routines()
    usable, problems = dict(shipped_routines()), [str(error) for error in wrong]
    for path, routine in mine:
        try:
            plan_for_routine(routine)
        except FormcheckError as error:
            problems.append(f"{path.name}: {error}")
        else:
            usable[routine.id] = routine
    return usable, problems
