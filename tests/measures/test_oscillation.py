"""Bounces of known rate and size, on the clock of many kinds of camera."""

import numpy as np
import pytest

from formcheck.measures.oscillation import BounceDetector, band_gain, find_bounces


def hold(fps=15.0, seconds=20.0, start_s=6.0, end_s=11.0, rate_hz=1.5, size_deg=8.0, noise_deg=0.3):
    """A hold with breathing and tremor, bouncing from `start_s` to `end_s`."""
    rng = np.random.default_rng(int(rate_hz * 100))
    t_s = np.arange(0.0, seconds, 1.0 / fps)
    angle = 80 + 0.8 * np.sin(2 * np.pi * 0.28 * t_s) + 0.2 * np.sin(2 * np.pi * 7.0 * t_s)
    bouncing = (t_s >= start_s) & (t_s <= end_s)
    angle = angle + size_deg / 2 * np.sin(2 * np.pi * rate_hz * (t_s - start_s)) * bouncing
    return np.stack([t_s, angle + rng.normal(0, noise_deg, len(t_s))], axis=1)


@pytest.mark.parametrize("fps", [12, 15, 30, 60])
@pytest.mark.parametrize("rate_hz", [0.6, 1.0, 1.6, 2.2, 3.0])
@pytest.mark.parametrize("size_deg", [6.0, 12.0])
def test_bouncing_is_found_with_its_count_rate_and_size(fps, rate_hz, size_deg):
    samples = hold(fps=fps, rate_hz=rate_hz, size_deg=size_deg)
    (found,) = find_bounces(samples)
    assert found.rate_hz == pytest.approx(rate_hz, rel=0.15)
    assert abs(found.count - rate_hz * 5.0) <= 1.0
    assert found.size_deg == pytest.approx(size_deg, rel=0.25, abs=1.0)
    assert found.start_s == pytest.approx(6.0, abs=0.3 / rate_hz + 0.1)
    assert found.end_s == pytest.approx(11.0, abs=0.3 / rate_hz + 0.1)


@pytest.mark.parametrize(
    "samples",
    [
        hold(size_deg=0.0),
        hold(size_deg=0.0, noise_deg=1.5),
        hold(size_deg=5.0, rate_hz=0.28),  # deep breathing all along
        hold(size_deg=1.5, rate_hz=5.0),  # a tired leg's tremor
        hold(size_deg=8.0, rate_hz=3.8, fps=30.0),
    ],
    ids=["still", "noisy", "breathing", "tremor", "faster than people"],
)
def test_a_clean_hold_has_no_bounce(samples):
    assert find_bounces(samples) == []


def test_one_readjustment_is_no_bouncing():
    t_s = np.arange(0.0, 10.0, 1 / 15)
    angle = 80 - 10 * np.exp(-(((t_s - 5) / 0.4) ** 2))
    assert find_bounces(np.stack([t_s, angle], axis=1)) == []


def test_noise_of_this_person_raises_the_bar():
    quiet = find_bounces(hold(size_deg=4.5, noise_deg=0.1))
    noisy = find_bounces(hold(size_deg=4.5, noise_deg=2.5))
    assert len(quiet) == 1
    assert noisy == []


def test_step_by_step_finds_what_all_at_once_finds():
    samples = hold()
    detector = BounceDetector()
    told_at = None
    for t_s, angle in samples:
        detector.step(float(t_s), float(angle))
        if detector.bouncing and told_at is None:
            told_at = t_s
    detector.finish()
    (live,), (whole,) = detector.episodes, find_bounces(samples)
    assert live.start_s == pytest.approx(whole.start_s, abs=0.2)
    assert live.end_s == pytest.approx(whole.end_s, abs=0.2)
    assert abs(live.count - whole.count) <= 1
    assert told_at < 10.0  # while it was still going on


@pytest.mark.parametrize("rate_hz", [0.6, 1.0, 1.6, 2.2, 3.0])
@pytest.mark.parametrize("fps", [12, 15, 30])
def test_it_is_told_to_be_over_soon_and_once(fps: int, rate_hz: float) -> None:
    detector, over_at = BounceDetector(), None
    for t_s, angle in hold(fps=fps, rate_hz=rate_hz):
        before = detector.bouncing
        detector.step(float(t_s), float(angle))
        if before and not detector.bouncing:
            assert over_at is None
            over_at = t_s
    assert over_at is not None
    assert over_at - 11.0 < BounceDetector.LAG_S + min(1.15, 1.0 / rate_hz) + 0.5
    (found,) = detector.episodes
    assert abs(found.count - rate_hz * 5.0) <= 1.0


def test_two_episodes_of_a_long_hold_are_both_kept():
    first = hold(seconds=30.0, start_s=4.0, end_s=8.0)
    second = hold(seconds=30.0, start_s=20.0, end_s=24.0)
    samples = np.stack([first[:, 0], first[:, 1] + second[:, 1] - 80.0], axis=1)
    detector = BounceDetector()
    for t_s, angle in samples:
        detector.step(float(t_s), float(angle))
    detector.finish()
    assert [round(b.start_s) for b in detector.episodes] == [4, 20]


def test_gaps_are_not_joined():
    samples = hold()
    detector = BounceDetector()
    for t_s, angle in samples:
        if not 7.0 < t_s < 10.0:
            detector.step(float(t_s), float(angle))
    detector.finish()
    assert detector.episodes == []


def test_band_gain_is_what_the_kernels_leave_of_a_sine():
    t_s = np.arange(0, 40, 1 / 60)
    for rate_hz in (0.6, 1.0, 2.0, 3.0):
        samples = np.stack([t_s, 5.0 * np.sin(2 * np.pi * rate_hz * t_s)], axis=1)
        (found,) = find_bounces(samples)
        assert found.size_deg == pytest.approx(10.0, rel=0.06)
        assert 0.0 < band_gain(rate_hz) < 1.0


@pytest.mark.parametrize("seed", range(6))
def test_a_landmark_that_jumps_between_two_places_is_no_bounce(seed: int) -> None:
    rng = np.random.default_rng(seed)
    t_s = np.arange(0.0, 12.0, 1 / 15)
    lengths = rng.integers(4, 10, size=40)
    place = np.repeat(np.arange(40) % 2, lengths)[: len(t_s)]
    angle = 80.0 + 6.0 * place + rng.normal(0.0, 0.4, len(t_s))
    assert find_bounces(np.column_stack([t_s, angle])) == []


@pytest.mark.parametrize("length_s", [1.0, 1.5, 2.0, 2.5])
@pytest.mark.parametrize("ramp_s", [0.3, 0.5, 0.7])
def test_hips_that_rise_and_sink_once_are_no_bounce(length_s: float, ramp_s: float) -> None:
    t_s = np.arange(0.0, 12.0, 1 / 15)
    corners = [4.0, 4.0 + ramp_s, 4.0 + ramp_s + length_s, 4.0 + 2 * ramp_s + length_s]
    angle = np.interp(t_s, corners, [160.0, 145.0, 145.0, 160.0])
    angle += np.random.default_rng(1).normal(0.0, 0.3, len(t_s))
    assert find_bounces(np.column_stack([t_s, angle])) == []


@pytest.mark.parametrize("fps", [15.0, 30.0])
@pytest.mark.parametrize("rests_s", [0.2, 0.27, 0.33])
def test_an_angle_that_rests_at_two_places_in_turn_is_no_bounce(fps: float, rests_s: float) -> None:
    """Legs that the model exchanges to and fro: 12 degrees in one frame, then nothing."""
    t_s = np.arange(0.0, 10.0, 1.0 / fps)
    jumping = (t_s >= 4.0) & (t_s <= 7.0) & ((t_s / rests_s).astype(int) % 2 == 1)
    angle = 90.0 + 12.0 * jumping + np.random.default_rng(3).normal(0.0, 0.2, len(t_s))
    assert find_bounces(np.stack([t_s, angle], axis=1)) == []


@pytest.mark.parametrize("rate_hz", [1.0, 1.6, 2.2])
def test_a_camera_that_gives_each_picture_twice_shows_a_bounce_as_well(rate_hz: float) -> None:
    samples = hold(fps=15.0, rate_hz=rate_hz, size_deg=10.0)
    twice = np.repeat(samples, 2, axis=0)
    twice[1::2, 0] += 1.0 / 30.0
    (found,) = find_bounces(twice)
    assert found.rate_hz == pytest.approx(rate_hz, rel=0.15)
