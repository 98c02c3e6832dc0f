"""Truths and told results with known differences, so that every figure has a known answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.bench.outcome import Outcome, Told, ToldBounce, ToldCheck, ToldHold, ToldMeasure
from formcheck.bench.truth import TrueBounce, TrueFault, TrueHold, Truth

FPS = 10.0
HOLD_S = (2.0, 8.0)
CHECKS = ("knee_not_locked", "knee_not_too_bent", "other_leg_down", "head_down", "no_bounce")


def truth(name: str = "clip", **changes: Any) -> Truth:
    """A right leg raised for 2 to 8 s of 10, near side, knee bent by 15 and hip by 70 degrees."""
    t_s = np.arange(0.0, 10.0, 1.0 / FPS)
    values = {
        "knee_flexion_right_deg": np.full(len(t_s), 15.0),
        "hip_flexion_right_deg": np.full(len(t_s), 70.0),
    }
    entries: dict[str, Any] = {
        "name": name,
        "stretch": "lying_hamstring",
        "side": "right",
        "view": "side",
        "near_side": "right",
        "position": "supine",
        "size_px": (640, 480),
        "holds": (TrueHold(side="right", start_s=HOLD_S[0], end_s=HOLD_S[1]),),
        "faults": (),
        "bounces": (),
        "t_s": t_s,
        "phase": ("hold",) * len(t_s),
        "values": values,
        "joints_px": {},
    }
    return Truth(**{**entries, **changes})


def with_knee(true: Truth, value_deg: float, start_s: float, end_s: float) -> Truth:
    """The truth with another knee angle for a while."""
    knee = true.values["knee_flexion_right_deg"].copy()
    knee[(true.t_s >= start_s) & (true.t_s < end_s)] = value_deg
    entries = {**vars(true), "values": {**true.values, "knee_flexion_right_deg": knee}}
    entries.pop("clean", None)
    return Truth(**entries)


def fault(check: str, start_s: float, end_s: float, size_deg: float | None = None) -> TrueFault:
    return TrueFault(check=check, start_s=start_s, end_s=end_s, size_deg=size_deg)


def bounce(start_s: float, end_s: float, count: int, rate_hz: float, size_deg: float) -> TrueBounce:
    return TrueBounce(start_s=start_s, end_s=end_s, count=count, rate_hz=rate_hz, size_deg=size_deg)


def told(
    true: Truth,
    *,
    off_deg: float | np.ndarray = 0.0,
    stated_deg: float = 3.0,
    fix: dict[str, tuple[tuple[float, float], ...]] | None = None,
    cant_tell: tuple[str, ...] = (),
    holds: tuple[ToldHold, ...] = (ToldHold("right", *HOLD_S, HOLD_S[1] - HOLD_S[0]),),
    bounces: tuple[ToldBounce, ...] = (),
    **changes: Any,
) -> Told:
    """Everything told as it is, but angles off by `off_deg`, and what else is said."""
    fix = fix or {}
    verdicts = {
        **dict.fromkeys(CHECKS, "good"),
        **dict.fromkeys(cant_tell, "cant_tell"),
        **dict.fromkeys(fix, "fix"),
    }
    entries: dict[str, Any] = {
        "t_s": true.t_s,
        "measures": {
            name: ToldMeasure(
                value + off_deg, np.full(len(value), stated_deg), np.isfinite(value + off_deg)
            )
            for name, value in true.values.items()
        },
        "view": [true.view] * len(true.t_s),
        "near_side": [true.near_side] * len(true.t_s),
        "size_px": true.size_px,
        "recognised": ((true.stretch, true.side),),
        "holds": holds,
        "checks": tuple(
            ToldCheck(check, verdict, "", fix.get(check, ())) for check, verdict in verdicts.items()
        ),
        "bounces": bounces,
    }
    return Told(**{**entries, **changes})


def outcome(true: Truth | None = None, **said: Any) -> Outcome:
    true = true or truth()
    return Outcome(true, told(true, **said))


def truth_file(path: Path, **changes: Any) -> Path:
    """A truth file of four frames; `changes` replace top-level keys (None removes one)."""
    document: dict[str, Any] = {
        "schema": 1,
        "stretch": "lying_hamstring",
        "side": "right",
        "view": "side",
        "near_side": "right",
        "position": "supine",
        "fps": 10.0,
        "size_px": [160, 96],
        "seed": 3,
        "camera": {"height_m": 0.6},
        "holds": [{"side": "right", "start_s": 0.1, "end_s": 0.3}],
        "faults": [{"check": "head_down", "start_s": 0.1, "end_s": 0.2}],
        "bounces": [{"start_s": 0.1, "end_s": 0.3, "rate_hz": 1.5, "size_deg": 8.0, "count": 2}],
        "frames": {
            "t_s": [0.0, 0.1, 0.2, 0.3],
            "phase": ["start", "hold", "hold", "end"],
            "knee_flexion_right_deg": [10.0, 12.0, None, 14.0],
            "joints_px": {"right_knee": [[1.0, 2.0]] * 4},
        },
    }
    document = {key: value for key, value in {**document, **changes}.items() if value is not None}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
