"""The pose model looks at each recording once a run, for tests of what comes after it."""

from contextlib import contextmanager

import pytest

from formcheck.recorded import check
from formcheck.recorded.find import find_poses
from formcheck.recorded.pose_log import PoseLog


class KeptPoses:
    """Stands in for `find_poses`: what it found at first it gives again when asked again."""

    def __init__(self):
        self._found = {}

    @contextmanager
    def in_use(self):
        """Until the end of this block `check_file` asks here."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(check, "find_poses", self._find)
            yield

    def _find(self, source, model, fps, jobs, log, progress):
        asked = source.path.resolve(), model, fps
        if asked not in self._found:
            with PoseLog() as kept:
                reading = find_poses(source, model, fps, jobs, kept, progress)
                self._found[asked] = reading, list(kept)
        reading, frames = self._found[asked]
        for frame in frames:
            log.append(frame)
        return reading
