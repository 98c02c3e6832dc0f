"""Fitting what to add to a reading, from nothing and on top of what is known already."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tools.calibrate import MIN_CLIPS, Group, Readings, fitted

KNEE: Group = ("knee_flexion", "supine", "near")


def clips(count: int, off_deg: float, spread_deg: float = 1.0) -> list[Readings]:
    """Clips whose readings are too low by `off_deg`, each by a little more or less."""
    random = np.random.default_rng(5)
    found = []
    for number in range(count):
        true = random.uniform(0.0, 60.0, 200)
        own = off_deg + random.normal(0.0, spread_deg)
        found.append(Readings(f"{number}.mp4", true - own, true))
    return found


def row(entry: dict[str, Any], group: Group) -> dict[str, Any]:
    (found,) = [r for r in entry["side"] if (r["joint"], r["position"], r["distance"]) == group]
    return dict(found)


def add_at(found: dict[str, Any], reading_deg: float) -> float:
    return float(np.interp(reading_deg, found["at_deg"], found["add_deg"]))


def test_a_steady_bias_is_found_and_the_error_is_what_differs_between_clips() -> None:
    found = row(fitted({KNEE: clips(12, 5.0)}, {}, None), KNEE)
    assert add_at(found, 30.0) == pytest.approx(5.0, abs=1.0)
    assert 2.0 < found["error_deg"][1] < 4.0
    assert found["clips"] == 12


def test_further_clips_pull_the_curve_that_is_there() -> None:
    first = fitted({KNEE: clips(12, 5.0)}, {}, None)
    assert add_at(row(first, KNEE), 30.0) == pytest.approx(5.0, abs=1.0)
    second = fitted({KNEE: clips(12, 9.0)}, {}, first, further=True)
    alone = fitted({KNEE: clips(12, 9.0)}, {}, None)
    assert 6.0 < add_at(row(second, KNEE), 30.0) <= add_at(row(alone, KNEE), 30.0) + 0.3
    assert row(second, KNEE)["clips"] == 24


def test_what_further_clips_do_not_show_stays_as_it_was() -> None:
    far = ("knee_flexion", "supine", "far")
    first = fitted({KNEE: clips(8, 5.0), far: clips(8, 3.0)}, {"hip_flexion": [np.ones(9)]}, None)
    few = clips(MIN_CLIPS - 1, 9.0)
    second = fitted({KNEE: few}, {"hip_flexion": [np.full(9, 40.0)]}, first, further=True)
    assert row(second, far) == row(first, far)
    assert row(second, KNEE) == row(first, KNEE)
    assert second["off_side_error_deg"] == first["off_side_error_deg"]
