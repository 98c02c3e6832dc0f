"""Repetitions: there and back, again and again, at a person's own pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def smooth(share: float) -> float:
    """0 to 1 with no jerk at either end (minimum-jerk polynomial)."""
    u = float(np.clip(share, 0, 1))
    return u * u * u * (u * (6 * u - 15) + 10)


@dataclass(frozen=True)
class Tempo:
    """Ranges of durations in seconds: on the way there, at the top, back, and between two."""

    rise_s: tuple[float, float] = (1.2, 1.8)
    top_s: tuple[float, float] = (0.8, 1.4)
    fall_s: tuple[float, float] = (1.2, 1.8)
    pause_s: tuple[float, float] = (0.3, 0.8)


CALM = Tempo()


@dataclass(frozen=True)
class Repetition:
    """One repetition.

    Attributes:
        start_s: when it leaves the middle.
        rise_s, top_s, fall_s: durations of the way there, of the stay and of the way back.
        reach: share of the way to the top that it makes; below 0 it goes to the other end.
    """

    start_s: float
    rise_s: float
    top_s: float
    fall_s: float
    reach: float = 1.0

    @property
    def top_start_s(self) -> float:
        """When it arrives."""
        return self.start_s + self.rise_s

    @property
    def top_end_s(self) -> float:
        """When it turns back."""
        return self.top_start_s + self.top_s

    @property
    def end_s(self) -> float:
        """When it is back."""
        return self.top_end_s + self.fall_s

    def phase(self, t_s: float) -> str:
        """enter, hold or leave, between its start and its end."""
        if t_s < self.top_start_s:
            return "enter"
        return "hold" if t_s < self.top_end_s else "leave"

    def share(self, t_s: float) -> float:
        """How far it has come."""
        there = smooth((t_s - self.start_s) / self.rise_s)
        back = smooth((t_s - self.top_end_s) / self.fall_s)
        return self.reach * (there - back)


def swing(repetitions: Sequence[Repetition], t_s: float) -> float:
    """Where between the two ends a time finds the body: -1 to 1, 0 in the middle."""
    return sum(repetition.share(t_s) for repetition in repetitions)


def in_turn(
    tempo: Tempo, reaches: Sequence[float], start_s: float, rng: np.random.Generator
) -> tuple[Repetition, ...]:
    """Repetitions one after the other from `start_s`, each as far as its reach says."""
    found: list[Repetition] = []
    for reach in reaches:
        rise, top, fall, pause = (
            round(float(rng.uniform(*span)), 2)
            for span in (tempo.rise_s, tempo.top_s, tempo.fall_s, tempo.pause_s)
        )
        found.append(Repetition(round(start_s, 2), rise, top, fall, reach))
        start_s = found[-1].end_s + pause
    return tuple(found)
