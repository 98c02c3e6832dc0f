"""The pictures on a stretch's page: start, hold and the main mistake, in one calm style."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from tools.render.clip import mat_under
from tools.render.framing import Viewpoint, frame_body
from tools.render.geometry import Array, Z, rotation, vec
from tools.render.motion import Controls, Stretch
from tools.render.renderer import Picture, Renderer
from tools.render.room import Colour, Room
from tools.render.skeleton import Body, PosedBody
from tools.render.stretches import STRETCHES
from tools.render.variation import PEOPLE
from tools.render.wardrobe import Outfit, dress

FOLDER = Path(__file__).parents[2] / "formcheck" / "app" / "illustrations"
SIZE_PX = (640, 360)
MOST_BYTES = 25_000
QUALITY = 82
BACKDROP: Colour = (0.66, 0.68, 0.66)
MAT: Colour = (0.30, 0.42, 0.44)

SIDE_ON = Viewpoint("side", -90.0, 0.85, 1.5, 36.0)
ACROSS = Viewpoint("three_quarter", -52.0, 1.5, 1.7, 36.0)
STANDING = Viewpoint("side", -82.0, 1.0, 2.2, 36.0)


@dataclass(frozen=True)
class Look:
    """What is shown of a stretch.

    Attributes:
        view: where from.
        mistake: the check whose fault is drawn; empty for none.
        change: controls of the mistake, instead of a fault's.
        side: stretched side; the one nearer to the camera.
    """

    view: Viewpoint = SIDE_ON
    mistake: str = ""
    change: tuple[tuple[str, float], ...] = ()
    side: str = "right"


LOOKS = {
    "knee_to_chest": Look(mistake="head_down"),
    "double_knee_to_chest": Look(mistake="head_down"),
    "pelvic_tilt": Look(mistake="hips_down"),
    "supine_twist": Look(ACROSS, "shoulders_flat", side="left"),
    "trunk_rotation": Look(ACROSS, "knees_together"),
    "lying_hamstring": Look(mistake="knee_not_too_bent"),
    "figure_four": Look(mistake="head_down", side="left"),
    "piriformis_cross": Look(ACROSS, "shoulders_flat"),
    "outer_hip": Look(ACROSS, "shoulders_flat"),
    "bridge": Look(mistake="hips_up"),
    "partial_crunch": Look(mistake="not_too_high"),
    "lying_nerve_floss": Look(mistake="hip_steady"),
    "cat_cow": Look(mistake="wrists_under_shoulders", side="left"),
    "childs_pose": Look(mistake="hips_to_heels", side="left"),
    "hip_flexor_lunge": Look(mistake="trunk_upright", side="left"),
    "reach_out": Look(mistake="leg_level", side="left"),
    "seated_forward_bend": Look(mistake="back_long"),
    "seated_hamstring": Look(mistake="back_long"),
    "seated_nerve_floss": Look(STANDING, "trunk_upright", side="left"),
    "sit_to_stand": Look(STANDING, change=(("rise", 0.55), ("spine", 40.0)), side="left"),
    "prone_press_up": Look(mistake="elbows_under_shoulders", side="left"),
    "cobra": Look(mistake="hips_down", side="left"),
    "plank": Look(mistake="hips_up", side="left"),
    "open_book": Look(Viewpoint("three_quarter", -118.0, 1.5, 1.7, 36.0), "knees_together",
                      side="left"),
    "standing_hamstring": Look(STANDING, "back_long", side="left"),
    "calf_stretch": Look(STANDING, "heel_down", side="left"),
    "warm_up": Look(STANDING, "trunk_upright", side="left"),
}  # fmt: skip

OUTFITS = (
    Outfit(shirt=(0.10, 0.42, 0.48), legs=(0.10, 0.10, 0.16)),
    Outfit(skin=(0.50, 0.32, 0.22), hair=(0.03, 0.025, 0.02), shirt=(0.66, 0.64, 0.60),
           legs=(0.08, 0.10, 0.22), hair_m=0.011),
    Outfit(skin=(0.66, 0.45, 0.33), hair=(0.05, 0.035, 0.03), shirt=(0.55, 0.16, 0.14),
           legs=(0.12, 0.12, 0.14), sleeve=0.4),
    Outfit(skin=(0.34, 0.20, 0.13), hair=(0.03, 0.025, 0.02), shirt=(0.66, 0.44, 0.10),
           legs=(0.07, 0.07, 0.09), hair_m=0.009),
    Outfit(skin=(0.20, 0.115, 0.075), hair=(0.03, 0.025, 0.02), shirt=(0.45, 0.22, 0.42),
           legs=(0.14, 0.15, 0.20)),
    Outfit(skin=(0.80, 0.56, 0.44), hair=(0.25, 0.14, 0.07), shirt=(0.16, 0.36, 0.20),
           legs=(0.16, 0.18, 0.22), hair_m=0.012),
    Outfit(skin=(0.84, 0.62, 0.52), hair=(0.55, 0.54, 0.52), shirt=(0.18, 0.30, 0.50),
           legs=(0.20, 0.22, 0.25), sleeve=0.7),
    Outfit(skin=(0.66, 0.45, 0.33), hair=(0.50, 0.49, 0.48), shirt=(0.58, 0.56, 0.52),
           legs=(0.14, 0.20, 0.24), hair_m=0.010),
)  # fmt: skip


def poses(stretch: Stretch, look: Look) -> dict[str, Controls]:
    """The controls of each picture: `start`, `hold` (or the top) and `mistake`."""
    held = {**stretch.start, **_ends(stretch.hold)}
    found = {"start": {**held} if stretch.peak else {**stretch.start}}
    if stretch.ends:  # two ends: the other one tells more than the middle
        found["start"].update(_ends(stretch.other_peak))
    found["hold"] = {**held, **_ends(stretch.peak)}
    wrong = {**found["hold"], **dict(look.change)}
    if look.mistake:
        kind = stretch.faults[look.mistake]
        first = next(iter(kind.moves))
        size = kind.sizes_deg[1] if kind.to is None else abs(kind.to[1] - wrong[first])
        for name, per_deg in kind.moves.items():
            wrong[name] += per_deg * size
    if look.mistake or look.change:
        found["mistake"] = wrong
    return found


def _ends(ranges: Mapping[str, tuple[float, float]]) -> Controls:
    return {name: (low + high) / 2 for name, (low, high) in ranges.items()}


def draw(stretch_id: str) -> dict[str, Picture]:
    """The pictures of one stretch, (H, W, 3) RGB, seen from one place."""
    look, stretch = LOOKS[stretch_id], STRETCHES[stretch_id]
    number = list(LOOKS).index(stretch_id) % len(PEOPLE)
    body = Body.load(PEOPLE[number])
    posed = {
        name: stretch.pose(body, look.side, controls)
        for name, controls in poses(stretch, look).items()
    }
    some = np.unique(body.faces)[::5]
    points = np.concatenate([p.vertices[some] for p in posed.values()] + _prop_corners(stretch))
    twice = (2 * SIZE_PX[0], 2 * SIZE_PX[1])
    camera = frame_body(look.view, points, twice)
    renderer = Renderer(
        body, dress(body, OUTFITS[number]), _studio(look, stretch, posed["hold"], points), twice
    )
    pictures = {name: _smaller(renderer.draw(p.vertices, camera)) for name, p in posed.items()}
    renderer.close()
    return pictures


def _prop_corners(stretch: Stretch) -> list[Array]:
    return [np.array([b.low, (*b.high[:2], min(b.high[2], 1.7))]) for b in stretch.props]


def _studio(look: Look, stretch: Stretch, posed: PosedBody, points: Array) -> Room:
    sun = rotation(Z, look.view.azimuth_deg + 90) @ vec(-0.30, -0.45, 0.85)
    return Room(
        floor="plain", floor_colour=BACKDROP, wall_colour=BACKDROP, mat_colour=MAT, plain=True,
        yaw_deg=look.view.azimuth_deg + 90, back_m=2.6,
        sun=(float(sun[0]), float(sun[1]), float(sun[2])), props=stretch.props,
        mat_at=mat_under(posed, points),
    )  # fmt: skip


def _smaller(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def build(folder: Path = FOLDER, only: list[str] | None = None) -> None:
    """Write `ID.webp`, `ID_start.webp` and `ID_mistake.webp` of every stretch."""
    for stretch_id in only or list(LOOKS):
        for name, picture in draw(stretch_id).items():
            suffix = "" if name == "hold" else f"_{name}"
            path = folder / f"{stretch_id}{suffix}.webp"
            options = [cv2.IMWRITE_WEBP_QUALITY, QUALITY]
            done, data = cv2.imencode(".webp", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)
            if not done or len(data) > MOST_BYTES:
                raise RuntimeError(f"{path}: {len(data)} bytes, more than {MOST_BYTES}")
            path.write_bytes(data.tobytes())
        print(stretch_id, file=sys.stderr)
