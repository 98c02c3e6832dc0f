"""Widening the stated errors by clips that no fit has seen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.calibrate import TARGET
from tools.widen import factor_of, main

SAMPLES = Path(__file__).parents[2] / "sample_videos"


def test_the_widened_error_holds_nine_tenths_of_unseen_frames() -> None:
    random = np.random.default_rng(3)
    shares = [np.abs(random.normal(0.0, 1.2, 400)) for _ in range(8)]
    factor = factor_of(shares)
    held = np.mean([np.mean(one <= factor) for one in shares])
    assert held == pytest.approx(0.9, abs=0.01)


def test_a_long_clip_weighs_no_more_than_a_short_one() -> None:
    assert factor_of([np.full(30, 3.0), np.full(3000, 0.5)]) == 3.0


def test_errors_that_hold_enough_stay_as_they_are() -> None:
    assert factor_of([np.full(50, 0.4), np.full(50, 0.9)]) == 1.0


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    for end in ("mp4", "truth.json"):
        shutil.copy(SAMPLES / f"bridge.{end}", tmp_path / f"known.{end}")
    return tmp_path


def refused(clips: Path, change: Callable[[dict[str, Any]], object], said: str) -> None:
    """The calibration, its provenance so changed, is left as it is."""
    calibration = json.loads(TARGET.read_text("utf-8"))
    provenance = calibration["models"]["full"]["provenance"]
    provenance.pop("widened", None)
    change(provenance)
    out = clips / "calibration.json"
    out.write_text(json.dumps(calibration), "utf-8")
    with pytest.raises(SystemExit, match=said):
        main([str(clips), "--model", "full", "--out", str(out)])
    assert json.loads(out.read_text("utf-8")) == calibration


def test_clips_of_the_fit_are_refused(clips: Path) -> None:
    refused(clips, lambda fit: fit["clips"].append("known.mp4"), r"known\.mp4 was in the fit")


def test_what_is_widened_already_is_refused(clips: Path) -> None:
    refused(clips, lambda fit: fit.update(widened={"clips": []}), "full is widened already")
