"""The measures a definition may name, so that a typo is told before anyone lies down."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.schema import PLACES, Stretch


@cache
def known_measures() -> tuple[str, ...]:
    """Every measure as a definition names it: `{side}` stands for left or right."""
    _, measures = Measurer().step(PoseFrame.unseen(0.0, (640, 480)))
    names = (name.replace("_left_", "_{side}_") for name in measures if "_right_" not in name)
    return tuple(sorted(names))


def measure_fault(stretch: Stretch) -> tuple[str, str] | None:
    """(key, what is wrong) of the first measure that doesn't exist; None if all do."""
    for key, name in _named(stretch):
        general = name
        for place in PLACES:
            general = general.replace(f"{{{place}}}", "{side}")
        if general not in known_measures():
            return key, f"{name!r} isn't a measure{_hint(general)}"
    return None


def _hint(name: str) -> str:
    close = get_close_matches(name, known_measures(), n=1)
    if close:
        return f"; did you mean {close[0]!r}? ({{side}} may be {{other}}, {{near}} or {{far}} too)"
    return f"; there are {', '.join(known_measures())}"


def _named(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield "driver", stretch.driver
    parts = {
        "hold.all": stretch.hold.all if stretch.hold else (),
        "cycle.away": stretch.cycle.away if stretch.cycle else (),
        "cycle.back": stretch.cycle.back if stretch.cycle else (),
        "recognition.features": stretch.recognition.features,
    }
    for key, bounds in parts.items():
        for i, bound in enumerate(bounds):
            yield f"{key}.{i}.measure", bound.measure
    for check in stretch.checks:
        if check.measure:
            yield f"checks.{check.id}.measure", check.measure
