"""`Measure`: a named angle or ratio with its error, or the reason why it can't be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import nan

from formcheck.pose.frame import SIDES, Landmark, landmark

L = Landmark


TURN_SIDE_ON = "turn side-on"
"""The reason of what is only told from beside."""


@dataclass(frozen=True)
class Measure:
    """One measured quantity of one frame.

    Attributes:
        value: in the unit its name ends in (`_deg`, `_ratio`); NaN where unknown.
        error: half-width that holds the true value in about 90 % of frames, same unit; NaN where
            unknown.
        reason: why it can't be told, or is this uncertain, in words for the person
            ("turn side-on", "left knee hidden"); empty where nothing stands in the way.
    """

    value: float
    error: float
    reason: str = ""

    @classmethod
    def unknown(cls, reason: str) -> Measure:
        """A measure that can't be told, and why."""
        return cls(nan, nan, reason)

    @property
    def known(self) -> bool:
        """Whether there is a value at all, however uncertain."""
        return self.value == self.value

    @property
    def usable(self) -> bool:
        """Whether a verdict can rest on it: there is a value, and nothing stands in its way."""
        return self.known and not self.reason


@cache
def joint_landmarks(measure: str) -> tuple[Landmark, ...]:
    """The landmarks a measure is taken from, its vertex in the middle; empty where it has none.

    `knee_flexion_left_deg` gives hip, knee and ankle of the left side: where a picture writes the
    angle.
    """
    return _chain(measure, _JOINTS) or _BOTH_SIDES.get(measure, ())


@cache
def limb_landmarks(measure: str) -> tuple[Landmark, ...]:
    """The limbs a picture colours for a measure: each landmark and the next are the ends of one.

    Empty where it measures no limb, but the trunk or the head.
    """
    return _chain(measure, _LIMBS) or _BOTH_LEGS.get(measure, ()) or joint_landmarks(measure)


def _chain(measure: str, chains: Mapping[str, tuple[str, ...]]) -> tuple[Landmark, ...]:
    for side in SIDES:
        quantity, found, _ = measure.partition(f"_{side}")
        if found:
            return tuple(landmark(side, part) for part in chains.get(quantity, ()))
    return ()


_JOINTS = {
    "knee_flexion": ("hip", "knee", "ankle"),
    "hip_flexion": ("shoulder", "hip", "knee"),
    "elbow_flexion": ("shoulder", "elbow", "wrist"),
    "shoulder_flexion": ("hip", "shoulder", "elbow"),
    "body_line": ("shoulder", "hip", "knee"),
    "upper_arm_lean": ("shoulder", "elbow"),
    "arm_lean": ("shoulder", "wrist"),
    "thigh_lean": ("hip", "knee"),
    "shank_lean": ("knee", "ankle"),
    "heel_lift": ("heel", "foot_index"),
}
_BOTH_SIDES = {
    "shoulder_tilt_deg": (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
}
# what is taken from other landmarks than the ends of the limbs it judges
_LIMBS = {
    "arm_lean": ("shoulder", "elbow", "wrist"),
    "heel_lift": ("ankle", "foot_index"),
    "leg_lift": ("hip", "knee", "ankle"),
    "ankle_height": ("knee", "ankle"),
    "knee_past_toes": ("knee", "ankle"),
    "knees_level": ("hip", "knee"),
}
_BOTH_LEGS = {
    "knees_apart_ratio": (L.LEFT_KNEE, L.LEFT_HIP, L.RIGHT_HIP, L.RIGHT_KNEE),
}
