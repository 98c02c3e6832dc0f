"""A plan cut into what one coach can judge, and the warm-ups between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formcheck.coach.live.plan import Plan, PlanStep, WarmUpStep
from formcheck.coach.live.stage import StepBook


def parts(plan: Plan) -> Iterator[WarmUpStep | Sequence[StepBook]]:
    """The plan cut into warm-ups and stretches, each with the steps that one coach can judge."""
    parts: list[WarmUpStep | list[StepBook]] = []
    for number, step in enumerate(plan.steps, 1):
        if isinstance(step, WarmUpStep):
            parts.append(step)
            continue
        last = parts[-1] if parts else None
        if isinstance(last, list) and _goes_with(last, step):
            last.append(StepBook(number, step))
        else:
            parts.append([StepBook(number, step)])
    return iter(parts)


def _goes_with(books: Sequence[StepBook], step: PlanStep) -> bool:
    """The other side of the same stretch, done in the same manner."""
    same = all(book.step.stretch.id == step.stretch.id for book in books)
    alike = all(book.step.moving == step.moving for book in books)
    return same and alike and step.side not in {book.step.side for book in books}
