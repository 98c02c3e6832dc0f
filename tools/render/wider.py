"""Poses wider than a stretch's own ranges, for stills that cover the whole range of motion.

Each control listed here gets a normal change of its own, as far as the body stays on the floor.
What would take knees, hands or feet from where they carry the body isn't listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.render.motion import Controls, Script
from tools.render.skeleton import Body, PosedBody

LOWEST_M = -0.03
"""Skin may press this far into floor and mat, and `DEEPER_M` farther than without the changes."""
DEEPER_M = 0.008
SHARES = (0.6, 0.3, 0.0)


@dataclass(frozen=True)
class Wider:
    """How a control is changed.

    Attributes:
        spread: of the change, in the control's own unit.
        low, high: bounds of the changed control; one already beyond a bound isn't changed further.
        by: a control, 0 to 1, that scales the change.
    """

    spread: float
    low: float = -np.inf
    high: float = np.inf
    by: str | None = None


_HEAD = Wider(4, 0)
_OTHER_LEG = {"other_knee": Wider(6, 0.5), "other_lift": Wider(4, 0)}
_TWIST = {"turn": Wider(6, -88, 88), "hip": Wider(8, 35, 105), "knee": Wider(6, 40, 125),
          "arms": Wider(6, 30, 110), "look": Wider(10), "chest": Wider(12, 0, 40),
          "apart": Wider(12, 0, 45)}  # fmt: skip
_ACROSS = {"thigh": Wider(8, 0, 125), "knee": Wider(6, 0.5, 130), "across": Wider(6, -5, 72),
           "pelvis": Wider(6, 0, 58), "chest": Wider(12, 0, 40), "look": Wider(10)}  # fmt: skip
_LONG_SITTING = {"pelvis": Wider(8, -20, 58), "spine": Wider(6, 0, 50), "neck": Wider(8),
                 "knee": Wider(6, 0.5)}  # fmt: skip
_BRIDGE = {"more": Wider(5, by="lift"), "arch": Wider(4, 0, by="lift"),
           "shape": Wider(9, 68, 116)}  # fmt: skip

WIDER: Mapping[str, Mapping[str, Wider]] = {
    "lying_hamstring": {"thigh": Wider(8, 0, 112), "knee": Wider(6, 0.5), "head": _HEAD,
                        **_OTHER_LEG},
    "lying_nerve_floss": {"thigh": Wider(8, 0, 112), "knee": Wider(6, 0.5), "head": _HEAD,
                          **_OTHER_LEG},
    "knee_to_chest": {"thigh": Wider(8, 0, 134), "knee": Wider(6, 0.5, 138), "head": _HEAD,
                      **_OTHER_LEG},
    "double_knee_to_chest": {"thigh_first": Wider(8, 0, 132), "thigh_second": Wider(8, 0, 132),
                             "knee_first": Wider(6, 0.5, 136), "knee_second": Wider(6, 0.5, 136),
                             "head": _HEAD},
    "figure_four": {"thigh": Wider(8, 70, 118, by="up"), "knee": Wider(6, 60, 125, by="up"),
                    "head": _HEAD},
    "bridge": _BRIDGE,
    "bridge_repetitions": _BRIDGE,
    "pelvic_tilt": {"tilt": Wider(5), "lift": Wider(4, 0), "feet": Wider(5, -14, 14)},
    "partial_crunch": {"curl": Wider(6, 0, 55), "neck": Wider(6, -5, 45), "sit": Wider(4, 0),
                       "feet": Wider(5, -14, 14)},
    "supine_twist": {**_TWIST, "turn": Wider(6, 0, 88)},
    "trunk_rotation": _TWIST,
    "piriformis_cross": _ACROSS,
    "outer_hip": _ACROSS,
    "open_book": {"open": Wider(8, 0, 172), "chest": Wider(5, 0, 68), "look": Wider(8)},
    "seated_forward_bend": _LONG_SITTING,
    "seated_hamstring": _LONG_SITTING,
    "childs_pose": {"spine": Wider(5, 0), "neck": Wider(6)},
    "cat_cow": {"curl": Wider(8, -32, 112), "neck": Wider(8)},
    "reach_out": {"curl": Wider(4), "neck": Wider(6), "leg_high": Wider(6),
                  "arm_low": Wider(8, -10)},
    "cobra": {"arch": Wider(8, 0, 74), "neck": Wider(8)},
    "prone_press_up": {"neck": Wider(8), "elbows_ahead": Wider(3)},
    "plank": {"curl": Wider(5), "pike": Wider(4, 0, by="lift"), "sag": Wider(1.5, 0, by="lift"),
              "neck": Wider(8)},
    "hip_flexor_lunge": {"back": Wider(6, -4, 48), "lean": Wider(6, -6), "spine": Wider(5),
                         "neck": Wider(8), "foot_back": Wider(6, -8)},
    "standing_hamstring": {"bend": Wider(8, 0, 80), "spine": Wider(6, 0), "neck": Wider(8),
                           "knee": Wider(6, 0.5)},
    "calf_stretch": {"lean": Wider(3, 0), "spine": Wider(5), "neck": Wider(8),
                     "knee": Wider(6, 0.5), "heel": Wider(4, 0)},
    "sit_to_stand": {"lean": Wider(6), "sit_lean": Wider(5), "spine": Wider(5),
                     "knee": Wider(5, 0.5)},
    "seated_nerve_floss": {"lean": Wider(5, -10), "spine": Wider(5), "neck": Wider(8),
                           "out": Wider(6, 0, 95), "toes": Wider(8)},
    "warm_up": {"lift": Wider(8, -96, 96), "lean": Wider(4)},
}  # fmt: skip
"""By the name of the script."""


def draw_changes(script: Script, rng: np.random.Generator) -> Controls:
    """A change of each control that can be wider."""
    wider = WIDER[script.stretch.called]
    return {name: float(rng.normal(0.0, w.spread)) for name, w in wider.items()}


def changed(script: Script, controls: Controls, changes: Controls, share: float) -> Controls:
    """The controls with `share` of the changes, within their bounds."""
    found = dict(controls)
    for name, change in changes.items():
        w, now = WIDER[script.stretch.called][name], controls[name]
        scaled = share * change * (float(np.clip(controls[w.by], 0, 1)) if w.by else 1.0)
        found[name] = float(np.clip(now + scaled, min(w.low, now), max(w.high, now)))
    return found


def pose_wider(body: Body, script: Script, t_s: float, changes: Controls) -> PosedBody:
    """The body at a time with the changes, or with as much of them as the floor allows."""
    controls = script.controls(t_s)

    def pose(share: float) -> PosedBody:
        return script.stretch.pose(body, script.side, changed(script, controls, changes, share))

    posed = pose(1.0)
    if _lowest_m(posed) >= LOWEST_M:
        return posed
    unchanged = pose(0.0)
    for share in SHARES:
        if _lowest_m(posed) >= min(LOWEST_M, _lowest_m(unchanged) - DEEPER_M):
            return posed
        posed = pose(share)
    return unchanged


def _lowest_m(posed: PosedBody) -> float:
    return float(posed.vertices[np.unique(posed.body.faces), 2].min())
