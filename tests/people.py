"""Stick people with known joint angles, seen by a known camera: analytic truth for the core.

World: x along the mat, z up, y away from a camera that stands at azimuth 0 (metres). Lying on the
back the head is towards -x, so that camera sees the person's right side.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.measures.attitude import AS_READ, skeleton_marks
from formcheck.measures.calibration import Calibration
from formcheck.measures.correction import ANGLES
from formcheck.measures.geometry import square_to, unit
from formcheck.measures.networks import Nothing
from formcheck.measures.twist import HUNDREDTH
from formcheck.pose.frame import LANDMARK_COUNT, Landmark, PoseFrame, landmark

TRUNK_M, THIGH_M, SHANK_M, FOOT_M, ARM_M, FOREARM_M = 0.5, 0.42, 0.42, 0.2, 0.3, 0.26
HALF_SHOULDERS_M, HALF_HIPS_M = 0.18, 0.1
_ACROSS = {"left": 1.0, "right": -1.0}


def exact(
    error_deg: float = 3.0, hip_error_deg: float | None = None, elevation_deg: float = 25.0
) -> Calibration:
    """A calibration that adds nothing, with a known error, for a camera that high."""
    errors = np.array(
        [
            hip_error_deg if joint == "hip_flexion" and hip_error_deg else error_deg
            for joint, _near in ANGLES
        ]
    )
    off_side = Nothing(np.full(len(ANGLES), 22.0))
    return Calibration("exact", AS_READ, Nothing(errors), off_side, ExactTwist(elevation_deg))


class ExactTwist:
    """Tells `twist.READINGS` from exact world landmarks, which the features hold.

    Args:
        elevation_deg: of the camera above the horizontal.
    """

    ERRORS = np.array([8.0, 6.0, 15.0, 15.0, 9.0, 10.0, 7.0])

    def __init__(self, elevation_deg: float = 25.0) -> None:
        down = np.radians(elevation_deg)
        self._up = np.array([0.0, -np.cos(down), -np.sin(down)])

    def __call__(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        marks = len(skeleton_marks("right"))
        space = features[2 * marks : 5 * marks].reshape(marks, 3)
        at = dict(zip(skeleton_marks("right"), space, strict=True))

        def middle(part: str) -> np.ndarray:
            return (at[landmark("left", part)] + at[landmark("right", part)]) / 2.0

        across = at[Landmark.LEFT_SHOULDER] - at[Landmark.RIGHT_SHOULDER]
        hips = middle("hip")
        spine = unit(middle("shoulder") - hips)
        left, front = square_to(spine, across)
        thigh = middle("knee") - hips
        forward, sideways = thigh @ front, -thigh @ left
        drop_deg = np.degrees(np.arctan2(sideways, forward))
        up = np.hypot(sideways, forward) / np.linalg.norm(thigh)
        lift_deg = np.degrees(np.arcsin(-unit(across) @ self._up))
        apart = np.linalg.norm(at[Landmark.LEFT_KNEE] - at[Landmark.RIGHT_KNEE])
        thighs = (
            sign * unit(at[landmark(side, "knee")] - at[landmark(side, "hip")])
            for side, sign in (("right", 1.0), ("left", -1.0))
        )
        aside = unit(np.cross(spine, self._up))
        near_deg, far_deg = (np.degrees(np.arcsin(one @ aside)) for one in thighs)
        hip_line = at[Landmark.LEFT_HIP] - at[Landmark.RIGHT_HIP]
        turn_deg = np.degrees(np.arcsin(-unit(hip_line) @ self._up))
        told = [drop_deg, lift_deg, apart / HUNDREDTH, up / HUNDREDTH, near_deg, far_deg, turn_deg]
        return np.array(told), self.ERRORS


def both(degrees: float) -> dict[str, float]:
    """The same on either side."""
    return {"left": float(degrees), "right": float(degrees)}


@dataclass(frozen=True)
class Person:
    """Someone lying on the back; flexion of each joint in degrees.

    Attributes:
        hip, knee: flexion by side; the hip's is the angle between trunk and thigh.
        shoulder: arm raised from beside the trunk, by side; elbows straight.
        neck: head lifted towards the chest.
        trunk: elevation of the trunk, shoulders above hips.
        roll: the shoulders turned about the spine, degrees towards the person's left.
        azimuth: of the camera, 0 beside the right, 180 beside the left, 90 at the feet.
        elevation: of the camera above the horizontal.
    """

    hip: dict[str, float] = field(default_factory=lambda: both(0.0))
    knee: dict[str, float] = field(default_factory=lambda: both(0.0))
    shoulder: dict[str, float] = field(default_factory=lambda: both(0.0))
    neck: float = 0.0
    trunk: float = 0.0
    roll: float = 0.0
    drop: float = 0.0
    azimuth: float = 0.0
    elevation: float = 0.0
    px_per_m: float = 180.0
    size_px: tuple[int, int] = (640, 480)

    def bent(self, side: str, *, hip: float | None = None, knee: float | None = None) -> Person:
        """The same person with one leg bent otherwise."""
        changed = self
        if hip is not None:
            changed = replace(changed, hip={**changed.hip, side: hip})
        if knee is not None:
            changed = replace(changed, knee={**changed.knee, side: knee})
        return changed

    def frame(self, t_s: float) -> PoseFrame:
        """What the camera sees, without any error; the camera is far away (no perspective)."""
        xyz = self._landmarks() - np.array([0.0, 0.0, 0.1])
        return seen_from(xyz, t_s, self.azimuth, self.elevation, self.px_per_m, self.size_px)

    def _landmarks(self) -> np.ndarray:
        points = np.zeros((LANDMARK_COUNT, 3))
        up = in_plane(180.0 - self.trunk)
        front = in_plane(90.0 - self.trunk)
        pelvis = np.array([0.0, 0.0, 0.1])
        roll = np.radians(self.roll)
        across = np.array([0.0, 1.0, 0.0]) * np.cos(roll) + front * np.sin(roll)
        chest = pelvis + TRUNK_M * up
        head = in_plane(180.0 - self.trunk - self.neck)
        face = in_plane(90.0 - self.trunk - self.neck)
        points[Landmark.NOSE] = chest + 0.2 * head + 0.1 * face
        drop = np.radians(self.drop)
        for side, sign in _ACROSS.items():
            points[landmark(side, "ear")] = chest + 0.2 * head + 0.07 * sign * across
            for part in ("eye_inner", "eye", "eye_outer"):
                points[landmark(side, part)] = chest + 0.23 * head + 0.08 * face
            shoulder = chest + HALF_SHOULDERS_M * sign * across
            arm = -up * np.cos(np.radians(self.shoulder[side])) + front * np.sin(
                np.radians(self.shoulder[side])
            )
            elbow, wrist = shoulder + ARM_M * arm, shoulder + (ARM_M + FOREARM_M) * arm
            points[landmark(side, "shoulder")], points[landmark(side, "elbow")] = shoulder, elbow
            for part in ("wrist", "pinky", "index", "thumb"):
                points[landmark(side, part)] = wrist
            beside = np.array([0.0, HALF_HIPS_M * sign, 0.0])
            hip = pelvis + turned(beside, up, drop / 3.0)  # the pelvis goes with the legs
            thigh = in_plane(self.hip[side] - self.trunk)
            shank = in_plane(self.hip[side] - self.trunk - self.knee[side])
            thigh, shank = turned(thigh, up, drop), turned(shank, up, drop)
            knee = hip + THIGH_M * thigh
            ankle = knee + SHANK_M * shank
            toes = ankle + FOOT_M * in_plane(self.hip[side] - self.trunk - self.knee[side] + 90)
            points[landmark(side, "hip")], points[landmark(side, "knee")] = hip, knee
            points[landmark(side, "ankle")] = points[landmark(side, "heel")] = ankle
            points[landmark(side, "foot_index")] = toes
        points[Landmark.MOUTH_LEFT] = points[Landmark.MOUTH_RIGHT] = points[Landmark.NOSE]
        return points


BRIDGE_DOWN = Person(hip=both(56), knee=both(106))
BRIDGE_UP = Person(trunk=-19, hip=both(8), knee=both(92))


def seen_from(
    xyz: np.ndarray,
    t_s: float,
    azimuth: float,
    elevation: float,
    px_per_m: float = 180.0,
    size_px: tuple[int, int] = (640, 480),
) -> PoseFrame:
    """What a camera far away (no perspective) sees of landmarks in metres (33, 3), z up."""
    turned, raised = np.radians(azimuth), np.radians(elevation)
    right = np.array([np.cos(turned), np.sin(turned), 0.0])
    away = np.array([-np.sin(turned), np.cos(turned), 0.0]) * np.cos(raised)
    away = away - np.array([0.0, 0.0, np.sin(raised)])
    down = np.cross(away, right)
    world = xyz @ np.stack([right, down, away], axis=1)
    centre = np.array(size_px) / 2.0
    return PoseFrame(t_s, size_px, centre + world[:, :2] * px_per_m, world, np.ones(LANDMARK_COUNT))


def in_plane(degrees: float) -> np.ndarray:
    """Unit vector in the person's sagittal plane: 0 towards the feet, 90 up."""
    return np.array([np.cos(np.radians(degrees)), 0.0, np.sin(np.radians(degrees))])


def turned(vector: np.ndarray, axis: np.ndarray, radians: float) -> np.ndarray:
    """Turned about an axis of length 1: about the spine to the left for a positive angle."""
    along = axis * (axis @ vector)
    across = vector - along
    return along + across * np.cos(radians) + np.cross(axis, across) * np.sin(radians)


def smoothly(t_s: float, start_s: float, end_s: float) -> float:
    """0 before, 1 after, a minimum-jerk movement between."""
    u = min(1.0, max(0.0, (t_s - start_s) / (end_s - start_s)))
    return u**3 * (u * (6.0 * u - 15.0) + 10.0)


def during(t_s: float, start_s: float, end_s: float) -> float:
    """1 between the two times, with edges of 0.4 s inside."""
    return smoothly(t_s, start_s, start_s + 0.4) - smoothly(t_s, end_s - 0.4, end_s)


@dataclass(frozen=True)
class HamstringClip:
    """A lying hamstring stretch: lie, lift the leg, hold from 3 to 23 s, lower it, lie.

    Attributes:
        person: seen how; its legs are scripted.
        locked, too_bent, other_up, head_up: (start, end) of a fault in seconds, or None.
        bounce: (start, end, rate in Hz, degrees peak to peak), or None.
    """

    side: str = "right"
    person: Person = field(default_factory=Person)
    locked: tuple[float, float] | None = None
    too_bent: tuple[float, float] | None = None
    other_up: tuple[float, float] | None = None
    head_up: tuple[float, float] | None = None
    bounce: tuple[float, float, float, float] | None = None
    hold: tuple[float, float] = (3.0, 23.0)
    duration_s: float = 26.5

    def at(self, t_s: float) -> Person:
        """The person at this time."""
        up = smoothly(t_s, 1.2, self.hold[0]) - smoothly(t_s, self.hold[1], self.hold[1] + 2.0)
        hip = 80.0 * up + 0.4 * np.sin(2 * np.pi * 0.25 * t_s)
        if self.bounce is not None:
            start_s, end_s, rate_hz, size_deg = self.bounce
            if start_s <= t_s <= end_s:
                hip += size_deg / 2 * np.sin(2 * np.pi * rate_hz * (t_s - start_s))
        knee = 3.0 + 9.0 * up
        knee += -11.5 * during(t_s, *self.locked) if self.locked else 0.0
        knee += 33.0 * during(t_s, *self.too_bent) if self.too_bent else 0.0
        other = {"left": "right", "right": "left"}[self.side]
        other_hip = 40.0 * during(t_s, *self.other_up) if self.other_up else 0.0
        neck = 45.0 * during(t_s, *self.head_up) if self.head_up else 0.0
        person = replace(self.person, neck=neck)
        return person.bent(self.side, hip=hip, knee=knee).bent(other, hip=other_hip, knee=3.0)

    def frames(self, fps: float = 15.0) -> list[PoseFrame]:
        """The whole clip as the camera sees it."""
        return [self.at(k / fps).frame(k / fps) for k in range(int(self.duration_s * fps))]


@dataclass(frozen=True)
class Rep:
    """One repetition: how long its parts last, and how far it goes.

    Attributes:
        out_s, stay_s, return_s, rest_s: seconds of the two ways and of the stay at either end.
        reach: share of the way to the far end that is covered.
        home: share of the way that is left when it turns round again; 0 all the way back.
    """

    out_s: float = 1.6
    stay_s: float = 0.8
    return_s: float = 1.6
    rest_s: float = 0.8
    reach: float = 1.0
    home: float = 0.0

    @property
    def duration_s(self) -> float:
        """From leaving the back end to leaving it again."""
        return self.out_s + self.stay_s + self.return_s + self.rest_s


@dataclass(frozen=True)
class MovingClip:
    """Repetitions between two poses.

    Attributes:
        rest, far: the two ends.
        reps: one after the other.
        lead_s: seconds at rest before the first.
    """

    rest: Person
    far: Person
    reps: tuple[Rep, ...] = (Rep(),) * 5
    lead_s: float = 2.0

    @property
    def duration_s(self) -> float:
        """Of the whole clip."""
        return self.lead_s + sum(rep.duration_s for rep in self.reps) + 1.0

    def spans_s(self) -> list[tuple[float, float]]:
        """True start and end of each repetition's movement."""
        spans, start_s = [], self.lead_s
        for rep in self.reps:
            spans.append((start_s, start_s + rep.duration_s - rep.rest_s))
            start_s += rep.duration_s
        return spans

    def share(self, t_s: float) -> float:
        """Of the way from the back end to the far end at this time."""
        level, start_s = 0.0, self.lead_s
        for rep in self.reps:
            there_s = start_s + rep.out_s
            back_s = there_s + rep.stay_s
            level += (rep.reach - level) * smoothly(t_s, start_s, there_s)
            level += (rep.home - level) * smoothly(t_s, back_s, back_s + rep.return_s)
            start_s += rep.duration_s
            if t_s < start_s:
                break
        return level

    def at(self, t_s: float) -> Person:
        """The person at this time."""
        return between(self.rest, self.far, self.share(t_s))

    def frames(self, fps: float = 15.0) -> list[PoseFrame]:
        """The whole clip as the camera sees it."""
        return [self.at(k / fps).frame(k / fps) for k in range(int(self.duration_s * fps))]


def between(one: Person, two: Person, share: float) -> Person:
    """A pose on the way from one to the other."""

    def mixed(a: float, b: float) -> float:
        return a + share * (b - a)

    return replace(
        one,
        hip={side: mixed(one.hip[side], two.hip[side]) for side in _ACROSS},
        knee={side: mixed(one.knee[side], two.knee[side]) for side in _ACROSS},
        shoulder={side: mixed(one.shoulder[side], two.shoulder[side]) for side in _ACROSS},
        **{
            name: mixed(getattr(one, name), getattr(two, name))
            for name in ("neck", "trunk", "roll", "drop")
        },
    )
