"""The worst clips by name, and in words what went wrong in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.bench.angles import samples_of
from formcheck.bench.outcome import Outcome
from formcheck.bench.times import (
    bounce_cases,
    extra_holds,
    false_bounces,
    hold_cases,
    recognition_case,
)
from formcheck.bench.truth import FloatArray
from formcheck.bench.verdicts import ABSENT, CLEAR, cases_of

LARGE_ERROR_DEG = {"knee_flexion": 6.0, "hip_flexion": 10.0}
"""Twice the aims for the near side in the side view."""
OFTEN = 0.1
"""Exchanged legs or a wrong near side in more of the hold than this are worth a line."""
_LEG_JOINTS = ("left_knee", "right_knee", "left_ankle", "right_ankle")


@dataclass(frozen=True)
class Failure:
    """A clip that went wrong: `weight` sorts, `what` says."""

    clip: str
    weight: float
    what: tuple[str, ...]


def worst(outcomes: Sequence[Outcome], count: int = 12) -> list[Failure]:
    """The clips that went most wrong, worst first; those in which nothing did are left out."""
    failures = [failure_of(outcome) for outcome in outcomes]
    bad = [failure for failure in failures if failure.weight > 0]
    return sorted(bad, key=lambda failure: (-failure.weight, failure.clip))[:count]


def failure_of(outcome: Outcome) -> Failure:
    """Everything that went wrong in one clip.

    The weight adds up: 3 for a missed hold, 2 for a missed or falsely told fault, 1 for other
    things; "can't tell" where the camera stands wrongly weighs nothing.
    """
    found = [
        *_in_holds(outcome),
        *_in_checks(outcome),
        *_in_bounces(outcome),
        *_in_angles(outcome),
        *_in_identity(outcome),
    ]
    return Failure(
        outcome.truth.name, sum(weight for weight, _ in found), tuple(what for _, what in found)
    )


def legs_exchanged(outcome: Outcome, legs_px: FloatArray) -> float | None:
    """Share of the hold frames in which left and right leg carry each other's name.

    Told where true knees and ankles lie clearly apart (a tenth of the picture's height) and the
    exchanged naming fits less than half as badly. None without true joints.
    """
    truth, told = outcome.truth, outcome.told
    if len(legs_px) == 0 or not all(joint in truth.joints_px for joint in _LEG_JOINTS):
        return None
    frames = truth.in_hold(told.t_s)
    true = np.stack([truth.joint_at(joint, told.t_s) for joint in _LEG_JOINTS], axis=1)
    legs = legs_px * (np.array(truth.size_px) / np.array(told.size_px))
    other = legs[:, [1, 0, 3, 2]]
    apart = _mean_distance(true, true[:, [1, 0, 3, 2]]) > 0.1 * truth.size_px[1]
    frames &= apart & np.isfinite(legs).all(axis=(1, 2)) & np.isfinite(true).all(axis=(1, 2))
    if not frames.any():
        return None
    exchanged = _mean_distance(other, true) < 0.5 * _mean_distance(legs, true)
    return float(np.mean(exchanged[frames]))


def near_side_wrong(outcome: Outcome) -> float | None:
    """Share of the hold frames with a body in which the far side was taken for the near one."""
    truth, told = outcome.truth, outcome.told
    sides = [
        side
        for side, held in zip(told.near_side, truth.in_hold(told.t_s), strict=False)
        if held and side
    ]
    return sum(side != truth.near_side for side in sides) / len(sides) if sides else None


def _in_holds(outcome: Outcome) -> list[tuple[float, str]]:
    found = []
    for case in hold_cases([outcome]):
        if case.held_error_s is None:
            if case.supported:
                found.append((3.0, "hold not told"))
        elif not case.side_right:
            found.append((3.0, "hold told on the wrong side"))
        elif not case.right:
            pieces = f" in {case.pieces} pieces" if case.pieces > 1 else ""
            found.append((1.0, f"hold {case.held_error_s:+.1f} s{pieces}"))
    return found + [
        (2.0, f"hold at {h.start_s:.1f}-{h.end_s:.1f} s made up") for h in extra_holds(outcome)
    ]


def _in_checks(outcome: Outcome) -> list[tuple[float, str]]:
    found = []
    for case in cases_of(outcome):
        told = case.told
        if case.presence == ABSENT and case.blamed:
            found.append((2.0, f"{told.id} blamed without cause"))
        elif case.presence == CLEAR and not case.blamed and case.supported:
            reason = f": {told.reason}" if told.reason else ""
            found.append((2.0, f"{told.id} missed ({told.verdict.replace('_', ' ')}{reason})"))
        elif case.presence == ABSENT and told.verdict == "cant_tell" and case.supported:
            found.append((0.5, f"{told.id} can't tell: {told.reason}"))
    return found


def _in_bounces(outcome: Outcome) -> list[tuple[float, str]]:
    found = [
        (1.0, f"bounces counted {case.count_error:+d}")
        for case in bounce_cases([outcome])
        if case.count_error is not None and abs(case.count_error) > 1
    ]
    return found + [
        (1.0, f"bounce at {b.start_s:.1f}-{b.end_s:.1f} s made up") for b in false_bounces(outcome)
    ]


def _in_angles(outcome: Outcome) -> list[tuple[float, str]]:
    found = []
    for samples in samples_of(outcome):
        limit = LARGE_ERROR_DEG.get(samples.group.joint)
        known = samples.error[np.isfinite(samples.error)]
        if limit is None or samples.group.distance != "near" or not len(known):
            continue
        mean_abs = float(np.mean(np.abs(known)))
        if mean_abs > limit:
            joint = samples.group.joint.replace("_", " ")
            mean = float(np.mean(known))
            found.append((1.0, f"near {joint} off by {mean_abs:.0f}° (mean {mean:+.0f}°)"))
    return found


def _in_identity(outcome: Outcome) -> list[tuple[float, str]]:
    truth, told = outcome.truth, outcome.told
    found = []
    wrong = near_side_wrong(outcome)
    if wrong is not None and wrong > OFTEN:
        found.append((1.0, f"near side wrong in {wrong:.0%} of the hold"))
    exchanged = legs_exchanged(outcome, told.legs_px)
    raw = legs_exchanged(outcome, told.legs_raw_px)
    if exchanged is not None and raw is not None and max(exchanged, raw) > OFTEN:
        found.append(
            (exchanged, f"legs exchanged in {exchanged:.0%} of the hold (by the model: {raw:.0%})")
        )
    case = recognition_case(outcome)
    if not case.right and case.supported:
        taken = " ".join(part for part in reversed(case.told) if part) or "none of the known"
        found.append((1.0, f"recognised as {taken}"))
    viewed = [v for v, held in zip(told.view, truth.in_hold(told.t_s), strict=False) if held]
    right = sum(view == truth.view for view in viewed) / len(viewed) if viewed else 1.0
    if right < 1.0 - OFTEN and truth.supported:
        found.append((0.5, f"{truth.view} view told in {right:.0%} of the hold"))
    return found


def _mean_distance(a: FloatArray, b: FloatArray) -> FloatArray:
    """Mean over the points of each frame, (n,), of the distance of (n, k, 2) points."""
    return np.asarray(np.mean(np.linalg.norm(a - b, axis=2), axis=1))
