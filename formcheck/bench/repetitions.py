"""How right the repetition counter is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.bench.outcome import Outcome
from formcheck.bench.truth import TrueRepetition


@dataclass(frozen=True)
class RepetitionCase:
    """The repetitions of one clip: how many there are and how many were counted."""

    clip: str
    stretch: str
    view: str
    supported: bool
    true: int
    told: int

    @property
    def right(self) -> bool:
        """Every one was counted, and no other."""
        return self.told == self.true


def repetition_cases(outcomes: Iterable[Outcome]) -> list[RepetitionCase]:
    """Every clip with true repetitions, whole or half."""
    return [_case(outcome) for outcome in outcomes if outcome.truth.repetitions]


def _case(outcome: Outcome) -> RepetitionCase:
    truth = outcome.truth
    return RepetitionCase(
        clip=truth.name,
        stretch=truth.stretch,
        view=truth.view,
        supported=truth.supported,
        true=true_count(truth.repetitions),
        told=outcome.told.repetitions,
    )


def true_count(repetitions: Iterable[TrueRepetition]) -> int:
    """Whole repetitions; where a movement has two ends (cat-cow), those that reached both."""
    ends = Counter(one.end for one in repetitions if one.whole)
    return min(ends.values()) if len(ends) > 1 else ends.total()
