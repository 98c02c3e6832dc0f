"""Small linear algebra of the renderer: directions, rotations, angles.

World axes: x along the mat, y across it, z up; metres. The floor is z = 0.
Vectors have shape (3,), rotations (3, 3) and act on column vectors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

X: Array = np.array([1.0, 0.0, 0.0])
Y: Array = np.array([0.0, 1.0, 0.0])
Z: Array = np.array([0.0, 0.0, 1.0])


def vec(*components: float) -> Array:
    """A float vector from its components."""
    return np.array(components, dtype=np.float64)


def unit(v: ArrayLike) -> Array:
    """The direction of `v`."""
    a = np.asarray(v, dtype=np.float64)
    return a / float(np.linalg.norm(a))


def rotation(axis: ArrayLike, angle_deg: float) -> Array:
    """Rotation by `angle_deg` about `axis`, right-handed (Rodrigues)."""
    x, y, z = unit(axis)
    t = np.radians(angle_deg)
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(t) * k + (1.0 - np.cos(t)) * (k @ k))


def part_of_rotation(r: Array, fraction: float) -> Array:
    """The same rotation axis as `r`, with `fraction` of its angle."""
    angle = np.arccos(np.clip((np.trace(r) - 1.0) / 2.0, -1.0, 1.0))
    if angle < 1e-6:
        return np.eye(3)
    angle = min(angle, np.pi - 1e-3)
    axis = vec(r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1])
    return rotation(axis, float(np.degrees(angle)) * fraction)


def perpendicular(v: ArrayLike, to: ArrayLike) -> Array:
    """The direction of the part of `v` at right angles to `to`."""
    d = unit(to)
    a = np.asarray(v, dtype=np.float64)
    return unit(a - d * float(a @ d))


def limb_frame(direction: ArrayLike, hinge: ArrayLike) -> Array:
    """Axes of a limb segment as columns: hinge, direction, and their normal."""
    d = unit(direction)
    n = perpendicular(hinge, d)
    return np.stack([n, d, np.cross(n, d)], axis=1)


def angle_deg(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> float:
    """The angle at `b` between `a` and `c`, degrees."""
    origin = np.asarray(b, dtype=np.float64)
    return between_deg(np.asarray(a) - origin, np.asarray(c) - origin)


def between_deg(u: ArrayLike, v: ArrayLike) -> float:
    """The angle between two vectors, degrees."""
    return float(np.degrees(np.arccos(np.clip(unit(u) @ unit(v), -1.0, 1.0))))


def mix(a: ArrayLike, b: ArrayLike, share: float) -> Array:
    """From `a` (share 0) to `b` (share 1)."""
    return np.asarray(a, dtype=np.float64) * (1.0 - share) + np.asarray(b) * share


def two_bone(upper: float, lower: float, reach: float) -> tuple[float, float]:
    """Angles of a two-bone limb whose ends are `reach` apart, degrees.

    Returns the angle between the upper bone and the line of reach, and the
    flexion of the joint (0 = in line). A reach out of range is brought to the
    nearest possible one.
    """
    d = float(np.clip(reach, abs(upper - lower) + 0.01, (upper + lower) * 0.9995))
    at_root = np.arccos(np.clip((upper**2 + d**2 - lower**2) / (2 * upper * d), -1, 1))
    at_joint = np.arccos(np.clip((upper**2 + lower**2 - d**2) / (2 * upper * lower), -1, 1))
    return float(np.degrees(at_root)), 180.0 - float(np.degrees(at_joint))


def reach_of(upper: float, lower: float, flexion_deg: float) -> float:
    """Distance between the ends of a two-bone limb bent by `flexion_deg`."""
    return float(np.sqrt(upper**2 + lower**2 + 2 * upper * lower * np.cos(np.radians(flexion_deg))))


def columns(*vectors: Sequence[float] | Array) -> Array:
    """A matrix from its columns."""
    return np.stack([np.asarray(v, dtype=np.float64) for v in vectors], axis=1)
