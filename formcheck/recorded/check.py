"""Judge a video or a photo: the steps in their order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.coach.feedback import CheckState, Feedback
from formcheck.coach.result import StretchResult, photo_result
from formcheck.errors import UnusableInput
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration, load_calibration
from formcheck.measures.measurer import Measurer
from formcheck.media.source import FrameReader, Source
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import model_name, resolve_model
from formcheck.recorded.find import Progress, Reading, find_poses
from formcheck.recorded.outputs import AnnotatedCopy, Trace, refuse_unusable, write_photo
from formcheck.recorded.pose_log import PoseLog
from formcheck.recorded.session import Segment, SessionCoach, Zone, plain_feedback, zones
from formcheck.stretches.definition import Stretch, filled, library
from formcheck.stretches.in_words import in_units
from formcheck.stretches.recognition import Recognised, Recogniser, recognise_frame
from formcheck.stretches.segmentation import Run, Segmenter
from formcheck.units import Units

DEFAULT_FPS = 15.0
"""Analysed pictures a second: five to each cycle of the fastest bounce looked for (3 per s)."""

NOBODY = "No person was ever seen: bring the whole body into the picture, well lit."
UNRECOGNISED = "None of the known stretches was recognised; say which one it is."


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
        units: of lengths in the words drawn on it.
    """

    stretch: Stretch | None = None
    side: str = "auto"
    model: str | None = None
    fps: float = DEFAULT_FPS
    jobs: int = 1
    trace: Path | None = None
    annotate: Path | None = None
    units: Units = "metric"


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
        segments: every stretch and side that was done, in time order; empty for a photo.
        results: of each stretch that was done, both its sides together, in the order they were
            begun; the judged one alone where none was done.
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
    segments: Sequence[Segment] = ()
    results: Sequence[StretchResult] = ()


def check_file(
    path: str | os.PathLike[str], options: Options, progress: Progress | None = None
) -> Checked:
    """Judge a video or a photo.

    Args:
        path: of the file.
        options: what to judge and what to write.
        progress: told what is being done and how far it is, 0 to 1. What it raises ends the check
            there and then; files half written are removed.

    Raises:
        FormcheckError: unusable input, option or model, or an output that can't be written.
    """
    one_sided = options.side in ("left", "right")
    if one_sided and options.stretch is not None and options.stretch.sides == "both":
        raise UnusableInput(f"{options.stretch.name} takes both sides; leave the side out.")
    with FrameReader(path) as reader:
        source = reader.source
    refuse_unusable(options.trace, options.annotate, source.kind)
    name = model_name(options.model)
    job = _Job(
        source=source,
        model=resolve_model(options.model),
        model_name=name,
        calibration=load_calibration(name),
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
        seen, recognised, runs = _recognise(log, job)
        plan, session = _plan(job, log, recognised, runs)
        if session is None or options.trace or options.annotate:
            session = _judge(job, log, plan, outputs=True)
        segments = session.segments()
        stretch = _main_stretch(plan, recognised, segments)
        judged = session.result_of(stretch) if stretch else None
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
            view=session.most("view", stretch),
            position=session.most("position", stretch),
            notes=_notes(reading, seen, judged),
            segments=segments,
            results=session.results() or _alone(judged),
        )


def _recognise(log: PoseLog, job: _Job) -> tuple[int, list[Recognised], list[Run]]:
    """How many frames show a believable person, the stretches seen, and when each was done."""
    stretches = list(library().values())
    measurer, recogniser = Measurer(job.calibration), Recogniser(stretches)
    segmenter = Segmenter(stretches)
    seen = 0
    for done, frame in enumerate(log, 1):
        body, measures = measurer.step(frame)
        seen += body.believable
        recogniser.step(body, measures, segmenter.step(body, measures))
        job.progress("Recognising", done / log.frames)
    return seen, recogniser.recognised(), segmenter.runs()


def _plan(
    job: _Job, log: PoseLog, recognised: Sequence[Recognised], runs: Sequence[Run]
) -> tuple[list[Zone], SessionCoach | None]:
    """Which stretch to look for when: the one asked for, or those whose holds can be found.

    Returns:
        The zones, and the coach that has already judged them, if one has.
    """
    if job.options.stretch is not None:
        return [Zone(job.options.stretch)], None
    only = [Zone(library()[recognised[0].stretch] if recognised else None)]
    while len(runs) > 1:
        plan = zones(runs, library())
        session = _judge(job, log, plan, outputs=False)
        seen = session.seen_zones()
        if all(seen):
            return plan, session
        runs = [run for run, done in zip(runs, seen, strict=True) if done]
    if runs:
        only = [Zone(library()[_only_stretch(runs[0], recognised)])]
    return only, None


def _only_stretch(run: Run, recognised: Sequence[Recognised]) -> str:
    return recognised[0].stretch if recognised else run.stretch


def _main_stretch(
    plan: Sequence[Zone], recognised: Sequence[Recognised], segments: Sequence[Segment]
) -> Stretch | None:
    """The stretch that the result as a whole is about: the most believed of those done."""
    if len(plan) == 1:
        return plan[0].stretch
    seconds: dict[str, float] = {}
    for segment in segments:
        name = segment.judged.stretch.id
        seconds[name] = seconds.get(name, 0.0) + segment.end_s - segment.start_s
    believed = next((one.stretch for one in recognised if one.stretch in seconds), None)
    return library()[believed or max(seconds, key=lambda name: seconds[name])] if seconds else None


def _judge(job: _Job, log: PoseLog, plan: Sequence[Zone], *, outputs: bool) -> SessionCoach:
    """Run the coaches over the recording and write what was asked for alongside."""
    options = job.options
    told = [_in_units(zone, options.units) for zone in plan]
    session = SessionCoach(told, options.side, job.calibration)
    with ExitStack() as stack:
        trace = copy = None
        if outputs and options.trace:
            trace = stack.enter_context(Trace(options.trace))
        if outputs and options.annotate:
            copy = stack.enter_context(AnnotatedCopy(options.annotate, job.source, options.fps))
        for done, frame in enumerate(log, 1):
            feedback = session.step(frame)
            if trace is not None:
                trace.write(feedback)
            if copy is not None:
                copy.write(frame, feedback, session.title)
                job.progress("Drawing", done / log.frames)
            else:
                job.progress("Judging", done / log.frames)
    session.finish()
    return session


def _in_units(zone: Zone, units: Units) -> Zone:
    """The zone with its stretch's words in these units."""
    return replace(zone, stretch=in_units(zone.stretch, units)) if zone.stretch else zone


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
        notes.append(NOBODY)
    elif judged is None:
        notes.append(UNRECOGNISED)
    elif not judged.done:
        what = "hold" if judged.stretch.hold is not None else "full repetition"
        notes.append(f"No {what} of the {judged.stretch.name.lower()} was seen.")
    elif judged.score.points is None:
        what = "hold" if judged.holds else "movement"
        notes.append(f"No score: too little of the {what} could be measured.")
    return notes + _not_counted(judged)


def _not_counted(judged: StretchResult | None) -> list[str]:
    return [
        f"Not counted at {partial.start_s:.1f} s: {partial.why}."
        for partial in (judged.partial if judged else ())
    ]


def _check_photo(job: _Job) -> Checked:
    options = job.options
    with FrameReader(job.source.path) as reader:
        picture = next(reader)
    frame = estimate_photo(job.model, picture.rgb)
    body, measures = Measurer(job.calibration).step(frame)
    recognised = recognise_frame(list(library().values()), body, measures)
    feedback = plain_feedback(body, measures)
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
    if not frame.seen:
        notes.append(NOBODY)
    elif not body.believable:
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
        results=_alone(judged),
    )


def _alone(judged: StretchResult | None) -> tuple[StretchResult, ...]:
    return () if judged is None else (judged,)


def _photo_side(stretch: Stretch, asked: str, recognised: Sequence[Recognised], body: Body) -> str:
    if asked in stretch.possible_sides:
        return asked
    if stretch.sides == "both":
        return "both"
    return next((r.side for r in recognised if r.stretch == stretch.id), body.near_side)


def _photo_feedback(plain: Feedback, judged: StretchResult, side: str, near_side: str) -> Feedback:
    stretch = judged.stretch
    return replace(
        plain,
        side=side,
        driver=filled(stretch.driver, side, near_side),
        checks=tuple(
            CheckState(
                id=told.check.id,
                verdict=told.verdict,
                measure=filled(told.check.measure or stretch.driver, side, near_side),
                reason=told.reason,
                label=told.check.name,
            )
            for told in judged.checks
        ),
    )
