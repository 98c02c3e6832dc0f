"""How far an angle read from the picture can be trusted, and what is to be added to it.

The numbers are data, one file for each pose model (`calibration_full.npz`), written by
`tools/calibrate` from rendered people whose true angles are known; it says from what and when.
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
from numpy.typing import NDArray

from formcheck.measures.leans import AS_READ
from formcheck.measures.networks import Correction, Networks

LEAST_VISIBILITY, LEAST_VISIBILITY_OF = 0.35, {"heavy": 0.1}
"""MediaPipe's own guess whether a landmark is hidden, below which it isn't believed, and of heavy,
which calls more of them hidden: in 5,900 rendered pictures from beside it gives 5 % of the near
knees less than 0.35, and those are as near as the rest (0.06 trunk lengths off, one in 20 by more
than 0.25); only below 0.1 one in five ankles is off by so much. full and lite give hardly a near
knee so little, and of their near ankles below 0.35 one in five (full) and most (lite) are off."""

_PARTS = ("attitude", "beside", "off_side", "twist", "leans", "spine")


@dataclass(frozen=True)
class Calibration:
    """What is known of one pose model's angles.

    Attributes:
        model: `lite`, `full` or `heavy`; another model file is read with that of `full`.
        attitude: corrects how the trunk lies and where the camera stands.
        beside: corrects the angles that the picture shows from beside the body.
        off_side: corrects those of the world landmarks where the camera stands elsewhere.
        twist: tells of a body that lies what `formcheck.measures.twist.READINGS` names.
        leans: corrects how limbs lean, `formcheck.measures.leans.READINGS`; a file may lack it.
        spine: tells `formcheck.measures.spine.READINGS`; a file may lack it.
    """

    model: str
    attitude: Correction
    beside: Correction
    off_side: Correction
    twist: Correction
    leans: Correction = AS_READ
    spine: Correction | None = None

    @property
    def least_visibility(self) -> float:
        """A landmark whose visibility is below counts as hidden."""
        return LEAST_VISIBILITY_OF.get(self.model, LEAST_VISIBILITY)


@cache
def load_calibration(model: str = "full") -> Calibration:
    """The calibration that ships with formcheck for a pose model.

    Args:
        model: `lite`, `full`, `heavy`, or a model's path; unless its file is called as one of the
            three (`pose_lite.task`), it is read as `full`.
    """
    name = Path(model).stem.removeprefix("pose_")
    folder = resources.files("formcheck.measures")
    known = folder.joinpath(_file(name))
    with resources.as_file(known if known.is_file() else folder.joinpath(_file("full"))) as path:
        return read_calibration(name, path)


def read_calibration(model: str, path: Path) -> Calibration:
    """The calibration in a file, for a model of that name."""
    with np.load(path, allow_pickle=False) as data:
        return Calibration(model, **_known_parts(data))


def read_parts(path: Path) -> tuple[dict[str, Networks], dict[str, Any]]:
    """The networks in a file that `write_calibration` wrote, as far as they are there, and its
    provenance.
    """
    with np.load(path, allow_pickle=False) as data:
        return _known_parts(data), json.loads(str(data["provenance"]))


def write_calibration(
    path: Path, parts: Mapping[str, Networks], provenance: dict[str, Any]
) -> None:
    """Write a calibration, with where it comes from; weights are rounded to 16 bits.

    Args:
        path: of the file.
        parts: the networks of `Calibration`, by the name of their field.
        provenance: what they were fitted on and when.
    """
    arrays: dict[str, NDArray[Any]] = {"provenance": np.array(json.dumps(provenance))}
    for part, networks in parts.items():
        layers = zip(networks.weights, networks.biases, strict=True)
        for layer, (weights, biases) in enumerate(layers):
            arrays[f"{part}_weights_{layer}"] = weights.astype(np.float16)
            arrays[f"{part}_biases_{layer}"] = biases.astype(np.float16)
        arrays[f"{part}_mean"] = networks.mean.astype(np.float32)
        arrays[f"{part}_scale"] = networks.scale.astype(np.float32)
        arrays[f"{part}_unit_deg"] = np.array(networks.unit_deg, dtype=np.float32)
        arrays[f"{part}_half_width"] = networks.half_width.astype(np.float32)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def _known_parts(data: Mapping[str, NDArray[Any]]) -> dict[str, Networks]:
    return {part: _networks(data, part) for part in _PARTS if f"{part}_mean" in data}


def _networks(data: Mapping[str, NDArray[Any]], part: str) -> Networks:
    layers = range(sum(name.startswith(f"{part}_weights_") for name in data))
    return Networks(
        mean=data[f"{part}_mean"].astype(np.float64),
        scale=data[f"{part}_scale"].astype(np.float64),
        weights=tuple(data[f"{part}_weights_{layer}"].astype(np.float32) for layer in layers),
        biases=tuple(data[f"{part}_biases_{layer}"].astype(np.float32) for layer in layers),
        unit_deg=float(data[f"{part}_unit_deg"]),
        half_width=data[f"{part}_half_width"].astype(np.float64),
    )


def _file(name: str) -> str:
    return f"calibration_{name}.npz"
