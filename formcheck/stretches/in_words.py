"""A definition in plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.stretches.definition import Stretch


def listed(stretches: Sequence[Stretch]) -> str:
    """One line a stretch: its id and name."""
    width = max(len(stretch.id) for stretch in stretches)
    return "\n".join(f"{stretch.id:{width}}  {stretch.name}" for stretch in stretches)


def described(stretch: Stretch) -> str:
    """How to do it, where the camera goes, what is checked and what can't be seen."""
    low, high = stretch.dose.hold_s
    few, many = stretch.dose.repetitions
    lines = [stretch.name]
    if stretch.also:
        lines.append(f"  also called: {', '.join(stretch.also)}")
    lines += ["", "How to"] + [f"  {n}. {step}" for n, step in enumerate(stretch.how_to, 1)]
    lines += ["", "Take care"] + [f"  - {line}" for line in stretch.precautions]
    lines += ["", "Camera", f"  {stretch.camera.place}"]
    lines += ["", "Dose", f"  hold {low:g}-{high:g} s, {few}-{many} times a side"]
    lines += ["", "What is checked"] + [f"  - {check.name}" for check in stretch.checks]
    lines += ["", "What the camera can't see"] + [f"  - {line}" for line in stretch.cant_see]
    return "\n".join(lines)
