"""What a check writes beside its result: the trace as CSV, the annotated video or photo."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PIL import Image

from formcheck.coach.feedback import Feedback, Phase
from formcheck.errors import UnusableInput, writing
from formcheck.media.overlay import Overlay
from formcheck.media.picture import Picture, RgbImage, Source, fitted
from formcheck.media.source import FrameReader
from formcheck.media.writer import AnnotatedVideo
from formcheck.pose.frame import PoseFrame

TRACE_MEASURES = (
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "elbow_flexion_left_deg",
    "elbow_flexion_right_deg",
    "shoulder_flexion_left_deg",
    "shoulder_flexion_right_deg",
    "trunk_lean_deg",
    "shoulder_tilt_deg",
)
"""The first columns of measures; the others follow in alphabetical order."""
VIDEO_SUFFIXES = (".mp4", ".m4v")
PHOTO_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


def refuse_unusable(trace: Path | None, annotate: Path | None, kind: str) -> None:
    """Told before the work, which may take minutes: what can't be written.

    Args:
        trace, annotate: files to write.
        kind: of the recording, `video` or `photo`.

    Raises:
        UnusableInput: a name of another kind of file, or a place that can't be written.
    """
    if annotate is not None:
        suffix = annotate.suffix.lower()
        if kind == "photo" and suffix not in PHOTO_SUFFIXES:
            kinds = ", ".join(PHOTO_SUFFIXES)
            raise UnusableInput(
                f"{annotate}: an annotated photo is a picture; give a name in {kinds}"
            )
        if kind == "video" and suffix not in VIDEO_SUFFIXES:
            raise UnusableInput(f"{annotate}: the annotated video is an MP4; give a name in .mp4")
    for path in (trace, annotate):
        if path is not None:
            must_be_writable(path)


def must_be_writable(path: Path) -> None:
    """Try it out, leaving everything as it was.

    Raises:
        UnusableInput: the file can't be written.
    """
    there = path.exists()
    with writing(path), path.open("ab"):
        pass
    if not there:
        path.unlink()


class Trace:
    """A CSV row per analysed frame; a cell is empty where it can't be told. A context manager.

    Raises:
        UnusableInput: the file can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._names: list[str] = []

    def __enter__(self) -> Trace:
        with writing(self._path):
            self._file = self._path.open("w", newline="", encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
        if error is not None:
            self._path.unlink(missing_ok=True)

    def write(self, feedback: Feedback) -> None:
        """Add the row of one frame."""
        if self._file is None:
            raise RuntimeError("write inside the with block")
        rows = csv.writer(self._file, lineterminator="\n")
        if not self._names:
            others = sorted(set(feedback.measures) - set(TRACE_MEASURES))
            self._names = [*TRACE_MEASURES, *others]
            rows.writerow(["t_s", "seen", "phase", "view", *self._names, "checks"])
        cells = [_cell(feedback, name) for name in self._names]
        head = [f"{feedback.t_s:.3f}", int(feedback.seen), str(feedback.phase), feedback.view]
        rows.writerow([*head, *cells, _verdicts(feedback)])


def _verdicts(feedback: Feedback) -> str:
    """What was judged at this moment of doing it: `knee_not_locked:good head_down:cant_tell`."""
    if feedback.phase not in (Phase.HOLD, Phase.MOVE):
        return ""
    return " ".join(f"{state.id}:{state.verdict}" for state in feedback.checks)


def _cell(feedback: Feedback, name: str) -> str:
    measure = feedback.measures[name]
    # a value that carries a reason is too rough to be told
    told = measure.usable and isfinite(measure.value)
    return f"{measure.value:.2f}" if told else ""


class AnnotatedCopy:
    """The recording with everything drawn on it, as an MP4; a context manager.

    Pictures are read again beside the judging, so that no picture is kept.
    """

    def __init__(self, path: Path, source: Source, fps: float) -> None:
        self._reader = FrameReader(source.path, fps=fps)
        self._size_px = fitted(source.size_px, 1280)
        self._video = AnnotatedVideo(path, self._size_px, fps=fps)
        self._overlay = Overlay("")
        self._stack = ExitStack()
        self._picture: Picture | None = None

    def __enter__(self) -> AnnotatedCopy:
        self._stack.enter_context(self._reader)
        self._stack.enter_context(self._video)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, frame: PoseFrame, feedback: Feedback, title: str) -> None:
        """Draw one analysed frame on its picture, under the stretch's name."""
        self._overlay.title = title
        while self._picture is None or self._picture.t_s < frame.t_s - 1e-6:
            self._picture = next(self._reader, None)
            if self._picture is None:
                return
        self._video.write(self._overlay.draw(self._picture.rgb, frame, feedback), self._picture.t_s)


def write_photo(
    path: Path, rgb: RgbImage, frame: PoseFrame, feedback: Feedback, title: str
) -> None:
    """The photo with everything drawn on it.

    Raises:
        UnusableInput: it can't be written.
    """
    drawn = Overlay(title).draw(rgb, frame, feedback)
    with writing(path):
        Image.fromarray(drawn).save(path)
