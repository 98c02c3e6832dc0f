"""Placing the camera so that the whole body stays in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.render.camera import Camera
from tools.render.geometry import Array

MARGIN = 0.04
"""Part of the picture kept free at every edge."""
FARTHEST_M = 4.2


@dataclass(frozen=True)
class Viewpoint:
    """Where the camera is meant to stand, before the picture is fitted.

    Attributes:
        view: side, three_quarter, feet or front.
        azimuth_deg: direction from the mat to the camera; -90 is the side at -y.
        height_m: of the lens.
        distance_m: from the middle of the body, along the floor.
        fov_deg: vertical field of view.
        roll_deg, turn_deg: how crooked the camera stands.
    """

    view: str
    azimuth_deg: float
    height_m: float
    distance_m: float
    fov_deg: float
    roll_deg: float = 0.0
    turn_deg: float = 0.0


def frame_body(wanted: Viewpoint, points: Array, size_px: tuple[int, int]) -> Camera:
    """A camera near the wanted one that sees all points with a margin.

    Args:
        wanted: where it should stand; it steps back, then opens its lens, as
            far as needed.
        points: (N, 3) everything the body passes through.
        size_px: size of the picture.
    """
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    distance, fov = wanted.distance_m, wanted.fov_deg
    while True:
        camera = _aimed(wanted, centre, distance, fov, points, size_px)
        if _fits(camera, points) or fov > 80:
            return camera
        if distance < FARTHEST_M:
            distance *= 1.04
        else:
            fov *= 1.04


def _aimed(
    wanted: Viewpoint,
    centre: Array,
    distance: float,
    fov: float,
    points: Array,
    size_px: tuple[int, int],
) -> Camera:
    """A camera whose picture has the body in its middle, give or take its turn."""
    a = np.radians(wanted.azimuth_deg)
    eye = np.array(
        [centre[0] + distance * np.cos(a), centre[1] + distance * np.sin(a), wanted.height_m]
    )
    sideways = np.array([-np.sin(a), np.cos(a), 0.0])
    target = centre.copy()
    camera = _camera(eye, target, fov, wanted.roll_deg, size_px)
    for _ in range(3):
        px = camera.project(points)
        off = (px.min(axis=0) + px.max(axis=0)) / 2 - np.array(size_px) / 2
        metres_a_px = 2 * distance * np.tan(np.radians(fov) / 2) / size_px[1]
        target = target + off[0] * metres_a_px * sideways
        target[2] -= off[1] * metres_a_px
        camera = _camera(eye, target, fov, wanted.roll_deg, size_px)
    target = target + sideways * distance * np.tan(np.radians(wanted.turn_deg))
    return _camera(eye, target, fov, wanted.roll_deg, size_px)


def _camera(eye: Array, target: Array, fov: float, roll: float, size_px: tuple[int, int]) -> Camera:
    e, t = [round(float(v), 4) for v in eye], [round(float(v), 4) for v in target]
    return Camera((e[0], e[1], e[2]), (t[0], t[1], t[2]), round(fov, 3), round(roll, 3), size_px)


def _fits(camera: Camera, points: Array) -> bool:
    share = camera.project(points) / np.array(camera.size_px)
    return bool((share > MARGIN).all() and (share < 1 - MARGIN).all())
