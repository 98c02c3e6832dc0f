"""Pelvic tilt: knees bent, the lower back presses to the floor and lets go."""

from __future__ import annotations

from tools.render.motion import Controls, FaultKind, Stretch
from tools.render.repetitions import Tempo
from tools.render.skeleton import Body, PosedBody
from tools.render.stretches.knees_bent import arms_beside, foot_x, plant_feet, tilted


def pose(body: Body, side: str, c: Controls) -> PosedBody:  # noqa: ARG001 - both sides alike
    """The pelvis rolled back by `tilt` degrees; `lift` takes the hips off the floor.

    The feet are `feet` cm farther away than usual.
    """
    poser = tilted(body, c["tilt"], c["lift"])
    plant_feet(poser, foot_x(body) + c["feet"] / 100)
    arms_beside(poser)
    return poser.finish()


PELVIC_TILT = Stretch(
    id="pelvic_tilt",
    position="supine",
    start={"tilt": -8.0, "lift": 0.0, "feet": 0.0},
    hold={"tilt": (-12, -5)},
    peak={"tilt": (14, 22)},
    tempo=Tempo(rise_s=(1.0, 1.5), top_s=(1.8, 3.0), fall_s=(1.0, 1.5), pause_s=(0.6, 1.0)),
    pose=pose,
    breath={"tilt": 0.5},
    tremble=("tilt",),
    driver="pelvis_pitch_deg",
    faults={"hips_down": FaultKind({"lift": 1.0}, (14, 22), measure="hip_flexion_{side}_deg")},
    sided=False,
    enter_s=(0.3, 0.5),
)
