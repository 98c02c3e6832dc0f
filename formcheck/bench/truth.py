"""Truth files: what really happened in a clip, written beside it by whoever knows.

`clip.mp4` has its truth in `clip.truth.json`; docs/truth_format.md describes the format. Angles are
in the measures' own convention: degrees, 0 in line, positive bent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from formcheck.errors import UnusableInput
from formcheck.measures.view import Position, View
from formcheck.pose.frame import SIDES
from formcheck.stretches.definition import library
from formcheck.stretches.schema import filled

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

TRUTH_SUFFIX = ".truth.json"
BOUNCE_RAMP_S = 0.25
"""A bounce grows and fades over so much time at either end."""
MIN_SWING_FRAMES = 12
VIDEO_SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v")
SCHEMA = 1

Phase = Literal["start", "enter", "hold", "leave", "end"]
Seconds = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0.0, allow_inf_nan=False)]


class _Part(BaseModel):
    # further keys (body, room, camera, ...) say how a clip was made and are not needed here
    model_config = ConfigDict(frozen=True, extra="ignore")


class Span(_Part):
    """From `start_s` to `end_s`, in seconds after the clip's first frame."""

    start_s: Seconds
    end_s: Seconds

    @model_validator(mode="after")
    def _goes_forward(self) -> Span:
        if self.end_s <= self.start_s:
            raise ValueError("end_s must be after start_s")
        return self

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s

    def overlap_s(self, start_s: float, end_s: float) -> float:
        """Seconds shared with another span; 0 where they don't meet."""
        return max(0.0, min(self.end_s, end_s) - max(self.start_s, start_s))


class TrueHold(Span):
    """In position; `side` is the person's own, or `both`."""

    side: Literal["left", "right", "both"]


class TrueFault(Span):
    """A mistake that the check of this id should tell; `size_deg` is how large it is, if known."""

    check: Annotated[str, Field(min_length=1)]
    size_deg: float | None = None


class TrueBounce(Span):
    """Bouncing: full cycles, cycles per second, degrees from turn to turn.

    The size is that of the angle that drives the stretch, where the frames tell it: a pelvis that
    rocks by 6 degrees in the child's pose moves the hip's flexion by 4.6.
    """

    rate_hz: Positive
    size_deg: Positive
    count: Annotated[int, Field(ge=1)]


FULL_SHARE = 0.8
"""A repetition that goes so much of the way should count; a half one should not."""


class TrueRepetition(Span):
    """Out to an end and back; `share` of the way, and which end where there are two."""

    side: Literal["left", "right", "both"]
    share: Positive = 1.0
    end: str = ""

    @property
    def whole(self) -> bool:
        """Whether it should count."""
        return self.share >= FULL_SHARE


class _Frames(_Part):
    """Columns of equal length, one entry a frame; null where there is no true value."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, list[float | None]]

    t_s: Annotated[list[Seconds], Field(min_length=2)]
    phase: list[Phase]
    joints_px: dict[str, list[tuple[float | None, float | None]]] = Field(default_factory=dict)
    joints_m: dict[str, list[tuple[float | None, float | None, float | None]]] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _fits_together(self) -> _Frames:
        frames = len(self.t_s)
        columns: dict[str, Sequence[object]] = {"phase": self.phase, **self.__pydantic_extra__}
        columns |= {f"joints_px.{name}": points for name, points in self.joints_px.items()}
        columns |= {f"joints_m.{name}": points for name, points in self.joints_m.items()}
        for name, column in columns.items():
            if len(column) != frames:
                raise ValueError(f"{name} has {len(column)} entries, t_s has {frames}")
        if any(later <= before for before, later in pairwise(self.t_s)):
            raise ValueError("t_s must ascend from frame to frame")
        return self


class _File(_Part):
    schema_: Literal[1] = Field(alias="schema")
    stretch: str
    side: Literal["left", "right", "both"]
    view: View
    near_side: Literal["left", "right"]
    position: Position
    size_px: tuple[Annotated[int, Field(gt=0)], Annotated[int, Field(gt=0)]]
    seed: int | None = None
    holds: tuple[TrueHold, ...]
    repetitions: tuple[TrueRepetition, ...] = ()
    faults: tuple[TrueFault, ...] = ()
    bounces: tuple[TrueBounce, ...] = ()
    frames: _Frames

    @model_validator(mode="after")
    def _is_of_the_library(self) -> _File:
        if self.stretch not in library():
            known = ", ".join(library())
            raise ValueError(f"stretch: no stretch is called {self.stretch!r}; there are {known}")
        return self


SpanT = TypeVar("SpanT", bound=Span)


@dataclass(frozen=True)
class Truth:
    """What really happens in one clip.

    Attributes:
        name: of the clip, the file's name without its ending.
        stretch: id in the library.
        side: the person's own side that is stretched, or `both`.
        view: where the camera stands; `near_side` faces it.
        size_px: width and height that `joints_px` refer to.
        holds, faults, bounces, repetitions: in seconds after the first frame.
        t_s: (n,) times of the true frames.
        phase: (n,) `start`, `enter`, `hold`, `leave` or `end`.
        values: (n,) arrays by the measures' names; NaN where unknown.
        joints_px: (n, 2) by joint (`left_knee`), pixels; may be empty.
    """

    name: str
    stretch: str
    side: str
    view: str
    near_side: str
    position: str
    size_px: tuple[int, int]
    holds: tuple[TrueHold, ...]
    faults: tuple[TrueFault, ...]
    bounces: tuple[TrueBounce, ...]
    t_s: FloatArray
    phase: tuple[str, ...]
    values: Mapping[str, FloatArray]
    joints_px: Mapping[str, FloatArray]
    repetitions: tuple[TrueRepetition, ...] = ()

    def at(self, name: str, t_s: FloatArray) -> FloatArray:
        """A true value at other times, linear between frames; NaN beyond them and where unknown."""
        column = np.interp(t_s, self.t_s, self.values[name], left=np.nan, right=np.nan)
        return np.asarray(column, dtype=np.float64)

    def joint_at(self, name: str, t_s: FloatArray) -> FloatArray:
        """A joint's true place in pixels at other times: (m, 2)."""
        points = self.joints_px[name]
        axes = [np.interp(t_s, self.t_s, points[:, i], left=np.nan, right=np.nan) for i in (0, 1)]
        return np.stack(axes, axis=1)

    def in_hold(self, t_s: FloatArray) -> BoolArray:
        """Which of the times lie in a hold."""
        return inside(self.holds, t_s)

    @property
    def supported(self) -> bool:
        """The camera stands where the stretch is to be judged from."""
        return self.view in library()[self.stretch].camera.views

    @property
    def held_s(self) -> float:
        """Seconds in position, over all holds."""
        return sum(hold.length_s for hold in self.holds)

    @property
    def judged(self) -> Sequence[Span]:
        """What is judged: the holds; in a clip without any, the repetitions."""
        return self.holds or self.repetitions

    @cached_property
    def clean(self) -> bool:
        """Nothing to blame in the whole clip."""
        partial = any(not one.whole for one in self.repetitions)
        return not self.faults and not self.bounces and not partial


def inside(spans: Sequence[Span], t_s: FloatArray) -> BoolArray:
    """Which of the times lie in one of the spans."""
    found = np.zeros(len(t_s), dtype=bool)
    for span in spans:
        found |= (t_s >= span.start_s) & (t_s <= span.end_s)
    return found


@dataclass(frozen=True)
class Clip:
    """A video and what really happens in it."""

    video: Path
    truth: Truth


def load_truth(path: Path) -> Truth:
    """Read one truth file.

    Raises:
        UnusableInput: it can't be read, or a key is missing or wrong; says which.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableInput(
            f"{path} can't be read ({error.strerror or error}); check its permissions."
        ) from error
    except ValueError as error:
        raise UnusableInput(
            f"{path.name} isn't JSON ({error}); write it as docs/truth_format.md says."
        ) from error
    try:
        return _truth(path.name.removesuffix(TRUTH_SUFFIX), _File.model_validate(data))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        what = first["msg"].removeprefix("Value error, ")
        what = "is missing" if first["type"] == "missing" else what
        raise UnusableInput(f"{path.name}: {key}: {what}.") from error


def find_clips(folder: Path) -> list[Clip]:
    """Every video of a folder that has a truth file beside it, in the order of their names.

    Raises:
        UnusableInput: no folder, no truth files, one without its video, or one that is wrong.
    """
    if not folder.is_dir():
        raise UnusableInput(f"there is no folder {folder}; give one with videos and truth files")
    clips = [Clip(_video_of(path), load_truth(path)) for path in _truth_files(folder)]
    if not clips:
        raise UnusableInput(
            f"no truth files in {folder}; each video needs NAME{TRUTH_SUFFIX} beside it "
            "(see docs/truth_format.md)"
        )
    return clips


def _truth_files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.name.endswith(TRUTH_SUFFIX))


def _video_of(truth: Path) -> Path:
    stem = truth.name.removesuffix(TRUTH_SUFFIX)
    for suffix in VIDEO_SUFFIXES:
        video = truth.with_name(stem + suffix)
        if video.is_file():
            return video
    raise UnusableInput(f"{truth.name} has no video beside it; expected {stem}.mp4 in the folder")


def _truth(name: str, file: _File) -> Truth:
    frames = file.frames
    t_s = np.array(frames.t_s, dtype=np.float64)
    values = _with_extension(_arrays(frames.__pydantic_extra__))
    driver = library()[file.stretch].driver
    driver_deg = values.get(filled(driver, file.side, file.near_side))
    return Truth(
        name=name,
        stretch=file.stretch,
        side=_judged_side(file.stretch, file.side),
        view=str(file.view),
        near_side=file.near_side,
        position=str(file.position),
        size_px=file.size_px,
        holds=tuple(
            hold.model_copy(update={"side": _judged_side(file.stretch, hold.side)})
            for hold in file.holds
        ),
        faults=file.faults,
        bounces=tuple(_as_swung(bounce, t_s, driver_deg) for bounce in file.bounces),
        t_s=t_s,
        phase=tuple(frames.phase),
        values=values,
        joints_px={
            joint: np.array(points, dtype=np.float64) for joint, points in frames.joints_px.items()
        },
        repetitions=file.repetitions,
    )


def _with_extension(values: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Hip flexion below 0 where the hip is extended, as it is read from beside.

    The angle in space has no sign; `hip_sagittal` tells it.
    """
    for side in SIDES:
        flexion, sagittal = f"hip_flexion_{side}_deg", f"hip_sagittal_{side}_deg"
        if flexion in values and sagittal in values:
            extended = values[sagittal] < 0.0
            values[flexion] = np.where(extended, values[sagittal], values[flexion])
    return values


def _as_swung(bounce: TrueBounce, t_s: FloatArray, driver_deg: FloatArray | None) -> TrueBounce:
    """The bounce with the size that the driving angle swings by: a sine on a slope, fitted."""
    if driver_deg is None:
        return bounce
    inner = (t_s >= bounce.start_s + BOUNCE_RAMP_S) & (t_s <= bounce.end_s - BOUNCE_RAMP_S)
    inner &= np.isfinite(driver_deg)
    if inner.sum() < MIN_SWING_FRAMES:
        return bounce
    phase = 2.0 * np.pi * bounce.rate_hz * t_s[inner]
    shapes = np.stack([np.ones_like(phase), phase, np.sin(phase), np.cos(phase)], axis=1)
    fit = np.linalg.lstsq(shapes, driver_deg[inner], rcond=None)[0]
    size_deg = 2.0 * float(np.hypot(fit[2], fit[3]))
    return bounce.model_copy(update={"size_deg": size_deg}) if size_deg > 0 else bounce


def _judged_side(stretch: str, side: str) -> str:
    """A stretch that is alike on both sides is judged as `both`, whichever the file names."""
    return "both" if library()[stretch].sides == "both" else side


def _arrays(columns: Mapping[str, Sequence[float | None]]) -> dict[str, FloatArray]:
    """Columns by name, as arrays; unknown values are NaN."""
    return {name: np.array(column, dtype=np.float64) for name, column in columns.items()}
