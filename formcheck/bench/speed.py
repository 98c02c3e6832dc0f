"""`formcheck bench speed`: what each stage costs, as a ratio to bare MediaPipe in the same round.

Milliseconds change from machine to machine and from minute to minute; a ratio to the pose model,
measured alternately on the same pictures, tells what formcheck itself adds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import formcheck
from formcheck.coach.coach import Coach
from formcheck.coach.feedback import Feedback
from formcheck.errors import UnusableInput
from formcheck.measures.calibration import load_calibration
from formcheck.media.overlay import Overlay
from formcheck.media.picture import Picture
from formcheck.media.source import FrameReader, open_source
from formcheck.pose.frame import PoseFrame
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model
from formcheck.pose.native import chatter_withheld, load_mediapipe
from formcheck.pose.privacy import cut_off
from formcheck.recorded.check import DEFAULT_FPS, Options, check_file
from formcheck.recorded.find import Progress
from formcheck.stretches.definition import Stretch, library

MOST_PICTURES = 120
"""Pictures kept in memory for the stages (110 MB at 640×480)."""
DETECTION = "detection (bare MediaPipe)"


@dataclass(frozen=True)
class SpeedWish:
    """What to measure.

    Attributes:
        file: the clip.
        model: lite, full, heavy or a path.
        stretch: what is judged in it.
        rounds: how often everything is measured; medians are told.
        jobs: the whole check is measured with each of these.
    """

    file: Path
    model: str = "full"
    stretch: str = "lying_hamstring"
    rounds: int = 3
    jobs: tuple[int, ...] = (1, 2)


def default_clip() -> Path:
    """The sample video that comes with the repository.

    Raises:
        UnusableInput: it isn't there.
    """
    clip = Path(formcheck.__file__).resolve().parents[1] / "sample_videos" / "lying_hamstring.mp4"
    if not clip.is_file():
        raise UnusableInput("the sample video isn't here; give a video with --file FILE.")
    return clip


def measure_speed(wish: SpeedWish, progress: Progress) -> dict[str, Any]:
    """Time every stage.

    Returns:
        Plain data: the clip, the model, and for each stage milliseconds a frame, frames a second,
        and its ratio to bare detection (medians over the rounds).

    Raises:
        FormcheckError: a file or model that can't be used.
    """
    if open_source(wish.file).kind != "video":
        raise UnusableInput(f"{wish.file} is a photo; give a video.")
    stages = _Stages(wish)
    rounds = []
    for done in range(wish.rounds):
        progress("Measuring speed", done / wish.rounds)
        rounds.append(stages.timed_round())
    return {
        "clip": wish.file.name,
        "size_px": list(stages.pictures[0].rgb.shape[1::-1]),
        "frames": len(stages.pictures),
        "model": wish.model,
        "rounds": wish.rounds,
        "cores": os.cpu_count(),
        "stages": [_summed_up(name, rounds) for name in rounds[0]],
    }


def _summed_up(name: str, rounds: list[dict[str, float]]) -> dict[str, Any]:
    seconds = median(one[name] for one in rounds)
    ratio = median(one[name] / one[DETECTION] for one in rounds)
    return {
        "stage": name,
        "ms_per_frame": round(1000.0 * seconds, 3),
        "frames_per_s": round(1.0 / seconds, 1),
        "ratio_to_detection": round(ratio, 3),
    }


class _Stages:
    """Everything that is timed, on the same pictures; what a stage needs is made beforehand."""

    def __init__(self, wish: SpeedWish) -> None:
        self._wish = wish
        self._model = resolve_model(wish.model)
        self._stretch: Stretch = library()[wish.stretch]
        self._calibration = load_calibration(wish.model)
        with FrameReader(wish.file, fps=DEFAULT_FPS) as reader:
            self.pictures: list[Picture] = list(islice(reader, MOST_PICTURES))
        if not self.pictures:
            raise UnusableInput(f"{wish.file} has no pictures; give another video.")
        self._frames = self._find()
        self._feedbacks = self._coach()

    def timed_round(self) -> dict[str, float]:
        """Seconds a frame of each stage, once."""
        count = len(self.pictures)
        times = {
            DETECTION: bare_mediapipe_s(self._model, self.pictures),
            "reading": _seconds(self._read) / count,
            "finding the body (detection, as PoseFrame)": self._finding_s() / count,
            "measuring and coach": _seconds(self._coach) / count,
            "overlay": _seconds(self._draw) / count,
        }
        for jobs in self._wish.jobs:
            times[f"whole check, {jobs} job{'s' if jobs > 1 else ''}"] = self._check_s(jobs)
        return times

    def _read(self) -> None:
        with FrameReader(self._wish.file, fps=DEFAULT_FPS) as reader:
            for _ in islice(reader, len(self.pictures)):
                pass

    def _finding_s(self) -> float:
        with PoseEstimator(self._model) as estimator:
            first = self.pictures[0]
            estimator.estimate(first.rgb, first.t_s - 0.1)
            return _seconds(
                lambda: [estimator.estimate(picture.rgb, picture.t_s) for picture in self.pictures]
            )

    def _find(self) -> list[PoseFrame]:
        with PoseEstimator(self._model) as estimator:
            return [estimator.estimate(picture.rgb, picture.t_s) for picture in self.pictures]

    def _coach(self) -> list[Feedback]:
        coach = Coach(self._stretch, "auto", self._calibration)
        return [coach.step(frame) for frame in self._frames]

    def _draw(self) -> None:
        overlay = Overlay(self._stretch.name)
        for picture, frame, feedback in zip(
            self.pictures, self._frames, self._feedbacks, strict=True
        ):
            overlay.draw(picture.rgb, frame, feedback)

    def _check_s(self, jobs: int) -> float:
        """The whole check of the whole clip, start to end, per analysed frame."""
        options = Options(stretch=self._stretch, model=self._wish.model, jobs=jobs)
        start_s = time.perf_counter()
        checked = check_file(self._wish.file, options)
        return (time.perf_counter() - start_s) / max(1, checked.frames_analysed)


def _seconds(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return time.perf_counter() - start_s


def bare_mediapipe_s(model: Path, pictures: Sequence[Picture]) -> float:
    """MediaPipe alone, after it has started: seconds a picture.

    Video mode, one pose; the results aren't looked at.

    Args:
        model: a pose model file.
        pictures: one at least, times rising.
    """
    cut_off()
    mediapipe = load_mediapipe()
    vision = mediapipe.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.VIDEO,
    )
    images = [
        mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture.rgb)
        for picture in pictures
    ]
    with chatter_withheld():
        landmarker = vision.PoseLandmarker.create_from_options(options)
        landmarker.detect_for_video(images[0], 0)
    start_s = time.perf_counter()
    for picture, image in zip(pictures, images, strict=True):
        landmarker.detect_for_video(image, 1 + round(1000.0 * picture.t_s))
    took_s = time.perf_counter() - start_s
    with chatter_withheld():
        landmarker.close()
    return took_s / len(pictures)
