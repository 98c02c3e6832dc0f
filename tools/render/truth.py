"""What a rendered clip truly shows, frame by frame (docs/truth_format.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tools.render.back import back_line
from tools.render.camera import Camera
from tools.render.geometry import Array, angle_deg, between_deg, perpendicular, unit
from tools.render.motion import Script
from tools.render.skeleton import SIDES, PosedBody, other

SCHEMA = 1


def angles(joints: dict[str, Array]) -> dict[str, float]:
    """The angles of a pose from its 3-D joint centres, degrees.

    Flexion is 0 with the limb in line and has no sign, except hip_sagittal:
    hip flexion in the person's own sagittal plane, below 0 when extended.
    """
    found: dict[str, float] = {}
    left = unit(joints["left_hip"] - joints["right_hip"])
    for s in SIDES:
        shoulder, elbow, wrist, hip, knee, ankle = (
            joints[f"{s}_{j}"] for j in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
        )
        found[f"knee_flexion_{s}_deg"] = 180 - angle_deg(hip, knee, ankle)
        found[f"hip_flexion_{s}_deg"] = 180 - angle_deg(shoulder, hip, knee)
        found[f"hip_sagittal_{s}_deg"] = _sagittal_deg(left, shoulder, hip, knee)
        found[f"elbow_flexion_{s}_deg"] = 180 - angle_deg(shoulder, elbow, wrist)
        found[f"shoulder_flexion_{s}_deg"] = between_deg(hip - shoulder, elbow - shoulder)
    hips = (joints["left_hip"] + joints["right_hip"]) / 2
    shoulders = (joints["left_shoulder"] + joints["right_shoulder"]) / 2
    found["trunk_lean_deg"] = elevation_deg(shoulders - hips)
    across = joints["left_shoulder"] - joints["right_shoulder"]
    found["shoulder_tilt_deg"] = abs(elevation_deg(across))
    return found


def values_of(posed: PosedBody) -> dict[str, float | None]:
    """All that a truth file tells of a pose but where its joints are: degrees, and one metre."""
    found: dict[str, float | None] = {n: round(v, 1) for n, v in angles(posed.joints).items()}
    return {**found, **back_line(posed)}


def joints_px(camera: Camera, posed: PosedBody) -> dict[str, list[float]]:
    """Where each joint is in the picture, pixels."""
    pixels = camera.project(np.array(list(posed.joints.values())))
    return {
        name: [round(float(v), 1) for v in px]
        for name, px in zip(posed.joints, pixels, strict=True)
    }


def joints_m(posed: PosedBody) -> dict[str, list[float]]:
    """Where each joint is in the room, metres."""
    return {name: [round(float(v), 3) for v in at] for name, at in posed.joints.items()}


def nearer_side(camera: Camera, joints: Mapping[str, ArrayLike]) -> str:
    """The side of the person nearer to a camera, by hips and shoulders in metres."""

    def away(side: str) -> float:
        points = [np.asarray(joints[f"{side}_{j}"]) for j in ("hip", "shoulder")]
        return float(sum(np.linalg.norm(p - np.array(camera.eye)) for p in points))

    return min(SIDES, key=away)


def _sagittal_deg(left: Array, shoulder: Array, hip: Array, knee: Array) -> float:
    """Bend of the hip seen from the person's side; below 0 it is extended."""
    trunk, thigh = perpendicular(hip - shoulder, left), perpendicular(knee - hip, left)
    front = np.cross(left, shoulder - hip)
    sign = -1.0 if float(front @ thigh) < 0 else 1.0
    return sign * between_deg(trunk, thigh)


def elevation_deg(v: Array) -> float:
    """Angle of a direction above the horizontal."""
    return float(np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1]))))


@dataclass
class TruthLog:
    """Collects the truth of each frame while a clip is drawn."""

    script: Script
    camera: Camera
    fps: float
    columns: dict[str, list[Any]] = field(default_factory=dict)
    joints_px: dict[str, list[list[float]]] = field(default_factory=dict)
    joints_m: dict[str, list[list[float]]] = field(default_factory=dict)

    def add(self, t_s: float, posed: PosedBody) -> None:
        """Note one frame."""
        row: dict[str, Any] = {"t_s": round(t_s, 4), "phase": self.script.phase(t_s)}
        row.update(values_of(posed))
        for name, value in row.items():
            self.columns.setdefault(name, []).append(value)
        for name, px in joints_px(self.camera, posed).items():
            self.joints_px.setdefault(name, []).append(px)
        for name, metres in joints_m(posed).items():
            self.joints_m.setdefault(name, []).append(metres)

    def near_side(self) -> str:
        """The side of the person nearer to the camera, by hips and shoulders."""
        return nearer_side(self.camera, {name: m[0] for name, m in self.joints_m.items()})

    def faults(self) -> list[dict[str, Any]]:
        """The scripted faults with the size they came out at."""
        return [
            {
                "check": f.check,
                "start_s": round(f.start_s, 3),
                "end_s": round(f.end_s, 3),
                "size_deg": round(self._size(f.check, f.start_s, f.end_s, f.size_deg), 1),
            }
            for f in self.script.faults
        ]

    def _size(self, check: str, start_s: float, end_s: float, scripted: float) -> float:
        kind = self.script.stretch.faults.get(check)
        if kind is None or kind.measure is None:
            return scripted
        name = kind.measure.format(side=self.script.side, other=other(self.script.side))
        t, values = np.array(self.columns["t_s"]), np.array(self.columns[name])
        during = (t > start_s + 0.4) & (t < end_s - 0.4)
        clean = (t > self.script.hold_start_s) & (t < self.script.hold_end_s)
        for f in self.script.faults:
            clean &= (t < f.start_s - 0.4) | (t > f.end_s + 0.4)
        if not during.any() or not clean.any():
            return scripted
        return float(abs(np.median(values[during]) - np.median(values[clean])))

    def repetitions(self) -> list[dict[str, Any]]:
        """The scripted repetitions with the angle they came to."""
        stretch = self.script.stretch
        name = stretch.driver.format(side=self.script.side, other=other(self.script.side))
        t = np.array(self.columns["t_s"])
        found: list[dict[str, Any]] = []
        for r in self.script.repetitions:
            side = self._named_side() if r.reach > 0 else other(self._named_side())
            one: dict[str, Any] = {
                "side": side if stretch.sided else "both",
                "start_s": round(r.start_s, 3),
                "end_s": round(r.end_s, 3),
                "top_start_s": round(r.top_start_s, 3),
                "top_end_s": round(r.top_end_s, 3),
                "share": round(abs(r.reach), 2),
            }
            if stretch.ends:
                one["end"] = stretch.ends[0 if r.reach > 0 else 1]
            if name in self.columns:
                at_top = (t >= r.top_start_s) & (t <= r.top_end_s)
                one["peak"] = round(float(np.median(np.array(self.columns[name])[at_top])), 1)
            found.append(one)
        return found

    def holds(self) -> list[dict[str, Any]]:
        """The scripted hold; none where the stretch is repeated."""
        if self.script.repetitions:
            return []
        return [
            {
                "side": self._named_side(),
                "start_s": round(self.script.hold_start_s, 3),
                "end_s": round(self.script.hold_end_s, 3),
            }
        ]

    def _named_side(self) -> str:
        side = self.script.side
        return other(side) if self.script.stretch.named_for_other_side else side

    def document(self, about: dict[str, Any]) -> dict[str, Any]:
        """The whole truth file; `about` tells of view, body, room and camera."""
        script = self.script
        return {
            "schema": SCHEMA,
            "stretch": script.stretch.id,
            "side": self._named_side(),
            "near_side": self.near_side(),
            "position": script.stretch.position,
            "fps": self.fps,
            "size_px": list(self.camera.size_px),
            **about,
            "holds": self.holds(),
            "repetitions": self.repetitions(),
            "faults": self.faults(),
            "bounces": [
                {
                    "start_s": round(b.start_s, 3),
                    "end_s": round(b.end_s, 3),
                    "rate_hz": round(b.rate_hz, 2),
                    "size_deg": round(b.size_deg, 1),
                    "count": b.count,
                }
                for b in script.bounces
            ],
            "frames": {**self.columns, "joints_px": self.joints_px, "joints_m": self.joints_m},
        }


def write(document: dict[str, Any], path: Path) -> None:
    """Write a truth file, compact."""
    path.write_text(json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n")
