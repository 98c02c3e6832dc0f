"""A stick figure for any posture, posed by joint angles; seen by a known camera like `people`.

Directions lie in the sagittal plane, 0 along +x, 90 up: a trunk of 90 stands or sits facing +x, 0
lies on the front or is on hands and knees with the head at +x, 180 lies on the back. The person's
left is +y, so a camera at azimuth 0 stands beside the right. From the trunk on, every bone follows
from clinical angles: hip, knee, shoulder and elbow flexion, the neck towards the chest.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from people import (
    ARM_M,
    FOOT_M,
    FOREARM_M,
    HALF_HIPS_M,
    HALF_SHOULDERS_M,
    SHANK_M,
    THIGH_M,
    TRUNK_M,
    during,
    in_plane,
    seen_from,
    smoothly,
    turned,
)

from formcheck.pose.frame import LANDMARK_COUNT, Landmark, PoseFrame, landmark

PAIRED = ("hip", "knee", "shoulder", "elbow", "splay", "shank_splay", "abduct", "foot")
SINGLE = ("trunk", "neck", "roll", "turn", "drop", "tip")
Pose = Mapping[str, float]


def pose(**angles: float) -> dict[str, float]:
    """All angles of a posture in degrees, 0 where nothing is said.

    Args:
        angles: `trunk`, `neck`; `hip`, `knee`, `shoulder`, `elbow`, `foot` (direction of the foot
            from its right angle to the shin) of both sides, or `hip_left`, `hip_right` of one;
            `splay` (thigh), `shank_splay` and `abduct` (arm) turn a limb out of the plane to the
            person's left; `roll` and `turn` turn shoulders and pelvis about the spine, `drop` the
            legs, `tip` the whole body about the mat's long axis.
    """
    full = dict.fromkeys(SINGLE, 0.0)
    for part in PAIRED:
        for side in ("left", "right"):
            full[f"{part}_{side}"] = angles.get(f"{part}_{side}", angles.get(part, 0.0))
    full.update({part: angles[part] for part in SINGLE if part in angles})
    return full


def changed(base: Pose, **angles: float) -> dict[str, float]:
    """The posture with some angles otherwise; a paired name without a side changes both."""
    full = dict(base)
    for name, value in angles.items():
        names = [f"{name}_left", f"{name}_right"] if name in PAIRED else [name]
        assert all(one in full for one in names), name
        full.update(dict.fromkeys(names, value))
    return full


def between(start: Pose, end: Pose, share: float) -> dict[str, float]:
    """The posture part of the way from one to another."""
    return {name: (1.0 - share) * start[name] + share * end[name] for name in start}


def seen(figure: Pose, t_s: float, azimuth: float = 0.0, elevation: float = 0.0) -> PoseFrame:
    """What the camera sees of it."""
    return seen_from(_landmarks(figure), t_s, azimuth, elevation)


def _landmarks(p: Pose) -> np.ndarray:
    points = np.zeros((LANDMARK_COUNT, 3))
    up = in_plane(p["trunk"])
    left = np.array([0.0, 1.0, 0.0])
    shoulders, hips = (turned(left, up, np.radians(p[name])) for name in ("roll", "turn"))
    drop = np.radians(p["drop"])
    hips = turned(hips, up, drop / 3.0)  # the pelvis goes with the legs
    chest, head = TRUNK_M * up, in_plane(p["trunk"] - p["neck"])
    face = in_plane(p["trunk"] - p["neck"] - 90.0)
    points[Landmark.NOSE] = chest + 0.2 * head + 0.1 * face
    points[Landmark.MOUTH_LEFT] = points[Landmark.MOUTH_RIGHT] = points[Landmark.NOSE]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for part in ("eye_inner", "eye", "eye_outer"):
            points[landmark(side, part)] = chest + 0.23 * head + 0.08 * face
        points[landmark(side, "ear")] = chest + 0.2 * head + 0.07 * sign * shoulders
        shoulder = chest + HALF_SHOULDERS_M * sign * shoulders
        arm = p["trunk"] + 180.0 + p[f"shoulder_{side}"]
        elbow = shoulder + ARM_M * _out(arm, p[f"abduct_{side}"])
        wrist = elbow + FOREARM_M * _out(arm + p[f"elbow_{side}"], p[f"abduct_{side}"])
        points[landmark(side, "shoulder")], points[landmark(side, "elbow")] = shoulder, elbow
        for part in ("wrist", "pinky", "index", "thumb"):
            points[landmark(side, part)] = wrist
        thigh = p["trunk"] + 180.0 + p[f"hip_{side}"]
        shank = thigh - p[f"knee_{side}"]
        hip = HALF_HIPS_M * sign * hips
        knee = hip + THIGH_M * turned(_out(thigh, p[f"splay_{side}"]), up, drop)
        ankle = knee + SHANK_M * turned(_out(shank, p[f"shank_splay_{side}"]), up, drop)
        toes = ankle + FOOT_M * in_plane(shank + 90.0 + p[f"foot_{side}"])
        for part, point in (("hip", hip), ("knee", knee), ("ankle", ankle), ("heel", ankle)):
            points[landmark(side, part)] = point
        points[landmark(side, "foot_index")] = toes
    along, tip = np.array([1.0, 0.0, 0.0]), np.radians(p["tip"])
    return np.array([turned(point, along, tip) for point in points])


def _out(degrees: float, left_deg: float) -> np.ndarray:
    """A direction in the plane, turned out of it towards the left."""
    out = np.radians(left_deg)
    return np.cos(out) * in_plane(degrees) + np.sin(out) * np.array([0.0, 1.0, 0.0])


__all__ = ["Pose", "between", "changed", "during", "pose", "seen", "smoothly"]
