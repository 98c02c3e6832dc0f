"""How far an angle read from the picture can be trusted, and what is to be added to it.

The numbers are data, one file for each pose model (`calibration_full.npz`), written by
`tools/calibrate` from rendered people whose true angles are known; it says from what and when.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.measures.correction import Correction, Networks
from formcheck.pose.frame import FloatArray


@dataclass(frozen=True)
class Calibration:
    """What is known of one pose model's angles.

    Attributes:
        model: `lite`, `full` or `heavy`; another model file is read with that of `full`.
        correction: of the angles read from beside the body.
        off_side_error_deg: error of a joint's world-landmark angle off the side view.
    """

    model: str
    correction: Correction
    off_side_error_deg: dict[str, float]

    def off_side(self, joint: str, reading_deg: float) -> tuple[float, float]:
        """Value and error of a world-landmark angle where the camera isn't beside the body."""
        return reading_deg, self.off_side_error_deg[joint]


@cache
def load_calibration(model: str = "full") -> Calibration:
    """The calibration that ships with formcheck for a pose model.

    Args:
        model: `lite`, `full`, `heavy`, or a model's path; unless its file is called as one of the
            three (`pose_lite.task`) and calibrated, it is read as `full`.
    """
    name = Path(model).stem.removeprefix("pose_")
    folder = resources.files("formcheck.measures")
    known = folder.joinpath(_file(name))
    with resources.as_file(known if known.is_file() else folder.joinpath(_file("full"))) as path:
        return read_calibration(name, path)


def read_calibration(model: str, path: Path) -> Calibration:
    """The calibration in a file, for a model of that name."""
    with np.load(path, allow_pickle=False) as data:
        layers = range(sum(name.startswith("weights_") for name in data))
        networks = Networks(
            mean=data["mean"].astype(np.float64),
            scale=data["scale"].astype(np.float64),
            weights=tuple(data[f"weights_{layer}"].astype(np.float32) for layer in layers),
            biases=tuple(data[f"biases_{layer}"].astype(np.float32) for layer in layers),
            unit_deg=float(data["unit_deg"]),
            half_width=data["half_width"].astype(np.float64),
        )
        about: dict[str, Any] = json.loads(str(data["about"]))
    return Calibration(model, networks, about["off_side_error_deg"])


def write_calibration(path: Path, calibration: Calibration, provenance: dict[str, Any]) -> None:
    """Write a calibration of networks, with where it comes from; weights are rounded to 16 bits."""
    networks = calibration.correction
    assert isinstance(networks, Networks)
    about = {"off_side_error_deg": calibration.off_side_error_deg, "provenance": provenance}
    arrays: dict[str, FloatArray] = {}
    for layer, (weights, biases) in enumerate(zip(networks.weights, networks.biases, strict=True)):
        arrays[f"weights_{layer}"] = weights.astype(np.float16)
        arrays[f"biases_{layer}"] = biases.astype(np.float16)
    np.savez_compressed(
        path,
        mean=networks.mean.astype(np.float32),
        scale=networks.scale.astype(np.float32),
        unit_deg=np.float32(networks.unit_deg),
        half_width=networks.half_width.astype(np.float32),
        about=np.array(json.dumps(about)),
        allow_pickle=False,
        **arrays,
    )


def _file(name: str) -> str:
    return f"calibration_{name}.npz"
