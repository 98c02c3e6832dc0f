"""How each stretch looks when it is done well, and what each of its mistakes looks like.

Stick figures with known angles (see `figures`). `rest` leads to `good`; a fault changes some of
its angles. A held stretch is held at `good`, a moving one goes there and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import pi, sin

from figures import Pose, between, changed, pose, seen, smoothly

from formcheck.pose.frame import PoseFrame

FPS = 10.0
REST_S, ENTER_S, FAULT_S, GAP_S, END_S = 2.0, 2.0, 4.6, 2.4, 4.0
EDGE_S = 1.2
"""Faults come and go slowly, so that they are no bounce."""


@dataclass(frozen=True)
class Performance:
    """One stretch.

    Attributes:
        side: the stretched side.
        rest, good: where it starts and where it is held (or the two ends of a movement).
        faults: check id to the angles it changes, all through a repetition or for a while.
        bounce: angles that swing, with their amplitude in degrees.
        bounce_hz: how often they swing.
        fault_rest: what a fault changes at the near end of a movement, where not the same.
        camera: azimuth and elevation in degrees.
        period_s: of a good repetition.
    """

    side: str
    rest: Pose
    good: Pose
    faults: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    bounce: Mapping[str, float] = field(default_factory=dict)
    bounce_hz: float = 1.4
    fault_rest: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    camera: tuple[float, float] = (0.0, 0.0)
    period_s: float = 6.0

    @property
    def fault_spans_s(self) -> dict[str, tuple[float, float]]:
        """When each fault is there, one after the other within one hold."""
        first_s = REST_S + ENTER_S + 2.5
        spans = {}
        for n, check in enumerate([*self.faults, *(["no_bounce"] if self.bounce else [])]):
            start_s = first_s + n * (FAULT_S + GAP_S)
            spans[check] = (start_s, start_s + FAULT_S)
        return spans

    def held(self, seconds: float = 8.0, enter_s: float = ENTER_S) -> list[PoseFrame]:
        """Rest, hold without a fault, rest."""
        start_s = REST_S + enter_s
        return self._hold(start_s, start_s + seconds, enter_s, lambda _t_s, now: now)

    def held_with_faults(self) -> list[PoseFrame]:
        """A hold with every fault in its turn."""
        spans = self.fault_spans_s
        end_s = max(end for _, end in spans.values()) + END_S

        def at_fault(t_s: float, now: Pose) -> Pose:
            for check, span in spans.items():
                if check == "no_bounce":
                    continue
                share = _there(t_s, *span)
                if share > 0.0:
                    now = between(now, changed(now, **self.faults[check]), share)
            start_s, stop_s = spans.get("no_bounce", (0.0, 0.0))
            if start_s <= t_s <= stop_s:
                swing = sin(2 * pi * self.bounce_hz * (t_s - start_s))
                now = {name: now[name] + self.bounce.get(name, 0.0) * swing for name in now}
            return now

        return self._hold(REST_S + ENTER_S, end_s, ENTER_S, at_fault)

    def moved(
        self,
        times: int = 3,
        fault: str = "",
        period_s: float = 0.0,
        reach: float = 1.0,
        return_s: float = 0.0,
    ) -> list[PoseFrame]:
        """Repetitions from `rest` to `good` and back.

        Args:
            times: how many.
            fault: the check whose fault is there all the time.
            period_s: of one repetition; 0 for the good one.
            reach: how far it goes, 1 being all the way.
            return_s: seconds of the way back; 0 for as long as the way out.
        """
        changes = self.faults.get(fault, {})
        period = period_s or self.period_s
        way_s, stay_s = 0.32 * period, 0.18 * period
        back_s = return_s or way_s

        def share(t_s: float) -> float:
            done_s = t_s - REST_S
            n, within_s = divmod(done_s, 2 * stay_s + way_s + back_s)
            if done_s < 0 or n >= times:
                return 0.0
            left_s = way_s + stay_s
            return smoothly(within_s, 0, way_s) - smoothly(within_s, left_s, left_s + back_s)

        end_s = REST_S + times * (2 * stay_s + way_s + back_s) + 1.5
        frames = []
        for k in range(int(end_s * FPS)):
            t_s = k / FPS
            now = between(self.rest, self.good, reach * share(t_s))
            if changes and t_s > REST_S / 2:
                far = changed(self.good, **changes)
                kept = {name: v for name, v in changes.items() if name not in AT_AWAY}
                near = changed(self.rest, **self.fault_rest.get(fault, kept))
                now = between(near, far, reach * share(t_s))
            frames.append(seen(now, t_s, *self.camera))
        return frames

    def _hold(
        self, start_s: float, end_s: float, enter_s: float, spoil: Callable[[float, Pose], Pose]
    ) -> list[PoseFrame]:
        frames = []
        for k in range(int((end_s + 3.5) * FPS)):
            t_s = k / FPS
            share = smoothly(t_s, start_s - enter_s, start_s) - smoothly(t_s, end_s, end_s + 2.0)
            now = spoil(t_s, between(self.rest, self.good, share))
            frames.append(seen(now, t_s, *self.camera))
        return frames


def _there(t_s: float, start_s: float, end_s: float) -> float:
    there = smoothly(t_s, start_s, start_s + EDGE_S) - smoothly(t_s, end_s - EDGE_S, end_s)
    return max(0.0, there)


AT_AWAY = ("hip_right", "knee_right", "trunk", "neck", "shoulder_left", "hip", "knee")
"""Angles that a moving fault changes at the away end only, the movement being made of them."""

FLAT = pose(trunk=180, hip=3, knee=3)
KNEES_UP = pose(trunk=180, hip=55, knee=110, shoulder=10)
TEE = changed(KNEES_UP, shoulder=90, abduct_left=90, abduct_right=-90)
ALL_FOURS = pose(hip=90, knee=90, shoulder=90, neck=25)
PRONE = pose(trunk=2, hip=-2, shoulder=70, elbow=80)
STANDING = pose(trunk=90)
CHAIR = pose(trunk=90, hip=90, knee=90, shoulder=20)
LONG_SITTING = pose(trunk=90, hip=90, knee=5, shoulder=30)
HIGH = (35.0, 25.0)
CROSSED = {
    "hip_right": 80.0,
    "splay_right": -40.0,
    "knee_right": -44.0,
    "shank_splay_right": 77.0,
}
ROLLED = {"roll": 24.0}

HELD = {
    "knee_to_chest": Performance(
        "right",
        FLAT,
        changed(FLAT, hip_right=120, knee_right=120, shoulder=51),
        {"head_down": {"neck": 45}, "other_leg_down": {"hip_left": 40}},
        {"hip_right": 6},
    ),
    "double_knee_to_chest": Performance(
        "both",
        FLAT,
        changed(KNEES_UP, hip=120, knee=120, shoulder=51),
        {"head_down": {"neck": 45}, "knees_level": {"hip_left": 62, "knee_left": 110}},
        {"hip_right": 6, "hip_left": 6},
    ),
    "pelvic_tilt": Performance(
        "both",
        FLAT,
        KNEES_UP,
        {
            "hips_down": {"trunk": 196, "hip": 39},
            "head_down": {"neck": 45},
        },
    ),
    "lying_hamstring": Performance(
        "right",
        FLAT,
        changed(FLAT, hip_right=80, knee_right=14),
        {
            "knee_not_locked": {"knee_right": 0},
            "knee_not_too_bent": {"knee_right": 45},
            "other_leg_down": {"hip_left": 40},
            "head_down": {"neck": 45},
        },
        {"hip_right": 6},
    ),
    "figure_four": Performance(
        "right",
        KNEES_UP,
        changed(KNEES_UP, hip_left=90, knee_left=90, **CROSSED),
        {"head_down": {"neck": 45}},
        {"hip_left": 6},
    ),
    "piriformis_cross": Performance(
        "right",
        KNEES_UP,
        changed(KNEES_UP, hip_right=95, knee_right=90, splay_right=40),
        {"shoulders_flat": ROLLED},
        {"splay_right": 6},
        camera=HIGH,
    ),
    "outer_hip": Performance(
        "right",
        KNEES_UP,
        changed(KNEES_UP, hip_right=70, knee_right=80, splay_right=60, turn=60),
        {"shoulders_flat": ROLLED},
        {"splay_right": 6},
        camera=HIGH,
    ),
    "supine_twist": Performance(
        "left",
        TEE,
        changed(TEE, drop=65),
        {"shoulders_flat": ROLLED, "knees_together": {"splay_left": 40, "splay_right": -40}},
        {"drop": 12},
        camera=HIGH,
    ),
    "bridge": Performance(
        "both",
        KNEES_UP,
        pose(trunk=203, hip=4, knee=86),
        {"hips_up": {"hip": 30}, "back_straight": {"hip": -24}},
        {"hip_right": 5, "hip_left": 5},
    ),
    "childs_pose": Performance(
        "both",
        ALL_FOURS,
        pose(trunk=-8, hip=155, knee=155, shoulder=165),
        {"hips_to_heels": {"hip": 128, "knee": 118}, "arms_reaching": {"shoulder": 60}},
        {"hip_right": 6, "hip_left": 6},
    ),
    "hip_flexor_lunge": Performance(
        "right",
        pose(trunk=90, knee=90),
        pose(trunk=88, hip_right=-22, knee_right=65, hip_left=105, knee_left=105),
        {
            "trunk_upright": {"trunk": 62, "hip_right": 4, "hip_left": 131},
            "knee_behind_toes": {"hip_left": 82, "knee_left": 142, "foot_left": 62},
        },
        {"hip_right": 6},
    ),
    "seated_forward_bend": Performance(
        "both",
        LONG_SITTING,
        changed(LONG_SITTING, trunk=42, hip=138),
        {"knees_straight": {"hip": 155, "knee": 36}},
        {"trunk": 5, "hip_right": 5, "hip_left": 5},
    ),
    "seated_hamstring": Performance(
        "right",
        changed(LONG_SITTING, hip_left=100, knee_left=130),
        changed(LONG_SITTING, trunk=45, hip_right=135, hip_left=145, knee_left=130),
        {"knees_straight": {"hip_right": 152, "knee_right": 36}},
        {"trunk": 5, "hip_right": 5, "hip_left": 5},
    ),
    "prone_press_up": Performance(
        "both",
        PRONE,
        pose(trunk=28, hip=-28, shoulder=62, elbow=90),
        {
            "hips_down": {"hip": 2},
            "elbows_under_shoulders": {"shoulder": 107, "elbow": 45},
        },
    ),
    "cobra": Performance(
        "both",
        PRONE,
        pose(trunk=42, hip=-42, shoulder=50),
        {"hips_down": {"hip": -12}},
    ),
    "plank": Performance(
        "both",
        changed(PRONE, shoulder=150),
        pose(trunk=10, shoulder=80, elbow=90),
        {
            "hips_up": {"hip": -18},
            "hips_down": {"hip": 42},
            "head_in_line": {"neck": 72},
            "elbows_under_shoulders": {"shoulder": 42},
        },
    ),
    "open_book": Performance(
        "right",
        pose(trunk=180, hip=85, knee=85, shoulder=90, tip=75),
        pose(trunk=180, hip=85, knee=85, shoulder=90, abduct_right=-130, tip=75),
        {"knees_together": {"splay_right": -60}},
        camera=HIGH,
    ),
    "standing_hamstring": Performance(
        "right",
        pose(trunk=90, hip_right=20, knee_right=12, hip_left=-5),
        pose(trunk=30, hip_right=80, knee_right=14, hip_left=55, knee_left=4, shoulder=60),
        {"knee_not_locked": {"knee_right": 0}, "knee_not_too_bent": {"knee_right": 44}},
        {"trunk": 5, "hip_right": 5, "hip_left": 5},
    ),
    "calf_stretch": Performance(
        "right",
        STANDING,
        pose(
            trunk=75,
            hip_right=-5,
            hip_left=45,
            knee_left=30,
            shoulder=90,
            elbow=10,
            foot_right=20,
        ),
        {
            "knees_straight": {"hip_right": 15, "knee_right": 34, "foot_right": 34},
            "heel_down": {"foot_right": -25},
        },
        {"hip_right": 5},
    ),
}

MOVED = {
    "trunk_rotation": Performance(
        "left",
        TEE,
        changed(TEE, drop=55),
        {"shoulders_flat": ROLLED, "knees_together": {"splay_left": 40, "splay_right": -40}},
        fault_rest={"shoulders_flat": {}, "knees_together": {}},
        camera=HIGH,
    ),
    "bridge": HELD["bridge"],
    "prone_press_up": HELD["prone_press_up"],
    "open_book": HELD["open_book"],
    "partial_crunch": Performance(
        "both",
        KNEES_UP,
        changed(KNEES_UP, trunk=155, hip=80),
        {"not_too_high": {"trunk": 122, "hip": 113}, "feet_down": {"knee_right": 60}},
        period_s=5.0,
    ),
    "lying_nerve_floss": Performance(
        "right",
        changed(FLAT, hip_right=90, knee_right=90),
        changed(FLAT, hip_right=90, knee_right=15),
        {"hip_steady": {"hip_right": 54}},
    ),
    "reach_out": Performance(
        "right",
        ALL_FOURS,
        changed(ALL_FOURS, hip_right=5, knee_right=5, shoulder_left=170),
        {
            "leg_level": {"hip_right": -28},
            "knees_straight": {"knee_right": 60},
            "arms_reaching": {"shoulder_left": 105},
        },
    ),
    "seated_nerve_floss": Performance(
        "right",
        CHAIR,
        changed(CHAIR, knee_right=10),
        {"trunk_upright": {"trunk": 58, "hip_left": 122, "hip_right": 122}},
    ),
    "sit_to_stand": Performance(
        "both",
        pose(trunk=80, hip=100, knee=90, shoulder=20),
        pose(trunk=90, shoulder=5),
        {"stand_tall": {"hip": 14, "knee": 36}},
    ),
    "warm_up": Performance(
        "right",
        STANDING,
        changed(STANDING, hip_right=80, knee_right=80),
        {"trunk_upright": {"trunk": 52, "hip_left": 38, "hip_right": 118}},
        fault_rest={"trunk_upright": {"trunk": 52, "hip": 38}},
        period_s=2.4,
    ),
}
