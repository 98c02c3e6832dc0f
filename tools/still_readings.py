"""What formcheck reads in rendered single pictures, beside what is true (`tools.render stills`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike

from formcheck.measures import leans, spine
from formcheck.measures.angles import angle_names, as_read_deg, picture_deg
from formcheck.measures.attitude import attitude_features, near_side
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.correction import ANGLES, JOINTS, features
from formcheck.measures.geometry import unit, wrapped_deg
from formcheck.measures.measure import joint_landmarks
from formcheck.measures.measurer import Measurer
from formcheck.measures.networks import Correction, Nothing
from formcheck.measures.twist import (
    HUNDREDTH,
    MAX_DROP_DEG,
    MIN_UP,
    READINGS,
    about_spine,
    twist_features,
)
from formcheck.measures.view import LYING, BodyAxes, Position, View, position, trunk_lean_deg
from formcheck.pose.frame import SIDES, FloatArray, PoseFrame, landmark, other_side
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model
from formcheck.pose.second_look import LEGS
from tools.render.geometry import Z
from tools.render.truth import elevation_deg

LEVEL_SHARE = 0.8
"""The line of hips and shoulders of somebody who leans forward is level, by its length."""
APART_S = 5.0
"""Between two stills, with a black picture in between: nothing of one is known in the next."""
DEEPEST_SEATED_DEG = 160.0
"""Folded further, a rendered chest and its thighs overlap."""
_ARRAYS = ("xy_px", "world_m", "visibility", "outline", "thigh_deg")


@dataclass(frozen=True)
class Reading:
    """One still.

    Attributes:
        person, stretch: of the still.
        features: what the networks know of it.
        read_deg: (k,) as read, uncorrected.
        true_deg: (k,) what is true.
    """

    person: str
    stretch: str
    features: FloatArray
    read_deg: FloatArray
    true_deg: FloatArray


@dataclass
class Readings:
    """All joints' angles that were read.

    Attributes:
        beside: stills seen from beside.
        off_side: all others.
    """

    beside: list[Reading] = field(default_factory=list)
    off_side: list[Reading] = field(default_factory=list)


def read_attitudes(folders: Sequence[Path], model: str) -> list[Reading]:
    """How the trunk lies, see `formcheck.measures.attitude.READINGS`, in every still."""
    return [
        _attitude(still, frame)
        for folder in folders
        for still, frame in _frames(folder, model)
        if frame.seen
    ]


def read_stills(folders: Sequence[Path], model: str, attitude: Correction) -> Readings:
    """The joints' angles, `ANGLES`, of every still, with a pose model.

    Landmarks are kept beside the stills.

    Args:
        folders: of stills.
        model: pose model.
        attitude: corrects how the trunk lies.
    """
    readings = Readings()
    for folder in folders:
        for still, frame in _frames(folder, model):
            if frame.seen:
                _read(readings, still, _named_as_true(frame, still["joints_px"]), attitude)
    return readings


def read_twists(folders: Sequence[Path], model: str, attitude: Correction) -> list[Reading]:
    """`formcheck.measures.twist.READINGS` in every still of somebody who lies."""
    readings = []
    for folder in folders:
        for still, frame in _frames(folder, model):
            body, _ = Measurer(uncorrected(attitude)).step(frame)
            if body.believable and body.position in LYING and still["position"] in LYING:
                readings.append(
                    Reading(
                        person=still["person"],
                        stretch=still["stretch"],
                        features=twist_features(body),
                        read_deg=np.zeros(len(READINGS)),
                        true_deg=true_twist(still["joints_m"], body.near_side),
                    )
                )
    return readings


def read_leans(folders: Sequence[Path], model: str, attitude: Correction) -> list[Reading]:
    """`formcheck.measures.leans.READINGS` in every still seen from beside."""
    readings = []
    for still, body in _seen_beside(folders, model, attitude):
        read_deg = leans.picture_deg(body)
        missing_deg = _true_leans_deg(still, body) - read_deg
        readings.append(
            Reading(
                person=still["person"],
                stretch=still["stretch"],
                features=leans.lean_features(body, read_deg),
                read_deg=read_deg,
                true_deg=read_deg + wrapped_deg(missing_deg),
            )
        )
    return readings


def read_spines(folders: Sequence[Path], model: str, attitude: Correction) -> list[Reading]:
    """`formcheck.measures.spine.READINGS` in every still seen from beside, but for lying backs."""
    return [
        Reading(
            person=still["person"],
            stretch=still["stretch"],
            features=spine.spine_features(body),
            read_deg=np.zeros(len(spine.READINGS)),
            true_deg=np.array([still["values"]["spine_flexion_deg"]]),
        )
        for still, body in _seen_beside(folders, model, attitude)
        if Position.SUPINE not in (body.position, still["position"])
    ]


def _seen_beside(
    folders: Sequence[Path], model: str, attitude: Correction
) -> Iterator[tuple[dict[str, Any], Body]]:
    """Each still whose body is seen from beside, and from its true side."""
    for folder in folders:
        for still, frame in _frames(folder, model):
            frame = _named_as_true(frame, still["joints_px"]) if frame.seen else frame
            body, _ = Measurer(uncorrected(attitude)).step(frame)
            beside = body.believable and body.view is View.SIDE
            if beside and body.near_side == still["near_side"]:
                yield still, body


def _true_leans_deg(still: dict[str, Any], body: Body) -> FloatArray:
    """`leans.READINGS` in the plane that the body's front and the vertical span.

    NaN for leans where the body has no level front: it lies on its side, or is turned over.
    """
    m = {name: np.array(place) for name, place in still["joints_m"].items()}
    left = sum(m[f"left_{part}"] - m[f"right_{part}"] for part in ("hip", "shoulder"))
    ahead = np.cross(left, Z)
    level = np.linalg.norm(ahead) > LEVEL_SHARE * np.linalg.norm(left)

    def true_deg(limb: str, near: bool) -> float:
        name = leans.lean_name(limb, body.side(near))
        upper, lower = (m[mark.name.lower()] for mark in joint_landmarks(name))
        lean_deg = float(np.degrees(np.arctan2((lower - upper) @ unit(ahead), (upper - lower)[2])))
        return lean_deg if level else np.nan

    return np.array([true_deg(limb, near) for limb, near in leans.READINGS])


def true_twist(joints_m: Mapping[str, ArrayLike], near: str) -> FloatArray:
    """`READINGS` as they are; NaN for the drop of thighs that lie along the spine.

    Args:
        joints_m: (3,) of each joint by name, up is +z.
        near: the side near the camera.
    """
    m = {name: np.asarray(place) for name, place in joints_m.items()}
    shoulders, hips, knees = (
        (m[f"left_{part}"] + m[f"right_{part}"]) / 2.0 for part in ("shoulder", "hip", "knee")
    )
    across = m["left_shoulder"] - m["right_shoulder"]
    up = unit(shoulders - hips)
    sideways, forward, thighs_up = about_spine(knees - hips, up, across)
    drop_deg = float(np.degrees(np.arctan2(sideways, forward)))
    if thighs_up < MIN_UP or abs(drop_deg) > MAX_DROP_DEG:
        drop_deg = np.nan
    apart = np.linalg.norm(m["left_knee"] - m["right_knee"]) / np.linalg.norm(shoulders - hips)
    towards = 1.0 if near == "left" else -1.0
    return np.array(
        [
            towards * drop_deg,
            towards * elevation_deg(across),
            apart / HUNDREDTH,
            thighs_up / HUNDREDTH,
            *(
                _across_deg(m[f"{side}_knee"] - m[f"{side}_hip"], side, up)
                for side in (near, other_side(near))
            ),
            towards * elevation_deg(m["left_hip"] - m["right_hip"]),
        ]
    )


def _across_deg(thigh: FloatArray, side: str, spine: FloatArray) -> float:
    """How far a thigh crosses the upright plane through the spine.

    Args:
        thigh: (3,) from hip to knee.
        side: whose.
        spine: (3,) from the hips to the shoulders.
    """
    left = unit(np.cross(spine, Z))
    to_left_deg = float(np.degrees(np.arcsin(left @ unit(thigh))))
    return to_left_deg if side == "right" else -to_left_deg


def uncorrected(attitude: Correction) -> Calibration:
    """Adds nothing to the joints' angles, so that the bare reading shows."""
    nothing = Nothing(np.ones(len(ANGLES)))
    return Calibration("full", attitude, nothing, nothing, Nothing(np.ones(len(READINGS))))


def _attitude(still: dict[str, Any], frame: PoseFrame) -> Reading:
    m = {name: np.array(place) for name, place in still["joints_m"].items()}
    axes = BodyAxes.between(
        *(m[f"{side}_{part}"] for part in ("shoulder", "hip") for side in SIDES)
    )
    trunk_m = sum(m[f"{side}_{part}"] for part in ("shoulder", "hip") for side in SIDES) / 4.0
    towards = unit(np.array(still["camera"]["eye"]) - trunk_m)
    read_axes = BodyAxes.of(frame)
    read = read_axes.to_camera
    # as if the side that seems near were the right one
    left = np.array([1.0 if near_side(read) == "left" else -1.0, 1.0, 1.0])
    true = np.array([axes.left @ towards, axes.up @ towards, axes.front @ towards])
    return Reading(
        person=still["person"],
        stretch=still["stretch"],
        features=attitude_features(frame, read_axes, position(frame)),
        read_deg=np.array([*np.degrees(read * left), trunk_lean_deg(frame)]),
        true_deg=np.array([*np.degrees(true * left), still["values"]["trunk_lean_deg"]]),
    )


def _read(
    readings: Readings, still: dict[str, Any], frame: PoseFrame, attitude: Correction
) -> None:
    measurer = Measurer(uncorrected(attitude))
    body, _ = measurer.step(frame)
    true = _true_deg(still["values"])
    deepest = max(true["hip_flexion", side] for side in SIDES)
    if not body.believable or (still["position"] == "sitting" and deepest > DEEPEST_SEATED_DEG):
        return
    beside = body.view is View.SIDE
    if beside and body.near_side != still["near_side"]:
        return
    seen_deg = picture_deg(body, measurer.thighs)
    reading = Reading(
        person=still["person"],
        stretch=still["stretch"],
        features=features(body, measurer.thighs, seen_deg),
        read_deg=as_read_deg(body, seen_deg),
        true_deg=np.array([true[name] for name in angle_names(body)]),
    )
    (readings.beside if beside else readings.off_side).append(reading)


def _true_deg(values: dict[str, float]) -> dict[tuple[str, str], float]:
    """By joint and side; a hip bent backwards is below 0, which its angle in space doesn't tell."""
    true = {(joint, side): values[f"{joint}_{side}_deg"] for joint in JOINTS for side in SIDES}
    for side in SIDES:
        backwards_deg = values[f"hip_sagittal_{side}_deg"]
        if backwards_deg < 0.0:
            true["hip_flexion", side] = backwards_deg
    return true


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
