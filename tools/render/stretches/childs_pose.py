"""Child's pose: from hands and knees back onto the heels, arms long.

The head is at -x; face down the person's left is at -y.
"""

from __future__ import annotations

import numpy as np

from tools.render.geometry import X, Y, Z, mix, rotation, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.skeleton import SIDES, Body, PosedBody, Poser
from tools.render.stretches.kneeling import PRONE, out, sink_onto_mat, thigh_and_shin

WRIST_FLAT_M = 0.045


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """Kneeling, thighs `thigh` degrees above the floor, trunk over them."""
    poser = Poser(body, rotation(Y, c["pelvis"]) @ PRONE)
    poser.spine(flex=c["spine"])
    poser.neck(flex=c["neck"])
    for leg in SIDES:
        thigh_and_shin(poser, leg, c["thigh"], c["spread"])
    sink_onto_mat(poser)
    knees = (poser.at("left_knee") + poser.at("right_knee")) / 2
    poser.shift(vec(-0.1 - knees[0], -knees[1], 0.0))
    _bow(poser, c["touch"])
    poser.neck(flex=c["neck"] - c["head"])
    for arm in SIDES:
        _arm(poser, arm, c["reach"], c["back"])
    return poser.finish()


def _bow(poser: Poser, share: float) -> None:
    """Tip the trunk about the hips until the forehead meets the mat (share 1)."""
    if share <= 0:
        return
    region = poser.body.regions["head"]
    root = poser.at("root")
    total = 0.0
    for _ in range(2):
        head = poser.skinned(region)
        lowest = head[head[:, 2].argmin()]
        step = float(np.degrees(lowest[2] / (lowest[0] - root[0])))
        poser.turn(rotation(Y, step))
        total += step
    poser.turn(rotation(Y, -(1 - share) * total))


def _arm(poser: Poser, side: str, reach: float, back: float) -> None:
    """A hand on the floor: under the shoulder (reach 0) or far ahead (reach 1)."""
    away = out(side)
    length = sum(poser.arm_lengths(side))
    elbow = vec(0.3, away, 0.1 + 0.5 * reach)
    for _ in range(2):  # reaching brings the shoulder forward: reach again from there
        shoulder = poser.at(f"{side}_shoulder")
        under = vec(shoulder[0] - 0.02, shoulder[1] + 0.02 * away, WRIST_FLAT_M)
        flat = np.sqrt(max((0.97 * length) ** 2 - (shoulder[2] - WRIST_FLAT_M) ** 2, 0.0001))
        ahead = vec(shoulder[0] - flat * (1 - back), shoulder[1] + 0.05 * away, WRIST_FLAT_M)
        target = mix(under, ahead, reach) + 0.18 * back * away * Y
        poser.arm_to(side, target, elbow, girdle=0.3)
    poser.hand(side, -Z, curl=4, points=-X)


CHILDS_POSE = Stretch(
    id="childs_pose",
    position="kneeling",
    start={
        "thigh": 88.0, "pelvis": 11.0, "spine": 0.0, "neck": -8.0, "head": 0.0, "touch": 0.0,
        "reach": 0.0, "back": 0.0, "spread": 3.0,
    },
    hold={
        "thigh": (18, 25), "pelvis": (16, 22), "spine": (32, 42), "neck": (-22, -12),
        "touch": (1, 1), "reach": (1, 1), "spread": (6, 12),
    },
    pose=pose,
    windows={"touch": (0.2, 1.0), "reach": (0.1, 0.95)},
    breath={"spine": 0.8},
    tremble=("thigh",),
    bounce={"thigh": 1.0},
    faults={
        "hips_to_heels": FaultKind({"thigh": 1.0}, (28, 42), measure="knee_flexion_{side}_deg"),
        "arms_reaching": FaultKind({"back": 0.02}, (35, 45), measure="shoulder_flexion_{side}_deg"),
        "head_down": FaultKind({"head": 1.0}, (30, 45)),
    },
    sided=False,
    driver="hip_flexion_{side}_deg",
)  # fmt: skip
