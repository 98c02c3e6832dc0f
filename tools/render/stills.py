"""Single pictures with their truth, many and each different, to fit angle calibrations on.

Stills come in rounds: each round is one person who does all stretches in turn, dressed and filmed
differently every time, in one of a few rooms. So a round costs one body and a few sets of textures.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from formcheck.stretches.definition import library
from tools.render.camera import Camera
from tools.render.clip import mat_under, pose_at
from tools.render.framing import Viewpoint, frame_body
from tools.render.geometry import Array
from tools.render.motion import Controls, Script, Stretch
from tools.render.renderer import Picture, Renderer, Stage, sensor
from tools.render.room import Room
from tools.render.skeleton import BODIES, Body, PosedBody
from tools.render.stretches import STRETCHES
from tools.render.truth import joints_m, joints_px, nearer_side, values_of
from tools.render.variation import ClipPlan, Rng, known_faults, plan_clip
from tools.render.wardrobe import dress
from tools.render.wider import draw_changes, pose_wider

OFTEN = (
    "lying_hamstring", "knee_to_chest", "double_knee_to_chest", "bridge", "bridge_repetitions",
    "pelvic_tilt", "lying_nerve_floss", "partial_crunch", "figure_four", "seated_forward_bend",
    "seated_hamstring",
)  # fmt: skip
"""Lying on the back and bending over long legs: three times as often as the others."""
ALL = tuple(name for name, stretch in STRETCHES.items() if stretch.id in library())
TURN = (*ALL, *OFTEN, *OFTEN)
SIZES = ((640, 480), (854, 480), (1280, 720))
SIZE_SHARES = (0.7, 0.2, 0.1)
MOMENTS = ("hold", "start", "way")
MOMENT_SHARES = (0.6, 0.15, 0.25)
FAULTY = 0.6
"""Of the moments within the hold, this share shows a fault."""
ROOMS_A_ROUND = 5
QUALITY = 95
SEEDS_A_SET = 1_000_000
TRUTH = "stills.jsonl"


@dataclass(frozen=True)
class Still:
    """A picture to draw.

    Attributes:
        plan: person, outfit, room, camera, sensor, and the script.
        t_s: the moment of the script.
        changes: of the controls, beyond the stretch's own ranges.
    """

    plan: ClipPlan
    t_s: float
    changes: Controls


def build(
    out: Path,
    seed: int,
    count: int,
    *,
    turn: Sequence[str] = TURN,
    view: str = "side",
    folder: Path = BODIES,
    size_px: tuple[int, int] | None = None,
) -> None:
    """Write `count` pictures and `stills.jsonl`, a line for each; those that are there stay.

    Args:
        out: folder to write to.
        seed: the same seed, count and arguments give the same pictures.
        count: how many.
        turn: stretches of a round, by name; one named twice comes twice.
        view: one of `variation.VIEWS`.
        folder: of the bodies.
        size_px: of all pictures, instead of drawing it.
    """
    done = _done(out / TRUTH)
    people = sorted(p.stem for p in folder.glob("*.npz") if p.stem != "topology")
    stage = Stage()
    started, drawn = time.monotonic(), 0
    with (out / TRUTH).open("a") as lines:
        for number in range(count):
            name = f"{number:05d}.jpg"
            if name in done:
                continue
            still = plan_still(number, seed, turn, view, people, size_px)
            picture, truth = draw(still, folder, stage)
            _write(out / name, picture)
            lines.write(json.dumps({"file": name, **truth}, allow_nan=False) + "\n")
            lines.flush()
            drawn += 1
            if drawn % 100 == 0:
                each = (time.monotonic() - started) / drawn
                print(f"{number + 1} of {count}, {each:.3f} s each", file=sys.stderr, flush=True)
    stage.close()


def _done(path: Path) -> set[str]:
    """The pictures that have their line; half a line at the end of the file is cut off."""
    if not path.exists():
        return set()
    text = path.read_text()
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole)
    return {json.loads(line)["file"] for line in whole.splitlines()}


def _write(path: Path, picture: Picture) -> None:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    if not cv2.imwrite(str(path), bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
        raise OSError(f"can't write {path}")


def plan_still(
    number: int,
    seed: int,
    turn: Sequence[str],
    view: str,
    people: Sequence[str],
    size_px: tuple[int, int] | None = None,
) -> Still:
    """Draw the n-th still of a set."""
    round_, place = divmod(number, len(turn))
    person, scale, rooms = _round(round_, seed, tuple(people), view)
    stretch = STRETCHES[turn[place]]
    rng = np.random.default_rng([seed, number])
    moment = str(rng.choice(MOMENTS, p=MOMENT_SHARES))
    across = float(rng.choice([-90.0, 90.0]))
    plan = plan_clip(
        stretch,
        seed * SEEDS_A_SET + number,
        view=view,
        size_px=size_px or SIZES[int(rng.choice(len(SIZES), p=SIZE_SHARES))],
        camera_at=across,
        checks=_check(stretch, rng) if moment == "hold" else [],
        person=person,
    )
    if view == "side":
        plan = replace(plan, viewpoint=_beside(plan.viewpoint, stretch, across, rng))
    look = rooms[int(rng.integers(len(rooms)))]
    plan = replace(plan, scale=scale, room=_furnished_like(look, plan.room))
    return Still(plan, _moment(plan.script, moment, rng), draw_changes(plan.script, rng))


@lru_cache(maxsize=2)
def _round(
    number: int, seed: int, people: tuple[str, ...], view: str
) -> tuple[str, float, list[Room]]:
    """Whose round it is, how large that person is, and the rooms."""
    cycle, place = divmod(number, len(people))
    order = np.random.default_rng([seed, 1, cycle]).permutation(len(people))
    rng = np.random.default_rng([seed, 2, number])
    any_stretch = STRETCHES[ALL[0]]
    rooms = [
        plan_clip(any_stretch, int(rng.integers(1 << 31)), view=view).room
        for _ in range(ROOMS_A_ROUND)
    ]
    return people[order[place]], round(float(rng.uniform(0.95, 1.05)), 3), rooms


def _furnished_like(look: Room, room: Room) -> Room:
    """A room with another one's colours, whose light and walls stay."""
    return replace(
        room,
        floor=look.floor,
        floor_colour=look.floor_colour,
        wall_colour=look.wall_colour,
        mat_colour=look.mat_colour,
        seed=look.seed,
    )


def _check(stretch: Stretch, rng: Rng) -> list[str]:
    """A fault that a single picture can show, or none."""
    known = [c for c in known_faults(stretch) if c != "slow_entry"]
    return [str(rng.choice(known))] if known and rng.random() < FAULTY else []


def _beside(planned: Viewpoint, stretch: Stretch, across: float, rng: Rng) -> Viewpoint:
    """A side camera that stands more crookedly than in a clip."""
    off = 25.0 if stretch.position == "supine" else 22.0
    fov = float(rng.uniform(0.9 * 43, 1.1 * 65))
    farthest = 1.1 * float(np.interp(fov, [43, 65], [3.2, 2.6]))
    return replace(
        planned,
        azimuth_deg=round(across + float(rng.uniform(-off, off)), 2),
        height_m=round(float(rng.uniform(0.3, 1.4)), 3),
        distance_m=round(float(rng.uniform(0.9 * 2.1, farthest)), 3),
        fov_deg=round(fov, 2),
    )


def _moment(script: Script, moment: str, rng: Rng) -> float:
    """Seconds into the script: while a fault is at work, or as the moment says."""
    at_work = [(f.start_s, f.end_s) for f in script.faults]
    at_work += [(b.start_s, b.end_s) for b in script.bounces]
    if moment == "hold" and at_work:
        spans = [(start - 0.15, end + 0.15) for start, end in at_work]
    elif moment == "hold" and script.repetitions:
        spans = [(r.start_s, r.end_s) for r in script.repetitions]
    elif moment == "hold":
        spans = [(script.hold_start_s, script.hold_end_s)]
    elif moment == "start":
        spans = [(0.0, script.rest_s)]
    elif script.repetitions:
        spans = [(r.start_s, r.top_start_s) for r in script.repetitions]
        spans += [(r.top_end_s, r.end_s) for r in script.repetitions]
    else:
        spans = [
            (script.rest_s, script.hold_start_s),
            (script.hold_end_s, script.hold_end_s + script.leave_s),
        ]
    low, high = spans[int(rng.integers(len(spans)))]
    return round(float(rng.uniform(low, high)), 3)


def draw(still: Still, folder: Path, stage: Stage) -> tuple[Picture, dict[str, Any]]:
    """The picture, (H, W, 3) RGB, and what it truly shows."""
    plan, script = still.plan, still.plan.script
    body = _body(plan.person, plan.scale, folder)
    posed = pose_wider(body, script, still.t_s, still.changes)
    at_rest = pose_at(body, script, 0.0)
    swept = _points(posed, at_rest, pose_at(body, script, _busiest_s(script)))
    x, y = mat_under(at_rest, swept)
    room = replace(plan.room, mat_at=(round(x, 3), round(y, 3)), props=script.stretch.props)
    camera = frame_body(plan.viewpoint, swept, plan.size_px)
    renderer = Renderer(body, dress(body, plan.outfit), room, plan.size_px, stage)
    picture = renderer.draw(posed.vertices, camera)
    renderer.close()
    rng = np.random.default_rng(plan.seed)
    spoilt = sensor(picture, rng, plan.sensor.noise, plan.sensor.blur_px)
    return spoilt, _truth(still, posed, camera)


def _at_work(script: Script, t_s: float) -> list[str]:
    """The faults that the moment shows, by check id."""
    faults = [f.check for f in script.faults if f.start_s <= t_s <= f.end_s]
    return faults + ["no_bounce" for b in script.bounces if b.start_s <= t_s <= b.end_s]


@lru_cache(maxsize=2)
def _body(name: str, scale: float, folder: Path) -> Body:
    return Body.load(name, scale, folder)


def _busiest_s(script: Script) -> float:
    """When the body is farthest from where it started, if all goes well."""
    if script.repetitions:
        return script.repetitions[0].top_start_s
    return (script.hold_start_s + script.hold_end_s) / 2


def _points(*poses: PosedBody) -> Array:
    """(N, 3) some of the skin of each pose; the picture has room for all of them."""
    some = np.unique(poses[0].body.faces)[::7]
    return np.concatenate([posed.vertices[some] for posed in poses])


def _truth(still: Still, posed: PosedBody, camera: Camera) -> dict[str, Any]:
    """The line of `stills.jsonl`, without the file's name.

    `side` is the one the pose is built for (in the twist the one the knees turn away from).
    """
    plan, script, t_s = still.plan, still.plan.script, still.t_s
    eye, target = np.array(camera.eye), np.array(camera.target)
    return {
        "stretch": script.stretch.id,
        "script": script.stretch.called,
        "position": script.stretch.position,
        "side": script.side,
        "near_side": nearer_side(camera, posed.joints),
        "view": plan.viewpoint.view,
        "phase": script.phase(t_s),
        "t_s": t_s,
        "faults": _at_work(script, t_s),
        "person": plan.person,
        "scale": plan.scale,
        "height_m": round(posed.body.height, 3),
        "seed": plan.seed,
        "size_px": list(plan.size_px),
        "camera": {
            "azimuth_deg": plan.viewpoint.azimuth_deg,
            "height_m": plan.viewpoint.height_m,
            "distance_m": round(float(np.hypot(*(eye - target)[:2])), 3),
            "fov_deg": camera.fov_deg,
            "roll_deg": camera.roll_deg,
            "eye": list(camera.eye),
            "target": list(camera.target),
        },
        "values": values_of(posed),
        "joints_px": joints_px(camera, posed),
        "joints_m": joints_m(posed),
    }
