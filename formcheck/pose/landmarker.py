"""Finding the body in a picture: MediaPipe's pose landmarker, giving `PoseFrame`s.

Importing this module cuts MediaPipe off from the network (see `formcheck.pose.privacy`); MediaPipe
itself is imported when the first landmarker is created.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import ModelError
from formcheck.pose import privacy
from formcheck.pose.bars import Box, without_bars
from formcheck.pose.bundle import check_bundle
from formcheck.pose.frame import FloatArray, PoseFrame
from formcheck.pose.native import chatter_withheld, load_mediapipe, loading_failed
from formcheck.pose.second_look import SecondLook, middle
from formcheck.pose.silhouette import outline_beside_trunk, thighs_in_outline

privacy.cut_off()

RgbImage = NDArray[np.uint8]

_MOST_PEOPLE = 3
_FOLLOWED_POSES = 2
"""Asked for two poses, MediaPipe looks for the body anew in every frame and leaves the landmarks
unsmoothed; asked for one, it follows the last frame's landmarks and smooths over time. On a raised
leg that one mixes both legs for seconds: in 66 % of the hold of the hamstring sample and 37 % of
another of 22 rendered clips (model full), against 0 and 24 % (there exchanged, which can be put
right). With the smoothing made void (timestamps a million times as long) it mixes them as well: it
is where the model looks. Two poses cost 4 to 12 ms a frame more, and tell when somebody else is in
the picture."""

# How MediaPipe says that a model won't do; FileNotFoundError is what it makes of missing metadata.
_MODEL_TROUBLE = (RuntimeError, ValueError, FileNotFoundError, NotImplementedError)


class PoseEstimator:
    """Follows one person through the frames of one video or camera. Use it with `with`.

    It keeps to the same person from frame to frame, so each video needs its own. The landmarks are
    each frame's own, not smoothed over time, but for a steady correction from a look at the mirror
    image a few times a second (see `formcheck.pose.second_look`).

        with PoseEstimator(resolve_model("full")) as estimator:
            frame = estimator.estimate(rgb, t_s=0.0)

    Args:
        model_path: a pose model file, from `resolve_model`.
        mirror_aside: look at the mirror image in a thread of its own and correct the frames after
            it, so that no frame waits: for a camera. Without it the same video gives the same
            landmarks each time.

    Raises:
        ModelError: the file is missing, damaged or no pose model.
        MissingSystemLibrary: a library of the operating system is missing.
    """

    def __init__(self, model_path: Path, *, mirror_aside: bool = False) -> None:
        self._landmarker = _create(
            model_path, "VIDEO", num_poses=_FOLLOWED_POSES, segmentation=True
        )
        self._mirror = _create(model_path, "VIDEO", num_poses=_FOLLOWED_POSES)
        self._aside = ThreadPoolExecutor(1, "formcheck-mirror") if mirror_aside else None
        self._close = weakref.finalize(
            self, _close_all, self._aside, self._landmarker, self._mirror
        )
        self._second_look = SecondLook()
        self._under_way: Future[tuple[PoseFrame, PoseFrame]] | None = None
        self._model_path = model_path
        self._first_t_s: float | None = None
        self._last_t_s = -math.inf
        self._last_ms = -1
        self._box: Box | None = None
        self._size: tuple[int, ...] = ()
        self._last_place: FloatArray | None = None
        self.people = 0
        """How many people were found in the newest frame, up to two; see `count_people`."""
        self.mask: NDArray[np.float32] | None = None
        """How surely each pixel of the newest frame is body, (h, w) from 0 to 1; None where nobody
        was found."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free what MediaPipe holds; doing it twice is harmless."""
        self._close()

    def estimate(self, rgb: RgbImage, t_s: float) -> PoseFrame:
        """Where the body is in the next frame.

        Args:
            rgb: (h, w, 3) uint8, red first, the true picture (not mirrored).
            t_s: time of the frame in seconds; not before the frame that came last.

        Raises:
            ValueError: time went back or isn't a number, the picture has another shape or type,
                or the estimator is closed.
            ModelError: MediaPipe can't run the model after all.
        """
        if not self._close.alive:
            raise ValueError("the estimator is closed")
        _check_picture(rgb)
        if self._box is None or self._size != rgb.shape:
            self._box, self._size = without_bars(rgb), rgb.shape
        stamp_ms = self._next_stamp_ms(t_s)
        first = self._last_ms < 0
        detect = partial(_detect, self._model_path, stamp_ms, first)
        result = detect(self._landmarker, _cut(rgb, self._box))
        self.people = len(result.pose_landmarks)
        chosen = _nearest(result, self._last_place)
        self._last_place = _place(result, chosen) if self.people else self._last_place
        self.mask = _mask(result, rgb, self._box, chosen)
        frame = _pose_frame(result, rgb, self._box, t_s, chosen)
        self._look_again(frame, rgb, partial(detect, self._mirror), first=first)
        self._last_ms, self._last_t_s = stamp_ms, t_s
        frame = self._second_look.corrected(frame)
        return _outlined(frame, self.mask)

    def _look_again(
        self, frame: PoseFrame, rgb: RgbImage, detect: Callable[[RgbImage], Any], *, first: bool
    ) -> None:
        """Look at the mirror image when it is time, and learn from looks that are done."""
        assert self._box is not None
        if self._under_way is not None and self._under_way.done():
            self._second_look.learn(*self._under_way.result())
            self._under_way = None
        if not self._second_look.due(frame.t_s) or self._under_way is not None:
            return
        look = partial(_mirrored, frame, rgb, self._box, self._last_place, detect)
        if self._aside is None or first:
            self._second_look.learn(*look())
        else:
            self._under_way = self._aside.submit(look)

    def _next_stamp_ms(self, t_s: float) -> int:
        """MediaPipe's clock: whole milliseconds since the first frame, each later than the last."""
        if not math.isfinite(t_s):
            raise ValueError(f"t_s must be a finite number of seconds, got {t_s}")
        if t_s < self._last_t_s:
            raise ValueError(f"time went back from {self._last_t_s} s to {t_s} s")
        if self._first_t_s is None:
            self._first_t_s = t_s
        return max(round((t_s - self._first_t_s) * 1000), self._last_ms + 1)


def estimate_photo(model_path: Path, rgb: RgbImage) -> PoseFrame:
    """Where the body is in a single picture, at time 0: the middle of two looks, one mirrored.

    Args:
        model_path: a pose model file, from `resolve_model`.
        rgb: (h, w, 3) uint8, red first.

    Raises:
        ModelError, MissingSystemLibrary: as `PoseEstimator`.
        ValueError: the picture has another shape or type.
    """
    _check_picture(rgb)
    box, detect = without_bars(rgb), partial(_detect_once, model_path)
    result = detect(_cut(rgb, box), segmentation=True)
    frame = middle(*_mirrored(_pose_frame(result, rgb, box, 0.0), rgb, box, None, detect))
    return _outlined(frame, _mask(result, rgb, box, 0))


def count_people(model_path: Path, rgb: RgbImage) -> int:
    """How many people are in a picture, up to three; for "are you alone?" before a session.

    It misses people who touch: of 10 photos of a helper with a hand on the person it saw both in 5,
    while 80 photos of one person raised no false alarm (lite and full alike). So two is a reason to
    speak up, and one is no proof. It takes about 20 ms, after 0.1 s to start.

    Args:
        model_path: a pose model file, from `resolve_model`.
        rgb: (h, w, 3) uint8, red first.

    Raises:
        ModelError, MissingSystemLibrary: as `PoseEstimator`.
        ValueError: the picture has another shape or type.
    """
    return len(_detect_once(model_path, rgb, num_poses=_MOST_PEOPLE).pose_landmarks)


def _detect_once(
    model_path: Path, rgb: RgbImage, *, num_poses: int = 1, segmentation: bool = False
) -> Any:
    image = _image(rgb)
    landmarker = _create(model_path, "IMAGE", num_poses=num_poses, segmentation=segmentation)
    try:
        with chatter_withheld():
            return landmarker.detect(image)
    except _MODEL_TROUBLE as error:
        raise _unfit(model_path) from error
    finally:
        _close(landmarker)


def _create(model_path: Path, mode: str, *, num_poses: int = 1, segmentation: bool = False) -> Any:
    """MediaPipe's landmarker; `mode` is the name of one of its running modes."""
    check_bundle(model_path)
    privacy.cut_off()
    tasks = load_mediapipe().tasks
    options = tasks.vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_path=str(model_path)),
        running_mode=tasks.vision.RunningMode[mode],
        num_poses=num_poses,
        output_segmentation_masks=segmentation,
    )
    try:
        with chatter_withheld():
            return tasks.vision.PoseLandmarker.create_from_options(options)
    except _MODEL_TROUBLE as error:
        raise _unfit(model_path) from error
    except OSError as error:  # the shared library itself
        raise loading_failed(error) from error


def _unfit(model_path: Path) -> ModelError:
    return ModelError(
        f"{model_path} isn't a pose model that MediaPipe can run; "
        "use --model full, or give another file with --model PATH."
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


def _detect(model_path: Path, stamp_ms: int, first: bool, landmarker: Any, rgb: RgbImage) -> Any:
    image = _image(rgb)
    try:
        # The first frame starts the graph, which has its say on stderr.
        with chatter_withheld() if first else nullcontext():
            return landmarker.detect_for_video(image, stamp_ms)
    except _MODEL_TROUBLE as error:
        raise _unfit(model_path) from error


def _mirrored(
    frame: PoseFrame,
    rgb: RgbImage,
    box: Box,
    place: FloatArray | None,
    detect: Callable[[RgbImage], Any],
) -> tuple[PoseFrame, PoseFrame]:
    """A frame, and what the mirror image of its picture shows."""
    left, top, right, bottom = box
    width = rgb.shape[1]
    result = detect(_cut(rgb, box)[:, ::-1])
    if place is not None:
        place = np.array([1.0 - place[2], place[1], 1.0 - place[0], place[3]])
    chosen = _nearest(result, place)
    box = width - right, top, width - left, bottom
    return frame, _pose_frame(result, rgb, box, frame.t_s, chosen)


def _close_all(aside: ThreadPoolExecutor | None, *landmarkers: Any) -> None:
    if aside is not None:
        aside.shutdown()  # a landmarker must not be closed while it looks
    for landmarker in landmarkers:
        _close(landmarker)


def _cut(rgb: RgbImage, box: Box) -> RgbImage:
    left, top, right, bottom = box
    return rgb[top:bottom, left:right]


def _check_picture(rgb: RgbImage) -> None:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"expected (h, w, 3) uint8, got {rgb.shape} {rgb.dtype}")


def _image(rgb: RgbImage) -> Any:
    _check_picture(rgb)
    mediapipe = load_mediapipe()
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def _place(result: Any, index: int) -> FloatArray:
    """Where a body is and how large: the box around its landmarks, (4,), 0 to 1."""
    points = np.array([(point.x, point.y) for point in result.pose_landmarks[index]])
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _nearest(result: Any, last: FloatArray | None) -> int:
    """The body that is where it was in the frame before; at first, the largest."""
    places = [_place(result, index) for index in range(len(result.pose_landmarks))]
    if len(places) < 2:
        return 0
    if last is None:
        return int(np.argmax([np.prod(place[2:] - place[:2]) for place in places]))
    return int(np.argmin([np.abs(place - last).max() for place in places]))


def _pose_frame(result: Any, rgb: RgbImage, box: Box, t_s: float, index: int = 0) -> PoseFrame:
    height, width = rgb.shape[:2]
    if not result.pose_landmarks:
        return PoseFrame.unseen(t_s, (width, height))
    landmarks, world = result.pose_landmarks[index], result.pose_world_landmarks[index]
    left, top, right, bottom = box
    points = np.array([(point.x, point.y) for point in landmarks])
    inside = points * [right - left, bottom - top] + [left, top]
    return PoseFrame.from_normalised(
        t_s,
        (width, height),
        xy=inside / [width, height],
        world_m=[(point.x, point.y, point.z) for point in world],
        visibility=[point.visibility for point in landmarks],
    )


def _outlined(frame: PoseFrame, mask: NDArray[np.float32] | None) -> PoseFrame:
    """The frame with what the mask tells of it."""
    if mask is None:
        return frame
    return replace(
        frame,
        outline=outline_beside_trunk(mask, frame.xy_px),
        thigh_deg=thighs_in_outline(mask, frame.xy_px),
    )


def _mask(result: Any, rgb: RgbImage, box: Box, index: int) -> NDArray[np.float32] | None:
    if not result.segmentation_masks:
        return None
    left, top, right, bottom = box
    mask = np.zeros(rgb.shape[:2], dtype=np.float32)
    mask[top:bottom, left:right] = np.squeeze(result.segmentation_masks[index].numpy_view())
    return mask
