"""The result in a few plain lines, for a terminal."""

from __future__ import annotations

from formcheck.coach.feedback import Verdict
from formcheck.coach.result import CheckResult
from formcheck.recorded.check import Checked
from formcheck.stretches.definition import library

_SIGNS = {Verdict.GOOD: "good", Verdict.FIX: "fix", Verdict.CANT_TELL: "can't tell"}


def in_words(checked: Checked) -> str:
    """What was seen, each check, the score; one line each."""
    lines = []
    judged = checked.judged
    if judged is not None:
        side = f", {checked.side}" if checked.side else ""
        lines.append(f"{judged.stretch.name}{side}")
        for held in judged.holds:
            book = held.hold.book
            lines.append(
                f"  held {book.held_s:.1f} s ({book.start_s:.1f} to {held.hold.end_s:.1f} s), "
                f"{book.credited_s:.1f} s of it in good form"
            )
        lines += [f"  {_check(told)}" for told in judged.checks]
        if judged.score.points is not None:
            coverage = f"{judged.score.coverage:.0%} could be measured"
            lines.append(f"  score {judged.score.points} of 100 ({coverage})")
    lines += _recognised_too(checked)
    lines += checked.notes
    return "\n".join(lines)


def _check(told: CheckResult) -> str:
    line = f"{_SIGNS[told.verdict]:10}  {told.check.name}"
    if told.verdict is Verdict.FIX:
        where = ", ".join(f"{e.start_s:.1f}-{e.end_s:.1f} s" for e in told.episodes)
        return f"{line}: {told.check.say}" + (f" (at {where})" if where else "")
    return f"{line}: {told.reason}" if told.reason else line


def _recognised_too(checked: Checked) -> list[str]:
    judged = checked.judged.stretch.id if checked.judged else ""
    others = {one.stretch: one for one in checked.recognised if one.stretch != judged}
    return [f"Also seen: {library()[stretch].name}" for stretch in others]
