"""The driving angle of a step over time, thinned out for its chart."""

from __future__ import annotations

from math import inf

from formcheck.coach.feedback import Feedback
from formcheck.coach.live.plan import PlanStep
from formcheck.coach.live.summary import AngleSeries, ChartPoint, FaultSpan
from formcheck.coach.live.words import named
from formcheck.coach.result import StretchResult

EVERY_S = 0.1
"""Ten points a second show a bounce of 3 per s; 20 minutes make 12,000 points."""


class SeriesRecorder:
    """Keeps the driving angle as it comes."""

    def __init__(self) -> None:
        self._points: list[ChartPoint] = []
        self._last_s = -inf
        self._measure = ""

    def step(self, feedback: Feedback, step: PlanStep) -> None:
        """Keep this frame's angle, if the last one is old enough."""
        if feedback.t_s - self._last_s < EVERY_S - 1e-3:
            return
        self._last_s = feedback.t_s
        name = feedback.driver or step.stretch.driver.replace("{side}", step.side)
        measure = feedback.measures.get(name)
        if measure is None or not measure.usable:
            self._points.append(ChartPoint(feedback.t_s, None, None))
            return
        self._measure = name
        self._points.append(ChartPoint(feedback.t_s, measure.value, measure.error))

    def series(self, step: PlanStep, judged: StretchResult) -> AngleSeries:
        """The chart's data, with the holds or repetitions, and the faults, of the step."""
        gate = step.stretch.hold
        bounds = gate.all if gate is not None else ()
        bound = next((one for one in bounds if one.measure == step.stretch.driver), None)
        cycle = step.stretch.cycle
        if step.moving and cycle is not None:
            bound = cycle.end("away", step.stretch.driver)
        faults = [
            FaultSpan(told.check.id, told.check.name, episode.start_s, episode.end_s)
            for told in judged.checks
            for episode in told.episodes
        ]
        spans = [(held.hold.book.start_s, held.hold.end_s) for held in judged.holds]
        spans += [(one.repetition.start_s, one.repetition.end_s) for one in judged.repetitions]
        return AngleSeries(
            label=named(self._measure),
            points=tuple(self._points),
            holds=tuple(spans),
            gate_min_deg=bound.min if bound else None,
            gate_max_deg=bound.max if bound else None,
            faults=tuple(sorted(faults, key=lambda fault: fault.start_s)),
        )
