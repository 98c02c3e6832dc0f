"""What differs from clip to clip, drawn from a seed: people, rooms, cameras, faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tools.render.framing import Viewpoint
from tools.render.motion import Bounce, Controls, Fault, Script, Stretch
from tools.render.repetitions import in_turn
from tools.render.room import Colour, Room
from tools.render.skeleton import SIDES
from tools.render.wardrobe import Outfit

Rng = np.random.Generator

PEOPLE = (
    "woman", "man", "slim_woman", "slim_man", "heavy_woman", "heavy_man", "old_woman", "old_man",
)  # fmt: skip
SKINS: tuple[Colour, ...] = (
    (0.86, 0.64, 0.53), (0.80, 0.56, 0.44), (0.66, 0.45, 0.33), (0.50, 0.32, 0.22),
    (0.34, 0.20, 0.13), (0.20, 0.115, 0.075),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = (
    (0.03, 0.025, 0.02), (0.12, 0.065, 0.04), (0.25, 0.14, 0.07), (0.50, 0.36, 0.18),
    (0.35, 0.12, 0.05),
)  # fmt: skip
GREY: Colour = (0.55, 0.54, 0.52)
CLOTHES: tuple[Colour, ...] = (
    (0.10, 0.42, 0.48), (0.62, 0.60, 0.58), (0.55, 0.10, 0.12), (0.08, 0.10, 0.30),
    (0.70, 0.45, 0.08), (0.05, 0.05, 0.06), (0.16, 0.36, 0.16), (0.80, 0.79, 0.76),
    (0.45, 0.22, 0.42), (0.20, 0.22, 0.25),
)  # fmt: skip
MATS: tuple[Colour, ...] = (
    (0.28, 0.22, 0.45), (0.20, 0.36, 0.30), (0.10, 0.12, 0.16), (0.45, 0.20, 0.28),
    (0.15, 0.30, 0.48), (0.50, 0.48, 0.44),
)  # fmt: skip
WALLS: tuple[Colour, ...] = (
    (0.70, 0.69, 0.66), (0.62, 0.66, 0.70), (0.55, 0.62, 0.55), (0.72, 0.62, 0.52),
    (0.40, 0.44, 0.50), (0.78, 0.77, 0.76),
)  # fmt: skip
FLOORS: dict[str, tuple[Colour, ...]] = {
    "wood": ((0.50, 0.36, 0.23), (0.30, 0.20, 0.13), (0.62, 0.50, 0.36), (0.45, 0.42, 0.38)),
    "carpet": ((0.35, 0.34, 0.36), (0.45, 0.38, 0.30), (0.18, 0.22, 0.30)),
    "tiles": ((0.62, 0.60, 0.57), (0.45, 0.42, 0.40)),
}

ENDS = {"three_quarter": 0.0, "three_quarter_head": 1.0, "three_quarter_feet": -1.0}
"""Views between the side and one end of the person: the head's, the feet's, or either (0)."""
VIEWS = ("side", *ENDS, "feet", "front")


@dataclass(frozen=True)
class Sensor:
    """How the camera spoils the picture: noise in grey levels, blur in pixels."""

    noise: float = 1.5
    blur_px: float = 0.5
    motion_blur: bool = False


@dataclass(frozen=True)
class ClipPlan:
    """Everything that makes a clip; the same plan gives the same clip."""

    seed: int
    script: Script
    person: str
    scale: float
    outfit: Outfit
    room: Room
    viewpoint: Viewpoint
    sensor: Sensor
    size_px: tuple[int, int]
    fps: float


def plan_clip(
    stretch: Stretch,
    seed: int,
    *,
    view: str | None = None,
    side: str | None = None,
    size_px: tuple[int, int] = (640, 480),
    fps: float = 30.0,
    hold_s: float | None = None,
    fault_count: int | None = None,
    camera_at: float | None = None,
    checks: Sequence[str] | None = None,
    person: str | None = None,
) -> ClipPlan:
    """Draw a clip of a stretch from a seed; what is given is not drawn.

    Args:
        stretch: which.
        seed: the same seed and arguments give the same clip.
        view: side, three_quarter (or only from the head's end, three_quarter_head, or from the
            feet's, three_quarter_feet), feet or front.
        side: stretched side.
        size_px, fps: of the video.
        hold_s: length of the hold.
        fault_count: how many different faults.
        camera_at: -90 or 90, the side of the mat on which the camera stands.
        checks: which faults, instead of drawing them.
        person: the name of a body; what it begins and ends with says how old, and man or woman.
    """
    rng = np.random.default_rng([seed, sum(stretch.id.encode())])
    person = person or str(rng.choice(PEOPLE))
    outfit = _outfit(person, rng)
    viewpoint = _viewpoint(view or _view(stretch, rng), camera_at, rng)
    script = _script(stretch, side or str(rng.choice(SIDES)), hold_s, rng)
    if checks is None:
        checks = _checks(stretch, fault_count, rng)
    script = add_faults(script, list(checks), rng)
    return ClipPlan(
        seed=seed,
        script=replace(script, seed=seed),
        person=person,
        scale=round(float(rng.uniform(0.94, 1.05)), 3),
        outfit=outfit,
        room=_room(viewpoint, rng),
        viewpoint=viewpoint,
        sensor=Sensor(
            noise=round(float(rng.uniform(0.8, 3.5)), 2),
            blur_px=round(float(rng.uniform(0.3, 0.8)) * size_px[1] / 480, 2),
            motion_blur=bool(rng.random() < 0.3),
        ),
        size_px=size_px,
        fps=fps,
    )


def _view(stretch: Stretch, rng: Rng) -> str:
    if stretch.views[0] != "side":
        return str(rng.choice(stretch.views, p=_weights(len(stretch.views), 0.7)))
    return str(rng.choice(stretch.views, p=_weights(len(stretch.views), 0.8)))


def _weights(count: int, first: float) -> list[float]:
    return [first] + [(1 - first) / (count - 1)] * (count - 1)


def _pick(colours: tuple[Colour, ...], rng: Rng) -> Colour:
    r, g, b = np.array(colours[int(rng.integers(len(colours)))]) * rng.uniform(0.9, 1.1, 3)
    return (round(float(r), 3), round(float(g), 3), round(float(b), 3))


def _outfit(person: str, rng: Rng) -> Outfit:
    grey = person.startswith("old") and rng.random() < 0.8
    woman = person.endswith("woman")
    loose = rng.random() < 0.4
    return Outfit(
        skin=_pick(SKINS, rng),
        hair=GREY if grey else _pick(HAIRS, rng),
        shirt=_pick(CLOTHES, rng),
        legs=_pick(CLOTHES, rng),
        sleeve=float(rng.choice([0.25, 0.5, 0.7, 1.9])),
        leg_end=float(rng.choice([0.75, 1.5, 1.9], p=[0.3, 0.2, 0.5])),
        shirt_loose_m=round(float(rng.uniform(0.012, 0.02) if loose else 0.007), 4),
        legs_loose_m=round(float(rng.uniform(0.007, 0.012) if loose else 0.003), 4),
        hair_m=round(float(rng.uniform(0.02, 0.034) if woman else rng.uniform(0.006, 0.018)), 4),
        socks=_pick(CLOTHES, rng) if rng.random() < 0.3 else None,
    )


def _viewpoint(view: str, camera_at: float | None, rng: Rng) -> Viewpoint:
    """Side on within 12 degrees; three-quarter from a raised camera 30 to 45 off it."""
    across = float(rng.choice([-90.0, 90.0]))
    across = across if camera_at is None else camera_at
    if view == "side":
        azimuth, height = across + rng.uniform(-12, 12), rng.uniform(0.4, 1.2)
    elif view in ENDS:
        end = ENDS[view] * float(np.sign(across)) or float(rng.choice([-1, 1]))
        azimuth = across + end * rng.uniform(30, 45)
        height = rng.uniform(1.2, 1.8)
        view = "three_quarter"
    elif view == "feet":
        azimuth, height = rng.uniform(-10, 10), rng.uniform(1.1, 1.7)
    else:
        azimuth, height = 180 + rng.uniform(-10, 10), rng.uniform(0.8, 1.5)
    fov = float(rng.uniform(43, 65))
    farthest = float(np.interp(fov, [43, 65], [3.2, 2.6]))
    return Viewpoint(
        view=view,
        azimuth_deg=round(float(azimuth), 2),
        height_m=round(float(height), 3),
        distance_m=round(float(rng.uniform(2.1, farthest)), 3),
        fov_deg=round(fov, 2),
        roll_deg=round(float(rng.normal(0, 1.2)), 2),
        turn_deg=round(float(rng.normal(0, 1.5)), 2),
    )


def _room(viewpoint: Viewpoint, rng: Rng) -> Room:
    kind = str(rng.choice(list(FLOORS), p=[0.5, 0.35, 0.15]))
    yaw = round((viewpoint.azimuth_deg + 90) / 90) * 90 + rng.uniform(-6, 6)
    light = np.radians(rng.uniform(0, 360))
    return Room(
        floor=kind,
        floor_colour=_pick(FLOORS[kind], rng),
        wall_colour=_pick(WALLS, rng),
        mat_colour=_pick(MATS, rng),
        yaw_deg=round(float(yaw), 2),
        back_m=round(float(rng.uniform(1.4, 2.4)), 2),
        side_m=round(float(rng.uniform(2.6, 3.6)), 2),
        sun=(round(0.6 * float(np.cos(light)), 3), round(0.6 * float(np.sin(light)), 3), 0.85),
        brightness=round(float(rng.choice([rng.uniform(0.8, 1.1), rng.uniform(0.45, 0.8)])), 2),
        warmth=round(float(rng.uniform(-0.6, 1.0)), 2),
        furniture=int(rng.integers(0, 4)),
        seed=int(rng.integers(1 << 16)),
    )


def _script(stretch: Stretch, side: str, hold_s: float | None, rng: Rng) -> Script:
    script = Script(
        stretch=stretch,
        side=side,
        hold=_drawn(stretch.hold, rng),
        rest_s=round(float(rng.uniform(1.5, 2.2)), 2),
        enter_s=round(float(rng.uniform(*stretch.enter_s)), 2),
        hold_s=hold_s if hold_s is not None else round(float(rng.uniform(10, 14)), 2),
        leave_s=round(float(rng.uniform(1.5, 2.5)), 2),
        end_s=round(float(rng.uniform(0.8, 1.5)), 2),
        breath_hz=round(float(rng.uniform(0.2, 0.3)), 3),
        tremor_deg=round(float(rng.uniform(0.1, 0.4)), 2),
    )
    return repeated(script, hold_s, rng) if stretch.peak else script


def repeated(script: Script, for_s: float | None, rng: Rng) -> Script:
    """The same with repetitions for a time (4 to 6 by default); every fourth set has a half one."""
    stretch = script.stretch
    count = int(rng.integers(4, 7))
    two_ways = bool(stretch.other_peak) or (stretch.sided and stretch.alternates)
    reaches = [-1.0 if two_ways and k % 2 else 1.0 for k in range(60)]
    if rng.random() < 0.25:
        reaches[int(rng.integers(1, count))] *= round(float(rng.uniform(0.35, 0.5)), 2)
    turns = in_turn(stretch.tempo, reaches, script.hold_start_s + 0.3, rng)
    if for_s is not None:
        count = max(1, sum(r.end_s < script.hold_start_s + for_s for r in turns))
    turns = turns[:count]
    return replace(
        script,
        repetitions=turns,
        peak=_drawn(stretch.peak, rng),
        other_peak=_drawn(stretch.other_peak or stretch.peak, rng),
        hold_s=round(turns[-1].end_s - script.hold_start_s + 0.5, 2),
    )


def _drawn(ranges: Mapping[str, tuple[float, float]], rng: Rng) -> Controls:
    return {name: float(rng.uniform(*bounds)) for name, bounds in ranges.items()}


def known_faults(stretch: Stretch) -> list[str]:
    """What can go wrong in it; what is repeated can't bounce."""
    return [*stretch.faults, *(["no_bounce"] if stretch.bounce else [])]


def _checks(stretch: Stretch, count: int | None, rng: Rng) -> list[str]:
    """Which faults to show; about a third of clips are clean."""
    known = known_faults(stretch)
    if count is None:
        count = int(rng.choice([0, 1, 2], p=[0.3, 0.4, 0.3]))
    return [str(c) for c in rng.choice(known, size=min(count, len(known)), replace=False)]


def balanced(stretch: Stretch, number: int) -> dict[str, Any]:
    """Arguments of `plan_clip` for the n-th clip of a set: all cases come in turn.

    Left and right, near and far, head to either side of the picture, each
    fault alone and in pairs, and a quarter of the clips clean.
    """
    known = known_faults(stretch)
    round_, place = divmod(number, 4)
    turn = known or [""]
    first = turn[(3 * round_ + place - 1) % len(turn)]
    second = turn[(3 * round_ + place) % len(turn)]
    return {
        "side": SIDES[(number + round_) % 2],
        "camera_at": -90.0 if (number // 2 + round_) % 2 else 90.0,
        "checks": [c for c in ([], [first], [first], [first, second])[place] if c in known],
    }


def add_faults(script: Script, checks: list[str], rng: Rng) -> Script:
    """Give each fault a part of the hold to itself, a clear size and 2 to 4 s."""
    faults: list[Fault] = []
    bounces: list[Bounce] = []
    slots = np.linspace(script.hold_start_s + 0.8, script.hold_end_s - 0.5, len(checks) + 1)
    for check, low, high in zip(checks, slots[:-1], slots[1:], strict=True):
        length = float(min(rng.uniform(2.0, 4.0), high - low - 0.7))
        start = float(rng.uniform(low, high - length - 0.6))
        end = start + length
        if check == "no_bounce":
            rate = float(rng.uniform(0.6, 3.0))
            length = max(length, min(3.2 / rate, high - low - 0.4))
            size = float(rng.uniform(5, 11) if rate < 1.5 else rng.uniform(4, 7))
            bounces.append(Bounce(start, start + length, rate, size))
        elif check == "slow_entry":
            script = replace(script, enter_s=round(float(rng.uniform(0.4, 0.6)), 2))
        else:
            faults.append(Fault(check, start, end, fault_size(script, check, rng)))
    if "slow_entry" in checks:
        faults.append(hasty_entry(script))
    return replace(script, faults=tuple(faults), bounces=tuple(bounces))


def hasty_entry(script: Script) -> Fault:
    """The entry itself as a fault; its size is how far the first control goes."""
    first = next(iter(script.stretch.start))
    size = abs(script.hold[first] - script.stretch.start[first])
    return Fault("slow_entry", script.rest_s, script.hold_start_s, size)


def fault_size(script: Script, check: str, rng: Rng) -> float:
    """A clear size: from the kind's range, or as far as its target is away."""
    kind = script.stretch.faults[check]
    if kind.to is None:
        return float(rng.uniform(*kind.sizes_deg))
    first = next(iter(kind.moves))
    return abs(float(rng.uniform(*kind.to)) - script.hold[first])
