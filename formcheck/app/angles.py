"""Which angles of a result can be shown, with the limits that were asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.app.trace_data import TraceData
from formcheck.app.words import measure_words
from formcheck.coach.result import StretchResult
from formcheck.stretches.definition import filled


@dataclass(frozen=True)
class Curve:
    """A measure over time: (seconds, value), None where it can't be told."""

    name: str
    points: Sequence[tuple[float, float | None]]


@dataclass(frozen=True)
class Limit:
    """A value that was asked for.

    Attributes:
        value: in the measure's unit.
        words: what it means, such as "Knee soft, not locked: at least 8°".
        gate: it opens the hold, rather than being judged.
        lower: the measure should stay above it.
    """

    value: float
    words: str
    gate: bool
    lower: bool


@dataclass(frozen=True)
class Angle:
    """A measure of the sides that were done, with its limits.

    Attributes:
        name: in words, without the side: "Knee bend".
        unit: "°", or nothing for a ratio.
    """

    name: str
    unit: str
    curves: tuple[Curve, ...]
    limits: tuple[Limit, ...]


def angles(judged: StretchResult, trace: TraceData) -> list[Angle]:
    """The driving angle first, then every other measure of the gate and the checks."""
    stretch = judged.stretch
    gate = stretch.hold.all if stretch.hold else ()
    bounds = [(bound, "In position", True) for bound in gate]
    bounds += [(one.bound, one.name, False) for one in stretch.checks if one.kind == "bound"]
    measures = dict.fromkeys([stretch.driver, *(bound.measure for bound, _, _ in bounds)])
    found = []
    for measure in measures:
        curves = _curves(measure, judged, trace)
        if not curves:
            continue
        unit = "°" if measure.endswith("_deg") else ""
        asked = [
            limit
            for bound, what, gate in bounds
            if bound.measure == measure
            for limit in limits((bound.min, bound.max), what, unit, gate=gate)
        ]
        name = curves[0].name.split(",")[0]
        whose = " of the other side" if "{other}" in measure else ""
        found.append(Angle(f"{name}{whose}", unit, curves, tuple(asked)))
    return found


def _curves(measure: str, judged: StretchResult, trace: TraceData) -> tuple[Curve, ...]:
    """One of each side that was done; else the one that was told best."""
    held = dict.fromkeys(
        [one.hold.book.side for one in judged.holds]
        + [one.repetition.side for one in judged.repetitions]
    )
    names = [_told_best(_names(measure, (side,)), trace) for side in held]
    names = names or [_told_best(_names(measure, ("left", "right")), trace)]
    return tuple(
        Curve(measure_words(name), list(zip(trace.times_s, trace.measures[name], strict=True)))
        for name in dict.fromkeys(names)
        if trace.told(name)
    )


def _names(measure: str, sides: Sequence[str]) -> list[str]:
    return [filled(measure, side, near) for side in sides for near in ("left", "right")]


def _told_best(names: Sequence[str], trace: TraceData) -> str:
    return max(names, key=trace.told)


def limits(
    bounds: tuple[float | None, float | None], what: str, unit: str, *, gate: bool
) -> list[Limit]:
    """The least and the most that were asked for, where they were; `what` says what for."""
    found = []
    for value, lower in zip(bounds, (True, False), strict=True):
        if value is not None:
            asked = f"at {'least' if lower else 'most'} {value:g}{unit}".replace("-", "−")
            found.append(Limit(value, f"{what}: {asked}", gate, lower))
    return found
