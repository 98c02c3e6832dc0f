"""A definition proposed from a recording of a good performance: gate, driver, camera, recognition.

What a measure reads in the hold is set against what it reads before: a bound stands as far outside
the hold's values as the measure's error asks for, though no further than half-way to what was
before. Everything is a proposal for a person to read and change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.coach.coach import Coach
from formcheck.errors import UnusableInput
from formcheck.measures.calibration import Calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.measures.view import Position, View
from formcheck.media.source import FrameReader
from formcheck.pose.frame import PoseFrame
from formcheck.pose.models import resolve_model
from formcheck.recorded.find import Progress, find_poses
from formcheck.recorded.pose_log import PoseLog
from formcheck.stretches.definition import Stretch
from formcheck.stretches.measure_names import known_measures
from formcheck.stretches.recognition import recognise_frame

MARGIN_S = 0.7
"""At either end of the hold that was named, so much isn't looked at: nobody hits the second."""
LEARN_FPS = 10.0
MIN_FRAMES = 15
MIN_KNOWN = 0.7
"""Share of the hold in which a measure must have been told to be used."""
CLEAR = 1.5
"""Bound only what lies this many errors away from what was before."""
MOST_BOUNDS = 3
MOST_FEATURES = 5
CLINICAL = (
    "knee_flexion",
    "hip_flexion",
    "shoulder_flexion",
    "elbow_flexion",
    "trunk_lean",
    "knee_drop",
)
"""What a physiotherapist reads at once; other measures only where none of these tells the hold."""
POSTURE = ("knee_flexion", "hip_flexion")
STEADY_DEG = 15.0
"""Legs that stay within this tell the stretch from others, though they were the same before."""


@dataclass(frozen=True)
class Learnt:
    """What one measure did.

    Attributes:
        name: as a definition has it, sides in braces.
        low, high: its values in the hold, all but a twentieth at either end.
        error: of the measure.
        before: its median outside the hold.
    """

    name: str
    low: float
    high: float
    error: float
    before: float

    @property
    def rises(self) -> bool:
        """Whether the hold's values lie above those before it."""
        return self.low + self.high > 2.0 * self.before

    @property
    def clearness(self) -> float:
        """How many errors the hold lies away from what was before."""
        gap = self.low - self.before if self.rises else self.before - self.high
        return gap / max(self.error, 1e-6)

    @property
    def limit(self) -> float:
        """Where the hold's gate opens, in the measure's own unit."""
        gap = self.clearness * self.error
        away = min(2.0 * self.error, gap / 2.0)
        return self.low - away if self.rises else self.high + away


@dataclass(frozen=True)
class Proposal:
    """A definition's parts, told from a recording."""

    side: str
    position: Position
    view: View
    driver: Learnt
    gate: tuple[Learnt, ...]
    features: tuple[Learnt, ...]
    hold_s: tuple[float, float]


def observe(path: Path, model: str | None, progress: Progress) -> list[PoseFrame]:
    """The landmarks of a recording.

    Raises:
        FormcheckError: as `check_file`; a photo can't be learnt from.
    """
    with FrameReader(path) as reader:
        source = reader.source
    if source.kind == "photo":
        raise UnusableInput(f"{path} is a photo; learning needs a video that shows the way in.")
    with PoseLog() as log:
        find_poses(source, resolve_model(model), LEARN_FPS, 1, log, progress)
        return list(log)


def propose(
    frames: Sequence[PoseFrame],
    hold_s: tuple[float, float],
    side: str,
    calibration: Calibration | None = None,
) -> Proposal:
    """What a definition would have to say so that this hold is known again.

    Args:
        frames: of a good performance that shows the way in, too.
        hold_s: when the hold began and ended in it.
        side: the person's own side that is stretched, or `both`.
        calibration: of the pose model the frames come from.

    Raises:
        UnusableInput: too little is seen of the hold or of the time besides, or nothing tells
            them apart.
    """
    measurer = Measurer(calibration)
    inside: list[Mapping[str, Measure]] = []
    outside: list[Mapping[str, Measure]] = []
    near: Counter[str] = Counter()
    places: Counter[Position] = Counter()
    views: Counter[View] = Counter()
    for frame in frames:
        body, measures = measurer.step(frame)
        if hold_s[0] + MARGIN_S <= frame.t_s <= hold_s[1] - MARGIN_S and body.believable:
            inside.append(measures)
            near[body.near_side] += 1
            places[body.position] += 1
            views[body.view] += 1
        elif frame.t_s < hold_s[0] - 2.0 * MARGIN_S or frame.t_s > hold_s[1] + 2.0 * MARGIN_S:
            outside.append(measures)
    if len(inside) < MIN_FRAMES:
        raise UnusableInput(
            f"The hold from {hold_s[0]:g} to {hold_s[1]:g} s shows too little of a person; "
            "name a hold of at least 4 s in which the whole body is in view."
        )
    if len(outside) < MIN_FRAMES:
        raise UnusableInput(
            "There is too little besides the hold; learning needs 3 s or more of the way in."
        )
    position = places.most_common(1)[0][0]
    if position is Position.UNKNOWN:
        raise UnusableInput("How the body lies or stands couldn't be told; try another view.")
    return _proposal(
        inside,
        outside,
        side,
        near.most_common(1)[0][0],
        (position, views.most_common(1)[0][0]),
        hold_s,
    )


def found_again(
    stretch: Stretch,
    side: str,
    frames: Sequence[PoseFrame],
    calibration: Calibration | None = None,
) -> tuple[list[tuple[float, float]], float]:
    """What the definition makes of a recording: holds on that side, share of them recognised.

    Returns:
        (start, end) of each hold in seconds; the share of frames in them that the definition's
        recognition knows as this stretch on this side.
    """
    coach = Coach(stretch, side, calibration)
    measurer = Measurer(calibration)
    known_s = []
    for frame in frames:
        coach.step(frame)
        found = recognise_frame([stretch], *measurer.step(frame))
        if any(one.side == side for one in found):
            known_s.append(frame.t_s)
    coach.finish()
    holds = [(hold.book.start_s, hold.end_s) for hold in coach.holds]
    held = [f.t_s for f in frames if any(start <= f.t_s <= end for start, end in holds)]
    known = sum(any(start <= t_s <= end for start, end in holds) for t_s in known_s)
    return holds, known / len(held) if held else 0.0


def _proposal(
    inside: Sequence[Mapping[str, Measure]],
    outside: Sequence[Mapping[str, Measure]],
    side: str,
    near_side: str,
    seen: tuple[Position, View],
    hold_s: tuple[float, float],
) -> Proposal:
    learnt = [
        one
        for general, named in _names(side, near_side)
        if (one := _learnt(general, named, inside, outside)) is not None
    ]
    clinical = [one for one in learnt if one.name.startswith(CLINICAL)]
    if any(one.clearness >= CLEAR for one in clinical):
        learnt = clinical
    clear = sorted((one for one in learnt if one.clearness >= CLEAR), key=lambda o: -o.clearness)
    angles = [one for one in clear if one.name.endswith("_deg")]
    if not angles:
        raise UnusableInput(
            "No angle tells this hold from the time before it; try a recording from another side."
        )
    # the driver belongs to the stretched side where there is one
    driver = next((one for one in angles if "{side}" in one.name), angles[0])
    others = [one for one in clear if one is not driver]
    features = [driver, *others][:MOST_FEATURES]
    steady = [
        one
        for one in learnt
        if one not in clear
        and one.name.startswith(POSTURE)
        and one.high - one.low <= max(one.error, STEADY_DEG)
    ]
    features += steady[: MOST_FEATURES - len(features)]
    return Proposal(
        side=side,
        position=seen[0],
        view=seen[1],
        driver=driver,
        gate=(driver, *others[: MOST_BOUNDS - 1]),
        features=tuple(features),
        hold_s=hold_s,
    )


def _names(side: str, near_side: str) -> list[tuple[str, str]]:
    """(name in a definition, name of the measure) of everything that may be bound."""
    other = {"left": "right", "right": "left"}
    first, stretched = ("side", side) if side in other else ("near", near_side)
    second = "other" if side in other else "far"
    names = []
    for general in known_measures():
        if "{side}" not in general:
            names.append((general, general))
            continue
        for role, whose in ((first, stretched), (second, other[stretched])):
            names.append((general.replace("{side}", f"{{{role}}}"), general.format(side=whose)))
    return names


def _learnt(
    general: str,
    name: str,
    inside: Sequence[Mapping[str, Measure]],
    outside: Sequence[Mapping[str, Measure]],
) -> Learnt | None:
    """What a measure did; None where it couldn't be told well enough, in the hold or before."""
    known = [m[name] for m in inside if m[name].usable]
    before = [m[name].value for m in outside if m[name].usable]
    if len(known) < MIN_KNOWN * len(inside) or len(before) < MIN_FRAMES:
        return None
    low, high = np.percentile([measure.value for measure in known], [5.0, 95.0])
    error = float(np.median([measure.error for measure in known]))
    return Learnt(general, float(low), float(high), error, float(np.median(before)))
