"""Partial crunch: knees bent, arms crossed, the shoulders come off the floor."""

from __future__ import annotations

from tools.render.geometry import Array, Y, Z, rotation, unit, vec
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import SIDES, Body, PosedBody, Poser, other, outward
from tools.render.stretches.common import MAT_SINK_M, lie_down
from tools.render.stretches.knees_bent import foot_x, plant_feet


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """The spine curls by `curl` degrees, the trunk by `sit` more; the arm of `side` is on top.

    The feet are `feet` cm farther away than usual.
    """
    poser = lie_down(body, neck_lift=c["neck"], chest_lift=c["curl"])
    if c["sit"] > 0:
        before = poser.at("root").copy()
        poser.turn(rotation(Y, c["sit"]))
        poser.ground("trunk", sink=MAT_SINK_M)
        poser.shift(vec(before[0] - poser.at("root")[0], 0.0, 0.0))
    plant_feet(poser, foot_x(body) + c["feet"] / 100)
    shoulders = {arm: poser.at(f"{arm}_shoulder").copy() for arm in SIDES}
    for arm in SIDES:
        _across_chest(poser, arm, shoulders, 0.115 if arm == side else 0.085)
    return poser.finish()


def _across_chest(poser: Poser, side: str, at: dict[str, Array], above: float) -> None:
    """The hand on the opposite upper arm."""
    trunk = unit((at["left"] + at["right"]) / 2 - poser.at("root"))
    front = vec(trunk[2], 0.0, -trunk[0])
    wrist = at[other(side)] - 0.09 * trunk + above * front + 0.04 * outward(side) * Y
    poser.arm_to(side, wrist, unit(0.75 * outward(side) * Y - 0.6 * trunk + 0.2 * Z), girdle=0.3)
    poser.hand(side, -front, curl=10, points=unit(-outward(side) * Y + 0.15 * trunk))


PARTIAL_CRUNCH = Stretch(
    id="partial_crunch",
    position="supine",
    start={"curl": 0.0, "neck": 0.0, "sit": 0.0, "feet": 0.0},
    hold={"neck": (0, 3)},
    peak={"curl": (30, 42), "neck": (20, 30)},
    tempo=Tempo(rise_s=(1.0, 1.4), top_s=(0.7, 1.1), fall_s=(1.1, 1.7), pause_s=(0.4, 0.8)),
    pose=pose,
    breath={"curl": 0.4},
    tremble=("curl",),
    driver="spine_flexion_deg",
    faults={"not_too_high": FaultKind({"sit": 1.0}, (32, 44), measure="trunk_lean_deg")},
    sided=False,
    enter_s=(0.3, 0.5),
)
