"""A recording of a whole session split into runs of one stretch each.

Frame by frame every stretch has its belief, and `none of these` a constant one. The runs are the
most believed path through them, where beginning a run costs as much as `BEGIN_S` of full belief
(the Viterbi algorithm): passing through a position, or a fault that looks like another stretch for
a moment, is not worth a run. Where exactly a hold begins and ends is the coach's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.body import Body
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import Stretch
from formcheck.stretches.recognition import MAX_STEP_S, MIN_TIME_S, Recognised, recognise_frame

NONE_BELIEF = 0.4
"""Below what a frame of a known stretch is believed (0.7 at least), above what is left to one that
it doesn't fit (0)."""
BEGIN_S = 0.8
"""With this and `NONE_BELIEF` a stretch has to be seen for 1.3 s to begin a run, and a fault within
it to look like another stretch for twice as long to end it."""
MOVING_S = 2.5
"""A moving stretch is recognised at its far end; it goes on for so long before and after."""
MOVING_BELIEF = 0.75
"""Belief in it meanwhile, as a share: whatever is plainly something else comes first."""
BETWEEN_S = 6.0
"""A run shorter than this between two of one other stretch is a fault in that one."""


@dataclass(frozen=True)
class Run:
    """One stretch being done.

    Attributes:
        stretch: its id.
        start_s, end_s: first and last moment it was believed; a run goes on through rests.
        seen_s: seconds of belief in it.
    """

    stretch: str
    start_s: float
    end_s: float
    seen_s: float


class Segmenter:
    """Collects belief over a recording; `runs` splits it."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._ids = [stretch.id for stretch in stretches]
        self._moving = [stretch.moves for stretch in stretches]
        self._stretches = stretches
        self._times_s: list[float] = []
        self._known: list[bool] = []
        self._found: list[tuple[tuple[int, float], ...]] = []

    def step(self, body: Body, measures: Mapping[str, Measure]) -> list[Recognised]:
        """Take in one frame; frames come in time order. What it may be, best first."""
        found = recognise_frame(self._stretches, body, measures)
        best: dict[int, float] = {}
        for one in found:
            index = self._ids.index(one.stretch)
            best[index] = max(best.get(index, 0.0), one.confidence)
        self._times_s.append(body.frame.t_s)
        self._known.append(body.believable)
        self._found.append(tuple(best.items()))
        return found

    def runs(self) -> list[Run]:
        """The stretches one after the other; the time between them is none of these."""
        if not self._times_s:
            return []
        beliefs = self._beliefs()
        states = self._best_path(self._carried_on(beliefs))
        return _joined(self._runs(states, beliefs))

    def _beliefs(self) -> NDArray[np.float64]:
        """(frames, stretches)."""
        beliefs = np.zeros((len(self._times_s), len(self._ids)))
        for row, found in zip(beliefs, self._found, strict=True):
            for index, belief in found:
                row[index] = belief
        return beliefs

    def _carried_on(self, beliefs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Belief in moving stretches carried over the rest of the movement."""
        times_s = np.array(self._times_s)
        carried = beliefs.copy()
        for index in np.flatnonzero(self._moving):
            seen_s = times_s[beliefs[:, index] > 0]
            if not len(seen_s):
                continue
            after = np.clip(np.searchsorted(seen_s, times_s), 0, len(seen_s) - 1)
            nearest_s = np.minimum(
                np.abs(seen_s[after] - times_s), np.abs(seen_s[np.maximum(after - 1, 0)] - times_s)
            )
            near = (nearest_s <= MOVING_S) & np.array(self._known)
            carried[near, index] = np.maximum(carried[near, index], MOVING_BELIEF)
        return carried

    def _steps_s(self) -> NDArray[np.float64]:
        steps: NDArray[np.float64] = np.diff(self._times_s, prepend=self._times_s[0])
        return np.minimum(steps, MAX_STEP_S)

    def _best_path(self, beliefs: NDArray[np.float64]) -> NDArray[np.intp]:
        """Index of the stretch in each frame, or one past the last for none."""
        none = len(self._ids)
        gains = np.hstack([beliefs, np.full((len(beliefs), 1), NONE_BELIEF)])
        gains *= (self._steps_s() * np.array(self._known))[:, None]
        total = np.full(none + 1, -BEGIN_S)
        total[none] = 0.0
        came_from = np.empty(gains.shape, dtype=np.intp)
        own = np.arange(none + 1)
        for k, gain in enumerate(gains):
            best = int(total.argmax())
            entering = np.full(none + 1, total[best] - BEGIN_S)
            entering[none] = total[best]
            stays = total >= entering
            came_from[k] = np.where(stays, own, best)
            total = np.where(stays, total, entering) + gain
        path = np.empty(len(gains), dtype=np.intp)
        state = int(total.argmax())
        for k in range(len(gains) - 1, -1, -1):
            path[k] = state
            state = int(came_from[k, state])
        return path

    def _runs(self, path: NDArray[np.intp], beliefs: NDArray[np.float64]) -> list[Run]:
        runs, steps_s = [], self._steps_s()
        edges = np.flatnonzero(np.diff(path)) + 1
        for first, last in zip([0, *edges], [*edges, len(path)], strict=True):
            index = path[first]
            if index == len(self._ids):
                continue
            seen = np.flatnonzero(beliefs[first:last, index] > 0) + first
            if not len(seen):
                continue
            runs.append(
                Run(
                    self._ids[index],
                    self._times_s[seen[0]],
                    self._times_s[seen[-1]],
                    float(steps_s[seen].sum()),
                )
            )
        return runs


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Runs of one stretch that follow each other as one; moments of something else left out."""
    joined: list[Run] = []
    for k, run in enumerate(runs):
        around = {one.stretch for one in (*joined[-1:], *runs[k + 1 : k + 2])}
        within = len(joined) > 0 and k + 1 < len(runs) and around == {joined[-1].stretch}
        if within and run.stretch not in around and run.end_s - run.start_s < BETWEEN_S:
            continue
        if joined and joined[-1].stretch == run.stretch:
            last = joined[-1]
            joined[-1] = replace(last, end_s=run.end_s, seen_s=last.seen_s + run.seen_s)
        else:
            joined.append(run)
    return [run for run in joined if run.seen_s >= MIN_TIME_S]
