"""Rendering a planned clip: a video and the truth beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tools.render import truth
from tools.render.camera import Camera
from tools.render.framing import frame_body
from tools.render.geometry import Array
from tools.render.motion import Script
from tools.render.renderer import Picture, Renderer, sensor
from tools.render.room import Room
from tools.render.skeleton import SIDES, Body, PosedBody
from tools.render.variation import ClipPlan
from tools.render.video import VideoFile
from tools.render.wardrobe import dress

SHUTTER = 0.5
"""Part of the frame's time the shutter is open, for motion blur."""


@dataclass(frozen=True)
class Scene:
    """A body, the room it is in, and the camera that sees all of it."""

    body: Body
    room: Room
    camera: Camera


def render_clip(plan: ClipPlan, path: Path, crf: int = 24, preset: str = "medium") -> Path:
    """Write `path` (.mp4) and its `.truth.json`; returns the path of the truth."""
    scene, script = set_scene(plan, [plan.script]), plan.script
    part = path.with_suffix(".part.mp4")
    with VideoFile(part, plan.size_px, plan.fps, crf, preset) as video:
        log = film(
            plan, scene, lambda t_s: pose_at(scene.body, script, t_s), script.duration_s, video
        )
    beside = path.with_suffix(".truth.json")
    truth.write(log.document(describe(plan, scene)), beside)
    part.replace(path)  # whole or not at all
    return beside


def set_scene(plan: ClipPlan, scripts: Sequence[Script]) -> Scene:
    """The plan's person and room, and a camera that sees all that the scripts do there."""
    body = Body.load(plan.person, plan.scale)
    swept = np.concatenate([sweep(body, script) for script in scripts])
    first = scripts[0]
    room = replace(plan.room, mat_at=mat_place(body, first, swept), props=first.stretch.props)
    return Scene(body, room, frame_body(plan.viewpoint, swept, plan.size_px))


def film(
    plan: ClipPlan,
    scene: Scene,
    pose: Callable[[float], PosedBody],
    duration_s: float,
    video: VideoFile,
) -> truth.TruthLog:
    """Draw a scene into a video.

    Args:
        plan: of outfit, sensor, size and frame rate.
        scene: what is seen.
        pose: the body at a time, seconds from the start.
        duration_s: how long.
        video: to write into.

    Returns:
        The truth of each frame.
    """
    renderer = Renderer(scene.body, dress(scene.body, plan.outfit), scene.room, plan.size_px)
    log = truth.TruthLog(plan.script, scene.camera, plan.fps)
    rng = np.random.default_rng(plan.seed)
    for i in range(round(duration_s * plan.fps)):
        t_s = i / plan.fps
        posed = pose(t_s)
        log.add(t_s, posed)
        picture = renderer.draw(posed.vertices, scene.camera)
        if plan.sensor.motion_blur:
            earlier = pose(t_s - SHUTTER / plan.fps)
            picture = _blurred(picture, renderer, scene.camera, earlier, posed)
        video.write(sensor(picture, rng, plan.sensor.noise, plan.sensor.blur_px))
    renderer.close()
    return log


def pose_at(body: Body, script: Script, t_s: float) -> PosedBody:
    """The body at a time of the script."""
    return script.stretch.pose(body, script.side, script.controls(t_s))


def sweep(body: Body, script: Script) -> Array:
    """(N, 3) points on the skin that the body passes through during a script."""
    times = [0.0, script.duration_s]
    times += list(np.linspace(script.rest_s, script.hold_start_s, 7))
    times += [(f.start_s + f.end_s) / 2 for f in script.faults]
    times += [b.start_s + 0.75 / b.rate_hz for b in script.bounces]
    times += [r.top_start_s for r in script.repetitions[:4]]
    times += [r.start_s + 0.5 * r.rise_s for r in script.repetitions[:2]]
    some = np.unique(body.faces)[::7]
    return np.concatenate([pose_at(body, script, t).vertices[some] for t in times])


def mat_place(body: Body, script: Script, swept: Array) -> tuple[float, float]:
    """Under the trunk at the start, and lengthwise under all that comes to the floor."""
    x, y = mat_under(pose_at(body, script, 0.0), swept)
    return round(x, 3), round(y, 3)


def mat_under(posed: PosedBody, points: Array) -> tuple[float, float]:
    """The mat's middle: under the trunk, and lengthwise under the `points` near the floor."""
    low = points[points[:, 2] < 0.12]
    y = np.mean([posed.joints[f"{s}_{j}"][1] for s in SIDES for j in ("shoulder", "hip")])
    return float(low[:, 0].min() + low[:, 0].max()) / 2, float(y)


def _blurred(
    picture: Picture, renderer: Renderer, camera: Camera, earlier: PosedBody, posed: PosedBody
) -> Picture:
    """The picture of a pose; where the body moves fast, blended with the earlier moment."""
    moved = np.linalg.norm(earlier.vertices - posed.vertices, axis=1).max()
    if moved < 0.004:
        return picture
    before = renderer.draw(earlier.vertices, camera)
    return np.asarray(cv2.addWeighted(picture, 0.5, before, 0.5, 0.0), dtype=np.uint8)


def describe(plan: ClipPlan, scene: Scene) -> dict[str, Any]:
    """The plan, for the truth file."""
    return {
        "view": plan.viewpoint.view,
        "seed": plan.seed,
        "body": {
            "name": plan.person,
            "scale": plan.scale,
            "height_m": round(scene.body.height, 3),
            **asdict(plan.outfit),
        },
        "room": asdict(plan.room),
        "camera": {
            **asdict(scene.camera),
            "azimuth_deg": plan.viewpoint.azimuth_deg,
            "turn_deg": plan.viewpoint.turn_deg,
            **asdict(plan.sensor),
        },
    }
