"""A person at rest: the mesh, the bones, and which vertices each bone moves.

Standing, arms a little out, facing -y, their left towards +x. All lengths are metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.render.geometry import Array, unit

BODIES = Path(__file__).parent / "bodies"
STEP_M = 5e-5
"""Vertices are stored as whole numbers of this length (see export_bodies.py)."""

SIDES = ("left", "right")
JOINT_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
}
BACK_STRIP_M = 0.055
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
ARM_BONES = ("clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEG_BONES = ("upperleg", "lowerleg", "foot", "toe")

Indices = NDArray[np.int64]


def letter(side: str) -> str:
    """`L` or `R`, as bone names end."""
    return {"left": "L", "right": "R"}[side]


def other(side: str) -> str:
    """The other side."""
    return "right" if side == "left" else "left"


def outward(side: str) -> float:
    """+1 for the left, -1 for the right: the sign of x at rest."""
    return 1.0 if side == "left" else -1.0


@dataclass(frozen=True, eq=False)
class Body:
    """A person at rest.

    Attributes:
        name: the file it came from.
        vertices: (V, 3) rest positions.
        heads: (B, 3) where each bone begins.
        bones: B names; parents come before children.
        parents: (B,) index of each bone's parent, -1 for the root.
        weights: (V, B) share of each bone in each vertex.
        faces: (F, 4) quads of the body.
        eyes: quads of the left and the right eyeball.
        lips, ears: (V,) 0 to 1, what is painted as such.
    """

    name: str
    vertices: Array
    heads: Array
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    weights: Array
    faces: Indices
    eyes: tuple[Indices, Indices]
    lips: Array
    ears: Array

    @classmethod
    def load(cls, name: str, scale: float = 1.0, folder: Path = BODIES) -> Body:
        """Read the body called `name` in a folder, made `scale` times as large."""
        shared = np.load(BODIES / "topology.npz")
        own = np.load(folder / f"{name}.npz")
        bones = tuple(str(b) for b in shared["bones"])
        count = len(own["vertices"])
        weights = np.zeros((count, len(bones)))
        rows = np.arange(count)[:, None]
        np.add.at(weights, (rows, shared["weight_bones"].astype(int)), shared["weights"] / 65535)
        return cls(
            name=name,
            vertices=own["vertices"] * (STEP_M * scale),
            heads=own["heads"].astype(np.float64) * scale,
            bones=bones,
            parents=tuple(int(p) for p in shared["parents"]),
            weights=weights / weights.sum(axis=1, keepdims=True),
            faces=shared["faces"].astype(np.int64),
            eyes=(shared["eye_left"].astype(np.int64), shared["eye_right"].astype(np.int64)),
            lips=shared["lips"] / 255.0,
            ears=shared["ears"] / 255.0,
        )

    @cached_property
    def index(self) -> dict[str, int]:
        """Number of each bone."""
        return {bone: i for i, bone in enumerate(self.bones)}

    @cached_property
    def main_bone(self) -> NDArray[np.str_]:
        """(V,) the bone that moves each vertex most."""
        return np.asarray(np.array(self.bones)[self.weights.argmax(axis=1)], dtype=np.str_)

    def head_of(self, bone: str) -> Array:
        """Where `bone` begins at rest."""
        return np.asarray(self.heads[self.index[bone]])

    def joint_at_rest(self, side: str, joint: str) -> Array:
        """Centre of `left knee` and the like, at rest."""
        return self.head_of(f"{JOINT_BONES[joint]}.{letter(side)}")

    def length(self, side: str, a: str, b: str) -> float:
        """Distance between two neighbouring joints of a limb."""
        apart = self.joint_at_rest(side, b) - self.joint_at_rest(side, a)
        return float(np.linalg.norm(apart))

    @cached_property
    def height(self) -> float:
        """Sole to crown, metres."""
        z = self.vertices[np.unique(self.faces), 2]
        return float(np.ptp(z))

    def moved_by(self, *prefixes: str) -> Indices:
        """Body vertices moved mostly by bones whose names begin so."""
        on = np.zeros(len(self.vertices), dtype=bool)
        for prefix in prefixes:
            on |= np.char.startswith(self.main_bone, prefix)
        on[np.unique(np.concatenate(self.eyes))] = False
        return np.flatnonzero(on)

    @cached_property
    def regions(self) -> dict[str, Indices]:
        """Vertices that can touch the floor, by part of the body."""
        return {
            "pelvis": self.moved_by("root", "pelvis", "spine05", "upperleg01"),
            "seat": self.moved_by("root", "pelvis", "spine05", "upperleg"),
            "chest": self.moved_by("spine03", "spine02", "spine01"),
            "trunk": self.moved_by("root", "pelvis", "spine"),
            "back": self._down_the_back(),
            "head": self.moved_by("head", "neck03"),
            "legs": self.moved_by(*LEG_BONES, "root", "pelvis"),
            "shins": self.moved_by("lowerleg"),
        }

    def _down_the_back(self) -> Indices:
        """A strip of skin either side of the spine, from the neck to the sacrum."""
        trunk = self.moved_by("root", "pelvis", "spine")
        x, y, z = self.vertices[trunk].T
        behind = y > np.interp(z, self.heads[:, 2][self._spine], self.heads[:, 1][self._spine])
        strip = (np.abs(x) < BACK_STRIP_M) & behind & (z > self.head_of("root")[2])
        return np.asarray(trunk[strip])

    @property
    def _spine(self) -> list[int]:
        return [self.index[bone] for bone in ("root", *SPINE[1:])]

    @cached_property
    def hand_axes(self) -> dict[str, tuple[Array, Array]]:
        """Per side: where the fingers point at rest, and what the palm faces."""
        axes = {}
        for side in SIDES:
            s = letter(side)
            wrist = self.head_of(f"wrist.{s}")
            fingers = unit(self.head_of(f"finger3-1.{s}") - wrist)
            across = self.head_of(f"finger2-1.{s}") - self.head_of(f"finger5-1.{s}")
            palm = unit(np.cross(fingers, across)) * outward(side)
            axes[side] = (fingers, palm)
        return axes
