"""Bouncing: an angle that swings to and fro, again and again, in a hold.

The angle is put on a steady 30 Hz grid of frame time (linear between samples, nothing across gaps),
band-passed to about 0.5 to 3 Hz with kernels that look as far ahead as back, and its turning points
are read. A turn counts when the swing to it is larger than this person's own noise. A bare velocity
threshold cannot do this: on real video a still leg's frame-to-frame knee velocity has a standard
deviation of 16 to 34 degrees/s while a 6 degree bounce once a second peaks at 19 degrees/s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, isfinite

import numpy as np

from formcheck.pose.frame import FloatArray

GRID_HZ = 30.0
LOW_PASS_SIGMA_S = 0.045
"""Gaussian that smooths: gain 0.70 at 3 Hz, 0.85 at 2 Hz, 0.96 at 1 Hz (undone in the size)."""
DRIFT_SIGMA_S = 0.42
"""Gaussian that follows the drift and is taken away: of 0.3 Hz (breathing) 27 % stays, of 0.6 Hz
71 %, of 1 Hz 97 % (undone in the size)."""
MIN_SWING_DEG = 2.2
"""Smaller swings, after the filters, are no turning points."""
MIN_SIZE_DEG = 4.2
"""Smaller swings, the filters' loss undone, are no bouncing: 6 degrees must be found, breathing
(1 degree) and tremor must not."""
MAX_SIZE_DEG = 30.0
"""Larger swings, several a second, are a skeleton that jumps, not a person."""
SPIKE_DEG = 8.0
"""A jump of the skeleton in one frame; a bounce of 12 degrees, 3 a second, seen 15 times a second
lies at most 4 off the mean of its neighbours."""
MAX_UNEVENNESS = 0.4
"""Median deviation of swings and of their times, as a share of their median: bouncing is steady,
jitter is not."""
NOISE_FACTOR = 3.5
"""A swing has to exceed so many times the person's own noise, see `noise_deg`."""
MAX_RATE_HZ = 3.4
"""People don't bounce faster; a skeleton does (3.8 per s in a rendered clean hold)."""
SWING_S = (0.13, 1.15)
"""Half a period, from 3 per s (0.17 s) to 0.5 per s (1 s), with room for uneven rhythm."""
MIN_SWINGS = 4
"""Two full cycles: a single readjustment is not bouncing."""
MAX_ROUGHNESS = 0.17
"""Share of a bounce that may be quicker than 3 per s, beyond what a sine loses in the low-pass. A
landmark that jumps between two places reads 0.25 to 0.29, true bounces 0.04 and 0.05 (rendered)."""
MIN_STEP_SHARE = 0.12
"""Median step from sample to sample, as a share of the step that one of ten exceeds: a limb moves
all the time, a skeleton that jumps between two places rests in between. True bounces 0.17 to 0.79,
four made-up ones 0.03, 0.06, 0.07 and 0.13 (45 rendered clips, full and lite)."""
STEP_S = 1.0 / 15.0
SLOW_HZ = 1.0
"""Slower, what is steadied by a median before it comes here rests at its turning points, too."""
MIN_TRUE_SWING = 0.4
"""A swing has to be in the angle itself by this share of what the band-pass makes of it: it rings
beside a step, so that hips that rise and sink once would be two cycles."""
EDGE_SHARE = 0.7
"""Swings at the ends of an episode smaller than this share of its median are ringing."""
MAX_GAP_S = 0.5
"""Samples further apart are not joined."""
KEPT_S = 12.0
"""Samples further back are forgotten."""


@dataclass(frozen=True)
class Bounce:
    """One episode of bouncing.

    Attributes:
        start_s, end_s: from a quarter cycle before the first turning point to one after the
            last, in seconds of frame time.
        count: full cycles.
        rate_hz: cycles per second.
        size_deg: median swing from turn to turn (peak to peak), the filters' loss undone.
        peak_velocity_deg_s: of a sine of that size and rate, pi * rate * size.
    """

    start_s: float
    end_s: float
    count: int
    rate_hz: float
    size_deg: float

    @property
    def peak_velocity_deg_s(self) -> float:
        """Degrees per second at mid-swing."""
        return float(np.pi * self.rate_hz * self.size_deg)


def band_gain(rate_hz: float) -> float:
    """What the two Gaussians leave of a sine of `rate_hz`: the product of their known responses."""
    kept = _low_pass_gain(LOW_PASS_SIGMA_S, rate_hz)
    return kept * (1.0 - _low_pass_gain(DRIFT_SIGMA_S, rate_hz))


def _low_pass_gain(sigma_s: float, rate_hz: float) -> float:
    return float(np.exp(-2.0 * (np.pi * sigma_s * rate_hz) ** 2))


class BounceDetector:
    """Feed the driving angle of a hold with `step`; read `bouncing` and `episodes`.

    The answer lags by about `LAG_S`, since the filters look ahead as far as back; `finish` gives
    the rest. Memory is bounded: only the last `KEPT_S` are kept.

    Args:
        refute: asked of each episode in the kept time; what it says no to is none.
    """

    LAG_S = 2.5 * DRIFT_SIGMA_S

    def __init__(self, refute: Callable[[Bounce], bool] = lambda _: False) -> None:
        self._refute = refute
        self._samples: deque[tuple[float, float]] = deque()
        self._done: list[Bounce] = []
        self._open: Bounce | None = None
        self._evaluated_s = -np.inf

    def step(self, t_s: float, angle_deg: float) -> None:
        """Take in one sample; NaN is skipped. Samples must come in time order."""
        if not isfinite(angle_deg):
            return
        if self._samples and t_s - self._samples[-1][0] > MAX_GAP_S:
            self.finish()
        self._samples.append((t_s, angle_deg))
        while self._samples[-1][0] - self._samples[0][0] > KEPT_S:
            self._samples.popleft()
        if t_s - self._evaluated_s >= 0.2:
            self._evaluated_s = t_s
            self._update(find_bounces(self._array()), t_s)

    def finish(self) -> None:
        """The hold or the stretch of samples is over: settle what is still open."""
        if self._samples:
            self._update(find_bounces(self._array()), self._samples[-1][0])
        if self._open is not None:
            self._done.append(self._open)
            self._open = None
        self._samples.clear()
        self._evaluated_s = -np.inf

    @property
    def bouncing(self) -> bool:
        """Whether an episode is going on (as of `LAG_S` ago)."""
        return self._open is not None

    @property
    def episodes(self) -> list[Bounce]:
        """All episodes so far, the open one last."""
        return [*self._done, *([self._open] if self._open is not None else [])]

    def _array(self) -> FloatArray:
        return np.array(self._samples, dtype=np.float64)

    def _update(self, found: list[Bounce], now_s: float) -> None:
        for bounce in found:
            if self._done and bounce.start_s <= self._done[-1].end_s:
                continue  # already settled, seen again in the kept window
            if self._refute(bounce):
                if self._open is not None and bounce.start_s <= self._open.end_s:
                    self._open = None  # more of it shows that it is none
                continue
            if self._open is not None and bounce.start_s <= self._open.end_s:
                bounce = _joined(self._open, bounce)
            elif self._open is not None:
                self._done.append(self._open)
            self._open = bounce
        last = self._open
        if last is not None and now_s - last.end_s > self.LAG_S + _patience_s(last):
            self._done.append(last)
            self._open = None


def _patience_s(bounce: Bounce) -> float:
    """So long after a bounce its next turn would be known: twice the half cycle it takes."""
    return min(SWING_S[1], 1.0 / bounce.rate_hz)


def find_bounces(samples: FloatArray) -> list[Bounce]:
    """Episodes of bouncing in (n, 2) samples of time (s) and angle (degrees), without gaps."""
    if len(samples) < 8 or samples[-1, 0] - samples[0, 0] < 1.0:
        return []
    t_s, angle = _on_grid(samples)
    smooth, band = _filtered(angle)
    turns = _turning_points(band, max(MIN_SWING_DEG, NOISE_FACTOR * noise_deg(samples[:, 1])))
    runs = [_trimmed(band, run) for run in _runs(t_s, turns, band, smooth)]
    found = [
        (_bounce(t_s[run], band[run]), _roughness(angle, smooth, band, run))
        for run in runs
        if len(run) > MIN_SWINGS
        and _unevenness(np.abs(np.diff(band[run]))) <= MAX_UNEVENNESS
        and _unevenness(np.diff(t_s[run])) <= MAX_UNEVENNESS
    ]
    return [
        bounce
        for bounce, rough in found
        if MIN_SIZE_DEG <= bounce.size_deg <= MAX_SIZE_DEG
        and bounce.rate_hz <= MAX_RATE_HZ
        and rough <= _most_rough(bounce.rate_hz)
        and (bounce.rate_hz < SLOW_HZ or _step_share(samples, bounce) >= MIN_STEP_SHARE)
    ]


def swings_deg(samples: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The part of (n, 2) samples of time (s) and angle (degrees) that may be bouncing.

    Returns:
        Times (m,) in s on the grid, and the angle band-passed there, (m,) in degrees.
    """
    t_s, angle = _on_grid(samples)
    return t_s, _filtered(angle)[1]


def _on_grid(samples: FloatArray) -> tuple[FloatArray, FloatArray]:
    first, last = ceil(samples[0, 0] * GRID_HZ), floor(samples[-1, 0] * GRID_HZ)
    t_s = np.arange(first, last + 1) / GRID_HZ
    return t_s, np.interp(t_s, samples[:, 0], _without_spikes(samples[:, 1]))


def _filtered(angle: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Smoothed, and without the drift as well."""
    smooth = _gaussian(angle, LOW_PASS_SIGMA_S)
    return smooth, smooth - _gaussian(smooth, DRIFT_SIGMA_S)


def _roughness(angle: FloatArray, smooth: FloatArray, band: FloatArray, run: list[int]) -> float:
    """What the low-pass takes away over what the band keeps, root mean squares."""
    part = slice(run[0], run[-1] + 1)
    return float(np.std((angle - smooth)[part]) / np.std(band[part]))


def _step_share(samples: FloatArray, bounce: Bounce) -> float:
    """The median step within a bounce, 15 of them a second, over one of the largest.

    So slowly, since many cameras give the same picture twice.
    """
    inside = samples[(samples[:, 0] >= bounce.start_s) & (samples[:, 0] <= bounce.end_s)]
    t_s = np.arange(inside[0, 0], inside[-1, 0], STEP_S)
    steps = np.abs(np.diff(np.interp(t_s, inside[:, 0], inside[:, 1])))
    largest = float(np.quantile(steps, 0.9))
    return float(np.median(steps)) / largest if largest > 0.0 else 0.0


def _most_rough(rate_hz: float) -> float:
    """Of a sine the low-pass takes (1 - gain), and noise comes on top."""
    gain = _low_pass_gain(LOW_PASS_SIGMA_S, rate_hz)
    return MAX_ROUGHNESS + 1.3 * (1.0 - gain) / gain


def _without_spikes(angle_deg: FloatArray) -> FloatArray:
    """Single samples far off both neighbours, which agree, take their neighbours' mean."""
    before, middle, after = angle_deg[:-2], angle_deg[1:-1], angle_deg[2:]
    between = (before + after) / 2.0
    spike = np.abs(middle - between) > SPIKE_DEG + np.abs(before - after)
    cleaned = angle_deg.copy()
    cleaned[1:-1][spike] = between[spike]
    return cleaned


def _unevenness(steps: FloatArray) -> float:
    middle = float(np.median(steps))
    return float(np.median(np.abs(steps - middle))) / middle if middle > 0 else 0.0


def noise_deg(angle_deg: FloatArray) -> float:
    """Standard deviation of the samples' white noise, from their fourth differences.

    For white noise these have 70 times its variance, while slow movement cancels out: a bounce of
    3 per s and 6 degrees adds 0.5 degrees at 15 frames a second and 0.04 at 30. The median makes it
    blind to single jumps.
    """
    fourth = np.diff(angle_deg, n=4)
    return 1.4826 * float(np.median(np.abs(fourth))) / float(np.sqrt(70.0))


def _bounce(turn_s: FloatArray, turn_deg: FloatArray) -> Bounce:
    swings = np.abs(np.diff(turn_deg))
    # the first and last swing are pulled out of shape by what lies beside the bounce
    rate_hz = (len(swings) - 2) / 2.0 / float(turn_s[-2] - turn_s[1])
    # it began a quarter cycle before its first turning point, and ended one after its last
    return Bounce(
        start_s=float(turn_s[0]) - 0.25 / rate_hz,
        end_s=float(turn_s[-1]) + 0.25 / rate_hz,
        count=max(1, round((len(swings) + 1) / 2.0)),
        rate_hz=rate_hz,
        size_deg=float(np.median(swings)) / band_gain(rate_hz),
    )


def _joined(old: Bounce, new: Bounce) -> Bounce:
    """The same episode seen again with more of it: its first turn may have left the kept window."""
    start_s = min(old.start_s, new.start_s)
    duration_s = new.end_s - start_s
    return Bounce(
        start_s,
        new.end_s,
        max(1, round(duration_s * new.rate_hz)),
        new.rate_hz,
        new.size_deg,
    )


def _turning_points(band: FloatArray, swing_deg: float) -> list[int]:
    """Indices of alternating maxima and minima, each at least `swing_deg` from the one before."""
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    for i, value in enumerate(band):
        if value > band[high]:
            high = i
        if value < band[low]:
            low = i
        if rising is not False and band[high] - value >= swing_deg:
            turns.append(high)
            rising, low = False, i
            high = i
        elif rising is not True and value - band[low] >= swing_deg:
            turns.append(low)
            rising, high = True, i
            low = i
    return turns


def _runs(
    t_s: FloatArray, turns: list[int], band: FloatArray, smooth: FloatArray
) -> list[list[int]]:
    """Turning points grouped into episodes of steady to and fro."""
    runs: list[list[int]] = []
    run: list[int] = []
    for turn in turns:
        if run:
            swung = band[turn] - band[run[-1]]
            truly = (smooth[turn] - smooth[run[-1]]) / swung >= MIN_TRUE_SWING
            if not (truly and SWING_S[0] <= t_s[turn] - t_s[run[-1]] <= SWING_S[1]):
                runs.append(run)
                run = []
        run.append(turn)
    runs.append(run)
    return runs


def _trimmed(band: FloatArray, run: list[int]) -> list[int]:
    """Without the small swings at either end: the filters ring a little beside a bounce."""
    swings = np.abs(np.diff(band[run]))
    if len(swings) == 0:
        return run
    full = np.flatnonzero(swings >= EDGE_SHARE * np.median(swings))
    return run[full[0] : full[-1] + 2]


def _gaussian(values: FloatArray, sigma_s: float) -> FloatArray:
    """Gaussian smoothing; at the ends the kernel is cut and weighed anew."""
    reach = ceil(2.5 * sigma_s * GRID_HZ)
    x = np.arange(-reach, reach + 1) / GRID_HZ
    kernel = np.exp(-0.5 * (x / sigma_s) ** 2)
    inner = slice(reach, reach + len(values))
    total = np.convolve(values, kernel)[inner]
    weight = np.convolve(np.ones_like(values), kernel)[inner]
    return np.asarray(total / weight)
