import numpy as np
import pytest

from formcheck.measures.filters import Trend


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_the_slope_of_a_ramp_is_its_speed_at_any_frame_rate(fps):
    trend = Trend(0.6)
    for k in range(2 * fps):
        trend.step(k / fps, 25.0 * k / fps)
    assert trend.slope == pytest.approx(25.0)


def test_a_sine_as_long_as_the_window_has_at_most_the_documented_slope():
    trend, slopes = Trend(0.6), []
    for k in range(300):
        t_s = k / 100
        trend.step(t_s, np.sin(2 * np.pi * t_s / 0.6))
        slopes.append(trend.slope)
    assert np.nanmax(np.abs(slopes[60:])) == pytest.approx(6 / np.pi / 0.6, rel=0.05)


def test_dropped_and_missing_samples_change_nothing_of_a_ramp():
    full, thinned = Trend(0.6), Trend(0.6)
    rng = np.random.default_rng(1)
    for k in range(60):
        full.step(k / 30, 10.0 * k / 30)
        if rng.random() < 0.5:
            thinned.step(k / 30, 10.0 * k / 30 if rng.random() < 0.8 else np.nan)
    assert thinned.slope == pytest.approx(full.slope)


def test_too_few_samples_have_no_slope():
    trend = Trend(0.6)
    trend.step(0.0, 1.0)
    trend.step(0.1, 2.0)
    assert np.isnan(trend.slope)
    assert np.isnan(Trend(0.6).median)


def test_median_and_spread_forget_what_left_the_window():
    trend = Trend(1.0)
    for t_s, value in [(0.0, 100.0), (1.5, 1.0), (2.0, 3.0), (2.2, 2.0)]:
        trend.step(t_s, value)
    assert trend.median == 2.0
    assert trend.spread == 2.0
