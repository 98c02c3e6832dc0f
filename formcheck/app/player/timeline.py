"""What happened when, in lanes: holds, repetitions, each check's verdict, bounces.

Knows no Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.coach.feedback import Verdict
from formcheck.coach.result import CheckResult, StretchResult

Kind = Literal["stretch", "hold", "repetition", "partial", "good", "fix", "cant_tell", "bounce"]
Moments = Sequence[tuple[float, str]]
"""Times, and each check's verdict then: `knee_not_locked:good head_down:cant_tell`, or empty."""

_SHORTEST_S = 0.4
"""A verdict that lasts less is a flicker of the measure, and too narrow to be seen."""
_LONGEST_GAP_S = 1.0
"""Moments further apart than this belong to different spans."""


@dataclass(frozen=True)
class Span:
    """From when to when something was so."""

    kind: Kind
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Lane:
    """One line of the timeline."""

    name: str
    spans: tuple[Span, ...]


def lanes(judged: StretchResult, moments: Moments) -> list[Lane]:
    """All lanes that have something to show: holds first, then the checks, those to fix on top.

    Args:
        judged: the result of the stretch.
        moments: of the whole recording, in time order.
    """
    held = [Span("hold", one.hold.book.start_s, one.hold.end_s) for one in judged.holds]
    moved = [
        Span("repetition", one.repetition.start_s, one.repetition.end_s)
        for one in judged.repetitions
    ]
    short = [Span("partial", one.start_s, one.end_s) for one in judged.partial]
    done = [*held, *moved]
    checks = sorted(judged.checks, key=lambda told: told.verdict is not Verdict.FIX)
    found = [
        Lane("In position", tuple(held)),
        Lane("Repetitions", tuple(sorted([*moved, *short], key=lambda span: span.start_s))),
    ]
    found += [_of_check(told, moments, done) for told in checks]
    if not any(span.kind == "bounce" for lane in found for span in lane.spans):
        bounces = (Span("bounce", bounce.start_s, bounce.end_s) for bounce in judged.bounces)
        found.append(Lane("Bouncing", tuple(bounces)))
    return [lane for lane in found if lane.spans]


def _of_check(told: CheckResult, moments: Moments, done: Sequence[Span]) -> Lane:
    """The check's faults, and between them what was good or couldn't be told."""
    kind: Kind = "bounce" if told.check.kind == "bounce" else "fix"
    faults = [Span(kind, episode.start_s, episode.end_s) for episode in told.episodes]
    if told.check.kind == "bound":
        runs = _runs(told.check.id, moments)
        between = [part for one in done for part in _within(runs, one)]
    elif told.verdict is Verdict.CANT_TELL:
        between = [Span("cant_tell", one.start_s, one.end_s) for one in done]
    else:
        between = [Span("good", one.start_s, one.end_s) for one in done]
    rest = [part for span in between for part in _without(span, faults)]
    spans = sorted([*faults, *_long_enough(rest)], key=lambda span: span.start_s)
    return Lane(told.check.name, tuple(spans))


def _runs(check: str, moments: Moments) -> list[Span]:
    """Unbroken runs of good or not; a fault too short for an episode counts as can't tell."""
    runs: list[Span] = []
    for t_s, verdicts in moments:
        verdict = next((v for c, _, v in _parts(verdicts) if c == check), "")
        if not verdict:
            continue
        kind: Kind = "good" if verdict == Verdict.GOOD else "cant_tell"
        last = runs[-1] if runs else None
        if last and last.kind == kind and t_s - last.end_s <= _LONGEST_GAP_S:
            runs[-1] = Span(kind, last.start_s, t_s)
        else:
            joined = last is not None and t_s - last.end_s <= _LONGEST_GAP_S
            runs.append(Span(kind, last.end_s if last and joined else t_s, t_s))
    return runs


def _parts(verdicts: str) -> Iterable[tuple[str, str, str]]:
    return (one.partition(":") for one in verdicts.split())


def _within(runs: Sequence[Span], done: Span) -> list[Span]:
    """The parts of the runs inside a hold: that it had ended was only known a little later."""
    return [
        Span(run.kind, max(run.start_s, done.start_s), min(run.end_s, done.end_s))
        for run in runs
        if run.start_s < done.end_s and run.end_s > done.start_s
    ]


def _without(span: Span, faults: Sequence[Span]) -> list[Span]:
    """What is left of a span outside the faults."""
    left, start_s = [], span.start_s
    for fault in sorted(faults, key=lambda one: one.start_s):
        if fault.end_s <= start_s or fault.start_s >= span.end_s:
            continue
        left.append(Span(span.kind, start_s, fault.start_s))
        start_s = max(start_s, fault.end_s)
    left.append(Span(span.kind, start_s, span.end_s))
    return left


def _long_enough(spans: Sequence[Span]) -> list[Span]:
    """Without flickers: what is too short is given to the span before it."""
    kept: list[Span] = []
    for span in spans:
        if span.end_s - span.start_s >= _SHORTEST_S:
            last = kept[-1] if kept else None
            if last and last.kind == span.kind and span.start_s - last.end_s <= _SHORTEST_S:
                kept[-1] = Span(span.kind, last.start_s, span.end_s)
            else:
                kept.append(span)
        elif kept and span.end_s > kept[-1].end_s and span.start_s <= kept[-1].end_s:
            kept[-1] = Span(kept[-1].kind, kept[-1].start_s, span.end_s)
    return kept
