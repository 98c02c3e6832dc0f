"""Lying sciatic nerve glide: the thigh held upright, the knee straightens and bends."""

from __future__ import annotations

from dataclasses import replace

from tools.render.motion import FaultKind
from tools.render.repetitions import Tempo
from tools.render.stretches.lying_hamstring import LYING_HAMSTRING

LYING_NERVE_FLOSS = replace(
    LYING_HAMSTRING,
    id="lying_nerve_floss",
    hold={
        "thigh": (84, 93), "knee": (84, 96), "other_knee": (4, 9), "grip": (1, 1),
        "hand_at": (0.5, 0.62),
    },
    peak={"knee": (16, 30)},
    via={},
    windows={"thigh": (0.0, 0.85), "grip": (0.25, 0.8), "knee": (0.0, 0.7)},
    tempo=Tempo(rise_s=(1.1, 1.6), top_s=(0.3, 0.7), fall_s=(1.1, 1.6), pause_s=(0.1, 0.4)),
    bounce={},
    driver="knee_flexion_{side}_deg",
    faults={
        "hip_steady": FaultKind({"thigh": -1.0}, (28, 38), measure="hip_flexion_{side}_deg"),
    },
)  # fmt: skip
