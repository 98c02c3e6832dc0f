"""What the figures should reach, and whether they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.bench.angles import Group, Samples, row_of, samples_of
from formcheck.bench.outcome import Outcome
from formcheck.bench.times import BounceCase, bounce_cases, false_bounces, hold_cases
from formcheck.bench.verdicts import ABSENT, CLEAR, Case, CheckRow, blame, by_check, cases_of
from formcheck.bench.verdicts import check_rows as rows_of
from formcheck.stretches.definition import library

LOCKED_DEG = 3.0
"""A knee bent no further than this for a second is locked (180 degrees between thigh and shank)."""
SOFT_DEG = 10.0
"""A knee bent further than this all through is soft (168 degrees is 12)."""
LIFT_DEG = 18.0
"""A shoulder lift from here on counts as one of about 20 degrees."""


@dataclass(frozen=True)
class Target:
    """One aim.

    Attributes:
        aim: in words, with its limit.
        reached: None where there is nothing to tell it by.
        figure: what was measured, in words.
        number: of cases (clips, holds, frames; the figure says which) it rests on.
    """

    aim: str
    reached: bool | None
    figure: str
    number: int


def targets(outcomes: Sequence[Outcome]) -> list[Target]:
    """Every aim, for one model."""
    cases = [case for outcome in outcomes for case in cases_of(outcome)]
    rows = by_check(rows_of(cases))
    holds = [case for case in hold_cases(outcomes) if case.supported]
    bounces = [case for case in bounce_cases(outcomes) if case.supported and case.asked]
    return [
        _angle(outcomes, "knee_flexion", 3.0),
        _angle(outcomes, "hip_flexion", 5.0),
        *_stated(outcomes),
        _per_check(
            "precision", "Precision of each check ≥ 0.95", rows, lambda r: r.precision, 0.95
        ),
        _per_check(
            "recall", "Recall of each check, clear faults ≥ 0.90", rows, lambda r: r.recall, 0.9
        ),
        _clean(outcomes, cases),
        _share("Bounces (0.6-3 per s, from 6°) found ≥ 95 %", [b.found for b in bounces], 0.95),
        _share("Bounces: count within 1 ≥ 95 %", _counted(bounces), 0.95),
        _share("Bounces: rate within 15 % ≥ 95 %", _timed(bounces), 0.95),
        _no_bounce_made_up(outcomes),
        _locked_or_soft(outcomes, cases),
        *_shoulders(outcomes, cases),
        _share("Hold time within 0.5 s ≥ 95 %", [hold.right for hold in holds], 0.95),
    ]


def _angle(outcomes: Sequence[Outcome], joint: str, limit_deg: float) -> Target:
    """Mean absolute error of each stretch, side view, near side; the worst one decides."""
    by_stretch: dict[str, float] = {}
    frames = 0
    for stretch in library():
        parts = _side_near([o for o in outcomes if o.truth.stretch == stretch], joint)
        row = row_of(Group(stretch, "side", joint, "near"), parts) if parts else None
        if row is not None and row.mean_abs is not None:
            by_stretch[stretch] = row.mean_abs
            frames += row.told
    aim = f"Near {joint.replace('_', ' ')}, side view, each stretch ≤ {limit_deg:g}°"
    if not by_stretch:
        return Target(aim, None, "no frames", 0)
    over = {stretch: error for stretch, error in by_stretch.items() if error > limit_deg}
    figure = f"worst {max(by_stretch.values()):.1f}°, {frames} frames"
    if over:
        figure += "; over: " + ", ".join(f"{s} {e:.1f}°" for s, e in sorted(over.items()))
    return Target(aim, not over, figure, frames)


def _stated(outcomes: Sequence[Outcome]) -> list[Target]:
    """Coverage and padding of the stated error, side view, near side."""
    found = []
    for joint in ("knee_flexion", "hip_flexion"):
        parts = _side_near(outcomes, joint)
        name = joint.replace("_", " ")
        aims = (
            f"Near {name}: stated error holds the truth in ≥ 90 % of frames",
            f"Near {name}: median stated ≤ 2.5 × median true error",
        )
        row = row_of(Group("", "side", joint, "near"), parts) if parts else None
        if row is None or row.inside is None or row.padding is None:
            found += [Target(aim, None, "no frames", 0) for aim in aims]
            continue
        found.append(Target(aims[0], row.inside >= 0.9, f"{row.inside:.0%}", row.told))
        found.append(Target(aims[1], row.padding <= 2.5, f"{row.padding:.1f} ×", row.told))
    return found


def _side_near(outcomes: Sequence[Outcome], joint: str) -> list[Samples]:
    return [
        samples
        for outcome in outcomes
        if "side" in library()[outcome.truth.stretch].camera.views
        for samples in samples_of(outcome)
        if samples.group.view == "side"
        and samples.group.joint == joint
        and samples.group.distance == "near"
    ]


def _per_check(
    kind: str,
    aim: str,
    rows: dict[str, CheckRow],
    figure_of: Callable[[CheckRow], float | None],
    least: float,
) -> Target:
    figures = {check: figure_of(row) for check, row in rows.items()}
    known = {check: figure for check, figure in figures.items() if figure is not None}
    number = sum(row.clips(CLEAR) + row.clips(ABSENT) for row in rows.values())
    if not known:
        return Target(aim, None, "no faults", 0)
    low = {check: figure for check, figure in known.items() if figure < least}
    words = f"lowest {kind} {min(known.values()):.2f} of {len(known)} checks"
    if low:
        words += "; below: " + ", ".join(f"{c} {f:.2f}" for c, f in sorted(low.items()))
    return Target(aim, not low, words, number)


def _clean(outcomes: Sequence[Outcome], cases: Sequence[Case]) -> Target:
    told = blame(outcomes, cases)
    aim = 'Clean clips: at most one false "fix" in 10 minutes'
    rate = told.clean_per_10_min
    if rate is None:
        return Target(aim, None, "no clean clips", 0)
    words = f"{told.clean_episodes} in {told.clean_min:.1f} min ({rate:.1f} in 10 min)"
    clips = sum(outcome.truth.clean for outcome in outcomes)
    return Target(aim, rate <= 1.0, words, clips)


def _counted(bounces: Sequence[BounceCase]) -> list[bool]:
    return [abs(b.count_error) <= 1 for b in bounces if b.count_error is not None]


def _timed(bounces: Sequence[BounceCase]) -> list[bool]:
    return [abs(b.rate_error) <= 0.15 for b in bounces if b.rate_error is not None]


def _no_bounce_made_up(outcomes: Sequence[Outcome]) -> Target:
    aim = "No bounce told in clips without one"
    still = [outcome for outcome in outcomes if not outcome.truth.bounces]
    if not still:
        return Target(aim, None, "no clips without a bounce", 0)
    clips = sum(bool(false_bounces(outcome)) for outcome in still)
    return Target(aim, clips == 0, f"in {clips} of {len(still)} clips", len(still))


def _locked_or_soft(outcomes: Sequence[Outcome], cases: Sequence[Case]) -> Target:
    """Locked must be told `fix`, soft `good`; "can't tell" is not told apart."""
    truths = {outcome.truth.name: outcome.truth for outcome in outcomes}
    right = []
    for case in cases:
        if case.told.id != "knee_not_locked" or case.group.view != "side":
            continue
        truth = truths[case.clip]
        knee = truth.values.get(f"knee_flexion_{truth.side}_deg")
        if knee is None:
            continue
        held = np.sort(knee[truth.in_hold(truth.t_s)])
        frame_s = float(np.median(np.diff(truth.t_s)))
        second = max(1, round(1.0 / frame_s))
        if len(held) <= second:
            continue
        if held[second] <= LOCKED_DEG:
            right.append(case.blamed)
        elif held[0] >= SOFT_DEG:
            right.append(case.told.verdict == "good")
    return _share("knee_not_locked, side view: 180° and 168° told apart ≥ 95 %", right, 0.95)


def _shoulders(outcomes: Sequence[Outcome], cases: Sequence[Case]) -> list[Target]:
    lifts = {
        outcome.truth.name: fault.size_deg
        for outcome in outcomes
        for fault in outcome.truth.faults
        if fault.check == "shoulders_flat"
    }
    lifted, flat = [], []
    for case in cases:
        if case.told.id != "shoulders_flat" or case.group.view != "three_quarter":
            continue
        if case.clip in lifts:
            size_deg = lifts[case.clip]
            if size_deg is None or abs(size_deg) >= LIFT_DEG:
                lifted.append(case.blamed)
        elif case.presence == ABSENT:
            flat.append(not case.blamed)
    return [
        _share("shoulders_flat, three-quarter: a 20° lift found ≥ 90 %", lifted, 0.9),
        _share("shoulders_flat, three-quarter: flat shoulders never blamed", flat, 1.0),
    ]


def _share(aim: str, right: Sequence[bool], least: float) -> Target:
    if not right:
        return Target(aim, None, "no cases", 0)
    share = sum(right) / len(right)
    return Target(aim, share >= least, f"{share:.0%} ({sum(right)} of {len(right)})", len(right))
