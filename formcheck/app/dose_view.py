"""How a stretch is to be done: its side, its seconds, how often. Asked for one or in a routine."""

from __future__ import annotations

import streamlit as st

from formcheck.coach.live.plan import sides_of, usual_dose
from formcheck.stretches.definition import Stretch

SIDES = {"both": "Both", "left": "Left", "right": "Right"}
_HOLD, _MOVE = "Hold it", "Move"
LONGEST_HOLD_S = 120
MOST_TIMES = 100


def ask_side(stretch: Stretch, preset: str, key: str) -> str:
    """The side; `both`, without asking, for a stretch that has none."""
    if stretch.sides == "both":
        return "both"
    meaning = f" ({stretch.side_means})" if stretch.side_means else ""
    chosen = st.segmented_control(
        f"Side{meaning}",
        list(SIDES),
        required=True,
        format_func=lambda one: SIDES[one],
        key=at_first(f"{key}_side", preset if preset in SIDES else "both"),
    )
    return chosen or "both"


def ask_dose(
    stretch: Stretch, hold_s: float | None, repetitions: int | None, key: str
) -> tuple[float, int]:
    """Seconds of a hold (0 for a movement) and how many times.

    Args:
        stretch: what is done.
        hold_s: at first, 0 to move; None for the usual seconds.
        repetitions: at first; None for the usual number.
        key: begins the widgets' keys.
    """
    moving = stretch.hold is None
    if stretch.hold is not None and stretch.moves:
        how = st.segmented_control(
            "How",
            [_HOLD, _MOVE],
            required=True,
            key=at_first(f"{key}_how_{stretch.id}", _MOVE if hold_s == 0 else _HOLD),
        )
        moving = how == _MOVE
    usual_s, usual_times = usual_dose(stretch, moving=moving)
    seconds = 0
    if not moving:
        first_s = round(hold_s or usual_s)
        seconds = st.number_input(
            "Hold, in seconds",
            min(5, first_s),
            max(LONGEST_HOLD_S, first_s),
            key=at_first(f"{key}_hold_{stretch.id}", first_s),
        )
    each = " on each side" if len(sides_of(stretch, moving=moving)) > 1 else ""
    times = st.number_input(
        f"How many times{each}",
        1,
        MOST_TIMES,
        key=at_first(f"{key}_times_{stretch.id}_{moving}", repetitions or usual_times),
    )
    return float(seconds), int(times)


def at_first(key: str, value: object) -> str:
    """The key of a widget that begins with a value."""
    st.session_state.setdefault(key, value)
    return key
