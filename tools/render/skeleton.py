"""How a pose moves a body.

`Poser` takes a `Body` (a person at rest) through a pose step by step - trunk
first, then what rests on the floor, then legs, then arms - because where a
hand goes depends on where the trunk came to lie. Skin follows by linear blend
skinning.

All lengths are metres, all angles degrees; flexion is 0 with the limb in line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.render.body import (
    ARM_BONES,
    BODIES,
    JOINT_BONES,
    SIDES,
    SPINE,
    Body,
    Indices,
    letter,
    other,
    outward,
)
from tools.render.geometry import (
    Array,
    X,
    Y,
    Z,
    between_deg,
    limb_frame,
    part_of_rotation,
    perpendicular,
    rotation,
    two_bone,
    unit,
)

__all__ = [
    "ARM_BONES",
    "BODIES",
    "SIDES",
    "Body",
    "Indices",
    "PosedBody",
    "Poser",
    "other",
    "outward",
]

NECK = ("neck01", "neck02", "neck03", "head")
MOST_WRIST_DEG = 85.0
"""How far a wrist bends."""


@dataclass(frozen=True)
class PosedBody:
    """A body in a pose.

    Attributes:
        body: whose.
        vertices: (V, 3).
        joints: centres by name, and the tip of the nose.
        turns: (B, 3, 3) orientation of each bone in the world.
        root_at: where the first bone begins.
    """

    body: Body
    vertices: Array
    joints: dict[str, Array]
    turns: Array
    root_at: Array

    @property
    def pelvis(self) -> Array:
        """How the pelvis is turned."""
        return np.asarray(self.turns[0])

    @property
    def chest(self) -> Array:
        """How the chest is turned."""
        return np.asarray(self.turns[self.body.index[SPINE[-1]]])


class Poser:
    """Puts a body into a pose, from the trunk outwards.

    Positions read from a poser are final once what they depend on is set;
    `settle` and `ground` move the whole body, so call them before reaching for
    anything on the floor.

    Args:
        body: whom to pose.
        root: (3, 3) orientation of the pelvis in the world.
    """

    def __init__(self, body: Body, root: Array) -> None:
        self.body = body
        self.root = root
        self._local: dict[str, Array] = {}
        self._global: dict[str, Array] = {}
        self._shift = np.zeros(3)
        self._stale = True
        self._a = np.zeros((len(body.bones), 3, 3))
        self._p = np.zeros((len(body.bones), 3))

    # --- trunk -------------------------------------------------------------

    def spine(self, flex: float = 0.0, side: float = 0.0, twist: float = 0.0) -> None:
        """Bend the spine: forward, towards the person's left, and about its axis."""
        self._spread(SPINE, flex, side, twist)

    def neck(self, flex: float = 0.0, side: float = 0.0, twist: float = 0.0) -> None:
        """Bend the neck the same way; positive twist looks to the person's left."""
        self._spread(NECK, flex, side, twist)

    def _spread(self, bones: tuple[str, ...], flex: float, side: float, twist: float) -> None:
        n = len(bones)
        turn = rotation(Z, twist / n) @ rotation(Y, side / n) @ rotation(X, flex / n)
        self._local.update(dict.fromkeys(bones, turn))
        self._stale = True

    def turn(self, by: Array) -> None:
        """Turn the whole body in the world."""
        self.root = by @ self.root
        self._stale = True

    # --- resting on the floor ----------------------------------------------

    def settle(self, *regions: str, axis: Array = Y) -> float:
        """Tip the body about `axis` until two regions are equally low; the angle in degrees."""
        first, second = (self.skinned(self.body.regions[r]) for r in regions)
        hip = self.at("root")
        total = 0.0
        for _ in range(4):
            a, b = first[first[:, 2].argmin()], second[second[:, 2].argmin()]
            along = float(np.cross(axis, a - b)[2])
            if abs(along) < 0.05:
                break
            step = float(np.degrees((b[2] - a[2]) / along))
            r = rotation(axis, step)
            first, second = (first - hip) @ r.T + hip, (second - hip) @ r.T + hip
            total += step
        self.turn(rotation(axis, total))
        return total

    def ground(self, *regions: str, sink: float = 0.0) -> None:
        """Lift the body so that the lowest vertex of `regions` is `sink` below the floor."""
        lowest = min(float(self.skinned(self.body.regions[r])[:, 2].min()) for r in regions)
        self.shift(np.array([0.0, 0.0, -lowest - sink]))

    def shift(self, by: Array) -> None:
        """Move the whole body."""
        self._shift = self._shift + by
        self._stale = True

    # --- legs --------------------------------------------------------------

    def leg(self, side: str, thigh: Array, hinge: Array, knee: float) -> None:
        """Point a thigh and bend its knee.

        Args:
            side: left or right.
            thigh: direction from hip to knee, world.
            hinge: axis about which a positive turn flexes the knee, world.
            knee: flexion.
        """
        s = letter(side)
        d, n = unit(thigh), perpendicular(hinge, thigh)
        shin = rotation(n, knee) @ d
        rest = [self.body.joint_at_rest(side, j) for j in ("hip", "knee", "ankle")]
        upper = limb_frame(d, n) @ limb_frame(rest[1] - rest[0], X).T
        lower = limb_frame(shin, n) @ limb_frame(rest[2] - rest[1], X).T
        # The upper half of the thigh takes part of the turn about its own axis
        # only through the skin weights, so both halves go along.
        self._global.update({f"upperleg0{i}.{s}": upper for i in (1, 2)})
        self._global.update({f"lowerleg0{i}.{s}": lower for i in (1, 2)})
        self._stale = True

    def leg_to(self, side: str, ankle: Array, knee_towards: Array) -> None:
        """Put an ankle at a point of the world, the knee pointing `knee_towards`."""
        upper, lower = self.leg_lengths(side)
        line = ankle - self.at(f"{side}_hip")
        at_hip, knee = two_bone(upper, lower, float(np.linalg.norm(line)))
        hinge = unit(np.cross(knee_towards, line))
        self.leg(side, rotation(hinge, -at_hip) @ unit(line), hinge, knee)

    def leg_lengths(self, side: str) -> tuple[float, float]:
        """Lengths of thigh and shin."""
        return self.body.length(side, "hip", "knee"), self.body.length(side, "knee", "ankle")

    def foot(self, side: str, pointing: float, toes: float = 0.0) -> None:
        """Bend the ankle (positive points the toes away) and the toes."""
        s = letter(side)
        self._global.pop(f"foot.{s}", None)
        self._local[f"foot.{s}"] = rotation(X, pointing)
        self._local.update({f"toe{t}-1.{s}": rotation(X, toes) for t in range(1, 6)})
        self._stale = True

    def foot_in_world(self, side: str, orientation: Array) -> None:
        """Give a foot an orientation of its own; identity is flat, toes to -y."""
        self._global[f"foot.{letter(side)}"] = orientation
        self._stale = True

    # --- arms --------------------------------------------------------------

    def arm(self, side: str, upper: Array, hinge: Array, elbow: float, girdle: float = 0.2) -> None:
        """Point an upper arm and bend its elbow.

        Args:
            side: left or right.
            upper: direction from shoulder to elbow, world.
            hinge: axis about which a positive turn flexes the elbow, world.
            elbow: flexion.
            girdle: share of the arm's turn that the shoulder blade takes.
        """
        s = letter(side)
        d, n = unit(upper), perpendicular(hinge, upper)
        rest_d, rest_n, rest_f = self._arm_at_rest(side)
        above = limb_frame(d, n) @ limb_frame(rest_d, rest_n).T
        below = limb_frame(rotation(n, elbow) @ d, n) @ limb_frame(rest_f, rest_n).T
        chest = self._orientation(f"clavicle.{s}")
        self._global[f"shoulder01.{s}"] = chest @ part_of_rotation(chest.T @ above, girdle)
        self._global.update({f"upperarm0{i}.{s}": above for i in (1, 2)})
        self._global[f"lowerarm01.{s}"] = below
        self._stale = True

    def _arm_at_rest(self, side: str) -> tuple[Array, Array, Array]:
        joints = [self.body.joint_at_rest(side, j) for j in ("shoulder", "elbow", "wrist")]
        upper, lower = unit(joints[1] - joints[0]), unit(joints[2] - joints[1])
        return upper, unit(np.cross(upper, lower)), lower

    def arm_to(self, side: str, wrist: Array, elbow_towards: Array, girdle: float = 0.3) -> None:
        """Put a wrist at a point of the world, as near as the arm reaches."""
        upper, lower = self.arm_lengths(side)
        for _ in range(2):  # the shoulder moves with the arm: solve, then solve again
            line = wrist - self.at(f"{side}_shoulder")
            at_shoulder, elbow = two_bone(upper, lower, float(np.linalg.norm(line)))
            hinge = unit(np.cross(elbow_towards, line))
            self.arm(side, rotation(hinge, -at_shoulder) @ unit(line), hinge, elbow, girdle)

    def arm_lengths(self, side: str) -> tuple[float, float]:
        """Lengths of upper arm and forearm."""
        return self.body.length(side, "shoulder", "elbow"), self.body.length(side, "elbow", "wrist")

    def hand(
        self,
        side: str,
        palm_faces: Array,
        curl: float = 0.0,
        points: Array | None = None,
        most_turn: float = 95.0,
    ) -> None:
        """Turn the forearm so that the palm faces a direction; bend the fingers.

        Args:
            side: left or right.
            palm_faces: world direction.
            curl: flexion of each finger joint.
            points: where the fingers should point, if not along the forearm.
            most_turn: how far the forearm may twist.
        """
        s = letter(side)
        fingers, palm = self.body.hand_axes[side]
        below = self._global[f"lowerarm01.{s}"]
        _, _, axis_at_rest = self._arm_at_rest(side)
        axis = below @ axis_at_rest
        have, want = perpendicular(below @ palm, axis), perpendicular(palm_faces, axis)
        twist = between_deg(have, want) * float(np.sign(np.cross(have, want) @ axis))
        twist = float(np.clip(twist, -most_turn, most_turn))
        self._local[f"lowerarm02.{s}"] = rotation(axis_at_rest, twist * 0.6)
        self._local[f"wrist.{s}"] = rotation(axis_at_rest, twist * 0.4)
        if points is not None:
            twisted = rotation(axis, twist) @ below
            bend = self._limited_turn(twisted @ fingers, points, MOST_WRIST_DEG)
            self._global[f"wrist.{s}"] = bend @ twisted
        bend_axis = unit(np.cross(fingers, palm))
        for finger in range(2, 6):
            for joint in range(1, 4):
                self._local[f"finger{finger}-{joint}.{s}"] = rotation(bend_axis, curl)
        self._stale = True

    @staticmethod
    def _limited_turn(have: Array, want: Array, most: float) -> Array:
        angle = between_deg(have, want)
        if angle < 0.5:
            return np.eye(3)
        return rotation(np.cross(have, unit(want)), min(angle, most))

    # --- reading -----------------------------------------------------------

    def at(self, name: str) -> Array:
        """Where a joint (`left_knee`) or the head of a bone is."""
        self._update()
        side, _, joint = name.partition("_")
        bone = f"{JOINT_BONES[joint]}.{letter(side)}" if side in SIDES else name
        return np.asarray(self._p[self.body.index[bone]])

    def _orientation(self, bone: str) -> Array:
        self._update()
        return np.asarray(self._a[self.body.index[bone]])

    def skinned(self, vertices: Indices | slice = slice(None)) -> Array:
        """Positions of some vertices (all by default), shape (N, 3)."""
        self._update()
        move = self._p - np.einsum("bij,bj->bi", self._a, self.body.heads)
        bones = np.concatenate([self._a.reshape(-1, 9), move], axis=1)
        blended = self.body.weights[vertices] @ bones
        turned = np.einsum(
            "vij,vj->vi", blended[:, :9].reshape(-1, 3, 3), self.body.vertices[vertices]
        )
        return np.asarray(turned + blended[:, 9:])

    def finish(self) -> PosedBody:
        """The body in the pose."""
        joints = {f"{s}_{j}": self.at(f"{s}_{j}").copy() for s in SIDES for j in JOINT_BONES}
        nose = self._nose_vertex
        vertices = self.skinned()
        joints["nose"] = vertices[nose]
        return PosedBody(self.body, vertices, joints, self._a.copy(), self._p[0].copy())

    @classmethod
    def between(cls, one: PosedBody, two: PosedBody, share: float) -> Poser:
        """On the way from one pose (share 0) to another (share 1), every bone by the short way."""
        turns = [
            a @ part_of_rotation(a.T @ b, share) for a, b in zip(one.turns, two.turns, strict=True)
        ]
        poser = cls(one.body, turns[0])
        poser._global = dict(zip(one.body.bones[1:], turns[1:], strict=True))
        place = one.root_at * (1 - share) + two.root_at * share
        poser.shift(place - one.body.heads[0])
        return poser

    @property
    def _nose_vertex(self) -> int:
        head = self.body.regions["head"]
        level = self.body.head_of("eye.L")[2]
        near = head[np.abs(self.body.vertices[head, 2] - level + 0.035) < 0.03]
        return int(near[self.body.vertices[near, 1].argmin()])

    def _update(self) -> None:
        if not self._stale:
            return
        body = self.body
        for i, (bone, parent) in enumerate(zip(body.bones, body.parents, strict=True)):
            own = self._global.get(bone)
            if parent < 0:
                self._a[i] = self.root
                self._p[i] = body.heads[i] + self._shift
                continue
            self._p[i] = self._p[parent] + self._a[parent] @ (body.heads[i] - body.heads[parent])
            if own is not None:
                self._a[i] = own
            elif bone in self._local:
                self._a[i] = self._a[parent] @ self._local[bone]
            else:
                self._a[i] = self._a[parent]
        self._stale = False
