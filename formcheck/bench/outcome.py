"""What formcheck told of a clip, flat and free of the engine's types, to set against the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from formcheck.bench.truth import FloatArray, Truth

SIDES = ("left", "right")


@dataclass(frozen=True)
class ToldMeasure:
    """One measure over a clip, (n,) each, in the unit its name ends in.

    Attributes:
        value: NaN where it is unknown.
        error: the stated error, the half-width said to hold the truth in 90 % of frames.
        usable: whether a verdict may rest on it; false where it is known but called too rough.
    """

    value: FloatArray
    error: FloatArray
    usable: np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class ToldHold:
    """A hold as it was told, in seconds."""

    side: str
    start_s: float
    end_s: float
    held_s: float


@dataclass(frozen=True)
class ToldCheck:
    """A check over the clip: `good`, `fix` or `cant_tell`, with its fault episodes (start, end)."""

    id: str
    verdict: str
    reason: str = ""
    episodes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class ToldBounce:
    """An episode of bouncing: seconds, full cycles, cycles per second, degrees turn to turn."""

    start_s: float
    end_s: float
    count: int
    rate_hz: float
    size_deg: float


@dataclass(frozen=True)
class Told:
    """Everything told of a clip.

    Attributes:
        t_s: (n,) times of the analysed frames.
        measures: by name.
        view, near_side: of each frame, n entries; empty where unknown.
        legs_px: (n, 4, 2) left knee, right knee, left ankle, right ankle as they were used.
        legs_raw_px: the same as the model named them.
        size_px: width and height these pixels refer to.
        recognised: (stretch, side), the best first.
        holds, checks, bounces: of the clip's true stretch, side found by itself.
        repetitions: how many were counted.
    """

    t_s: FloatArray
    measures: Mapping[str, ToldMeasure]
    view: Sequence[str] = ()
    near_side: Sequence[str] = ()
    legs_px: FloatArray = field(default_factory=lambda: np.empty((0, 4, 2)))
    legs_raw_px: FloatArray = field(default_factory=lambda: np.empty((0, 4, 2)))
    size_px: tuple[int, int] = (1, 1)
    recognised: tuple[tuple[str, str], ...] = ()
    holds: tuple[ToldHold, ...] = ()
    checks: tuple[ToldCheck, ...] = ()
    bounces: tuple[ToldBounce, ...] = ()
    repetitions: int = 0

    def check(self, check_id: str) -> ToldCheck | None:
        """The check of this id, if the stretch has it."""
        return next((check for check in self.checks if check.id == check_id), None)


@dataclass(frozen=True)
class Outcome:
    """A clip's truth and what was told of it."""

    truth: Truth
    told: Told
