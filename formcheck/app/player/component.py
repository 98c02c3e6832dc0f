"""Mounting the player."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from formcheck.app.player.timeline import Lane
from formcheck.app.words import span

_HERE = Path(__file__).parent
_WORDS = {
    "stretch": "Stretch",
    "hold": "In position",
    "repetition": "Repetition",
    "partial": "Not counted",
    "good": "Good",
    "fix": "Fix",
    "cant_tell": "Can't tell",
    "bounce": "Bouncing",
}


@dataclass(frozen=True)
class Moment:
    """A still of a fault's start, to jump to."""

    name: str
    t_s: float
    image: str


def show_player(
    video: str,
    duration_s: float,
    shown: Sequence[Lane],
    moments: Sequence[Moment],
    jump: tuple[float, int],
    key: str,
) -> None:
    """Draw the video, its timeline and the stills.

    Args:
        video: its address.
        duration_s: of the recording.
        shown: the lanes.
        moments: the stills.
        jump: where to move the video, and the how manieth move it is; 0 for none.
        key: of the component.
    """
    data: dict[str, Any] = {
        "video": video,
        "duration_s": max(duration_s, 0.1),
        "lanes": [
            {
                "name": lane.name,
                "spans": [
                    {**asdict(one), "words": f"{_WORDS[one.kind]}, {span(one.start_s, one.end_s)}"}
                    for one in lane.spans
                ],
            }
            for lane in shown
        ],
        "legend": [
            {"kind": kind, "words": words}
            for kind, words in _WORDS.items()
            if any(one.kind == kind for lane in shown for one in lane.spans)
        ],
        "moments": [asdict(moment) for moment in moments],
        "jump": {"t_s": jump[0], "times": jump[1]},
    }
    _component()(data=data, key=key)


@cache
def _component() -> Any:
    css, js = (_HERE / name for name in ("player.css", "player.js"))
    return st.components.v2.component(
        "formcheck_player", css=css.read_text("utf-8"), js=js.read_text("utf-8")
    )
