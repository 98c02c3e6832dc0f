"""Seated sciatic nerve glide: on a chair, one knee straightens and bends; the head nods along.

The person faces -x, their left at -y.
"""

from __future__ import annotations

from tools.render.geometry import X, Y, Z, between_deg, rotation, unit
from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import SIDES, Body, PosedBody, other
from tools.render.stretches.kneeling import out
from tools.render.stretches.sit_to_stand import CHAIR, FEET_X, seated
from tools.render.stretches.standing import hand_at, standing_foot


def pose(body: Body, side: str, c: Controls) -> PosedBody:
    """Sitting upright, the knee of `side` straightened by `out` degrees from its bend."""
    poser = seated(body, c["lean"], c["spine"], c["neck"])
    for leg in SIDES:
        standing_foot(poser, leg, FEET_X, poser.at(f"{leg}_hip")[1] + 0.01 * out(leg))
    if c["out"] > 1:
        line = poser.at(f"{side}_knee") - poser.at(f"{side}_hip")
        shin = poser.at(f"{side}_ankle") - poser.at(f"{side}_knee")
        bend = between_deg(line, shin)
        poser.leg(side, rotation(Y, 0.08 * c["out"]) @ line, -Y, max(bend - c["out"], 3.0))
        poser.foot(side, c["toes"])
    still = other(side)
    for hand in SIDES:
        knee, hip = poser.at(f"{still}_knee"), poser.at(f"{still}_hip")
        if hand == side:
            knee, hip = knee + 0.17 * out(side) * Y, hip + 0.17 * out(side) * Y
        place = hip + 0.5 * (knee - hip) + 0.09 * Z
        hand_at(poser, hand, place, -Z, unit(knee - hip - 0.02 * X))
    return poser.finish()


SEATED_NERVE_FLOSS = Stretch(
    id="seated_nerve_floss",
    position="sitting",
    start={"lean": 2.0, "spine": 4.0, "neck": 0.0, "out": 0.0, "toes": 10.0},
    hold={"lean": (0, 4), "spine": (2, 6)},
    peak={"out": (72, 88), "neck": (18, 28), "toes": (24, 34)},
    tempo=Tempo(rise_s=(1.1, 1.6), top_s=(0.3, 0.7), fall_s=(1.1, 1.6), pause_s=(0.1, 0.4)),
    pose=pose,
    breath={"spine": 0.6},
    tremble=("spine",),
    driver="knee_flexion_{side}_deg",
    faults={
        "trunk_upright": FaultKind({"spine": 1.0, "lean": 0.5}, (30, 42), measure="trunk_lean_deg")
    },
    enter_s=(0.3, 0.5),
    props=CHAIR,
)
