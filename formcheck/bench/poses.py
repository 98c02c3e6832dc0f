"""The landmarks of a clip, found once for each video and model and kept in a folder.

Finding the body takes nearly all the time of a check. With the landmarks kept, the same clips are
judged again in seconds after a change of the measures, the coach or a definition.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from formcheck.bench.camera import find_poses_as_camera
from formcheck.home import home
from formcheck.media.source import open_source
from formcheck.pose.bundle import sha256_of
from formcheck.pose.frame import PoseFrame
from formcheck.recorded.find import Progress, find_poses
from formcheck.recorded.pose_log import PoseLog


def cache_folder() -> Path:
    """Where landmarks are kept by default: with the person's other formcheck data."""
    return home() / "bench" / "poses"


class PoseCache:
    """Landmarks by the SHA-256 of video and model, pictures a second and MediaPipe's version.

    Args:
        folder: where to keep them; created when it isn't there.
        model: the pose model's file.
        fps: pictures analysed per second of the recording.
        fresh: find them anew even where they are kept (after a change of `formcheck.pose`).
        camera: as a camera would have given the clips, see `formcheck.bench.camera`.
    """

    def __init__(
        self,
        folder: Path,
        model: Path,
        fps: float,
        *,
        fresh: bool = False,
        camera: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._model = model
        self._rate = "camera" if camera else f"{fps:g}fps"
        recorded = partial(find_poses, fps=fps, jobs=1)
        self._find_poses = find_poses_as_camera if camera else recorded
        self._fresh = fresh
        self.model_sha256 = sha256_of(model)
        self.found = 0
        """How many clips the pose model was really run on."""

    @contextmanager
    def poses(self, video: Path, progress: Progress) -> Iterator[Iterator[PoseFrame]]:
        """The frames of a clip, in time order.

        Args:
            video: the clip.
            progress: told how far it is where the body has to be found.

        Raises:
            FormcheckError: the video or the model can't be used.
        """
        kept = self._place(video)
        if self._fresh or not kept.is_file():
            self._find(video, kept, progress)
        with PoseLog() as log:
            log.extend(kept)
            yield iter(log)

    def _place(self, video: Path) -> Path:
        source = open_source(video).path  # refuses with words what is no video
        mediapipe = version("mediapipe")
        parts = (sha256_of(source)[:20], self.model_sha256[:20], self._rate, mediapipe)
        return self._folder / f"{'-'.join(parts)}.frames"

    def _find(self, video: Path, kept: Path, progress: Progress) -> None:
        # written under another name first, so that a stopped run leaves no half file behind
        unfinished = kept.with_suffix(f".{os.getpid()}.part")
        try:
            with PoseLog(unfinished) as log:
                self._find_poses(open_source(video), self._model, log=log, progress=progress)
            unfinished.replace(kept)
        finally:
            unfinished.unlink(missing_ok=True)
        self.found += 1
