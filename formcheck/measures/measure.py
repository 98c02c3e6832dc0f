"""`Measure`: a named angle or ratio with its error, or the reason why it can't be told."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from formcheck.pose.frame import Landmark


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


def joint_landmarks(measure: str) -> tuple[Landmark, ...]:
    """The landmarks a measure is taken from, its vertex in the middle; empty where it has none.

    `knee_flexion_left_deg` gives hip, knee and ankle of the left side: what a picture colours and
    where it writes the angle.
    """
    for side in ("left", "right"):
        if f"_{side}" not in measure:
            continue
        chain = _CHAINS.get(measure.split(f"_{side}")[0])
        if chain:
            return tuple(Landmark[f"{side}_{part}".upper()] for part in chain)
    return _BOTH_SIDES.get(measure, ())


_CHAINS = {
    "knee_flexion": ("hip", "knee", "ankle"),
    "hip_flexion": ("shoulder", "hip", "knee"),
    "elbow_flexion": ("shoulder", "elbow", "wrist"),
    "shoulder_flexion": ("hip", "shoulder", "elbow"),
    "ankle_flexion": ("knee", "ankle", "foot_index"),
    "body_line": ("shoulder", "hip", "knee"),
    "upper_arm_lean": ("shoulder", "elbow"),
    "thigh_lean": ("hip", "knee"),
    "shank_lean": ("knee", "ankle"),
    "heel_lift": ("heel", "foot_index"),
}
_BOTH_SIDES = {
    "shoulder_tilt_deg": (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
}
