"""MediaPipe's pose landmarker task: made, asked for one picture, and closed without a word.

Asked picture by picture (never as a video), so that no landmark is smoothed over time or depends on
a picture before.
"""

from __future__ import annotations

import weakref
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.pose import privacy
from formcheck.pose.bundle import check_bundle, unfit
from formcheck.pose.landmark_model import Pose, RgbImage
from formcheck.pose.native import chatter_withheld, load_mediapipe, loading_failed

privacy.cut_off()

# How MediaPipe says that a model won't do; FileNotFoundError is what it makes of missing metadata.
_MODEL_TROUBLE = (RuntimeError, ValueError, FileNotFoundError, NotImplementedError)


class PoseTask:
    """Bodies in whole pictures; `close` it, or it closes when it is forgotten.

    Args:
        model_path: a pose model file.
        people: how many bodies it looks for at most.

    Raises:
        ModelError: the file is missing, damaged or no pose model.
        MissingSystemLibrary: a library of the operating system is missing.
    """

    def __init__(self, model_path: Path, *, people: int = 1) -> None:
        check_bundle(model_path)
        privacy.cut_off()
        self._model_path = model_path
        self._first = True
        tasks = load_mediapipe().tasks
        options = tasks.vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(model_path)),
            running_mode=tasks.vision.RunningMode.IMAGE,
            num_poses=people,
        )
        try:
            with chatter_withheld():
                self._landmarker = tasks.vision.PoseLandmarker.create_from_options(options)
        except _MODEL_TROUBLE as error:
            raise unfit(self._model_path) from error
        except OSError as error:  # the shared library itself
            raise loading_failed(error) from error
        self._close = weakref.finalize(self, _close, self._landmarker)

    def close(self) -> None:
        """Free what MediaPipe holds; doing it twice is harmless."""
        self._close()

    def poses(self, rgb: RgbImage) -> list[Pose]:
        """The bodies in a picture (h, w, 3).

        Raises:
            ModelError: MediaPipe can't run the model after all.
        """
        mediapipe = load_mediapipe()
        image = mediapipe.Image(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        try:
            # The first picture starts the graph, which has its say on stderr.
            with chatter_withheld() if self._first else nullcontext():
                result = self._landmarker.detect(image)
        except _MODEL_TROUBLE as error:
            raise unfit(self._model_path) from error
        self._first = False
        return [_pose(result, index) for index in range(len(result.pose_landmarks))]


def _pose(result: Any, index: int) -> Pose:
    landmarks, world = result.pose_landmarks[index], result.pose_world_landmarks[index]
    return Pose(
        xy=np.array([(point.x, point.y) for point in landmarks]),
        world_m=np.array([(point.x, point.y, point.z) for point in world]),
        visibility=np.array([point.visibility for point in landmarks]),
        mask=None,
    )


def _close(landmarker: Any) -> None:
    """Close a landmarker, also at the end of the process, where MediaPipe's own way fails."""
    privacy.cut_off()  # closing is when metrics are sent
    try:
        with chatter_withheld():
            landmarker.close()
    except (RuntimeError, TypeError):
        # Its worker thread has gone already. The process is ending, and takes the rest with it;
        # without a handle MediaPipe's own clean-up has nothing left to stumble over.
        landmarker._handle = None
