"""Fit what to add to each angle and the error that is left, on clips with exact truth.

    python -m tools.calibrate FOLDER [FOLDER ...] --model full --model lite
    python -m tools.calibrate FOLDER [FOLDER ...] --model full --further

Every reading of a side view is paired with its truth. For each joint, position and distance (the
side near the camera or the far one) a piecewise linear curve of the reading is fitted by least
squares, each clip weighing the same: one over all positions, pulled towards zero and towards
smoothness, and from it one for each position, pulled towards the first, since a handful of clips
can't tell a position's bias from their own. The error is the 90th percentile of what is left in
clips that were kept out of the fit, one at a time. The result, with its provenance, is
`formcheck/measures/calibration.json`. With `--further` the clips come on top of those that are in
the file already: its curves are what the new ones are pulled towards.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.bench.poses import PoseCache, cache_folder
from formcheck.bench.truth import Clip, find_clips
from formcheck.measures.angles import JOINTS, postures
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration, Curve
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.measures.view import View
from formcheck.pose.frame import SIDES, FloatArray, PoseFrame
from formcheck.pose.models import resolve_model

FPS = 15.0
KNOTS_DEG = np.array([-20.0, 20.0, 60.0, 100.0, 140.0, 180.0])
RIDGE, SMOOTHNESS = 0.02, 3.0
"""Pull of each knot towards no correction, and towards the straight line of its neighbours, against
a mean of squares of 1 per clip."""
POOL_RIDGE = 2.0
"""Pull of a position's curve towards that of all positions. In clips kept out of the fit the knee
was off by the same with pulls from 0.02 to 2 (2.6 to 2.8 degrees, 30 and 50 clips); a strong one
doesn't make much of a position of which there are a handful of clips."""
MIN_CLIPS = 4
MOVING = ("enter", "leave")
"""Phases in which limbs cross and nothing is judged."""
UNKNOWN_ERROR_DEG = 25.0
MIN_FRAMES = 20
UNCORRECTED = ("elbow_flexion",)
"""The clips bend elbows by 20 to 30 degrees nearly throughout: a curve would learn that angle, not
the model's bias. Nothing is added, and the error is what the bare readings are off."""
HUBER_DEG = 6.0
"""What is missed by more than this weighs less, as in Huber's estimator."""
MIN_ERROR_DEG = 2.5
FEW_CLIPS = 1.3
"""A handful of clips shows too little of how clips differ: the error grows by so much over their
number, as Student's t does over the normal's (1.26 times at 5 clips, 1.07 at 20)."""
MIXED_DEG = 28.0
"""Further off than this, the skeleton mixes limbs: no bias to learn, and no error to state, since
such frames are for `formcheck.measures.legs` to find."""
UNSTEADY_DEG = 3.5
"""Of a measure without calibration, whose error is 1 and what `Jitter` adds: beyond, a reading
scatters by more than 2 degrees from frame to frame, and says so by itself."""
TARGET = Path(__file__).parents[1] / "formcheck" / "measures" / "calibration.json"


@dataclass(frozen=True)
class Readings:
    """Readings of one clip and their truths, both (n,), in degrees."""

    clip: str
    read_deg: FloatArray
    true_deg: FloatArray


@dataclass(frozen=True)
class Reading:
    """A joint in one frame.

    Attributes:
        joint: without its side.
        posture: whose calibration is used alone; empty where several are mixed, or off the side.
        distance: `near` the camera or `far`.
        side_view: the camera stands beside the body, and is seen to.
        measure: as it was read.
        true_deg: what is true.
    """

    joint: str
    posture: str
    distance: str
    side_view: bool
    measure: Measure
    true_deg: float


Group = tuple[str, str, str]
"""Joint, posture (empty: all of them) and distance, as the rows of the file have them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write the calibration of the named models; others keep theirs."""
    parser = argparse.ArgumentParser(prog="python -m tools.calibrate", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--further", action="store_true", help="on top of the file's clips")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args(argv)
    clips = [clip for folder in options.folders for clip in find_clips(folder)]
    written = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {"models": {}}
    for model in options.model:
        before = written["models"].get(model)
        groups, off_side = read_clips(clips, model)
        provenance: dict[str, Any] = {
            "date": date.today().isoformat(),
            "mediapipe": version("mediapipe"),
            "clips": sorted(clip.video.name for clip in clips),
        }
        if options.further:
            provenance["on_top_of"] = before["provenance"]
        written["models"][model] = {
            **fitted(groups, off_side, before, further=options.further),
            "provenance": provenance,
        }
    written["schema"] = 1
    written["provenance"] = {"written_by": "python -m tools.calibrate"}
    options.out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return 0


def uncalibrated(model: str) -> Calibration:
    """Adds nothing, so that the bare reading shows."""
    nothing = Curve((0.0, 180.0), (0.0, 0.0), (1.0, 1.0))
    side = {(joint, "", distance): nothing for joint in JOINTS for distance in ("near", "far")}
    return Calibration(model, side, dict.fromkeys(JOINTS, 1.0), 0.0)


def read_clips(
    clips: Sequence[Clip], model: str
) -> tuple[dict[Group, list[Readings]], dict[str, list[FloatArray]]]:
    """Side-view readings by group, and off the side view the errors by joint."""
    groups: dict[Group, list[Readings]] = defaultdict(list)
    off_side: dict[str, list[FloatArray]] = defaultdict(list)
    for clip, readings in read_each(clips, uncalibrated(model)):
        rows: dict[Group, list[tuple[float, float]]] = defaultdict(list)
        rough: dict[str, list[float]] = defaultdict(list)
        for one in readings:
            if one.measure.error > UNSTEADY_DEG:
                continue
            if one.side_view:
                rows[one.joint, one.posture, one.distance].append((one.measure.value, one.true_deg))
            else:
                rough[one.joint].append(one.measure.value - one.true_deg)
        for group, pairs in rows.items():
            read, true = np.array(pairs).T
            fair = np.abs(read - true) < MIXED_DEG
            if fair.sum() < MIN_FRAMES:
                continue
            read, true = read[fair], true[fair]
            groups[group].append(Readings(clip.video.name, read, true))
        for joint, errors in rough.items():
            off_side[joint].append(np.array(errors))
    return groups, off_side


def read_each(
    clips: Sequence[Clip], calibration: Calibration
) -> Iterator[tuple[Clip, Iterator[Reading]]]:
    """Each clip with every reading of a joint whose truth is known, while nobody is on the way."""
    cache = PoseCache(cache_folder(), resolve_model(calibration.model), FPS)
    for clip in clips:
        with cache.poses(clip.video, lambda _what, _share: None) as frames:
            yield clip, _readings(clip, frames, Measurer(calibration))
        print(f"{calibration.model} {clip.video.name}", file=sys.stderr)


def _readings(clip: Clip, frames: Iterable[PoseFrame], measurer: Measurer) -> Iterator[Reading]:
    for frame in frames:
        body, measures = measurer.step(frame)
        if _phase(clip, frame.t_s) in MOVING:
            continue
        side_view = body.view is View.SIDE and clip.truth.view == "side"
        for joint in JOINTS:
            for side in SIDES:
                outlined = measurer.thighs[side].told
                measure = measures[f"{joint}_{side}_deg"]
                true_deg = _truth(clip, joint, side, frame.t_s)
                rough = side_view and measure.reason
                if measure.known and not rough and np.isfinite(true_deg):
                    distance = "near" if side == body.near_side else "far"
                    posture = _posture(body, joint, side, outlined) if side_view else ""
                    yield Reading(joint, posture, distance, side_view, measure, true_deg)


def _posture(body: Body, joint: str, side: str, outlined: float) -> str:
    """The posture whose calibration is used alone; empty where several are mixed."""
    shares = postures(body, joint, side, outlined)
    return next(iter(shares)) if len(shares) == 1 else ""


def _phase(clip: Clip, t_s: float) -> str:
    return clip.truth.phase[int(np.abs(clip.truth.t_s - t_s).argmin())]


def _truth(clip: Clip, joint: str, side: str, t_s: float) -> float:
    name = f"{joint}_{side}_deg"
    if name not in clip.truth.values:
        return float("nan")
    return float(clip.truth.at(name, np.array([t_s]))[0])


def fitted(
    groups: dict[Group, list[Readings]],
    off_side: dict[str, list[FloatArray]],
    before: dict[str, Any] | None,
    *,
    further: bool = False,
) -> dict[str, Any]:
    """The entry of one model.

    Args:
        groups, off_side: as `read_clips` gives them.
        before: the model's entry in the file, if it has one.
        further: the clips come on top of those of `before`; what they don't show stays as it was.
    """
    earlier: dict[Group, dict[str, Any]] = {}
    if further and before:
        earlier = {(row["joint"], row["position"], row["distance"]): row for row in before["side"]}
    rows = []
    for joint in JOINTS:
        for distance in ("near", "far"):
            by_position = {
                position: readings
                for (of_joint, position, of_distance), readings in sorted(groups.items())
                if (of_joint, of_distance) == (joint, distance) and position
            }
            pooled = [one for readings in by_position.values() for one in readings]
            of_all = earlier.get((joint, "", distance))
            for position in sorted({*by_position, *(group[1] for group in earlier)} - {""}):
                group, readings = (joint, position, distance), by_position.get(position, [])
                if len(readings) >= MIN_CLIPS:
                    rows.append(_row(group, readings, pooled, earlier.get(group), of_all))
                elif group in earlier:
                    rows.append(earlier[group])
            if len(pooled) >= 2:
                rows.append(_row((joint, "", distance), pooled, pooled, of_all, of_all))
            else:
                rows.append(of_all or _unknown(joint, distance))
    rough = {
        joint: round(float(np.percentile(np.abs(np.concatenate(errors)), 90)), 1)
        for joint, errors in off_side.items()
    }
    kept = before["off_side_error_deg"] if before else {}
    return {
        "side": rows,
        "off_side_error_deg": {**rough, **kept} if further else {**kept, **rough},
        "slant_error_deg": 2.0,
    }


def _row(
    group: Group,
    readings: list[Readings],
    pooled: list[Readings],
    earlier: dict[str, Any] | None,
    earlier_of_all: dict[str, Any] | None,
) -> dict[str, Any]:
    """One curve: of a position, or with `readings` the same as `pooled`, of all."""
    joint, position, distance = group

    def curve(own: Sequence[Readings], everyone: Sequence[Readings]) -> FloatArray:
        of_all = _fit(everyone, _added(earlier_of_all), POOL_RIDGE if earlier_of_all else RIDGE)
        if not position:
            return of_all
        return _fit(own, _added(earlier) if earlier else of_all, POOL_RIDGE)

    left = [
        _left_over(one, curve(_without(one, readings), _without(one, pooled))) for one in readings
    ]
    if joint in UNCORRECTED:
        left = [one.read_deg - one.true_deg for one in readings]
    read, missed = np.concatenate([one.read_deg for one in readings]), np.concatenate(left)
    few = 1.0 + FEW_CLIPS / len(readings)
    errors = [few * _error_deg(read, np.abs(missed), knot) for knot in KNOTS_DEG]
    low = min(float(np.percentile(one.read_deg, 1)) for one in readings)
    high = max(float(np.percentile(one.read_deg, 99)) for one in readings)
    add = np.zeros(len(KNOTS_DEG)) if joint in UNCORRECTED else curve(readings, pooled)
    return {
        "joint": joint,
        "position": position,
        "distance": distance,
        "clips": len(readings) + (earlier["clips"] if earlier else 0),
        "read_from_to_deg": [round(low), round(high)],
        "at_deg": KNOTS_DEG.tolist(),
        "add_deg": [round(float(value), 1) for value in add],
        "error_deg": [round(error, 1) for error in errors],
    }


def _added(row: dict[str, Any] | None) -> FloatArray:
    """What a row adds at each knot; 0 without one."""
    if row is None:
        return np.zeros(len(KNOTS_DEG))
    added: FloatArray = np.interp(KNOTS_DEG, row["at_deg"], row["add_deg"])
    return added


def _unknown(joint: str, distance: str) -> dict[str, Any]:
    """Never seen in the clips (a far elbow): nothing is added, and little is believed."""
    return {
        "joint": joint,
        "position": "",
        "distance": distance,
        "clips": 0,
        "at_deg": [0.0, 180.0],
        "add_deg": [0.0, 0.0],
        "error_deg": [UNKNOWN_ERROR_DEG, UNKNOWN_ERROR_DEG],
    }


def _error_deg(read: FloatArray, missed: FloatArray, knot_deg: float) -> float:
    """90th percentile of what was missed near a knot; of all where there are few readings."""
    near = np.abs(read - knot_deg) <= (KNOTS_DEG[1] - KNOTS_DEG[0]) * 0.75
    chosen = missed[near] if near.sum() >= 3 * MIN_FRAMES else missed
    return max(MIN_ERROR_DEG, float(np.percentile(chosen, 90)))


def _left_over(one: Readings, add: FloatArray) -> FloatArray:
    return one.read_deg + np.interp(one.read_deg, KNOTS_DEG, add) - one.true_deg


def _without(one: Readings, readings: Sequence[Readings]) -> list[Readings]:
    return [other for other in readings if other.clip != one.clip]


def _fit(readings: Sequence[Readings], towards: FloatArray, ridge: float) -> FloatArray:
    """Robust least squares with the two pulls, the first one towards a given curve."""
    size = len(KNOTS_DEG)
    bend = np.diff(np.eye(size), n=2, axis=0)
    pulls = ridge * np.eye(size) + SMOOTHNESS * bend.T @ bend
    add = towards
    for attempt in range(4):
        normal, target = pulls.copy(), pulls @ towards
        for one in readings:
            hats = np.array([np.interp(one.read_deg, KNOTS_DEG, row) for row in np.eye(size)]).T
            missing = one.true_deg - one.read_deg
            left = np.abs(missing - hats @ add) if attempt else np.zeros(len(missing))
            weight = np.minimum(1.0, HUBER_DEG / np.maximum(left, 1e-9)) / len(missing)
            normal += hats.T @ (hats * weight[:, None])
            target += hats.T @ (missing * weight)
        add = np.asarray(np.linalg.solve(normal, target), dtype=np.float64)
    return add


if __name__ == "__main__":
    sys.exit(main())
