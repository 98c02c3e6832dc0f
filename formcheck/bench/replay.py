"""The real engine over kept landmarks: recogniser and coach, frame by frame, as `formcheck check`.

The stretch is the clip's true one, its side is left for the coach to find; recognition is asked
apart. This is the only place of the benchmark that knows the engine's own types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from formcheck.bench.outcome import Told, ToldBounce, ToldCheck, ToldHold, ToldMeasure
from formcheck.coach.coach import Coach
from formcheck.coach.result import StretchResult
from formcheck.measures.calibration import Calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import FloatArray, Landmark, PoseFrame
from formcheck.stretches.definition import Stretch, library
from formcheck.stretches.recognition import Recogniser

_LEGS = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


def replay(frames: Iterable[PoseFrame], stretch: Stretch, calibration: Calibration) -> Told:
    """Judge the frames of a clip.

    Args:
        frames: in time order.
        stretch: what is done in it.
        calibration: of the pose model the frames come from.
    """
    coach = Coach(stretch, "auto", calibration)
    measurer, recogniser = Measurer(calibration), Recogniser(list(library().values()))
    rows: list[Mapping[str, Measure]] = []
    t_s, views, near_sides, legs, legs_raw = [], [], [], [], []
    size_px = (1, 1)
    for frame in frames:
        body, measures = measurer.step(frame)
        recogniser.step(body, measures)
        coach.step(frame)
        rows.append(measures)
        t_s.append(frame.t_s)
        views.append(str(body.view))
        near_sides.append(body.near_side if body.believable else "")
        legs.append(body.frame.xy_px[_LEGS])
        legs_raw.append(frame.xy_px[_LEGS])
        size_px = frame.size_px
    coach.finish()
    judged = coach.result()
    return Told(
        t_s=np.array(t_s),
        measures=_columns(rows),
        view=views,
        near_side=near_sides,
        legs_px=_stacked(legs),
        legs_raw_px=_stacked(legs_raw),
        size_px=size_px,
        recognised=tuple((one.stretch, one.side) for one in recogniser.recognised()),
        holds=_holds(judged),
        checks=_checks(judged),
        bounces=tuple(
            ToldBounce(b.start_s, b.end_s, b.count, b.rate_hz, b.size_deg) for b in judged.bounces
        ),
        repetitions=len(judged.repetitions),
    )


def _columns(rows: list[Mapping[str, Measure]]) -> dict[str, ToldMeasure]:
    names = rows[0] if rows else {}
    return {name: _column([row[name] for row in rows]) for name in names}


def _column(measures: list[Measure]) -> ToldMeasure:
    return ToldMeasure(
        np.array([measure.value for measure in measures]),
        np.array([measure.error for measure in measures]),
        # a value that carries a reason is too rough to be told
        np.array([measure.usable for measure in measures]),
    )


def _stacked(points: list[FloatArray]) -> FloatArray:
    return np.stack(points) if points else np.empty((0, 4, 2))


def _holds(judged: StretchResult) -> tuple[ToldHold, ...]:
    books = [(held.hold.book, held.hold.end_s) for held in judged.holds]
    return tuple(ToldHold(book.side, book.start_s, end_s, book.held_s) for book, end_s in books)


def _checks(judged: StretchResult) -> tuple[ToldCheck, ...]:
    return tuple(
        ToldCheck(
            told.check.id,
            str(told.verdict),
            told.reason,
            tuple((episode.start_s, episode.end_s) for episode in told.episodes),
        )
        for told in judged.checks
    )
