"""Fit what to add to each reading and the error that is left, on rendered people with exact truth.

    python -m tools.render stills --count 6000 --bodies BODIES --out STILLS
    python -m tools.calibrate STILLS [STILLS ...] --model full --model lite

A few small neural networks take the skeleton of a picture and give for each reading what to add,
and the scale of what is still missed: first how the trunk lies and where the camera stands
(`formcheck.measures.attitude`), then the joints' angles (`formcheck.measures.correction`), which
build on the first as fitted on all people. They are fitted by the likelihood of a Laplace
distribution, which mixed-up skeletons pull less than squares. How far they err is told by people
kept out of the fit, a sixth at a time: from them come the widths that hold the truth in 90 % of
pictures, and the table that is printed. What is written is fitted on all. It goes to
`formcheck/measures/calibration_MODEL.npz`, with its provenance.

It needs PyTorch (the extra `calibrate`); formcheck itself doesn't.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.attitude import READINGS
from formcheck.measures.calibration import write_calibration
from formcheck.measures.correction import ANGLES
from formcheck.measures.networks import FARTHEST, Networks
from formcheck.pose.frame import FloatArray
from tools.still_readings import Reading, read_attitudes, read_stills

TARGET = Path("formcheck/measures")
NETWORKS = 5
UNIT_DEG = 5.0
EPOCHS = 120
FOLDS = 6
MIXED_DEG = 60.0
"""Further off than this the skeleton is another's: nothing to learn from."""
HELD = 0.9
ANGLE_NAMES = [f"{'near' if near else 'far'} {joint.split('_')[0]}" for joint, near in ANGLES]


@dataclass(frozen=True)
class Samples:
    """What the networks learn from.

    Attributes:
        features: (n, f).
        missing_deg: (n, k) what to add to each of k readings; NaN where the skeleton is mixed up.
        person, stretch: (n,) of each picture.
    """

    features: FloatArray
    missing_deg: FloatArray
    person: NDArray[np.str_]
    stretch: NDArray[np.str_]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Samples:
        """From readings; those with a value that isn't a number are left out."""
        whole = [one for one in readings if np.isfinite(one.features).all()]
        missing_deg = np.array([one.true_deg - one.read_deg for one in whole])
        return cls(
            features=np.array([one.features for one in whole]),
            missing_deg=np.where(np.abs(missing_deg) > MIXED_DEG, np.nan, missing_deg),
            person=np.array([one.person for one in whole]),
            stretch=np.array([one.stretch for one in whole]),
        )

    def where(self, chosen: NDArray[np.bool_]) -> Samples:
        """A part of them."""
        return Samples(
            self.features[chosen],
            self.missing_deg[chosen],
            self.person[chosen],
            self.stretch[chosen],
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Fit the named models' calibrations and write them."""
    parser = argparse.ArgumentParser(prog="python -m tools.calibrate", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(argv)
    for model in options.model:
        attitudes = read_attitudes(options.folders, model)
        attitude = calibrated(f"{model}, the trunk", READINGS, attitudes, options.epochs)
        readings = read_stills(options.folders, model, attitude)
        beside, off_side = (
            calibrated(f"{model} {where}", ANGLE_NAMES, alike, options.epochs)
            for where, alike in (
                ("from beside", readings.beside),
                ("off the side view", readings.off_side),
            )
        )
        provenance = {
            "written_by": "python -m tools.calibrate",
            "date": date.today().isoformat(),
            "mediapipe": version("mediapipe"),
            "pictures": [len(readings.beside), len(readings.off_side)],
            "people": len({one.person for one in readings.beside}),
        }
        path = options.out / f"calibration_{model}.npz"
        write_calibration(path, attitude, beside, off_side, provenance)
    return 0


def calibrated(
    title: str, names: Sequence[str], readings: Sequence[Reading], epochs: int
) -> Networks:
    """Networks fitted on all readings, their widths by people kept out; prints how well they do."""
    samples = Samples.of(readings)
    left_deg, scale_deg = kept_out(samples, epochs)
    half_width = held_by(left_deg, scale_deg)
    print(table(title, names, samples, left_deg, scale_deg * half_width), flush=True)
    return fitted(samples, epochs, half_width)


def fitted(samples: Samples, epochs: int, half_width: FloatArray, seed: int = 0) -> Networks:
    """Networks fitted on all samples."""
    from tools.training import trained  # needs PyTorch, which nothing else here does

    mean, scale = samples.features.mean(axis=0), samples.features.std(axis=0) + 1e-3
    inputs = np.clip((samples.features - mean) / scale, -FARTHEST, FARTHEST)
    targets = samples.missing_deg / UNIT_DEG
    nets = [trained(inputs, targets, epochs, seed * NETWORKS + k) for k in range(NETWORKS)]
    layers = list(zip(*nets, strict=True))
    return Networks(
        mean=mean,
        scale=scale,
        weights=tuple(np.stack([weights for weights, _ in alike]) for alike in layers),
        biases=tuple(np.stack([biases for _, biases in alike]) for alike in layers),
        unit_deg=UNIT_DEG,
        half_width=half_width,
    )


def kept_out(samples: Samples, epochs: int) -> tuple[FloatArray, FloatArray]:
    """What is missed, and the stated scale of it, for people kept out of the fit; (n, k) each."""
    people = sorted(set(samples.person.tolist()))
    np.random.default_rng(0).shuffle(people)
    left_deg, scale_deg = np.full((2, *samples.missing_deg.shape), np.nan)
    for fold in range(FOLDS):
        out = np.isin(samples.person, people[fold::FOLDS])
        ones = np.ones(samples.missing_deg.shape[1])
        networks = fitted(samples.where(~out), epochs, ones, seed=1 + fold)
        for row in np.flatnonzero(out):
            add_deg, scale_deg[row] = networks.read(samples.features[row])
            left_deg[row] = samples.missing_deg[row] - add_deg
    return left_deg, scale_deg


def held_by(left_deg: FloatArray, scale_deg: FloatArray) -> FloatArray:
    """(k,) so many scales hold what is missed in `HELD` of the pictures."""
    return np.nanquantile(np.abs(left_deg) / scale_deg, HELD, axis=0)


def table(
    title: str,
    names: Sequence[str],
    samples: Samples,
    left_deg: FloatArray,
    stated_deg: FloatArray,
) -> str:
    """By stretch and reading: mean absolute error, share held, stated over true median."""
    missed = np.abs(left_deg)
    lines = [f"{title}: mean absolute error (held %, stated/true median)"]
    lines.append(f"{'':22s}{'n':>5s}" + "".join(f"{name:>20s}" for name in names))
    for stretch in ["all", *sorted(set(samples.stretch.tolist()))]:
        rows = np.ones(len(missed), bool) if stretch == "all" else samples.stretch == stretch
        cells = []
        for reading in range(len(names)):
            known = rows & np.isfinite(missed[:, reading])
            off, stated = missed[known, reading], stated_deg[known, reading]
            ratio = np.median(stated) / np.median(off)
            cells.append(f"{off.mean():8.1f} ({100 * np.mean(off <= stated):3.0f}, {ratio:3.1f})")
        lines.append(f"{stretch:22s}{rows.sum():5d}" + "".join(f"{cell:>20s}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
