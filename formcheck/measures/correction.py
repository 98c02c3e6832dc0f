"""What to add to the angles that are read, and how far they may still be off: learned.

MediaPipe puts joints where anatomy doesn't, by angles that depend on the whole posture, the build
and the camera: a hip reads 10 degrees too little with the leg raised straight and 5 too much with
the foot on the floor. A small neural network, fitted on rendered people whose true angles are known
(`tools/calibrate`), takes the skeleton and gives for each joint angle what is to be added, and the
scale of what it still misses there. Its weights are data, with their provenance beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from formcheck.measures.attitude import position_features, skeleton_features
from formcheck.measures.body import Body
from formcheck.measures.geometry import distance, flexion_deg, trunk_length
from formcheck.measures.thighs import ThighLine
from formcheck.pose.frame import FloatArray, landmark, other_side

JOINTS = ("knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_flexion")
ANGLES = tuple((joint, near) for joint in JOINTS for near in (True, False))
"""The corrected angles in order: each joint on the side near the camera, then on the far one."""
_BONES = (("hip", "knee"), ("knee", "ankle"), ("heel", "foot_index"))


def features(body: Body, thighs: Mapping[str, ThighLine], picture_deg: FloatArray) -> FloatArray:
    """What the networks know of a body, as if its right side were near.

    Args:
        body: believable.
        thighs: by side, what the outline tells of the thigh.
        picture_deg: (8,) `ANGLES` as the picture shows them, in degrees.
    """
    frame, near = body.frame, body.near_side
    sides = (near, other_side(near))
    facing = 1.0 if near == "right" else -1.0
    trunk_px = trunk_length(frame.xy_px)
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
            skeleton_features(frame, near),
            outlines,
            [body.off_side_deg / 20.0],
            np.asarray(picture_deg) / 45.0,
            np.array(space_deg) / 45.0,
            np.log(np.maximum(bones, 1e-3)),
            position_features(body.position),
        ]
    )
