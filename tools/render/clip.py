"""Rendering a planned clip: a video and the truth beside it."""

from __future__ import annotations

from dataclasses import asdict, replace
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
from tools.render.skeleton import SIDES, Body, PosedBody
from tools.render.variation import ClipPlan
from tools.render.video import VideoFile
from tools.render.wardrobe import dress

SHUTTER = 0.5
"""Part of the frame's time the shutter is open, for motion blur."""


def render_clip(plan: ClipPlan, path: Path, crf: int = 24, preset: str = "medium") -> Path:
    """Write `path` (.mp4) and its `.truth.json`; returns the path of the truth."""
    body = Body.load(plan.person, plan.scale)
    script = plan.script
    swept = sweep(body, script)
    camera = frame_body(plan.viewpoint, swept, plan.size_px)
    room = replace(plan.room, mat_at=mat_place(body, script, swept), props=script.stretch.props)
    renderer = Renderer(body, dress(body, plan.outfit), room, plan.size_px)
    log = truth.TruthLog(script, camera, plan.fps)
    rng = np.random.default_rng(plan.seed)
    part = path.with_suffix(".part.mp4")
    with VideoFile(part, plan.size_px, plan.fps, crf, preset) as video:
        for i in range(round(script.duration_s * plan.fps)):
            t_s = i / plan.fps
            posed = pose_at(body, script, t_s)
            log.add(t_s, posed)
            picture = _expose(plan, renderer, camera, body, t_s, posed)
            video.write(sensor(picture, rng, plan.sensor.noise, plan.sensor.blur_px))
    renderer.close()
    about = describe(plan, body, camera)
    beside = path.with_suffix(".truth.json")
    truth.write(log.document(about), beside)
    part.replace(path)  # whole or not at all
    return beside


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


def _expose(
    plan: ClipPlan, renderer: Renderer, camera: Camera, body: Body, t_s: float, posed: PosedBody
) -> Picture:
    """One picture; where the body moves fast, blended with an earlier moment."""
    picture = renderer.draw(posed.vertices, camera)
    if not plan.sensor.motion_blur:
        return picture
    earlier = pose_at(body, plan.script, t_s - SHUTTER / plan.fps)
    moved = np.linalg.norm(earlier.vertices - posed.vertices, axis=1).max()
    if moved < 0.004:
        return picture
    before = renderer.draw(earlier.vertices, camera)
    return np.asarray(cv2.addWeighted(picture, 0.5, before, 0.5, 0.0), dtype=np.uint8)


def describe(plan: ClipPlan, body: Body, camera: Camera) -> dict[str, Any]:
    """The plan, for the truth file."""
    return {
        "view": plan.viewpoint.view,
        "seed": plan.seed,
        "body": {
            "name": plan.person,
            "scale": plan.scale,
            "height_m": round(body.height, 3),
            **asdict(plan.outfit),
        },
        "room": asdict(plan.room),
        "camera": {
            **asdict(camera),
            "azimuth_deg": plan.viewpoint.azimuth_deg,
            "turn_deg": plan.viewpoint.turn_deg,
            **asdict(plan.sensor),
        },
    }
