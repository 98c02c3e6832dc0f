"""What formcheck reads in rendered single pictures, beside what is true (`tools.render stills`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from formcheck.measures.angles import as_read_deg
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.correction import ANGLES, JOINTS, features
from formcheck.measures.measurer import Measurer
from formcheck.measures.view import View
from formcheck.pose.frame import SIDES, FloatArray, PoseFrame, landmark, other_side
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model
from formcheck.pose.second_look import LEGS

APART_S = 5.0
"""Between two stills, with a black picture in between: nothing of one is known in the next."""
DEEPEST_SEATED_DEG = 160.0
"""Folded further, a rendered chest and its thighs overlap."""
_ARRAYS = ("xy_px", "world_m", "visibility", "outline", "thigh_deg")


@dataclass(frozen=True)
class Reading:
    """One still, seen from beside as formcheck sees it too.

    Attributes:
        person, stretch, position: of the still.
        features: see `formcheck.measures.correction.features`.
        read_deg: (8,) the angles as read, uncorrected.
        true_deg: (8,) the true ones.
    """

    person: str
    stretch: str
    position: str
    features: FloatArray
    read_deg: FloatArray
    true_deg: FloatArray


@dataclass
class Readings:
    """All that was read.

    Attributes:
        beside: stills seen from beside.
        off_side_deg: by joint, what world-landmark angles were off in the others.
    """

    beside: list[Reading]
    off_side_deg: dict[str, list[float]]


def read_stills(folders: Sequence[Path], model: str) -> Readings:
    """Readings of every still, with a pose model; landmarks are kept beside the stills."""
    readings = Readings([], {joint: [] for joint in JOINTS})
    for folder in folders:
        for still, frame in _frames(folder, model):
            if frame.seen:
                _read(readings, still, _named_as_true(frame, still["joints_px"]))
    return readings


def uncorrected(model: str) -> Calibration:
    """Adds nothing, so that the bare reading shows."""
    nothing = np.zeros(len(ANGLES))
    return Calibration(model, lambda _: (nothing, nothing + 1.0), dict.fromkeys(JOINTS, 1.0))


def _read(readings: Readings, still: dict[str, Any], frame: PoseFrame) -> None:
    measurer = Measurer(uncorrected("full"))
    body, measures = measurer.step(frame)
    if not body.believable:
        return
    true = {
        f"{joint}_{side}_deg": still["values"][f"{joint}_{side}_deg"]
        for joint in JOINTS
        for side in SIDES
    }
    if body.view is not View.SIDE:
        for joint in JOINTS:
            for side in SIDES:
                name = f"{joint}_{side}_deg"
                if measures[name].known:
                    readings.off_side_deg[joint].append(abs(measures[name].value - true[name]))
        return
    deepest = max(true[f"hip_flexion_{side}_deg"] for side in SIDES)
    folded = still["position"] == "sitting" and deepest > DEEPEST_SEATED_DEG
    if still["view"] != "side" or body.near_side != still["near_side"] or folded:
        return
    names = _names(body)
    read_deg = np.array([as_read_deg(body, *name, measurer.thighs[name[1]]) for name in names])
    readings.beside.append(
        Reading(
            person=still["person"],
            stretch=still["stretch"],
            position=still["position"],
            features=features(body, measurer.thighs, read_deg),
            read_deg=read_deg,
            true_deg=np.array([true[f"{joint}_{side}_deg"] for joint, side in names]),
        )
    )


def _names(body: Body) -> list[tuple[str, str]]:
    sides = {True: body.near_side, False: other_side(body.near_side)}
    return [(joint, sides[near]) for joint, near in ANGLES]


def _named_as_true(frame: PoseFrame, joints_px: dict[str, list[float]]) -> PoseFrame:
    """Legs exchanged where they lie nearer to each other's truth; telling so isn't judged here."""

    def off_px(xy_px: FloatArray) -> float:
        return sum(
            float(np.linalg.norm(xy_px[landmark(side, part)] - joints_px[f"{side}_{part}"]))
            for side in SIDES
            for part in ("knee", "ankle")
        )

    exchanged = frame.with_sides_exchanged(LEGS)
    return exchanged if off_px(exchanged.xy_px) < off_px(frame.xy_px) else frame


def _frames(folder: Path, model: str) -> Iterator[tuple[dict[str, Any], PoseFrame]]:
    """Each still with the landmarks that the pose model finds, kept in the folder."""
    lines = (folder / "stills.jsonl").read_text("utf-8").splitlines()
    stills = [json.loads(line) for line in lines]
    kept = folder / f"landmarks_{model}_{version('mediapipe')}.npz"
    if kept.is_file():
        with np.load(kept) as data:
            arrays = {name: data[name] for name in _ARRAYS}
    else:
        arrays = {name: np.empty(0) for name in _ARRAYS}
    known = len(arrays["xy_px"])
    if known < len(stills):
        found = list(_found(folder, stills[known:], model))
        for name in _ARRAYS:
            new = np.array([getattr(frame, name) for frame in found])
            arrays[name] = np.concatenate([arrays[name], new]) if known else new
        np.savez(kept, allow_pickle=False, **arrays)
    for index, still in enumerate(stills):
        width, height = still["size_px"]
        yield (
            still,
            PoseFrame(0.0, (width, height), *(arrays[name][index] for name in _ARRAYS)),
        )


def _found(folder: Path, stills: Sequence[dict[str, Any]], model: str) -> Iterator[PoseFrame]:
    with PoseEstimator(resolve_model(model)) as estimator:
        for index, still in enumerate(stills):
            bgr = cv2.imread(str(folder / still["file"]))
            assert bgr is not None
            estimator.estimate(np.zeros(bgr.shape, np.uint8), 2 * index * APART_S)
            rgb = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)
            yield estimator.estimate(rgb, (2 * index + 1) * APART_S)
            if index % 500 == 499:
                print(f"{model}: {index + 1} of {len(stills)} stills", file=sys.stderr)
