"""Fit what to add to each reading and the error that is left, on rendered people with exact truth.

    python -m tools.render stills --count 6000 --bodies BODIES --out STILLS
    python -m tools.calibrate STILLS [STILLS ...] --model full --model lite

A few small neural networks take the skeleton of a picture and give for each reading what to add,
and the scale of what is still missed: first how the trunk lies and where the camera stands
(`formcheck.measures.attitude`), then the joints' angles (`formcheck.measures.correction`), what is
seen of a twist (`formcheck.measures.twist`), how limbs lean (`formcheck.measures.leans`) and how
far the spine is bent (`formcheck.measures.spine`), which build on the first as fitted on all
people.
They are fitted by the likelihood of a Laplace distribution, which mixed-up skeletons pull less than
squares. How far they err is told by people kept out of the fit, a quarter at a time: from them come
the widths that hold the truth in 90 % of pictures, and the table that is printed. What is written
is fitted on all. With `--further` networks that are there learn on, from pictures of people they
haven't seen. It goes to `formcheck/measures/calibration_MODEL.npz`, with its provenance.

It needs PyTorch (the extra `calibrate`); formcheck itself doesn't.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.measures import attitude as attitudes
from formcheck.measures import leans, spine
from formcheck.measures import twist as twists
from formcheck.measures.calibration import read_parts, write_calibration
from formcheck.measures.correction import ANGLES
from formcheck.measures.networks import FARTHEST, Networks
from formcheck.pose.frame import FloatArray
from tools.still_readings import (
    Reading,
    read_attitudes,
    read_leans,
    read_spines,
    read_stills,
    read_twists,
)

TARGET = Path("formcheck/measures")
NETWORKS = 3
UNIT_DEG = 5.0
EPOCHS = 120
FOLDS = 4
MIXED_DEG = 60.0
"""Further off than this the skeleton is another's: nothing to learn from."""
LIFTED_DEG, LIFTED_OFTEN = (5.0, 13.0), (1, 2, 4)
"""Lifted shoulders are few. Networks of 64 units that saw them as often as they come told a lift of
20 to 30 degrees 5.5 degrees too small (4,600 frames of 30 clips); from 5 degrees on twice and from
13 four times as often, 2.6 too small, and flat ones 1.9 wrong in the mean instead of 1.1."""
HELD = 0.9
ANGLE_NAMES = [f"{'near' if near else 'far'} {joint.split('_')[0]}" for joint, near in ANGLES]

LEAN_NAMES = [f"{'near' if near else 'far'} {limb}" for limb, near in leans.READINGS]

Parts = Mapping[str, Networks]
Fit = tuple[dict[str, Networks], dict[str, Any]]
"""Networks by the part of the calibration, and their provenance."""


@dataclass(frozen=True)
class Samples:
    """What the networks learn from.

    Attributes:
        features: (n, f).
        missing_deg: (n, k) what to add to each of k readings; NaN where the skeleton is mixed up.
        person, stretch: (n,) of each picture.
        times: (n,) how often each is learned from.
    """

    features: FloatArray
    missing_deg: FloatArray
    person: NDArray[np.str_]
    stretch: NDArray[np.str_]
    times: NDArray[np.intp]

    @classmethod
    def of(cls, readings: Sequence[Reading], mixed_deg: float = MIXED_DEG) -> Samples:
        """From readings; those with a feature that isn't a number are left out.

        What is missed by more than `mixed_deg` isn't learned from.
        """
        whole = [one for one in readings if np.isfinite(one.features).all()]
        missing_deg = np.array([one.true_deg - one.read_deg for one in whole])
        return cls(
            features=np.array([one.features for one in whole]),
            missing_deg=np.where(np.abs(missing_deg) > mixed_deg, np.nan, missing_deg),
            person=np.array([one.person for one in whole]),
            stretch=np.array([one.stretch for one in whole]),
            times=np.ones(len(whole), dtype=np.intp),
        )

    def where(self, chosen: NDArray[np.bool_]) -> Samples:
        """A part of them."""
        return Samples(
            self.features[chosen],
            self.missing_deg[chosen],
            self.person[chosen],
            self.stretch[chosen],
            self.times[chosen],
        )


@dataclass(frozen=True)
class Learning:
    """How networks are fitted.

    Attributes:
        epochs: how often each sample is seen.
        start: networks by part, from which learning goes on; those that tell fewer readings told
            the first ones.
    """

    epochs: int
    start: Parts


def main(argv: Sequence[str] | None = None) -> int:
    """Fit the named models' calibrations and write them."""
    parser = argparse.ArgumentParser(prog="python -m tools.calibrate", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--only", choices=FITS, action="append", help="keep the rest as it is")
    parser.add_argument("--further", action="store_true", help="go on from the networks there")
    options = parser.parse_args(argv)
    for model in options.model:
        path = options.out / f"calibration_{model}.npz"
        parts, about = read_parts(path) if options.only or options.further else ({}, {})
        for name, fit in FITS.items():
            if name in (options.only or FITS):
                learning = Learning(options.epochs, parts if options.further else {})
                fitted_parts, its = fit(options.folders, model, learning, parts)
                parts, about = parts | fitted_parts, about | after(its, about, learning.start)
        write_calibration(path, parts, about)
    return 0


def fit_attitude(folders: Sequence[Path], model: str, learning: Learning, _: Parts) -> Fit:
    """The networks of how the trunk lies."""
    samples = Samples.of(read_attitudes(folders, model))
    return _fit_part("attitude", attitudes.READINGS, samples, model, learning)


def fit_beside(folders: Sequence[Path], model: str, learning: Learning, known: Parts) -> Fit:
    """The networks of the joints seen from beside, which need those of the trunk."""
    samples = Samples.of(read_stills(folders, model, known["attitude"]).beside)
    return _fit_part("beside", ANGLE_NAMES, samples, model, learning)


def fit_off_side(folders: Sequence[Path], model: str, learning: Learning, known: Parts) -> Fit:
    """The networks of the joints seen from elsewhere, which need those of the trunk."""
    samples = Samples.of(read_stills(folders, model, known["attitude"]).off_side)
    return _fit_part("off_side", ANGLE_NAMES, samples, model, learning)


def fit_twist(folders: Sequence[Path], model: str, learning: Learning, known: Parts) -> Fit:
    """The networks of a twist, which need those of the trunk."""
    samples = Samples.of(read_twists(folders, model, known["attitude"]), mixed_deg=np.inf)
    lifted_deg = np.abs(samples.missing_deg[:, twists.READINGS.index("shoulder lift")])
    times = np.array(LIFTED_OFTEN)[np.searchsorted(LIFTED_DEG, lifted_deg)]
    samples = replace(samples, times=times)
    return _fit_part("twist", twists.READINGS, samples, model, learning)


def fit_leans(folders: Sequence[Path], model: str, learning: Learning, known: Parts) -> Fit:
    """The networks of how limbs lean, which need those of the trunk."""
    samples = Samples.of(read_leans(folders, model, known["attitude"]))
    return _fit_part("leans", LEAN_NAMES, samples, model, learning)


def fit_spine(folders: Sequence[Path], model: str, learning: Learning, known: Parts) -> Fit:
    """The networks of how far the spine is bent, which need those of the trunk."""
    samples = Samples.of(read_spines(folders, model, known["attitude"]), mixed_deg=np.inf)
    return _fit_part("spine", spine.READINGS, samples, model, learning)


def _fit_part(
    part: str, names: Sequence[str], samples: Samples, model: str, learning: Learning
) -> Fit:
    networks = calibrated(part, model, names, samples, learning)
    return {part: networks}, {part: _provenance(samples, learning)}


FITS: Mapping[str, Callable[[Sequence[Path], str, Learning, Parts], Fit]] = {
    "attitude": fit_attitude,
    "beside": fit_beside,
    "off_side": fit_off_side,
    "twist": fit_twist,
    "leans": fit_leans,
    "spine": fit_spine,
}


def _provenance(samples: Samples, learning: Learning) -> dict[str, Any]:
    return {
        "written_by": "python -m tools.calibrate",
        "date": date.today().isoformat(),
        "mediapipe": version("mediapipe"),
        "pictures": len(samples.person),
        "people": len(set(samples.person.tolist())),
        "epochs": learning.epochs,
    }


def after(its: dict[str, Any], before: dict[str, Any], start: Collection[str]) -> dict[str, Any]:
    """The provenance of parts, with that of the networks from which learning went on.

    Args:
        its, before: of what was learned now, and before, by part.
        start: parts that learned on.
    """
    return {
        name: {**about, "after": before[name]} if name in start else about
        for name, about in its.items()
    }


def calibrated(
    part: str, model: str, names: Sequence[str], samples: Samples, learning: Learning
) -> Networks:
    """Networks of a part of the calibration, fitted on all samples.

    Their widths are by people kept out; prints how well those do.
    """
    start = learning.start.get(part)
    left_deg, scale_deg = kept_out(samples, learning.epochs, start)
    half_width = held_by(left_deg, scale_deg)
    print(table(f"{model}, {part}", names, samples, left_deg, scale_deg * half_width), flush=True)
    return fitted(samples, learning.epochs, half_width, start=start)


def fitted(
    samples: Samples,
    epochs: int,
    half_width: FloatArray,
    *,
    seed: int = 0,
    start: Networks | None = None,
) -> Networks:
    """Networks fitted on all samples; those that are given learn on."""
    from tools.training import trained  # needs PyTorch, which nothing else here does

    mean, scale = samples.features.mean(axis=0), samples.features.std(axis=0) + 1e-3
    if start is not None:
        mean, scale = start.mean, start.scale
    inputs = np.clip((samples.features - mean) / scale, -FARTHEST, FARTHEST)
    inputs = np.repeat(inputs, samples.times, axis=0)
    targets = np.repeat(samples.missing_deg, samples.times, axis=0) / UNIT_DEG
    nets = [
        trained(inputs, targets, epochs, seed * NETWORKS + k, start.layers(k) if start else None)
        for k in range(NETWORKS)
    ]
    layers = list(zip(*nets, strict=True))
    return Networks(
        mean=mean,
        scale=scale,
        weights=tuple(np.stack([weights for weights, _ in alike]) for alike in layers),
        biases=tuple(np.stack([biases for _, biases in alike]) for alike in layers),
        unit_deg=UNIT_DEG,
        half_width=half_width,
    )


def kept_out(
    samples: Samples, epochs: int, start: Networks | None = None
) -> tuple[FloatArray, FloatArray]:
    """What is missed, and the stated scale of it, for people kept out of the fit; (n, k) each."""
    people = sorted(set(samples.person.tolist()))
    np.random.default_rng(0).shuffle(people)
    left_deg, scale_deg = np.full((2, *samples.missing_deg.shape), np.nan)
    for fold in range(FOLDS):
        out = np.isin(samples.person, people[fold::FOLDS])
        ones = np.ones(samples.missing_deg.shape[1])
        networks = fitted(samples.where(~out), epochs, ones, seed=1 + fold, start=start)
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
            if not len(off):
                cells.append("-")
                continue
            ratio = np.median(stated) / np.median(off)
            cells.append(f"{off.mean():8.1f} ({100 * np.mean(off <= stated):3.0f}, {ratio:3.1f})")
        lines.append(f"{stretch:22s}{rows.sum():5d}" + "".join(f"{cell:>20s}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
