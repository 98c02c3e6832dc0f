"""The landmark model on its own, run by LiteRT on several cores.

MediaPipe's task runs it on one core, and no option changes that. LiteRT, the library MediaPipe's
task itself runs models with, takes as many as it is given: on two cores a picture took 7.6 ms
instead of 17.1 (model full). What the task does with the model's answers is done here the same way:
over 340 pictures of two clips no landmark was further than 0.005 pixels of the cut from MediaPipe's
and 0.05 mm in metres, no pixel of the mask further than 0.002.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.bundle import landmark_model_in, unfit
from formcheck.pose.frame import LANDMARK_COUNT, FloatArray
from formcheck.pose.native import chatter_withheld, load_litert

RgbImage = NDArray[np.uint8]

CUT_PX = 256
"""Width and height of the pictures it takes in."""
MOST_THREADS = 4
"""As many as MediaPipe takes on phones; on more than two it wasn't measured."""
READ = 39
"""Landmarks the model gives: the body's and six of its own."""
PER_LANDMARK = 5
"""x and y in pixels of the cut, z, and how surely it is visible and in the picture."""
PRESENT = 0.5
"""So surely there must be a body, as MediaPipe's task has it."""
KERNEL = 7
"""Cells across of the window of a heatmap that places a landmark anew, and how surely one of them
must hold it: both as in MediaPipe's pose landmarks graph."""
KERNEL_PRESENT = 0.5


@dataclass(frozen=True)
class Pose:
    """One body as the landmark model gives it.

    Attributes:
        xy: (33, 2) landmarks, 0 to 1 across the picture that was asked about.
        world_m: (33, 3) landmarks in metres, see `PoseFrame`.
        visibility: (33,) 0 to 1.
        mask: (`CUT_PX`, `CUT_PX`) how surely each pixel is body, 0 to 1, where it was asked for.
    """

    xy: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    mask: NDArray[np.float32] | None


class LandmarkModel:
    """Landmarks of the body in a square picture around it, head up; nobody is looked for.

    One thread at a time.

    Args:
        model_path: a pose model file.
        segmentation: give masks, too.
        threads: cores it may take, of which it takes up to `MOST_THREADS`; by default all.

    Raises:
        ModelError: the file is missing, damaged or no pose model.
        MissingSystemLibrary: a library of the operating system is missing.
    """

    def __init__(
        self, model_path: Path, *, segmentation: bool = False, threads: int | None = None
    ) -> None:
        self._segmentation = segmentation
        try:
            with chatter_withheld():
                self._model: Any = load_litert().Interpreter(
                    model_content=landmark_model_in(model_path),
                    num_threads=min(MOST_THREADS, threads or cores()),
                )
                self._model.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise unfit(model_path) from error
        given = self._model.get_input_details()
        answers = {int(np.prod(one["shape"])): one for one in self._model.get_output_details()}
        cells = next((one for one in answers.values() if one["shape"][-1] == READ), None)
        wanted = [READ * PER_LANDMARK, 1, READ * 3, CUT_PX**2]
        takes_cuts = [tuple(one["shape"]) for one in given] == [(1, CUT_PX, CUT_PX, 3)]
        if not takes_cuts or cells is None or not set(wanted) <= answers.keys():
            raise unfit(model_path)
        self._given = given[0]["index"]
        self._landmarks, self._presence, self._world, self._mask = (
            answers[size]["index"] for size in wanted
        )
        self._heatmap = cells["index"]

    def close(self) -> None:
        """Free the model; doing it twice is harmless."""
        self._model = None

    def poses(self, cut: RgbImage) -> list[Pose]:
        """The body in a cut (`CUT_PX`, `CUT_PX`, 3); none where there is none."""
        model = self._model
        model.set_tensor(self._given, cut[None].astype(np.float32) / np.float32(255.0))
        model.invoke()
        if model.get_tensor(self._presence).item() < PRESENT:
            return []
        read = model.get_tensor(self._landmarks).reshape(READ, PER_LANDMARK)[:LANDMARK_COUNT]
        xy = read[:, :2].astype(np.float64) / CUT_PX
        world_m = model.get_tensor(self._world).reshape(READ, 3)[:LANDMARK_COUNT]
        mask = None
        if self._segmentation:
            mask = _sigmoid(model.get_tensor(self._mask)).reshape(cut.shape[:2])
        return [
            Pose(
                xy=_refined(xy, model.get_tensor(self._heatmap)[0]),
                world_m=world_m.astype(np.float64),
                visibility=_sigmoid(read[:, 3]).astype(np.float64),
                mask=mask,
            )
        ]


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):  # exp of a large number is infinite, and one over it 0
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)


def _refined(xy: FloatArray, heatmap: NDArray[np.float32]) -> FloatArray:
    """Landmarks moved to the weighted middle of their heatmaps around them.

    As MediaPipe's `RefineLandmarksFromHeatmapCalculator` does.

    Args:
        xy: (n, 2) 0 to 1 across the cut.
        heatmap: (cells, cells, n or more), the logit of each cell for each landmark.
    """
    cells, count = len(heatmap), len(xy)
    reach = np.arange(KERNEL) - KERNEL // 2
    middle = np.trunc(xy * cells).astype(int)
    at = middle[:, :, None] + reach  # (n, 2, KERNEL) columns, rows
    inside = (at >= 0) & (at < cells)
    column, row = np.clip(at, 0, cells - 1).transpose(1, 0, 2)
    logits = heatmap[row[:, :, None], column[:, None, :], np.arange(count)[:, None, None]]
    surely = _sigmoid(logits) * (inside[:, 1, :, None] & inside[:, 0, None, :])
    known = ((middle >= 0) & (middle < cells)).all(axis=1)
    known &= surely.max(axis=(1, 2)) >= KERNEL_PRESENT
    total = np.where(known, surely.sum(axis=(1, 2)), 1.0)
    placed = np.stack(
        [(surely.sum(axis=1) * column).sum(axis=1), (surely.sum(axis=2) * row).sum(axis=1)], axis=1
    )
    return np.where(known[:, None], placed / total[:, None] / cells, xy)
