"""A whole routine in one clip: several stretches by one person on one mat, and the way between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tools.render import truth
from tools.render.clip import describe, film, pose_at, set_scene
from tools.render.motion import Script
from tools.render.repetitions import smooth
from tools.render.sample_clips import RED
from tools.render.samples import SIDE_ON, Sample
from tools.render.skeleton import Body, PosedBody, Poser
from tools.render.stretches.common import MAT_SINK_M
from tools.render.variation import ClipPlan
from tools.render.video import VideoFile

MOVE_S = 2.2
"""From the end of one stretch to the start of the next, where they aren't the same pose."""
FPS = 10.0
CRF = 27


@dataclass(frozen=True)
class Part:
    """One stretch of the routine, from `start_s` on; `move_s` before it from the one before."""

    script: Script
    start_s: float
    move_s: float

    @property
    def end_s(self) -> float:
        """When its clip would end."""
        return self.start_s + self.script.duration_s


def parts() -> list[Part]:
    """Knee to chest on either side, a hamstring stretch, a bridge."""
    found: list[Part] = []
    end_s = 0.0
    for number, (stretch, side) in enumerate(
        (("knee_to_chest", "left"), ("knee_to_chest", "right"), ("lying_hamstring", "left"),
         ("bridge", "left"))
    ):  # fmt: skip
        script = replace(
            _sample(stretch, side, number).plan().script,
            rest_s=1.0 if number else 2.0,
            hold_s=10.0,
            end_s=0.8,
        )
        same = found and found[-1].script.stretch.start.keys() == script.stretch.start.keys()
        move_s = 0.0 if not found or same else MOVE_S
        found.append(Part(script, end_s + move_s, move_s))
        end_s = found[-1].end_s
    return found


def _sample(stretch: str, side: str, seed: int) -> Sample:
    return Sample(
        stretch, side, "man", hold={}, outfit=RED, mat=(0.15, 0.30, 0.48), viewpoint=SIDE_ON,
        size_px=(640, 480), fps=FPS, seed=70 + seed,
    )  # fmt: skip


def pose_in(body: Body, routine: list[Part], t_s: float) -> PosedBody:
    """The body at a time of the routine."""
    for number, part in enumerate(routine):
        if t_s < part.start_s:
            before = routine[number - 1]
            share = smooth((t_s - before.end_s) / part.move_s)
            return _moving(body, before, part, share)
        if t_s < part.end_s:
            return pose_at(body, part.script, t_s - part.start_s)
    last = routine[-1]
    return pose_at(body, last.script, last.script.duration_s)


def phase_in(routine: list[Part], t_s: float) -> str:
    """The phase at a time of the routine; the way to a stretch belongs to its `start`."""
    for part in routine:
        if t_s < part.start_s:
            return "start"
        if t_s < part.end_s:
            return part.script.phase(t_s - part.start_s)
    return "end"


def _moving(body: Body, before: Part, after: Part, share: float) -> PosedBody:
    one = pose_at(body, before.script, before.script.duration_s)
    two = pose_at(body, after.script, 0.0)
    poser = Poser.between(one, two, share)
    poser.ground("trunk", sink=MAT_SINK_M)
    return poser.finish()


def build(path: Path) -> None:
    """Write the clip and, beside it, `NAME.segments.json`."""
    routine = parts()
    plan = _sample("knee_to_chest", "left", 0).plan()
    scene, duration_s = set_scene(plan, [part.script for part in routine]), routine[-1].end_s
    part_file = path.with_suffix(".part.mp4")
    with VideoFile(part_file, plan.size_px, plan.fps, CRF, "slow") as video:
        log = film(plan, scene, lambda t_s: pose_in(scene.body, routine, t_s), duration_s, video)
    frames = range(len(log.columns["phase"]))
    log.columns["phase"] = [phase_in(routine, i / plan.fps) for i in frames]
    document = _document(routine, plan, log, describe(plan, scene))
    truth.write(document, path.with_suffix(".segments.json"))
    part_file.replace(path)


def _document(
    routine: list[Part], plan: ClipPlan, log: truth.TruthLog, about: dict[str, Any]
) -> dict[str, Any]:
    return {
        "schema": truth.SCHEMA,
        "near_side": log.near_side(),
        "position": "supine",
        "fps": plan.fps,
        "size_px": list(plan.size_px),
        **about,
        "segments": segments(routine),
        "frames": {**log.columns, "joints_px": log.joints_px, "joints_m": log.joints_m},
    }


def segments(routine: list[Part]) -> list[dict[str, Any]]:
    """From the start of each entry to the end of the leaving, with the hold in between."""
    return [
        {
            "stretch": p.script.stretch.id,
            "side": p.script.side if p.script.stretch.sided else "both",
            "start_s": round(p.start_s + p.script.rest_s, 3),
            "end_s": round(p.start_s + p.script.hold_end_s + p.script.leave_s, 3),
            "hold_start_s": round(p.start_s + p.script.hold_start_s, 3),
            "hold_end_s": round(p.start_s + p.script.hold_end_s, 3),
        }
        for p in routine
    ]
