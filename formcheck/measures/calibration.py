"""Steady biases taken off, errors stated: how far an angle read from the picture can be trusted.

The numbers are data (`calibration.json`), written by `tools/calibrate` from rendered people whose
true angles are known; the file says from what and when. MediaPipe puts the hip where anatomy does
not, so its angle is off by a steady amount that depends on how far the hip is bent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

SLANT_AT_DEG = 21.0


@dataclass(frozen=True)
class Curve:
    """What to add to a reading, and the error that is left, by the reading itself.

    Attributes:
        at_deg: readings, ascending.
        add_deg: what to add there; linear between, constant beyond.
        error_deg: half-width that holds the truth in 90 % of frames, likewise.
    """

    at_deg: tuple[float, ...]
    add_deg: tuple[float, ...]
    error_deg: tuple[float, ...]

    def __call__(self, reading_deg: float) -> tuple[float, float]:
        """Corrected value and its error, in degrees."""
        add = float(np.interp(reading_deg, self.at_deg, self.add_deg))
        return reading_deg + add, float(np.interp(reading_deg, self.at_deg, self.error_deg))


@dataclass(frozen=True)
class Calibration:
    """Curves of one pose model.

    Attributes:
        model: `lite`, `full` or `heavy`; another model file is read with those of `full`.
        side: curves for the side view by (joint, position, `near` or `far`).
        off_side_error_deg: error of a joint's world-landmark angle off the side view.
        slant_error_deg: what a camera `SLANT_AT_DEG` from straight beside adds to every error.
    """

    model: str
    side: dict[tuple[str, str, str], Curve]
    off_side_error_deg: dict[str, float]
    slant_error_deg: float

    def side_view(
        self, joint: str, position: str, near: bool, reading_deg: float, off_side_deg: float
    ) -> tuple[float, float]:
        """Value and error of a pixel angle, camera `off_side_deg` from straight beside the body."""
        distance = "near" if near else "far"
        curve = self.side.get((joint, position, distance)) or self.side[joint, "", distance]
        value_deg, error_deg = curve(reading_deg)
        slant = (off_side_deg / SLANT_AT_DEG) ** 2 * self.slant_error_deg
        return value_deg, float(np.hypot(error_deg, slant))

    def off_side(self, joint: str, reading_deg: float) -> tuple[float, float]:
        """Value and error of a world-landmark angle where the camera isn't beside the body."""
        return reading_deg, self.off_side_error_deg[joint]


@cache
def load_calibration(model: str = "full") -> Calibration:
    """The calibration that ships with formcheck for a pose model.

    Args:
        model: `lite`, `full`, `heavy`, or a model's path; unless its file is called as one of the
            three (`pose_lite.task`), it is read as `full`.
    """
    name = Path(model).stem.removeprefix("pose_")
    text = resources.files("formcheck.measures").joinpath("calibration.json").read_text("utf-8")
    models: dict[str, Any] = json.loads(text)["models"]
    return calibration_of(name, models.get(name, models["full"]))


def calibration_of(model: str, entry: Mapping[str, Any]) -> Calibration:
    """The calibration of a model from its entry in a calibration file."""
    return Calibration(
        model=model,
        side={
            (row["joint"], row["position"], row["distance"]): Curve(
                tuple(row["at_deg"]), tuple(row["add_deg"]), tuple(row["error_deg"])
            )
            for row in entry["side"]
        },
        off_side_error_deg=entry["off_side_error_deg"],
        slant_error_deg=entry["slant_error_deg"],
    )
