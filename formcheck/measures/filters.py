"""Filters on samples that come at uneven times. Frame time is their only clock.

A frame that is missing (NaN) or dropped leaves the state as it was: nothing is invented, and the
result does not depend on the frame rate.
"""

from __future__ import annotations

from collections import deque
from math import isfinite, nan
from statistics import median

import numpy as np


class Trend:
    """Median and slope of the samples of the last `window_s` seconds.

    The slope is that of the least-squares line, in units per second; for a sine whose period equals
    the window it is at most 1.9 amplitudes per window (6 / pi), and less for faster ones, so that
    bouncing is not taken for leaving.
    """

    def __init__(self, window_s: float) -> None:
        self.window_s = window_s
        self._samples: deque[tuple[float, float]] = deque()

    def step(self, t_s: float, sample: float) -> None:
        """Take in a sample; NaN only moves the clock."""
        if isfinite(sample):
            self._samples.append((t_s, sample))
        while self._samples and self._samples[0][0] < t_s - self.window_s - 1e-9:
            self._samples.popleft()

    def clear(self) -> None:
        """Forget the samples."""
        self._samples.clear()

    @property
    def span_s(self) -> float:
        """Time from the first to the last sample of the window."""
        return self._samples[-1][0] - self._samples[0][0] if self._samples else 0.0

    @property
    def median(self) -> float:
        """Median of the samples; NaN where there is none."""
        return median(s for _, s in self._samples) if self._samples else nan

    @property
    def spread(self) -> float:
        """Largest less smallest sample; 0 without any."""
        values = [s for _, s in self._samples]
        return max(values) - min(values) if values else 0.0

    @property
    def slope(self) -> float:
        """Units per second; NaN with fewer than three samples."""
        if len(self._samples) < 3:
            return nan
        t_s, samples = np.array(self._samples).T
        t_s = t_s - t_s.mean()
        spread = float(t_s @ t_s)
        return float(t_s @ samples) / spread if spread > 0 else nan
