"""What a session came to: from the stages' books to `LiveSummary`, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.coach.coach import Coach, result_together
from formcheck.coach.feedback import Verdict
from formcheck.coach.live.plan import Plan
from formcheck.coach.live.stage import Stage, StepBook
from formcheck.coach.live.summary import Ending, HoldSoFar, LiveSummary, Pain, StepSummary
from formcheck.coach.result import StretchResult
from formcheck.coach.score import TimedScore, mean_score
from formcheck.wording import counted, small_first

MOST_PRAISE = 3


def summary(
    plan: Plan,
    stages: Sequence[Stage],
    ending: Ending,
    times_s: tuple[float, float],
    pain: Pain | None,
    marched_s: float,
) -> LiveSummary:
    """Sum up a session that is over.

    Args:
        plan: what was planned.
        stages: those that were begun, finished.
        ending: how it ended.
        times_s: start and end.
        pain: the pain stop, if any.
        marched_s: seconds of warm-up.
    """
    begun = [(stage, book) for stage in stages for book in stage.books if book.begun]
    begun.sort(key=lambda pair: pair[1].number)
    steps = tuple(_step(stage, book) for stage, book in begun)
    results = finished_results(stages)
    points, coverage = mean_score(
        [
            TimedScore(judged.score.points, judged.score.coverage, _seconds_done(judged))
            for judged in results
            if judged.done
        ]
    )
    return LiveSummary(
        name=plan.name,
        routine=plan.routine,
        ending=ending,
        start_s=times_s[0],
        end_s=times_s[1],
        steps=steps,
        results=results,
        score=points,
        coverage=coverage,
        went_well=_went_well(steps),
        work_on="" if pain else _work_on(steps),
        pain=pain,
        marched_s=marched_s,
    )


def finished_results(stages: Sequence[Stage]) -> tuple[StretchResult, ...]:
    """The result of each stretch, both sides together, of the holds that are over."""
    by_stretch: dict[str, list[Coach]] = {}
    for stage in stages:
        by_stretch.setdefault(stage.stretch.id, []).append(stage.coach)
    return tuple(result_together(coaches[0].stretch, coaches) for coaches in by_stretch.values())


def holds_so_far(stages: Sequence[Stage]) -> tuple[HoldSoFar, ...]:
    """Every hold, the one going on last."""
    found = []
    for stage in stages:
        finished = len(stage.coach.holds)
        for n, hold in enumerate(stage.coach.holds_so_far()):
            book = hold.book
            found.append(
                HoldSoFar(
                    stretch=stage.stretch.id,
                    side=book.side,
                    start_s=book.start_s,
                    end_s=hold.end_s,
                    held_s=book.held_s,
                    credited_s=book.credited_s,
                    longest_s=book.longest_s,
                    finished=n < finished,
                )
            )
    return tuple(found)


def _step(stage: Stage, book: StepBook) -> StepSummary:
    holds, judged = stage.holds(book), stage.result(book)
    return StepSummary(
        stretch=stage.stretch.id,
        name=stage.stretch.name,
        side=book.step.side,
        result=judged,
        repetitions=stage.repetitions(book),
        of=book.step.total_repetitions,
        held_s=sum(hold.book.held_s for hold in holds),
        credited_s=sum(hold.book.credited_s for hold in holds),
        dose_s=book.step.dose_s,
        series=book.series.series(book.step, judged),
        skipped=book.skipped,
    )


def _seconds_done(judged: StretchResult) -> float:
    moved = [one.repetition for one in judged.repetitions]
    held_s = sum(held.hold.book.held_s for held in judged.holds)
    return held_s + sum(one.end_s - one.start_s for one in moved)


def _went_well(steps: Sequence[StepSummary]) -> tuple[str, ...]:
    """Up to three true sentences: the dose, the weightiest good checks, faults that were mended."""
    told: list[str] = []
    full = [step for step in steps if step.dose_s and step.credited_s >= step.dose_s - 0.5]
    if full and len(full) == len(steps):
        total_s = round(sum(step.credited_s for step in steps))
        told.append(f"You held {counted(total_s, 'second')} in good form, all that was planned.")
    elif full:
        names = _listed([_name(step, steps) for step in full])
        told.append(f"All the planned seconds in good form: {names}.")
    elif any(step.credited_s >= 5.0 for step in steps):
        total_s = round(sum(step.credited_s for step in steps))
        told.append(f"You held {counted(total_s, 'second')} in good form.")
    moved = [s for s in steps if not s.dose_s and s.repetitions]
    told += [f"{step.name}: {step.repetitions} full repetitions." for step in moved]
    told += [f"{name}: good all through." for name in _good_checks(steps)]
    return tuple(told[:MOST_PRAISE])


def _good_checks(steps: Sequence[StepSummary]) -> list[str]:
    """Names of the checks that were good wherever they were asked, the weightiest first."""
    verdicts: dict[str, set[Verdict]] = {}
    weights: dict[str, float] = {}
    for step in steps:
        for told in step.result.checks if step.result.done else ():
            verdicts.setdefault(told.check.name, set()).add(told.verdict)
            weights[told.check.name] = max(told.check.weight, weights.get(told.check.name, 0.0))
    good = [name for name, found in verdicts.items() if found == {Verdict.GOOD}]
    return sorted(good, key=lambda name: -weights[name])


def _work_on(steps: Sequence[StepSummary]) -> str:
    """The check that cost most points, weighted by held time, in its own positive words."""
    costs: dict[str, float] = {}
    says: dict[str, str] = {}
    for step in steps:
        said = {check.id: check.say for check in step.result.stretch.checks}
        for penalty in step.result.penalties:
            cost = penalty.points * _seconds_done(step.result)
            costs[penalty.check] = costs.get(penalty.check, 0.0) + cost
            says[penalty.check] = f"{step.name}: {small_first(said[penalty.check])}"
    worst = max(costs, key=lambda check: costs[check], default="")
    return says.get(worst, "")


def _name(step: StepSummary, steps: Sequence[StepSummary]) -> str:
    if len({one.stretch for one in steps}) == 1 and step.side != "both":
        return f"{step.side} side"
    return step.name if step.side == "both" else f"{step.name}, {step.side}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))
