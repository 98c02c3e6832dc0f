"""Widen the stated errors until they hold what they promise in clips that no fit has seen.

    python -m tools.widen FOLDER [FOLDER ...] --model full

The errors that `tools.calibrate` writes come from clips kept out of its fit one at a time; new
people, rooms and cameras differ by more. For each joint, position and distance the 90th percentile
of (what a reading is off / the error stated with it) over unseen clips, each weighing the same, is
the factor by which the errors grow: split conformal prediction (Papadopoulos 2002, Lei 2018), with
the stated error as its scale. Errors never shrink here, a position of which there are too few
unseen clips keeps its own, and the clips are named in the file. Widening what was widened before
would grow it twice and forget the first clips: calibrate anew first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from formcheck.bench.truth import Clip, find_clips
from formcheck.measures.calibration import Calibration, calibration_of
from formcheck.pose.frame import FloatArray
from tools.calibrate import MIN_FRAMES, MIXED_DEG, TARGET, UNCORRECTED, Group, read_each

HELD_SHARE = 0.9
"""The share of frames whose truth the stated error is to hold."""
MIN_UNSEEN_CLIPS = 5
"""Of fewer, the percentile is a single clip's own."""


def main(argv: Sequence[str] | None = None) -> int:
    """Widen the named models' errors in the calibration; says by how much."""
    parser = argparse.ArgumentParser(prog="python -m tools.widen", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args(argv)
    clips = [clip for folder in options.folders for clip in find_clips(folder)]
    written = json.loads(options.out.read_text("utf-8"))
    for model in options.model:
        entry = written["models"][model]
        if "widened" in entry["provenance"]:
            raise SystemExit(f"{model} is widened already: run tools.calibrate first.")
        seen = set(entry["provenance"]["clips"]) & {clip.video.name for clip in clips}
        if seen:
            raise SystemExit(f"{sorted(seen)[0]} was in the fit: name clips that were not.")
        factors = {
            group: factor_of(shares)
            for group, shares in shares_of_stated(clips, calibration_of(model, entry)).items()
            if len(shares) >= MIN_UNSEEN_CLIPS
        }
        for row in entry["side"]:
            factor = factors.get((row["joint"], row["position"], row["distance"]), 1.0)
            row["error_deg"] = [round(factor * error, 1) for error in row["error_deg"]]
        entry["provenance"]["widened"] = {
            "date": date.today().isoformat(),
            "by": {" ".join(group): round(factor, 2) for group, factor in sorted(factors.items())},
            "clips": sorted(clip.video.name for clip in clips),
        }
        for group, factor in sorted(factors.items()):
            print(f"{model} {' '.join(group)}: {factor:.2f}", file=sys.stderr)
    options.out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return 0


def shares_of_stated(
    clips: Sequence[Clip], calibration: Calibration
) -> dict[Group, list[FloatArray]]:
    """What each reading of a side view is off over the error stated with it, a clip an array."""
    found: dict[Group, list[FloatArray]] = defaultdict(list)
    for _clip, readings in read_each(clips, calibration):
        rows: dict[Group, list[float]] = defaultdict(list)
        for one in readings:
            off_deg = abs(one.measure.value - one.true_deg)
            if one.side_view and one.joint not in UNCORRECTED and off_deg < MIXED_DEG:
                for posture in {one.posture, ""}:
                    rows[one.joint, posture, one.distance].append(off_deg / one.measure.error)
        for group, shares in rows.items():
            if len(shares) >= MIN_FRAMES:
                found[group].append(np.array(shares))
    return found


def factor_of(shares: Sequence[FloatArray]) -> float:
    """By what the stated error must grow to hold its share; each clip weighs the same."""
    every = np.concatenate(shares)
    weight = np.concatenate([np.full(len(one), 1.0 / len(one)) for one in shares])
    order = np.argsort(every)
    reached = np.cumsum(weight[order]) / len(shares)
    return max(1.0, float(every[order][np.searchsorted(reached, HELD_SHARE)]))


if __name__ == "__main__":
    sys.exit(main())
