"""What a body wears and how it is coloured.

Clothes and hair are patches of the body's own mesh, pushed out along the
normals; their edges run smoothly across faces, where a field on the vertices
passes 0. Which vertex belongs to which patch is decided once, at rest; a pose
then costs one pass over the vertices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.render.geometry import Array
from tools.render.skeleton import ARM_BONES, Body, Indices

Colour = tuple[float, float, float]
"""Linear red, green, blue, 0 to 1."""

COVERED_M = 0.03
"""Skin this far within a garment is never seen, so it isn't drawn."""
ARM_SCALE_M = 0.25
"""About the length of an upper arm, to give sleeve lengths in metres."""
WHITE_OF_EYE: Colour = (0.9, 0.88, 0.85)
IRIS: Colour = (0.20, 0.12, 0.06)


@dataclass(frozen=True)
class Outfit:
    """Colours and cut.

    Attributes:
        skin, hair, shirt, legs: colours.
        sleeve: end of the sleeve along the upper arm, 0 shoulder to 1 elbow
            (above 1: down the forearm).
        leg_end: end of the trousers, 0 hip to 1 knee to 2 ankle.
        shirt_loose_m, legs_loose_m: how far the cloth stands off the skin.
        hair_m: thickness of the hair.
        socks: colour of socks, None for bare feet.
    """

    skin: Colour = (0.80, 0.56, 0.44)
    hair: Colour = (0.12, 0.065, 0.04)
    shirt: Colour = (0.10, 0.42, 0.48)
    legs: Colour = (0.10, 0.10, 0.16)
    sleeve: float = 0.5
    leg_end: float = 1.9
    shirt_loose_m: float = 0.007
    legs_loose_m: float = 0.003
    hair_m: float = 0.026
    socks: Colour | None = None


@dataclass(frozen=True)
class Patch:
    """One coloured part of the mesh.

    Attributes:
        material: skin, cloth, hair or eye; chooses the shine.
        inside: (N,) above 0 within the patch; the edge runs where it is 0.
        vertices: (N,) which vertices of the body it uses.
        triangles: (T, 3) indices into `vertices`.
        offset_m: (N,) distance from the skin along the normal.
        colour: (N, 3) linear.
    """

    material: str
    inside: Array
    vertices: Indices
    triangles: NDArray[np.int32]
    offset_m: Array
    colour: Array


class VertexNormals:
    """Vertex normals of a mesh of fixed topology, fast for many poses."""

    def __init__(self, faces: Indices, count: int) -> None:
        self._faces = faces
        corners = faces.ravel()
        self._order = np.argsort(corners, kind="stable") // faces.shape[1]
        self._used, self._starts = np.unique(np.sort(corners), return_index=True)
        self._count = count

    def of(self, positions: Array) -> Array:
        """(V, 3) unit normals for (V, 3) positions; zero where no face is."""
        a, b, c, d = (positions[self._faces[:, k]] for k in range(4))
        by_face = np.cross(c - a, d - b)
        normals = np.zeros((self._count, 3))
        normals[self._used] = np.add.reduceat(by_face[self._order], self._starts, axis=0)
        return np.asarray(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))


def dress(body: Body, outfit: Outfit) -> list[Patch]:
    """Cut a body into the patches that an outfit shows."""
    where = _Regions(body)
    count = len(body.vertices)
    hair_height = where.hair(body)
    everywhere = np.ones(count)

    def patch(material: str, inside: Array, offset_m: Array, colour: Array) -> Patch:
        return _patch(material, body.faces, inside, offset_m, colour)

    covered = np.maximum(where.shirt(outfit.sleeve), where.trousers(outfit.leg_end))
    bare = body.faces[(covered < COVERED_M)[body.faces].any(axis=1)]
    skin_colour = _skin_colour(body, outfit, hair_height)
    patches = [
        _patch("skin", bare, everywhere, np.zeros(count), skin_colour),
        patch(
            "cloth",
            where.shirt(outfit.sleeve),
            where.hang(outfit.shirt_loose_m),
            _even(outfit.shirt, count),
        ),
        patch(
            "cloth",
            where.trousers(outfit.leg_end),
            np.full(count, outfit.legs_loose_m),
            _even(outfit.legs, count),
        ),
        patch(
            "hair",
            hair_height + 0.004,
            outfit.hair_m * _smooth(hair_height / 0.04) + 0.001,
            _strands(body, outfit.hair),
        ),
    ]
    if outfit.socks is not None:
        patches.append(
            patch("cloth", where.feet(), np.full(count, 0.002), _even(outfit.socks, count))
        )
    for faces in body.eyes:
        patches.append(_patch("eye", faces, everywhere, np.zeros(count), _eye_colour(body, faces)))
    return patches


class _Regions:
    """Where on the body things are, at rest: fields that are above 0 inside, in metres."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._bone = body.main_bone
        self._z = body.vertices[:, 2]
        self._y = body.vertices[:, 1]
        self._arm = self._on(*ARM_BONES[2:])
        self._waist = float(body.head_of("spine04")[2]) + 0.02
        self._along_arm = self._along("upperarm01", "lowerarm01")

    def _on(self, *prefixes: str) -> NDArray[np.bool_]:
        on = np.zeros(len(self._bone), dtype=bool)
        for prefix in prefixes:
            on |= np.char.startswith(self._bone, prefix)
        return on

    def _along(self, first: str, second: str) -> Array:
        """How far along a limb bone each vertex lies, own side: 0 start, 1 end."""
        v = self._body.vertices
        share = np.zeros(len(v))
        for s, sign in (("L", 1.0), ("R", -1.0)):
            start = self._body.head_of(f"{first}.{s}")
            bone = self._body.head_of(f"{second}.{s}") - start
            here = np.sign(v[:, 0]) == sign
            share = np.where(here, (v - start) @ bone / (bone @ bone), share)
        return share

    def shirt(self, sleeve: float) -> Array:
        """From the neck line to the hem, and along the arms as far as `sleeve`."""
        hem = self._waist - 0.09
        dip = 0.035 * _smooth((-0.01 - self._y) / 0.05)
        neckline = float(self._body.head_of("neck01")[2]) + 0.012 - dip
        trunk = np.minimum(self._z - hem, neckline - self._z)
        on_arm = np.minimum(self._along_arm, 1.0)
        if sleeve > 1:
            on_arm = on_arm + np.clip(self._along("lowerarm01", "wrist"), 0.0, None)
        return np.where(self._arm, ARM_SCALE_M * (sleeve - on_arm), trunk)

    def hang(self, loose_m: float) -> Array:
        """Cloth stands off more at the belly than at the neck and the armpit."""
        below = _smooth((float(self._body.head_of("spine01")[2]) - self._z) / 0.25)
        return np.asarray(0.004 + (loose_m - 0.004) * np.where(self._arm, 0.7, below).clip(0.3, 1))

    def trousers(self, leg_end: float) -> Array:
        """From the waist down to `leg_end`."""
        hip, knee, ankle = (
            float(self._body.joint_at_rest("left", j)[2]) for j in ("hip", "knee", "ankle")
        )
        end = float(np.interp(leg_end, [0, 1, 2], [hip, knee, ankle]))
        return np.where(self._arm, -1.0, np.minimum(self._waist - self._z, self._z - end))

    def feet(self) -> Array:
        """Up to a little above the ankles."""
        top = float(self._body.joint_at_rest("left", "ankle")[2]) + 0.05
        return np.where(self._on("foot", "toe", "lowerleg"), top - self._z, -1.0)

    def hair(self, body: Body) -> Array:
        """Height above the hair line; negative where no hair grows."""
        eye = body.head_of("eye.L")
        line = eye[2] + np.interp(
            self._y - eye[1],
            [-0.03, 0.02, 0.045, 0.07, 0.085, 0.10, 0.17],
            [0.062, 0.058, 0.04, 0.012, -0.03, -0.055, -0.085],
        )
        on = self._on("head", "neck03", "neck02") & (body.ears < 0.2)
        return np.where(on, self._z - line, -1.0)


def _patch(material: str, faces: Indices, inside: Array, offset_m: Array, colour: Array) -> Patch:
    faces = faces[(inside > 0)[faces].any(axis=1)]
    used, local = np.unique(faces, return_inverse=True)
    quads = local.reshape(faces.shape)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
    return Patch(material, inside[used], used, triangles, offset_m[used], colour[used])


def _smooth(share: Array) -> Array:
    t = np.clip(share, 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))


def _even(colour: Colour, count: int) -> Array:
    return np.tile(np.array(colour), (count, 1))


def _strands(body: Body, colour: Colour) -> Array:
    wave = np.sin(body.vertices[:, 0] * 420 + body.vertices[:, 2] * 40)
    return np.asarray(np.array(colour) * (1 + 0.25 * wave)[:, None])


def _skin_colour(body: Body, outfit: Outfit, hair_height: Array) -> Array:
    skin = np.array(outfit.skin)
    v = body.vertices
    eye = body.head_of("eye.L")
    colour = _even(outfit.skin, len(v))
    colour += body.lips[:, None] * (skin * np.array([0.78, 0.55, 0.62]) - colour)
    side = np.abs(v[:, 0])
    on_face = v[:, 1] < eye[1] + 0.01
    brow = (side > eye[0] - 0.018) & (side < eye[0] + 0.026) & on_face
    brow &= (v[:, 2] > eye[2] + 0.017) & (v[:, 2] < eye[2] + 0.027)
    colour[brow] = np.array(outfit.hair)
    cheek = np.exp(-(((side - 0.04) / 0.02) ** 2 + ((v[:, 2] - eye[2] + 0.045) / 0.02) ** 2))
    blush = skin * np.array([1.05, 0.78, 0.82])
    colour += (cheek * on_face * 0.4)[:, None] * (blush - colour)
    scalp = np.clip((hair_height + 0.002) / 0.006, 0, 1)[:, None]
    return np.asarray(colour * (1 - scalp) + np.array(outfit.hair) * scalp)


def _eye_colour(body: Body, faces: Indices) -> Array:
    colour = _even(WHITE_OF_EYE, len(body.vertices))
    centre = body.vertices[np.unique(faces)].mean(axis=0)
    from_axis = np.linalg.norm((body.vertices - centre)[:, [0, 2]], axis=1)
    colour[(from_axis < 0.0065) & (body.vertices[:, 1] < centre[1])] = IRIS
    return colour
