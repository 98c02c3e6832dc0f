"""What to add to the angles that are read, and how far they may still be off: learned.

MediaPipe puts joints where anatomy doesn't, by angles that depend on the whole posture, the build
and the camera: a hip reads 10 degrees too little with the leg raised straight and 5 too much with
the foot on the floor. A small neural network, fitted on rendered people whose true angles are known
(`tools/calibrate`), takes the skeleton and gives for each joint angle what is to be added, and the
scale of what it still misses there. Its weights are data, with their provenance beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.body import Body
from formcheck.measures.geometry import distance, flexion_deg, trunk_length
from formcheck.measures.thighs import ThighLine
from formcheck.measures.view import Position
from formcheck.pose.frame import FloatArray, Landmark, landmark, midpoint, other_side

L = Landmark

JOINTS = ("knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_flexion")
ANGLES = tuple((joint, near) for joint in JOINTS for near in (True, False))
"""The corrected angles in order: each joint on the side near the camera, then on the far one."""
_PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
_BONES = (("hip", "knee"), ("knee", "ankle"), ("heel", "foot_index"))
_POSITIONS = tuple(position for position in Position if position is not Position.UNKNOWN)
FARTHEST = 4.0
"""A feature counts as no further from its mean than this many standard deviations: beyond what was
learned from, nothing is made up."""


class Correction(Protocol):
    """Anything that corrects the angles of a skeleton."""

    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What to add to each of `ANGLES` and the half-width that holds the truth in 90 %, deg.

        Args:
            features: as `features` gives them.
        """
        ...


@dataclass(frozen=True)
class Networks:
    """A few alike networks; their mean corrects, and where they differ the error grows.

    Attributes:
        mean, scale: (n,) of the features, to bring them to mean 0 and variance 1.
        weights: of each layer (networks, inputs, outputs), float32.
        biases: of each layer (networks, outputs). The last layer gives for each angle what to add
            in units of `unit_deg`, then the logarithm of the scale b of a Laplace distribution of
            what is still missed.
        unit_deg: degrees.
        half_width: (8,) by angle, so many times the scale holds the truth in 90 % of the pictures
            of people kept out of the fit (split conformal prediction, Papadopoulos 2002, Lei
            2018).
    """

    mean: FloatArray
    scale: FloatArray
    weights: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]
    unit_deg: float
    half_width: FloatArray

    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """As `Correction`."""
        add_deg, scale_deg = self.read(features)
        return add_deg, self.half_width * scale_deg

    def read(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What to add and the scale of what is missed, (8,) each, in degrees."""
        centred = np.clip((features - self.mean) / self.scale, -FARTHEST, FARTHEST)
        values = np.broadcast_to(centred.astype(np.float32), (len(self.biases[0]), len(centred)))
        last = len(self.weights) - 1
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = np.matmul(values[:, None, :], weights)[:, 0] + biases
            if layer < last:
                values = values / (1.0 + np.exp(-values))  # SiLU
        add, log_scale = np.split(values.astype(np.float64), 2, axis=1)
        scale = np.exp(np.clip(log_scale, *LOG_SCALE_FROM_TO)).mean(axis=0)
        spread = add.std(axis=0)
        return self.unit_deg * add.mean(axis=0), self.unit_deg * np.hypot(scale, spread)


LOG_SCALE_FROM_TO = (-3.0, 3.0)


def features(body: Body, thighs: Mapping[str, ThighLine], picture_deg: FloatArray) -> FloatArray:
    """What the networks know of a body, as if its right side were near.

    Args:
        body: believable.
        thighs: by side, what the outline tells of the thigh.
        picture_deg: (8,) `ANGLES` as the picture shows them, in degrees.
    """
    frame, near, far = body.frame, body.near_side, other_side(body.near_side)
    sides = (near, far)
    facing = 1.0 if near == "right" else -1.0
    marks = [landmark(side, part) for part in _PARTS for side in sides]
    marks += [L.NOSE, landmark(near, "ear"), landmark(far, "ear")]
    hips_px, trunk_px = midpoint(frame.xy_px, "hip"), trunk_length(frame.xy_px)
    picture = (frame.xy_px[marks] - hips_px) / trunk_px * [facing, 1.0]
    space = frame.world_m[marks] - midpoint(frame.world_m, "hip")
    space = space / trunk_length(frame.world_m) * [facing, 1.0, 1.0]
    size_px = np.array(frame.size_px, dtype=np.float64)
    place = (hips_px - size_px / 2.0) / size_px.max() * [facing, 1.0]
    outlines = [
        value
        for side in sides
        for value in (thighs[side].turn_deg * facing / 10.0, thighs[side].told)
    ]
    space_deg = [
        flexion_deg(*(frame.world_m[landmark(side, part)] for part in parts))
        for parts in (("hip", "knee", "ankle"), ("shoulder", "hip", "knee"))
        for side in sides
    ]
    bones = [
        distance(frame.xy_px[landmark(side, start)], frame.xy_px[landmark(side, end)]) / trunk_px
        for side in sides
        for start, end in _BONES
    ]
    return np.concatenate(
        [
            picture.ravel(),
            space.ravel(),
            frame.visibility[marks],
            outlines,
            [trunk_px / size_px.max(), *place, body.off_side_deg / 20.0],
            np.asarray(picture_deg) / 45.0,
            np.array(space_deg) / 45.0,
            np.log(np.maximum(bones, 1e-3)),
            [float(body.position is position) for position in _POSITIONS],
        ]
    )
