"""The clips in sample_videos/: one for each stretch, good form with one typical mistake."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tools.render.clip import render_clip
from tools.render.framing import Viewpoint
from tools.render.geometry import Z, rotation, vec
from tools.render.motion import Bounce, Controls, Fault, Script
from tools.render.room import Colour, Room
from tools.render.stretches import STRETCHES
from tools.render.variation import ClipPlan, Sensor
from tools.render.wardrobe import Outfit

SIZE_PX = (854, 480)
CRF = 25
MOST_BYTES = 400_000
EVERYDAY = Outfit()
SIDE_ON = Viewpoint("side", -90.0, 0.7, 2.1, 43.0)


@dataclass(frozen=True)
class Sample:
    """A sample clip; times in the faults and bounces count from the clip's start."""

    stretch: str
    side: str
    person: str
    hold: Controls
    faults: tuple[Fault, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    hold_s: float = 15.0
    fps: float = 24.0
    outfit: Outfit = EVERYDAY
    floor: str = "wood"
    wall: Colour = (0.70, 0.69, 0.66)
    mat: Colour = (0.28, 0.22, 0.45)
    viewpoint: Viewpoint = SIDE_ON
    seed: int = 0

    def plan(self) -> ClipPlan:
        """All of it, ready to render."""
        stretch = STRETCHES[self.stretch]
        middle = {name: (low + high) / 2 for name, (low, high) in stretch.hold.items()}
        script = Script(
            stretch=stretch,
            side=self.side,
            hold={**middle, **self.hold},
            rest_s=2.0,
            enter_s=2.8,
            hold_s=self.hold_s,
            leave_s=2.2,
            end_s=1.2,
            faults=self.faults,
            bounces=self.bounces,
            breath_hz=0.24,
            tremor_deg=0.15,
            seed=self.seed,
        )
        towards = self.viewpoint.azimuth_deg
        sun = rotation(Z, towards + 90) @ vec(-0.35, -0.45, 0.85)
        room = Room(
            floor=self.floor,
            wall_colour=self.wall,
            mat_colour=self.mat,
            yaw_deg=round((towards + 90) / 90) * 90.0,
            sun=(float(sun[0]), float(sun[1]), float(sun[2])),
            back_m=1.7,
            seed=self.seed,
        )
        return ClipPlan(
            seed=self.seed,
            script=script,
            person=self.person,
            scale=1.0,
            outfit=self.outfit,
            room=room,
            viewpoint=self.viewpoint,
            sensor=Sensor(noise=0.5, blur_px=0.4),
            size_px=SIZE_PX,
            fps=self.fps,
        )


SAMPLES = (
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
        viewpoint=Viewpoint("three_quarter", -55.0, 1.6, 2.1, 42.0),
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


def build(folder: Path, only: list[str] | None = None) -> None:
    """Render the samples into a folder."""
    for sample in SAMPLES:
        if only and sample.stretch not in only:
            continue
        path = folder / f"{sample.stretch}.mp4"
        render_clip(sample.plan(), path, crf=CRF, preset="slow")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise RuntimeError(f"{path}: {size} bytes, more than {MOST_BYTES}; raise CRF")
        print(f"{path}: {size // 1000} kB", file=sys.stderr)
