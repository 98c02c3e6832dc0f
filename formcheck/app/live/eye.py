"""One connection's worker: a thread of its own with a pose estimator of its own."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from formcheck.app.live.pictures import RgbImage
from formcheck.pose.frame import PoseFrame
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model

Result = TypeVar("Result")


class Eye:
    """Finds the body in the pictures of one connection; everything runs in its one thread.

    The estimator follows one person through one camera, so it can't be shared; MediaPipe lets other
    threads run while it works, so that visitors are served side by side.

    Args:
        model: name or path of the pose model.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="formcheck-live")
        self._estimator: PoseEstimator | None = None

    async def open(self) -> None:
        """Start the estimator, which takes up to a second.

        Raises:
            FormcheckError: the model can't be used; says why.
        """
        await self.run(self._open)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do something in the thread, after what was asked for before."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def look(self, rgb: RgbImage, t_s: float) -> tuple[PoseFrame, int]:
        """Where the body is, and how many people there are. Only within `run`."""
        if self._estimator is None:
            raise RuntimeError("the estimator isn't open")
        frame = self._estimator.estimate(rgb, t_s)
        return frame, self._estimator.people

    def close(self) -> None:
        """Free the estimator as soon as the thread is done with its picture; returns at once."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _open(self) -> None:
        self._estimator = PoseEstimator(resolve_model(self.model), search_aside=True)
        _spare_the_collector()

    def _close(self) -> None:
        estimator, self._estimator = self._estimator, None
        if estimator is not None:
            estimator.close()


@cache
def _spare_the_collector() -> None:
    """Keep Python from looking through all that was imported, over and over, for cycles to free.

    MediaPipe's results are thousands of small objects a second, which sets it off; it took 4 % of
    the time of a session.
    """
    gc.collect()
    gc.freeze()
