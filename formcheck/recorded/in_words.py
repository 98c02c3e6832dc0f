"""The result in a few plain lines, for a terminal."""

from __future__ import annotations

from formcheck.coach.feedback import Verdict
from formcheck.coach.result import CheckResult, StretchResult
from formcheck.recorded.check import Checked
from formcheck.stretches.definition import library
from formcheck.wording import counted

_SIGNS = {Verdict.GOOD: "good", Verdict.FIX: "fix", Verdict.CANT_TELL: "can't tell"}


def in_words(checked: Checked) -> str:
    """What was seen, each check, the score; one line each, for each stretch and side done."""
    lines = []
    if len({segment.judged.stretch.id for segment in checked.segments}) > 1:
        lines.append(f"{len(checked.segments)} parts, each judged by itself:")
        for segment in checked.segments:
            when = f"{segment.start_s:.1f} to {segment.end_s:.1f} s"
            lines += ["", f"{_name(segment.judged, segment.side)}, {when}"]
            lines += _judged(segment.judged)
        lines.append("")
    elif checked.judged is not None:
        lines += [_name(checked.judged, checked.side), *_judged(checked.judged)]
    lines += _recognised_too(checked)
    lines += checked.notes
    if checked.judged is None and checked.person_seen:
        lines.append("(--stretch ID names it; formcheck stretches lists them)")
    return "\n".join(lines)


def _name(judged: StretchResult, side: str) -> str:
    return judged.stretch.name + (f", {side}" if side else "")


def _judged(judged: StretchResult) -> list[str]:
    lines = []
    for held in judged.holds:
        book = held.hold.book
        lines.append(
            f"  held {book.held_s:.1f} s ({book.start_s:.1f} to {held.hold.end_s:.1f} s), "
            f"{book.credited_s:.1f} s of it in good form"
        )
    if judged.repetitions or judged.partial:
        lines.append(f"  {_repetitions(judged)}")
    lines += [f"  {_check(told)}" for told in judged.checks]
    if judged.score.points is not None:
        coverage = f"{judged.score.coverage:.0%} could be measured"
        lines.append(f"  score {judged.score.points} of 100 ({coverage})")
    return lines


def _repetitions(judged: StretchResult) -> str:
    sides = [done.repetition.side for done in judged.repetitions]
    by_side = ", ".join(
        f"{sides.count(side)} {side}" for side in ("left", "right") if side in sides
    )
    count = counted(len(sides), "repetition")
    if by_side:
        count += f" ({by_side})"
    if judged.repetitions:
        first, last = judged.repetitions[0].repetition, judged.repetitions[-1].repetition
        count += f", {first.start_s:.1f} to {last.end_s:.1f} s"
    return count + (f"; {len(judged.partial)} not counted" if judged.partial else "")


def _check(told: CheckResult) -> str:
    line = f"{_SIGNS[told.verdict]:10}  {told.check.name}"
    if told.verdict is Verdict.FIX:
        where = ", ".join(f"{e.start_s:.1f}-{e.end_s:.1f} s" for e in told.episodes)
        return f"{line}: {told.check.say}" + (f" (at {where})" if where else "")
    return f"{line}: {told.reason}" if told.reason else line


def _recognised_too(checked: Checked) -> list[str]:
    told = {segment.judged.stretch.id for segment in checked.segments}
    if checked.judged is not None:
        told.add(checked.judged.stretch.id)
    others = {one.stretch: one for one in checked.recognised if one.stretch not in told}
    return [f"Also seen: {library()[stretch].name}" for stretch in others]
