"""The room: floor, mat, walls, a few things along them, and the light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.render.geometry import Array, Z, rotation, unit, vec

Colour = tuple[float, float, float]
Texture = NDArray[np.float32]

MAT_HALF_LENGTH_M, MAT_HALF_WIDTH_M, MAT_THICK_M = 0.95, 0.34, 0.006
CEILING_M = 2.6
PLACES = 3
"""Places along the back wall where something can stand or hang."""


@dataclass(frozen=True)
class Box:
    """Something to sit on or lean against: opposite corners in metres, and its texture."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    texture: str


@dataclass(frozen=True)
class Room:
    """A room around the mat.

    Attributes:
        floor: wood, carpet, tiles or plain.
        floor_colour, wall_colour, mat_colour: linear.
        yaw_deg: turn of the walls about the mat's centre.
        back_m: distance of the wall behind the mat.
        side_m: distance of the walls at its ends.
        sun: direction towards the light.
        brightness: 1 is a bright day, 0.4 dim.
        warmth: above 0 yellowish, below bluish.
        furniture: number of things along the walls.
        mat_at: centre of the mat, x and y.
        props: what the person sits on or leans against.
        plain: an empty studio, for illustrations.
        seed: for grain and furniture.
    """

    floor: str = "wood"
    floor_colour: Colour = (0.50, 0.36, 0.23)
    wall_colour: Colour = (0.70, 0.69, 0.66)
    mat_colour: Colour = (0.28, 0.22, 0.45)
    yaw_deg: float = 0.0
    back_m: float = 1.5
    side_m: float = 3.2
    sun: tuple[float, float, float] = (-0.35, -0.45, 0.85)
    brightness: float = 1.0
    warmth: float = 0.0
    furniture: int = 2
    mat_at: tuple[float, float] = (0.0, 0.0)
    props: tuple[Box, ...] = ()
    plain: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Surface:
    """Triangles with one texture: rows of position, normal, colour, u, v."""

    rows: NDArray[np.float32]
    texture: str


def surfaces(room: Room) -> list[Surface]:
    """All fixed surfaces of a room."""
    turn = rotation(Z, room.yaw_deg)
    rng = np.random.default_rng(room.seed)
    found: list[Surface] = []

    def add(corners: list[Array], texture: str, repeat: tuple[float, float]) -> None:
        found.append(_quad([turn @ c for c in corners], texture, repeat))

    if room.plain:
        return [*_studio(room), *_mat(room), *prop_surfaces(room)]
    s, b, front = room.side_m, room.back_m, 4.5
    add([vec(-s, -front, 0), vec(s, -front, 0), vec(s, b, 0), vec(-s, b, 0)], "floor", (s, 3))
    walls = [
        (vec(-s, b, 0), vec(s, b, 0)),
        (vec(-s, -front, 0), vec(-s, b, 0)),
        (vec(s, b, 0), vec(s, -front, 0)),
        (vec(s, -front, 0), vec(-s, -front, 0)),
    ]
    for left, right in walls:
        add([left, right, right + Z * CEILING_M, left + Z * CEILING_M], "wall", (8, 4))
        inward = np.cross(Z, unit(right - left)) * 0.015
        foot = [left + inward, right + inward]
        add([*foot, foot[1] + Z * 0.09, foot[0] + Z * 0.09], "white", (4, 1))
    add(
        [vec(-s, -front, 1) * (1, 1, CEILING_M), vec(-s, b, CEILING_M), vec(s, b, CEILING_M),
         vec(s, -front, CEILING_M)],
        "white",
        (4, 4),
    )  # fmt: skip
    kinds = rng.permutation(["picture", "window", "cupboard", "door"])
    for place, kind in zip(rng.permutation(PLACES)[: room.furniture], kinds, strict=False):
        _furnish(room, str(kind), float((place + 0.5) / PLACES - 0.5) * 1.5 * s, rng, add)
    found.extend(_mat(room))
    return found + prop_surfaces(room)


def _studio(room: Room) -> list[Surface]:
    """A wide floor and one wall behind it."""
    turn = rotation(Z, room.yaw_deg)
    wide, back = 30.0, room.back_m
    floor = [vec(-wide, -6, 0), vec(wide, -6, 0), vec(wide, back, 0), vec(-wide, back, 0)]
    wall = [vec(-wide, back, 0), vec(wide, back, 0), vec(wide, back, 12), vec(-wide, back, 12)]
    return [
        _quad([turn @ c for c in corners], name, (1, 1))
        for corners, name in ((floor, "floor"), (wall, "wall"))
    ]


def prop_surfaces(room: Room) -> list[Surface]:
    """The props alone; they cast shadows."""
    found: list[Surface] = []

    def add(corners: list[Array], texture: str, repeat: tuple[float, float]) -> None:
        found.append(_quad(corners, texture, repeat))

    for box in room.props:
        _box(vec(*box.low), vec(*box.high), box.texture, add)
    return found


def _furnish(room: Room, kind: str, x: float, rng: np.random.Generator, add: object) -> None:
    """Put one thing at `x` along the back wall: a picture, a window, a low cupboard, a door."""
    assert callable(add)
    b = room.back_m
    if kind == "cupboard":
        w, h, deep = rng.uniform(0.3, 0.7), rng.uniform(0.4, 0.9), min(0.4, b - 0.75)
        _box(vec(x - w, b - deep, 0), vec(x + w, b, h), "wood", add)
        return
    w, low, high = {
        "picture": (0.35, 1.2, 1.75),
        "window": (0.55, 0.95, 2.1),
        "door": (0.45, 0.0, 2.05),
    }[kind]
    frame = {"picture": "dark", "window": "white", "door": "white"}[kind]
    inside = {"picture": "art", "window": "sky", "door": "wood"}[kind]
    for grow, off, texture in ((0.05, 0.02, frame), (0.0, 0.025, inside)):
        y, lo = b - off, max(0.0, low - grow)
        add(
            [vec(x - w - grow, y, lo), vec(x + w + grow, y, lo),
             vec(x + w + grow, y, high + grow), vec(x - w - grow, y, high + grow)],
            texture,
            (1, 1),
        )  # fmt: skip


def _box(low: Array, high: Array, texture: str, add: object) -> None:
    assert callable(add)
    (x0, y0, z0), (x1, y1, z1) = low, high
    add([vec(x0, y0, z0), vec(x1, y0, z0), vec(x1, y0, z1), vec(x0, y0, z1)], texture, (1, 1))
    add([vec(x0, y0, z1), vec(x1, y0, z1), vec(x1, y1, z1), vec(x0, y1, z1)], texture, (1, 1))
    add([vec(x0, y1, z0), vec(x0, y0, z0), vec(x0, y0, z1), vec(x0, y1, z1)], texture, (1, 1))
    add([vec(x1, y0, z0), vec(x1, y1, z0), vec(x1, y1, z1), vec(x1, y0, z1)], texture, (1, 1))


def _mat(room: Room) -> list[Surface]:
    (cx, cy), t = room.mat_at, MAT_THICK_M
    x0, x1 = cx - MAT_HALF_LENGTH_M, cx + MAT_HALF_LENGTH_M
    y0, y1 = cy - MAT_HALF_WIDTH_M, cy + MAT_HALF_WIDTH_M
    top = [vec(x0, y0, t), vec(x1, y0, t), vec(x1, y1, t), vec(x0, y1, t)]
    found = [_quad(top, "mat", (4, 1.5))]
    for a, b in zip(top, [*top[1:], top[0]], strict=True):
        down = vec(0, 0, -t)
        found.append(_quad([a + down, b + down, b, a], "mat", (4, 0.1)))
    return found


def _quad(corners: list[Array], texture: str, repeat: tuple[float, float]) -> Surface:
    a, b, c, d = corners
    positions = np.array([a, b, c, a, c, d])
    normal = unit(np.cross(b - a, c - a))
    u, v = repeat
    uv = np.array([(0, 0), (u, 0), (u, v), (0, 0), (u, v), (0, v)])
    rows = np.hstack([positions, np.tile(normal, (6, 1)), np.ones((6, 3)), uv])
    return Surface(rows.astype(np.float32), texture)


def textures(room: Room) -> dict[str, Texture]:
    """Pictures of each texture, (H, W, 3) linear 0 to 1."""
    rng = np.random.default_rng(room.seed)
    floors = {"wood": _planks, "tiles": _tiles, "carpet": _carpet, "plain": _even}
    hue = rng.uniform(0.15, 0.6, 3)
    return {
        "floor": floors[room.floor](room.floor_colour, rng),
        "wall": _plain(room.wall_colour, 0.01, rng),
        "mat": _plain(room.mat_colour, 0.05, rng),
        "white": _plain((0.82, 0.81, 0.79), 0.005, rng),
        "dark": _plain((0.08, 0.07, 0.06), 0.01, rng),
        "wood": _plain((0.42, 0.30, 0.19), 0.02, rng),
        "sky": _plain((0.85, 0.92, 1.0), 0.0, rng),
        "art": _blobs((float(hue[0]), float(hue[1]), float(hue[2])), rng),
    }


def _grain(shape: tuple[int, int], sigma: tuple[float, float], rng: np.random.Generator) -> Texture:
    noise = rng.normal(size=shape).astype(np.float32)
    blurred = cv2.GaussianBlur(noise, (0, 0), sigmaX=sigma[0], sigmaY=sigma[1])
    return np.asarray(blurred / blurred.std(), dtype=np.float32)


def _valid(image: ArrayLike) -> Texture:
    return np.asarray(np.clip(image, 0, 1), dtype=np.float32)


def _plain(colour: Colour, amount: float, rng: np.random.Generator) -> Texture:
    grain = _grain((256, 256), (1.2, 1.2), rng)[..., None]
    return _valid(np.array(colour) * (1 + amount * grain))


def _even(colour: Colour, rng: np.random.Generator) -> Texture:
    return _plain(colour, 0.0, rng)


def _blobs(colour: Colour, rng: np.random.Generator) -> Texture:
    fields = np.stack([_grain((256, 256), (30, 30), rng) for _ in range(3)], axis=-1)
    return _valid(np.array(colour) * (1 + 0.2 * fields))


def _carpet(colour: Colour, rng: np.random.Generator) -> Texture:
    fine, coarse = _grain((512, 512), (0.8, 0.8), rng), _grain((512, 512), (25, 25), rng)
    shade = 1 + 0.10 * fine + 0.04 * coarse
    return _valid(np.array(colour) * shade[..., None])


def _tiles(colour: Colour, rng: np.random.Generator) -> Texture:
    image = np.ones((512, 512, 3), np.float32) * np.array(colour, dtype=np.float32)
    for row in range(4):
        for col in range(4):
            cell = slice(row * 128, row * 128 + 128), slice(col * 128, col * 128 + 128)
            image[cell] *= 1 + 0.05 * rng.normal()
            image[row * 128 : row * 128 + 3] *= 0.75
            image[:, col * 128 : col * 128 + 3] *= 0.75
    return _valid(image * (1 + 0.02 * _grain((512, 512), (8, 8), rng)[..., None]))


def _planks(colour: Colour, rng: np.random.Generator) -> Texture:
    side, planks = 1024, 12
    high = side // planks
    image = np.ones((side, side, 3), np.float32) * np.array(colour, dtype=np.float32)
    for k in range(planks):
        rows = slice(k * high, k * high + high)
        grain = _grain((high, side), (40, 1.2), rng)
        joint = int(rng.integers(0, side))
        for part in (slice(0, joint), slice(joint, side)):
            shade = 1 + 0.09 * float(rng.normal())
            image[rows, part] *= shade * (1 + 0.06 * grain[:, part, None])
        image[k * high : k * high + 2] *= 0.55
        image[rows, joint : joint + 2] *= 0.6
    return _valid(image)
