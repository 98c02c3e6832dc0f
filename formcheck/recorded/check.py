"""Judge a video or a photo: the steps in their order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from formcheck.coach.coach import Coach
from formcheck.coach.feedback import CheckState, Feedback, Phase
from formcheck.coach.result import StretchResult, photo_result, result
from formcheck.errors import UnusableInput
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration, load_calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.media.source import FrameReader, Source
from formcheck.pose.frame import PoseFrame
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import model_name, resolve_model
from formcheck.recorded.find import Progress, Reading, find_poses
from formcheck.recorded.outputs import AnnotatedCopy, Trace, write_photo
from formcheck.recorded.pose_log import PoseLog
from formcheck.stretches.definition import Stretch, filled, library
from formcheck.stretches.recognition import Recognised, Recogniser, recognise_frame

DEFAULT_FPS = 15.0
"""Analysed pictures a second: five to each cycle of the fastest bounce looked for (3 per s)."""

UNRECOGNISED = "None of the known stretches was recognised; name it with --stretch."


@dataclass(frozen=True)
class Options:
    """What to do with a file.

    Attributes:
        stretch: the stretch to judge; None to recognise it.
        side: `left`, `right`, `both`, or `auto`.
        model: `lite`, `full`, `heavy`, or a model file's path; None for the person's default.
        fps: pictures analysed per second of the recording.
        jobs: segments of the recording analysed side by side.
        trace: CSV file to write, a row per analysed frame.
        annotate: MP4, or picture of a photo, to write with everything drawn on it.
    """

    stretch: Stretch | None = None
    side: str = "auto"
    model: str | None = None
    fps: float = DEFAULT_FPS
    jobs: int = 1
    trace: Path | None = None
    annotate: Path | None = None


@dataclass(frozen=True)
class Checked:
    """What came out of a file.

    Attributes:
        source: what was read.
        duration_s: of what was read; None for a photo.
        model: name or path of the pose model.
        frames_read, frames_analysed: counts.
        person_seen: share of the analysed frames with a believable person.
        recognised: stretches seen, best first.
        judged: the judged stretch; None where none was recognised.
        side: the side that was judged; empty where unknown.
        view, position: seen most often in the holds, else in all frames; empty where unknown.
        notes: plain sentences about what limits the result.
    """

    source: Source
    duration_s: float | None
    model: str
    frames_read: int
    frames_analysed: int
    person_seen: float
    recognised: Sequence[Recognised]
    judged: StretchResult | None
    side: str
    view: str
    position: str
    notes: Sequence[str]


def check_file(
    path: str | os.PathLike[str], options: Options, progress: Progress | None = None
) -> Checked:
    """Judge a video or a photo.

    Args:
        path: of the file.
        options: what to judge and what to write.
        progress: told what is being done and how far it is, 0 to 1.

    Raises:
        FormcheckError: unusable input, option or model, or an output that can't be written.
    """
    one_sided = options.side in ("left", "right")
    if one_sided and options.stretch is not None and options.stretch.sides == "both":
        raise UnusableInput(f"{options.stretch.name} takes both sides; leave out --side.")
    with FrameReader(path) as reader:
        source = reader.source
    name = model_name(options.model)
    job = _Job(
        source=source,
        model=resolve_model(options.model),
        model_name=name,
        calibration=load_calibration(Path(name).stem.removeprefix("pose_")),
        options=options,
        progress=progress or (lambda _what, _share: None),
    )
    return _check_photo(job) if source.kind == "photo" else _check_video(job)


@dataclass(frozen=True)
class _Job:
    source: Source
    model: Path
    model_name: str
    calibration: Calibration
    options: Options
    progress: Progress


def _check_video(job: _Job) -> Checked:
    options = job.options
    with PoseLog() as log:
        reading = find_poses(job.source, job.model, options.fps, options.jobs, log, job.progress)
        seen, recognised = _recognise(log, job.calibration)
        stretch = options.stretch
        if stretch is None and recognised:
            stretch = library()[recognised[0].stretch]
        judged, told = _judge(job, log, stretch)
        return Checked(
            source=job.source,
            duration_s=job.source.duration_s or reading.last_t_s,
            model=job.model_name,
            frames_read=reading.frames_read,
            frames_analysed=log.frames,
            person_seen=seen / log.frames if log.frames else 0.0,
            recognised=recognised,
            judged=judged,
            side=_judged_side(judged, options.side, recognised),
            view=told.most("view"),
            position=told.most("position"),
            notes=_notes(reading, seen, judged),
        )


def _recognise(log: PoseLog, calibration: Calibration) -> tuple[int, list[Recognised]]:
    """How many frames show a believable person, and the stretches seen."""
    measurer, recogniser = Measurer(calibration), Recogniser(list(library().values()))
    seen = 0
    for frame in log:
        body, measures = measurer.step(frame)
        seen += body.believable
        recogniser.step(body, measures)
    return seen, recogniser.recognised()


def _judge(job: _Job, log: PoseLog, stretch: Stretch | None) -> tuple[StretchResult | None, _Told]:
    """Run the coach over the recording and write what was asked for alongside."""
    options, told = job.options, _Told()
    if stretch is None:
        coach, look = None, _looker(job.calibration)
    else:
        coach = Coach(stretch, options.side, job.calibration)
        look = coach.step
    with ExitStack() as stack:
        trace = stack.enter_context(Trace(options.trace)) if options.trace else None
        copy = None
        if options.annotate:
            title = stretch.name if stretch else ""
            copy = stack.enter_context(
                AnnotatedCopy(options.annotate, job.source, options.fps, title)
            )
        for done, frame in enumerate(log, 1):
            feedback = look(frame)
            told.take(feedback)
            if trace is not None:
                trace.write(feedback)
            if copy is not None:
                copy.write(frame, feedback)
                job.progress("Drawing", done / log.frames)
    if coach is None or stretch is None:
        return None, told
    coach.finish()
    return result(stretch, coach.holds), told


def _looker(calibration: Calibration) -> Callable[[PoseFrame], Feedback]:
    """Feedback without a stretch: what is measured, nothing judged."""
    measurer = Measurer(calibration)
    return lambda frame: _plain_feedback(*measurer.step(frame))


def _plain_feedback(body: Body, measures: dict[str, Measure]) -> Feedback:
    return Feedback(
        t_s=body.frame.t_s,
        phase=Phase.SET_UP,
        seen=body.believable,
        view=str(body.view),
        position=str(body.position),
        side="",
        measures=measures,
    )


class _Told:
    """View and position over a recording, the holds before all else."""

    def __init__(self) -> None:
        self._in_holds: dict[str, Counter[str]] = {"view": Counter(), "position": Counter()}
        self._in_all: dict[str, Counter[str]] = {"view": Counter(), "position": Counter()}

    def take(self, feedback: Feedback) -> None:
        for name in self._in_all:
            value = getattr(feedback, name)
            if value:
                self._in_all[name][value] += 1
                self._in_holds[name][value] += feedback.phase is Phase.HOLD

    def most(self, name: str) -> str:
        for counter in (self._in_holds[name], self._in_all[name]):
            if counter.total():
                return counter.most_common(1)[0][0]
        return ""


def _judged_side(judged: StretchResult | None, asked: str, recognised: Sequence[Recognised]) -> str:
    if judged is None:
        return ""
    if judged.side:
        return judged.side
    if judged.stretch.sides == "both":
        return "both"
    if asked in ("left", "right"):
        return asked
    return next((r.side for r in recognised if r.stretch == judged.stretch.id), "")


def _notes(reading: Reading, seen: int, judged: StretchResult | None) -> list[str]:
    notes = []
    if reading.damaged:
        notes.append("The file is damaged or cut short; what could be read was judged.")
    if not seen:
        notes.append("No person was ever seen: bring the whole body into the picture, well lit.")
    elif judged is None:
        notes.append(UNRECOGNISED)
    elif not judged.holds:
        notes.append(f"No hold of the {judged.stretch.name.lower()} was seen.")
    elif judged.score.points is None:
        notes.append("No score: too little of the hold could be measured.")
    return notes


def _check_photo(job: _Job) -> Checked:
    options = job.options
    with FrameReader(job.source.path) as reader:
        picture = next(reader)
    frame = estimate_photo(job.model, picture.rgb)
    body, measures = Measurer(job.calibration).step(frame)
    recognised = recognise_frame(list(library().values()), body, measures)
    feedback = _plain_feedback(body, measures)
    stretch = options.stretch
    if stretch is None and recognised:
        stretch = library()[recognised[0].stretch]
    judged, side = None, ""
    if stretch is not None:
        side = _photo_side(stretch, options.side, recognised, body)
        judged = photo_result(stretch, side, feedback.measures, body.near_side)
        feedback = _photo_feedback(feedback, judged, side, body.near_side)
    if options.trace is not None:
        with Trace(options.trace) as trace:
            trace.write(feedback)
    if options.annotate is not None:
        title = stretch.name if stretch else ""
        write_photo(options.annotate, picture.rgb, frame, feedback, title)
    notes = []
    if not body.believable:
        notes.append(f"No body could be judged: {body.reason}.")
    elif stretch is None:
        notes.append(UNRECOGNISED)
    return Checked(
        source=job.source,
        duration_s=None,
        model=job.model_name,
        frames_read=1,
        frames_analysed=1,
        person_seen=float(body.believable),
        recognised=recognised,
        judged=judged,
        side=side,
        view=str(body.view),
        position=str(body.position),
        notes=notes,
    )


def _photo_side(stretch: Stretch, asked: str, recognised: Sequence[Recognised], body: Body) -> str:
    if asked in stretch.possible_sides:
        return asked
    if stretch.sides == "both":
        return "both"
    return next((r.side for r in recognised if r.stretch == stretch.id), body.near_side)


def _photo_feedback(plain: Feedback, judged: StretchResult, side: str, near_side: str) -> Feedback:
    stretch = judged.stretch
    return Feedback(
        t_s=plain.t_s,
        phase=plain.phase,
        seen=plain.seen,
        view=plain.view,
        position=plain.position,
        side=side,
        measures=plain.measures,
        driver=filled(stretch.driver, side, near_side),
        checks=tuple(
            CheckState(
                id=told.check.id,
                verdict=told.verdict,
                measure=filled(told.check.measure or stretch.driver, side, near_side),
                reason=told.reason,
            )
            for told in judged.checks
        ),
    )
