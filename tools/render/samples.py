"""A sample clip, told in a few words, as a plan to render; sample_clips.py has those there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tools.render.framing import Viewpoint
from tools.render.geometry import Z, rotation, vec
from tools.render.motion import Bounce, Controls, Fault, Script
from tools.render.repetitions import in_turn
from tools.render.room import Colour, Room
from tools.render.stretches import STRETCHES
from tools.render.variation import ClipPlan, Sensor
from tools.render.wardrobe import Outfit

SIZE_PX = (854, 480)
EVERYDAY = Outfit()
SIDE_ON = Viewpoint("side", -90.0, 0.7, 2.1, 43.0)


@dataclass(frozen=True)
class Sample:
    """A sample clip.

    Times in the faults and bounces count from the clip's start. `reaches`: how far each repetition
    goes, of a stretch that is repeated; below 0 to the other end. `hold` may change its ends too.
    """

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
    size_px: tuple[int, int] = SIZE_PX
    reaches: tuple[float, ...] = ()
    rest_s: float = 2.0

    def plan(self) -> ClipPlan:
        """All of it, ready to render."""
        stretch = STRETCHES[self.stretch]
        middle = {name: (low + high) / 2 for name, (low, high) in stretch.hold.items()}
        script = Script(
            stretch=stretch,
            side=self.side,
            hold={**middle, **{k: v for k, v in self.hold.items() if k not in stretch.peak}},
            rest_s=self.rest_s,
            enter_s=2.8 if stretch.enter_s[1] > 1 else 0.4,
            hold_s=self.hold_s,
            leave_s=2.2,
            end_s=1.2,
            faults=self.faults,
            bounces=self.bounces,
            breath_hz=0.24,
            tremor_deg=0.15,
            seed=self.seed,
        )
        if stretch.peak:
            script = self._repeated(script)
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
            size_px=self.size_px,
            fps=self.fps,
        )

    def _repeated(self, script: Script) -> Script:
        stretch = script.stretch
        rng = np.random.default_rng(self.seed)
        turns = in_turn(stretch.tempo, self.reaches, script.hold_start_s + 0.3, rng)
        peak, back = (
            {name: (low + high) / 2 for name, (low, high) in ends.items()}
            for ends in (stretch.peak, stretch.other_peak or stretch.peak)
        )
        return replace(
            script,
            repetitions=turns,
            peak={**peak, **{k: v for k, v in self.hold.items() if k in peak}},
            other_peak=back,
            hold_s=round(turns[-1].end_s - script.hold_start_s + 0.5, 2),
            leave_s=script.leave_s if stretch.enter_s[1] > 1 else 0.4,
        )
