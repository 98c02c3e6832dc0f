"""The library: how each stretch is done, where the camera goes, what is checked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.stretches.definition import Stretch, library


def show() -> None:
    """Draw the page."""
    st.title("Stretches")
    known = library()
    ids = sorted(known, key=lambda one: known[one].name)
    chosen = st.pills(
        "Choose a stretch",
        ids,
        default=ids[0],
        required=True,
        format_func=lambda one: known[one].name,
        key="library_choice",
    )
    if chosen is not None:
        _show(known[chosen])


def _show(stretch: Stretch) -> None:
    st.header(stretch.name)
    if stretch.also:
        st.caption(f"Also called: {', '.join(stretch.also)}")
    st.markdown(stretch.benefits)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(":material/format_list_numbered: How to do it")
        st.markdown("\n".join(f"{n}. {step}" for n, step in enumerate(stretch.how_to, 1)))
        st.subheader(":material/timer: How long, how often")
        st.markdown(_bullets(_dose(stretch)))
        st.subheader(":material/front_hand: Take care")
        st.markdown(_bullets(stretch.precautions))
    with right:
        st.subheader(":material/videocam: Where to put the camera")
        st.markdown(stretch.camera.place)
        st.subheader(":material/checklist: What is checked")
        st.markdown(_bullets([check.name for check in stretch.checks]))
        st.subheader(":material/warning: Common mistakes")
        st.markdown(_bullets(stretch.mistakes))
        if stretch.cant_see:
            st.subheader(":material/visibility_off: What the camera can't see")
            st.markdown(_bullets([f"{line[:1].upper()}{line[1:]}" for line in stretch.cant_see]))


def _dose(stretch: Stretch) -> list[str]:
    each = " on each side" if stretch.sides == "each" else ""
    dose = stretch.dose
    return [
        f"Hold for {_range(*dose.hold_s)} seconds, {_range(*dose.repetitions)} times{each}.",
        f"About {dose.side_total_s:g} seconds in all{each}.",
        f"{_range(*dose.per_week)} days a week.",
    ]


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
