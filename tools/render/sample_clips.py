"""The clips of sample_videos/: good form with a typical mistake, or a few repetitions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tools.render.clip import render_clip
from tools.render.framing import Viewpoint
from tools.render.motion import Bounce, Fault
from tools.render.samples import SIDE_ON, Sample
from tools.render.wardrobe import Outfit

CRF = 25
MOST_BYTES = 400_000

FIRST = (
    Sample(
        "lying_hamstring",
        side="right",
        person="woman",
        hold={"thigh": 84.0, "knee": 14.0},
        faults=(Fault("knee_not_locked", 10.0, 13.5, 13.4),),
        bounces=(Bounce(20.0, 23.0, 1.6, 8.0),),
        hold_s=23.0,
        fps=30.0,
        seed=11,
    ),
    Sample(
        "knee_to_chest",
        side="left",
        person="man",
        hold={"thigh": 124.0, "knee": 114.0},
        faults=(Fault("head_down", 11.0, 14.5, 32.0),),
        outfit=Outfit(
            skin=(0.50, 0.32, 0.22), hair=(0.03, 0.025, 0.02), shirt=(0.62, 0.60, 0.58),
            legs=(0.08, 0.10, 0.22), leg_end=0.75, legs_loose_m=0.009, shirt_loose_m=0.014,
            hair_m=0.010,
        ),
        mat=(0.20, 0.36, 0.30),
        wall=(0.62, 0.66, 0.70),
        viewpoint=Viewpoint("side", 90.0, 0.75, 2.1, 43.0),
        seed=12,
    ),
    Sample(
        "supine_twist",
        side="right",
        person="slim_woman",
        hold={"turn": 78.0, "hip": 78.0, "knee": 88.0, "look": 25.0, "arms": 90.0},
        faults=(Fault("shoulders_flat", 11.0, 14.5, 27.5),),
        outfit=Outfit(
            skin=(0.66, 0.45, 0.33), hair=(0.05, 0.035, 0.03), shirt=(0.55, 0.10, 0.12),
            legs=(0.12, 0.12, 0.14), sleeve=0.4,
        ),
        mat=(0.15, 0.30, 0.48),
        viewpoint=Viewpoint("three_quarter", -125.0, 1.6, 2.1, 42.0),
        seed=13,
    ),
    Sample(
        "childs_pose",
        side="left",
        person="old_woman",
        hold={},
        faults=(Fault("hips_to_heels", 11.0, 14.5, 34.0),),
        outfit=Outfit(
            skin=(0.84, 0.62, 0.52), hair=(0.55, 0.54, 0.52), shirt=(0.45, 0.22, 0.42),
            legs=(0.20, 0.22, 0.25), sleeve=1.9, shirt_loose_m=0.013,
        ),
        floor="carpet",
        mat=(0.50, 0.48, 0.44),
        wall=(0.72, 0.62, 0.52),
        seed=14,
    ),
    Sample(
        "bridge",
        side="left",
        person="slim_man",
        hold={},
        faults=(Fault("hips_up", 11.0, 14.5, 10.0),),
        outfit=Outfit(
            skin=(0.34, 0.20, 0.13), hair=(0.03, 0.025, 0.02), shirt=(0.70, 0.45, 0.08),
            legs=(0.05, 0.05, 0.06), leg_end=1.9, hair_m=0.008,
        ),
        mat=(0.10, 0.12, 0.16),
        viewpoint=Viewpoint("side", 90.0, 0.7, 2.1, 43.0),
        seed=15,
    ),
    Sample(
        "seated_forward_bend",
        side="right",
        person="heavy_man",
        hold={},
        faults=(Fault("knees_straight", 11.0, 14.5, 30.0),),
        outfit=Outfit(
            skin=(0.80, 0.56, 0.44), hair=(0.25, 0.14, 0.07), shirt=(0.16, 0.36, 0.16),
            legs=(0.20, 0.22, 0.25), leg_end=1.9, hair_m=0.012, legs_loose_m=0.008,
            shirt_loose_m=0.015,
        ),
        mat=(0.45, 0.20, 0.28),
        wall=(0.55, 0.62, 0.55),
        seed=16,
    ),
)  # fmt: skip


SMALL = (640, 480)
NEAR = Viewpoint("side", -90.0, 0.7, 1.75, 43.0)
NEAR_OTHER = Viewpoint("side", 90.0, 0.7, 1.75, 43.0)
STANDING = Viewpoint("side", -90.0, 0.9, 2.3, 48.0)
DARK = Outfit(
    skin=(0.34, 0.20, 0.13), hair=(0.03, 0.025, 0.02), shirt=(0.62, 0.60, 0.58),
    legs=(0.08, 0.10, 0.22), hair_m=0.012,
)  # fmt: skip
TAN = Outfit(
    skin=(0.66, 0.45, 0.33), hair=(0.05, 0.035, 0.03), shirt=(0.10, 0.42, 0.48),
    legs=(0.12, 0.12, 0.14), sleeve=0.4,
)  # fmt: skip
GREY = Outfit(
    skin=(0.84, 0.62, 0.52), hair=(0.55, 0.54, 0.52), shirt=(0.45, 0.22, 0.42),
    legs=(0.20, 0.22, 0.25), sleeve=0.7, hair_m=0.014,
)  # fmt: skip
RED = Outfit(
    skin=(0.80, 0.56, 0.44), hair=(0.25, 0.14, 0.07), shirt=(0.55, 0.10, 0.12),
    legs=(0.05, 0.05, 0.06), leg_end=1.5, hair_m=0.014,
)  # fmt: skip


def _small(stretch: str, side: str, person: str, **more: Any) -> Sample:
    """640x480 at 12 frames a second: enough to judge, quick to draw."""
    return Sample(stretch, side, person, **{"hold": {}, "size_px": SMALL, "fps": 12.0, **more})


MORE = (
    _small("cat_cow", "left", "man", fps=15.0, reaches=(1.0, -1.0, 1.0, -1.0),
           outfit=TAN, viewpoint=NEAR, mat=(0.15, 0.30, 0.48), rest_s=1.5, seed=21),
    _small("seated_hamstring", "left", "slim_woman", fps=15.0, hold_s=10.0, outfit=RED,
           faults=(Fault("knees_straight", 8.0, 11.0, 30.0),), mat=(0.20, 0.36, 0.30),
           viewpoint=NEAR_OTHER, seed=22),
    _small("hip_flexor_lunge", "right", "man", hold_s=9.5, outfit=DARK,
           faults=(Fault("trunk_upright", 8.0, 11.0, 30.0),), viewpoint=NEAR_OTHER,
           wall=(0.62, 0.66, 0.70), seed=23),
    _small("plank", "left", "slim_man", hold_s=9.5, outfit=RED,
           faults=(Fault("hips_up", 8.0, 11.0, 9.0),), mat=(0.10, 0.12, 0.16), viewpoint=SIDE_ON,
           seed=24),
    _small("double_knee_to_chest", "left", "heavy_woman", hold_s=9.5, outfit=TAN,
           faults=(Fault("head_down", 8.0, 11.0, 30.0),), viewpoint=SIDE_ON, seed=25),
    _small("trunk_rotation", "left", "woman", reaches=(1.0, -1.0, 1.0, -1.0), outfit=RED,
           viewpoint=Viewpoint("three_quarter", -125.0, 1.6, 2.1, 42.0), rest_s=1.5, seed=26),
    _small("sit_to_stand", "left", "old_man", reaches=(1.0, 1.0, 1.0), outfit=GREY,
           viewpoint=STANDING, rest_s=1.5, seed=27),
    _small("calf_stretch", "left", "heavy_man", hold_s=9.5, outfit=DARK,
           faults=(Fault("heel_down", 8.0, 11.0, 32.0),), viewpoint=STANDING, seed=28),
    _small("lying_nerve_floss", "right", "man", reaches=(1.0, 1.0, 1.0, 1.0), outfit=RED,
           viewpoint=SIDE_ON, rest_s=1.5, seed=29),
    _small("partial_crunch", "left", "slim_man", reaches=(1.0, 1.0, 0.4, 1.0), outfit=TAN,
           viewpoint=SIDE_ON, rest_s=1.5, seed=30),
)  # fmt: skip

SAMPLES = (*FIRST, *MORE)
"""What lies in sample_videos/."""

ON_REQUEST = (
    _small("reach_out", "left", "slim_woman", reaches=(1.0, -1.0, 1.0), outfit=TAN,
           viewpoint=SIDE_ON, mat=(0.45, 0.20, 0.28), rest_s=1.5, seed=31),
    _small("bridge_repetitions", "left", "heavy_man", reaches=(1.0, 1.0, 1.0), outfit=TAN,
           viewpoint=SIDE_ON, rest_s=1.5, seed=32),
    _small("cobra", "left", "woman", hold_s=9.0, outfit=TAN,
           faults=(Fault("hips_down", 8.0, 10.5, 16.0),), viewpoint=SIDE_ON, seed=33),
    _small("figure_four", "left", "slim_woman", hold_s=9.0, outfit=RED,
           faults=(Fault("head_down", 8.5, 11.0, 30.0),),
           viewpoint=Viewpoint("side", 90.0, 0.9, 1.9, 43.0), seed=34),
    _small("standing_hamstring", "left", "heavy_woman", hold_s=9.0, outfit=RED,
           faults=(Fault("knee_not_locked", 8.0, 11.0, 10.4),),
           viewpoint=STANDING, seed=35),
    _small("pelvic_tilt", "left", "old_woman", reaches=(1.0, 1.0, 1.0), outfit=GREY,
           viewpoint=NEAR, rest_s=1.5, seed=36),
    _small("prone_press_up", "left", "old_man", reaches=(1.0, 1.0), outfit=GREY,
           viewpoint=SIDE_ON, rest_s=1.5, seed=37),
)  # fmt: skip
"""Rendered only by name, `samples --only NAME`: the folder is to stay small."""


def build(folder: Path, only: list[str] | None = None) -> None:
    """Render the samples into a folder: all of them, or those named."""
    asked = [s for s in (*SAMPLES, *ON_REQUEST) if s.stretch in only] if only else SAMPLES
    for sample in asked:
        path = folder / f"{sample.stretch}.mp4"
        render_clip(sample.plan(), path, crf=CRF, preset="slow")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise RuntimeError(f"{path}: {size} bytes, more than {MOST_BYTES}; raise CRF")
        print(f"{path}: {size // 1000} kB", file=sys.stderr)
