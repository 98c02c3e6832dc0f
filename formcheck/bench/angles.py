"""How far the angles are off, and whether the stated error says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from formcheck.bench.outcome import SIDES, Outcome
from formcheck.bench.truth import FloatArray


class Group(NamedTuple):
    """What angles are pooled by: `distance` is `near` or `far`, empty for measures of no side."""

    stretch: str
    view: str
    joint: str
    distance: str


@dataclass(frozen=True)
class Samples:
    """One measure of one clip in the frames of its holds in which the truth is known.

    Attributes:
        group: what it is pooled by.
        clip: its name.
        error: (n,) told minus true; NaN where it was not told.
        stated: (n,) stated error; NaN likewise.
        rough: (n,) told minus true where a value was known but called too rough for a verdict.
    """

    group: Group
    clip: str
    error: FloatArray
    stated: FloatArray
    rough: FloatArray


@dataclass(frozen=True)
class AngleRow:
    """A group's figures, in the measure's unit (degrees, unless the joint's name ends in `_ratio`).

    Attributes:
        clips, frames: how many; `told` of the frames had a value that a verdict may rest on.
        mean: mean of told minus true.
        mean_abs, median_abs, p95_abs: of its absolute value.
        inside: share of the told frames with |told - true| <= stated error.
        stated: median stated error.
        rough_mean_abs: mean absolute error of the values called too rough; None without any.
        worst_clip, worst_mean_abs: the clip with the largest mean absolute error.
    """

    group: Group
    clips: int
    frames: int
    told: int
    mean: float | None
    mean_abs: float | None
    median_abs: float | None
    p95_abs: float | None
    inside: float | None
    stated: float | None
    rough_mean_abs: float | None
    worst_clip: str | None
    worst_mean_abs: float | None

    @property
    def coverage(self) -> float:
        """Share of the frames in which it could be told."""
        return self.told / self.frames if self.frames else 0.0

    @property
    def padding(self) -> float | None:
        """Median stated error / median absolute error: 2.4 for a 90 % band of a normal error."""
        if self.stated is None or not self.median_abs:
            return None
        return self.stated / self.median_abs


def angle_rows(outcomes: Iterable[Outcome]) -> list[AngleRow]:
    """A row for every stretch, view, joint and distance with truth, in that order."""
    groups: dict[Group, list[Samples]] = defaultdict(list)
    for outcome in outcomes:
        for samples in samples_of(outcome):
            groups[samples.group].append(samples)
    return [row_of(group, groups[group]) for group in sorted(groups)]


def samples_of(outcome: Outcome) -> list[Samples]:
    """Every measure of a clip that has both a truth and a told value."""
    truth, told = outcome.truth, outcome.told
    in_hold = truth.in_hold(told.t_s)
    found = []
    for name in sorted(set(truth.values) & set(told.measures)):
        true = truth.at(name, told.t_s)
        frames = in_hold & np.isfinite(true)
        if not frames.any():
            continue
        measure = told.measures[name]
        off = measure.value - true
        if name.endswith("_deg"):
            off = (off + 180.0) % 360.0 - 180.0
        usable = measure.usable & np.isfinite(measure.value)
        too_rough = ~measure.usable & np.isfinite(measure.value)
        joint, side = _without_side(name)
        distance = "" if not side else "near" if side == truth.near_side else "far"
        found.append(
            Samples(
                Group(truth.stretch, truth.view, joint, distance),
                truth.name,
                np.where(usable, off, np.nan)[frames],
                np.where(usable, measure.error, np.nan)[frames],
                off[frames & too_rough],
            )
        )
    return found


def row_of(group: Group, parts: Sequence[Samples]) -> AngleRow:
    """The figures of samples pooled frame by frame."""
    error = np.concatenate([part.error for part in parts])
    stated = np.concatenate([part.stated for part in parts])
    rough = np.concatenate([part.rough for part in parts])
    known = np.isfinite(error)
    size, stated = np.abs(error[known]), stated[known]
    by_clip = {p.clip: float(np.nanmean(np.abs(p.error))) for p in parts if _any_known(p)}
    worst = max(by_clip, key=lambda clip: by_clip[clip], default=None)
    told = len(size)
    return AngleRow(
        group=group,
        clips=len({part.clip for part in parts}),
        frames=len(error),
        told=told,
        mean=float(np.mean(error[known])) if told else None,
        mean_abs=float(np.mean(size)) if told else None,
        median_abs=float(np.median(size)) if told else None,
        p95_abs=float(np.percentile(size, 95)) if told else None,
        inside=float(np.mean(size <= stated)) if told else None,
        stated=float(np.median(stated)) if told else None,
        rough_mean_abs=float(np.mean(np.abs(rough))) if len(rough) else None,
        worst_clip=worst,
        worst_mean_abs=by_clip[worst] if worst is not None else None,
    )


def _any_known(samples: Samples) -> bool:
    return bool(np.isfinite(samples.error).any())


def _without_side(name: str) -> tuple[str, str]:
    """`knee_flexion_left_deg` is `knee_flexion` of the `left`; ratios keep their ending."""
    for side in SIDES:
        if f"_{side}_" in name:
            return name.replace(f"_{side}_", "_").removesuffix("_deg"), side
    return name.removesuffix("_deg"), ""
