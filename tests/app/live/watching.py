"""A visit as its page sees it, without a browser: stick people in front of the camera."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from live_people import Scene, frames

from formcheck.app.live.visit import Visit

ROOM = np.full((48, 64, 3), 128, np.uint8)
"""How bright the picture is, is all that a visit looks at in it."""


@contextmanager
def watched(visit: Visit) -> Iterator[None]:
    """Begun, and with a page connected, which leaves again: the desk counts those for good."""
    holder = object()
    visit.enter(holder, lambda: None)
    try:
        yield
    finally:
        visit.leave(holder)


def show_to(visit: Visit, scenes: Iterable[Scene], start_s: float = 0.0) -> list[dict[str, Any]]:
    """What the page is answered to each picture of the scenes, which begin at `start_s`."""
    return [visit.see(frame, 1, ROOM) for frame in frames(scenes, start_s=start_s)]
