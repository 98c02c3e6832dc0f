"""Pictures of the moments at which faults began, taken from the annotated video."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from formcheck.app.parts import parts
from formcheck.app.task import Still
from formcheck.recorded import Checked
from formcheck.reports.stills import moment_s, picture_at

MOST = 24
_PER_CHECK = 3
_INTO_IT_S = 1.3
"""A fault is plain, and the words for it are in the picture, a moment after it began."""
_WIDE_PX = 640


def fault_stills(checked: Checked, video: Path, folder: Path) -> tuple[Still, ...]:
    """A JPEG for each fault's start, in time order.

    Args:
        checked: the result.
        video: the recording with everything drawn on it.
        folder: to write to; created.
    """
    faults = [
        (told.check.id, episode)
        for part in parts(checked)
        for told in part.judged.checks
        for episode in told.episodes[:_PER_CHECK]
    ]
    faults.sort(key=lambda fault: fault[1].start_s)
    if not faults:
        return ()
    folder.mkdir(exist_ok=True)
    taken = []
    for number, (check, episode) in enumerate(faults[:MOST]):
        path = folder / f"{number}.jpg"
        rgb = picture_at(video, moment_s(episode, _INTO_IT_S), _WIDE_PX)
        if rgb is not None:
            Image.fromarray(rgb).save(path, quality=82)
            taken.append(Still(check, episode.start_s, path))
    return tuple(taken)
