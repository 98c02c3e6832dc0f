"""The camera: where it stands, what it sees, where a point lands in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.render.geometry import Array, unit

NEAR_M, FAR_M = 0.05, 20.0


@dataclass(frozen=True)
class Camera:
    """A pinhole camera.

    Attributes:
        eye, target: where it is and the point in the picture's middle, metres.
        fov_deg: vertical field of view.
        roll_deg: tilt about the line of sight, positive turns the picture left.
        size_px: width, height.
    """

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    fov_deg: float
    roll_deg: float
    size_px: tuple[int, int]

    def matrix(self) -> Array:
        """(4, 4) world to clip space."""
        return perspective(self.fov_deg, self.size_px[0] / self.size_px[1]) @ view(
            np.array(self.eye), np.array(self.target), self.roll_deg
        )

    def project(self, points: Array) -> Array:
        """(N, 2) pixels of (N, 3) world points; origin top left."""
        clip = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ self.matrix().T
        ndc = clip[:, :2] / clip[:, 3:]
        w, h = self.size_px
        return np.stack([(ndc[:, 0] + 1) / 2 * w, (1 - ndc[:, 1]) / 2 * h], axis=1)


def view(eye: Array, target: Array, roll_deg: float = 0.0) -> Array:
    """(4, 4) world to camera; the camera looks along -z."""
    forward = unit(target - eye)
    up = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < 0.99 else np.array([1.0, 0.0, 0.0])
    right = unit(np.cross(forward, up))
    up = np.cross(right, forward)
    c, s = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    right, up = c * right + s * up, c * up - s * right
    m = np.eye(4)
    m[0, :3], m[1, :3], m[2, :3] = right, up, -forward
    m[:3, 3] = -m[:3, :3] @ eye
    return m


def perspective(fov_deg: float, aspect: float) -> Array:
    """(4, 4) perspective with a vertical field of view."""
    f = 1 / np.tan(np.radians(fov_deg) / 2)
    m = np.zeros((4, 4))
    m[0, 0], m[1, 1], m[3, 2] = f / aspect, f, -1.0
    m[2, 2] = (FAR_M + NEAR_M) / (NEAR_M - FAR_M)
    m[2, 3] = 2 * FAR_M * NEAR_M / (NEAR_M - FAR_M)
    return m


def orthographic(low: Array, high: Array) -> Array:
    """(4, 4) that maps the box from `low` to `high` (x, y, distance) to clip space."""
    m = np.eye(4)
    for k, sign in enumerate((1.0, 1.0, -1.0)):
        m[k, k] = sign * 2 / (high[k] - low[k])
        m[k, 3] = -(high[k] + low[k]) / (high[k] - low[k])
    return m
