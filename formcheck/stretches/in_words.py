"""A definition in a person's units, and in plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.stretches.definition import Stretch
from formcheck.units import Units, lengths_in


def in_units(stretch: Stretch, units: Units) -> Stretch:
    """The stretch with the lengths in its words, such as the camera's distance, in these units."""
    if units == "metric":
        return stretch

    def told(lines: Sequence[str]) -> tuple[str, ...]:
        return tuple(lengths_in(line, units) for line in lines)

    camera = stretch.camera.model_copy(update={"place": lengths_in(stretch.camera.place, units)})
    return stretch.model_copy(
        update={
            "camera": camera,
            "how_to": told(stretch.how_to),
            "mistakes": told(stretch.mistakes),
            "precautions": told(stretch.precautions),
        }
    )


def listed(stretches: Sequence[Stretch]) -> str:
    """One line a stretch: its id and name."""
    width = max(len(stretch.id) for stretch in stretches)
    return "\n".join(f"{stretch.id:{width}}  {stretch.name}" for stretch in stretches)


def summed_up(stretch: Stretch, file_name: str) -> str:
    """One line about a definition file that can be used."""
    checks = len(stretch.checks)
    ways = [way for way, part in (("held", stretch.hold), ("moved", stretch.cycle)) if part]
    return (
        f"{file_name}: fine. {stretch.name} ({stretch.id}), {' or '.join(ways)}, "
        f"{checks} check{'s' if checks != 1 else ''}."
    )


def dose_in_words(stretch: Stretch) -> list[str]:
    """How long and how often, a line each for holding and for moving."""
    dose, each = stretch.dose, " a side" if stretch.sides == "each" else ""
    lines = []
    if stretch.hold is not None and dose.hold_s is not None:
        lines.append(f"hold {_range(dose.hold_s)} s, {_range(dose.repetitions)} times{each}")
    if stretch.cycle is not None:
        sets = f", {_range(dose.sets)} sets" if dose.sets != (1, 1) else ""
        stay = stretch.cycle.hold_s
        held = f", {_range(stay)} s each" if stay else ""
        word = "or " if lines else ""
        count = _range(stretch.moving_repetitions)
        lines.append(f"{word}{count} slow repetitions{each}{held}{sets}")
    return lines


def _range(pair: tuple[float, float]) -> str:
    low, high = pair
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def described(stretch: Stretch) -> str:
    """How to do it, where the camera goes, what is checked and what can't be seen."""
    lines = [stretch.name]
    if stretch.also:
        lines.append(f"  also called: {', '.join(stretch.also)}")
    lines += ["", "How to"] + [f"  {n}. {step}" for n, step in enumerate(stretch.how_to, 1)]
    lines += ["", "Take care"] + [f"  - {line}" for line in stretch.precautions]
    lines += ["", "Camera", f"  {stretch.camera.place}"]
    lines += ["", "Dose", *(f"  {line}" for line in dose_in_words(stretch))]
    lines += ["", "What is checked"] + [f"  - {check.name}" for check in stretch.checks]
    lines += ["", "What the camera can't see"] + [f"  - {line}" for line in stretch.cant_see]
    return "\n".join(lines)
