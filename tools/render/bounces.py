"""Clips of bouncing: six stretches, each slowly, at a usual pace and fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tools.render.motion import Bounce
from tools.render.stretches import STRETCHES
from tools.render.variation import ClipPlan, plan_clip

BOUNCED = (
    "lying_hamstring",
    "knee_to_chest",
    "seated_forward_bend",
    "childs_pose",
    "bridge",
    "seated_hamstring",
)
RATES_HZ = (0.7, 1.5, 2.7)
SIZES_DEG = (7.0, 11.0)
START_S, END_S = 5.5, 9.5
FIRST_SEED = 7700
HOLD_S = 9.0
SIZE_PX, FPS = (640, 480), 15.0


def plan_bounces() -> Iterator[ClipPlan]:
    """Good form from the side but for four seconds of bouncing, each in another body and room."""
    random = np.random.default_rng(77)
    for number, (name, rate_hz) in enumerate(
        (name, rate_hz) for name in BOUNCED for rate_hz in RATES_HZ
    ):
        size_deg = float(random.uniform(*SIZES_DEG))
        bounce = Bounce(START_S, END_S, rate_hz + float(random.uniform(-0.1, 0.1)), size_deg)
        plan = plan_clip(
            STRETCHES[name],
            FIRST_SEED + number,
            view="side",
            size_px=SIZE_PX,
            fps=FPS,
            hold_s=HOLD_S,
            fault_count=0,
        )
        script = replace(
            plan.script,
            bounces=(bounce,),
            faults=(),
            rest_s=1.5,
            enter_s=2.0,
            hold_s=HOLD_S,
            leave_s=1.5,
            end_s=0.7,
        )
        yield replace(plan, script=script)
