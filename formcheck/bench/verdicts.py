"""How right the checks are: found faults, missed faults, blame without cause.

A fault counts as *clear* when the true angle leaves the check's bounds by more than the stated
error, for a second in all; inside that guard band (*marginal*) the right answer is "can't tell", so
these clips count neither for nor against. Where the truth has no angle for a check's measure, a
fault that the truth file names is clear.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from formcheck.bench.outcome import Outcome, ToldCheck
from formcheck.bench.truth import FloatArray, Span, Truth
from formcheck.stretches.definition import Check, filled, library

CLEAR, MARGINAL, ABSENT = "clear", "marginal", "absent"
SUSTAINED_S = 1.0
"""So long in all, a true angle has to be out of bounds to be a fault that must be told."""
TOUCH_S = 0.5
"""An episode this close to a true fault belongs to it."""
CLEAR_BOUNCE_DEG = 6.0
CLEAR_BOUNCE_HZ = (0.6, 3.0)
"""Bounces from 6 degrees, turn to turn, at 0.6 to 3 per s must be found."""


class CheckGroup(NamedTuple):
    """What verdicts are pooled by."""

    check: str
    stretch: str
    view: str


@dataclass(frozen=True)
class Case:
    """One check in one clip.

    Attributes:
        group: what it is pooled by.
        clip: its name.
        supported: the camera stands where the stretch's definition wants it.
        presence: of the fault in truth: `clear`, `marginal` or `absent`.
        size: how far the truth is out of bounds for `SUSTAINED_S`, in the measure's unit; for a
            bounce its size in degrees; None where the truth doesn't say.
        named: the truth file names the fault.
        told: what was told.
        overlap: seconds that told and true fault share / seconds of either (0 to 1), for found
            faults; None otherwise.
    """

    group: CheckGroup
    clip: str
    supported: bool
    presence: str
    size: float | None
    named: bool
    told: ToldCheck
    overlap: float | None

    @property
    def blamed(self) -> bool:
        """Whether the check told `fix`."""
        return self.told.verdict == "fix"


@dataclass
class CheckRow:
    """A group's figures over clips.

    Attributes:
        counts: clips by (presence, verdict).
        named_counts: clips by (the truth names the fault, verdict).
        overlaps: of the found faults, see `Case.overlap`.
    """

    group: CheckGroup
    supported: bool
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    named_counts: Counter[tuple[bool, str]] = field(default_factory=Counter)
    overlaps: list[float] = field(default_factory=list)

    def add(self, case: Case) -> None:
        """Count one clip."""
        self.counts[case.presence, case.told.verdict] += 1
        self.named_counts[case.named, case.told.verdict] += 1
        if case.overlap is not None:
            self.overlaps.append(case.overlap)

    def merge(self, other: CheckRow) -> None:
        """Count another row's clips too."""
        self.counts += other.counts
        self.named_counts += other.named_counts
        self.overlaps += other.overlaps

    def clips(self, presence: str) -> int:
        """Clips in which the fault is clear, marginal or absent."""
        return sum(n for (here, _), n in self.counts.items() if here == presence)

    @property
    def true_positives(self) -> int:
        """Clear faults told."""
        return self.counts[CLEAR, "fix"]

    @property
    def false_positives(self) -> int:
        """Blame where there is no fault."""
        return self.counts[ABSENT, "fix"]

    @property
    def precision(self) -> float | None:
        """Told clear faults / (these + blame without cause); None where nothing was told."""
        return _share(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float | None:
        """Told clear faults / clear faults; "can't tell" counts as missed. None without any."""
        return _share(self.true_positives, self.clips(CLEAR))

    @property
    def f1(self) -> float | None:
        """2 TP / (2 TP + FP + FN), harmonic mean of the two."""
        missed = self.clips(CLEAR) - self.true_positives
        both = 2 * self.true_positives
        return _share(both, both + self.false_positives + missed)

    @property
    def cant_tell(self) -> float | None:
        """Share of the clips, marginal ones left out, in which it couldn't be told."""
        total = self.clips(CLEAR) + self.clips(ABSENT)
        return _share(self.counts[CLEAR, "cant_tell"] + self.counts[ABSENT, "cant_tell"], total)

    @property
    def named_precision(self) -> float | None:
        """The same against the bare labels of the truth files, guard band or not."""
        told = self.named_counts[True, "fix"]
        return _share(told, told + self.named_counts[False, "fix"])

    @property
    def named_recall(self) -> float | None:
        """The same against the bare labels of the truth files, guard band or not."""
        named = sum(n for (is_named, _), n in self.named_counts.items() if is_named)
        return _share(self.named_counts[True, "fix"], named)

    @property
    def overlap(self) -> float | None:
        """Mean overlap in time of the found faults."""
        return float(np.mean(self.overlaps)) if self.overlaps else None


@dataclass(frozen=True)
class Blame:
    """False "fix": episodes that belong to no true fault of their check.

    Attributes:
        episodes: (clip, check, start, end) of each.
        good_min: minutes of holds and repetitions without any fault or bounce.
        clean_episodes, clean_min: the same in clips with no fault and no bounce at all.
    """

    episodes: tuple[tuple[str, str, float, float], ...]
    good_min: float
    clean_episodes: int
    clean_min: float

    @property
    def per_min(self) -> float | None:
        """False "fix" per minute of good form, over all clips."""
        return len(self.episodes) / self.good_min if self.good_min > 0 else None

    @property
    def clean_per_10_min(self) -> float | None:
        """False "fix" in 10 minutes of clean clips."""
        return 10.0 * self.clean_episodes / self.clean_min if self.clean_min > 0 else None


def cases_of(outcome: Outcome) -> list[Case]:
    """Every check of the clip's stretch."""
    stretch = library()[outcome.truth.stretch]
    found = []
    for check in stretch.checks:
        told = outcome.told.check(check.id)
        if told is not None:
            found.append(_case(outcome, check, told))
    return found


def not_judged(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Clips by the named faults that their stretch has no check for."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        judged = {check.id for check in library()[outcome.truth.stretch].checks}
        counts.update({fault.check for fault in outcome.truth.faults} - judged)
    return counts


def check_rows(cases: Iterable[Case]) -> list[CheckRow]:
    """A row for every check, stretch and view, in that order."""
    rows: dict[CheckGroup, CheckRow] = {}
    for case in cases:
        rows.setdefault(case.group, CheckRow(case.group, case.supported)).add(case)
    return [rows[group] for group in sorted(rows)]


def by_check(rows: Iterable[CheckRow]) -> dict[str, CheckRow]:
    """Rows of views that the stretches support, merged over stretches and views."""
    merged: dict[str, CheckRow] = {}
    for row in rows:
        if row.supported:
            check = row.group.check
            merged.setdefault(check, CheckRow(CheckGroup(check, "", ""), True)).merge(row)
    return dict(sorted(merged.items()))


def blame(outcomes: Sequence[Outcome], cases: Iterable[Case]) -> Blame:
    """Count false "fix" episodes against the minutes of good form."""
    by_clip: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_clip[case.clip].append(case)
    episodes: list[tuple[str, str, float, float]] = []
    good_s = clean_s = 0.0
    clean_episodes = 0
    for outcome in outcomes:
        truth = outcome.truth
        false = [
            (truth.name, case.told.id, start_s, end_s)
            for case in by_clip[truth.name]
            for start_s, end_s in _unfounded(truth, case)
        ]
        episodes += false
        good_s += good_form_s(truth)
        if truth.clean and not any(c.presence != ABSENT for c in by_clip[truth.name]):
            clean_episodes += len(false)
            clean_s += good_form_s(truth)
    return Blame(tuple(episodes), good_s / 60.0, clean_episodes, clean_s / 60.0)


def good_form_s(truth: Truth) -> float:
    """Seconds that are judged, without any fault or bounce."""
    attempts = [one for one in truth.repetitions if not one.whole]
    at_fault = (*truth.faults, *truth.bounces, *attempts)
    edges = {edge for span in at_fault for edge in (span.start_s, span.end_s)}
    seconds = 0.0
    for judged in truth.judged:
        within = {edge for edge in edges if judged.start_s < edge < judged.end_s}
        cuts = sorted({judged.start_s, judged.end_s} | within)
        for start_s, end_s in pairwise(cuts):
            middle_s = (start_s + end_s) / 2.0
            if not any(span.start_s <= middle_s <= span.end_s for span in at_fault):
                seconds += end_s - start_s
    return seconds


def true_spans(truth: Truth, check: Check) -> list[Span]:
    """The faults that the truth file names for a check, cut to the holds or repetitions."""
    spans: Sequence[Span]
    if check.kind == "bounce":
        spans = truth.bounces
    elif check.judges_attempts:
        spans = [one for one in truth.repetitions if not one.whole]
    else:
        spans = [fault for fault in truth.faults if fault.check == check.id]
    if check.kind == "entry_speed":
        return list(spans)  # it is over when the hold begins
    cut = [
        (max(span.start_s, judged.start_s), min(span.end_s, judged.end_s))
        for span in spans
        for judged in truth.judged
    ]
    return [Span(start_s=start_s, end_s=end_s) for start_s, end_s in cut if end_s > start_s]


def _case(outcome: Outcome, check: Check, told: ToldCheck) -> Case:
    truth = outcome.truth
    spans = true_spans(truth, check)
    presence, size = _presence(outcome, check, bool(spans))
    overlap = None
    if told.verdict == "fix" and presence == CLEAR and spans and told.episodes:
        overlap = shared_over_either(spans, told.episodes)
    return Case(
        group=CheckGroup(check.id, truth.stretch, truth.view),
        clip=truth.name,
        supported=truth.supported,
        presence=presence,
        size=size,
        named=bool(spans),
        told=told,
        overlap=overlap,
    )


def _presence(outcome: Outcome, check: Check, named: bool) -> tuple[str, float | None]:
    """Whether the fault is there in truth, and how large."""
    truth = outcome.truth
    if check.kind == "bounce":
        bounces = truth.bounces
        if not named:
            return ABSENT, None
        clear = any(must_be_found(b.size_deg, b.rate_hz) for b in bounces)
        return (CLEAR if clear else MARGINAL), max(b.size_deg for b in bounces)
    excess = true_excess(outcome, check)
    if excess is None:
        sizes = [f.size_deg for f in truth.faults if f.check == check.id and f.size_deg is not None]
        return (CLEAR if named else ABSENT), max(sizes, default=None)
    size = sustained(excess, truth.t_s)
    if size <= 0.0:
        return (MARGINAL if named else ABSENT), size
    return (CLEAR if size > _guard(outcome, check) else MARGINAL), size


def must_be_found(size_deg: float, rate_hz: float) -> bool:
    """Whether a bounce is large enough, and neither too slow nor too fast, to be asked for."""
    low, high = CLEAR_BOUNCE_HZ
    return size_deg >= CLEAR_BOUNCE_DEG and low <= rate_hz <= high


def true_excess(outcome: Outcome, check: Check) -> FloatArray | None:
    """How far the true angle is out of the check's bounds in the frames of the holds, 0 inside.

    None where the truth doesn't have the check's measure.
    """
    truth = outcome.truth
    if check.kind != "bound":
        return None
    name = filled(check.measure, truth.side, truth.near_side)
    if name not in truth.values:
        return None
    values = truth.values[name][truth.in_hold(truth.t_s)]
    if not np.isfinite(values).any():
        return None
    return np.array([check.bound.excess(value) if np.isfinite(value) else 0.0 for value in values])


def sustained(excess: FloatArray, t_s: FloatArray) -> float:
    """The largest excess that is reached or passed for `SUSTAINED_S` in all; 0 without one."""
    frame_s = float(np.median(np.diff(t_s)))
    needed = max(1, round(SUSTAINED_S / frame_s))
    if len(excess) < needed:
        return 0.0
    return float(np.sort(excess)[-needed])


def _guard(outcome: Outcome, check: Check) -> float:
    """The guard band: median stated error of the check's measure; 0 where it was never told.

    What is never told has no guard band to hide in: its faults count as missed.
    """
    truth, told = outcome.truth, outcome.told
    measure = told.measures.get(filled(check.measure, truth.side, truth.near_side))
    if measure is None:
        return 0.0
    stated = measure.error[truth.in_hold(told.t_s) & measure.usable]
    return float(np.median(stated)) if len(stated) else 0.0


def _unfounded(truth: Truth, case: Case) -> list[tuple[float, float]]:
    """Episodes of a check that belong to none of its true faults."""
    if case.presence == MARGINAL or (case.presence == CLEAR and not case.named):
        return []
    check = next(c for c in library()[truth.stretch].checks if c.id == case.told.id)
    spans = true_spans(truth, check)
    return [
        (start_s, end_s)
        for start_s, end_s in case.told.episodes
        if not any(span.overlap_s(start_s - TOUCH_S, end_s + TOUCH_S) for span in spans)
    ]


def shared_over_either(true: Sequence[Span], told: Sequence[tuple[float, float]]) -> float:
    """Seconds in both / seconds in either of two sets of spans; spans of one set don't overlap."""
    shared_s = sum(span.overlap_s(start_s, end_s) for span in true for start_s, end_s in told)
    either_s = sum(s.length_s for s in true) + sum(end - start for start, end in told) - shared_s
    return shared_s / either_s if either_s > 0 else 0.0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
