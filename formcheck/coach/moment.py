"""One frame, measured: what the hold timer and the repetition counter both look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure

MAX_STEP_S = 0.5
"""Frames further apart than this tell nothing of the time between them."""


@dataclass(frozen=True)
class Seen:
    """One frame.

    Attributes:
        t_s: its time.
        dt_s: seconds since the frame before; 0 after a gap.
        body, measures: what was measured in it.
    """

    t_s: float
    dt_s: float
    body: Body
    measures: Mapping[str, Measure]
