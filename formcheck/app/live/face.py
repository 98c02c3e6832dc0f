"""What the page is told of one picture: the session's state, and the body in its pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from formcheck.coach.live.state import LiveState
from formcheck.media.skeleton import LIMBS
from formcheck.pose.frame import PoseFrame

LIMB_ENDS = [[int(a), int(b)] for a, b in LIMBS]
"""The lines of the skeleton, as pairs of landmarks; the page gets them once."""


def face(state: LiveState) -> dict[str, Any]:
    """The session's state as JSON values; cues are sent apart, see `Visit`."""
    told = state.to_json()
    del told["cue"]
    return told


def body(frame: PoseFrame) -> dict[str, Any]:
    """The landmarks in whole pixels of the picture as it was sent; no points where nobody is."""
    points = np.rint(frame.xy_px).astype(int).tolist() if frame.seen else None
    return {"size": list(frame.size_px), "points": points}
