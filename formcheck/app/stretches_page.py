"""The library: find a stretch, and see how it is done, what is checked and what can't be seen.

`?stretch=ID` in the address opens one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.app.camera_drawing import placement_svg
from formcheck.app.live_link import start_button
from formcheck.app.stretch_pictures import picture
from formcheck.app.visit import settings
from formcheck.measures.view import Position
from formcheck.stretches.definition import Check, Stretch, library
from formcheck.stretches.in_words import in_units
from formcheck.wording import small_first

GROUPS = {
    Position.SUPINE: "Lying on the back",
    Position.KNEELING: "On hands and knees, kneeling",
    Position.SITTING: "Sitting",
    Position.PRONE: "Lying on the front",
    Position.SIDE_LYING: "Lying on the side",
    Position.STANDING: "Standing",
}

CARD_PX = 170
"""Two cards side by side on a phone, five on a wide screen."""


def show() -> None:
    """Draw the page: one stretch where the address names one, else all of them."""
    chosen = library().get(st.query_params.get("stretch", ""))
    if chosen is None:
        _show_all()
    else:
        _show(in_units(chosen, settings().units))


def found(words: str) -> list[Stretch]:
    """The stretches whose names, position or mistakes hold all of the words."""
    asked = words.lower().split()
    return [one for one in library().values() if all(word in _words_of(one) for word in asked)]


def _words_of(stretch: Stretch) -> str:
    told = (stretch.name, *stretch.also, GROUPS[stretch.position], *stretch.mistakes)
    return " ".join((*told, stretch.benefits)).lower()


def _show_all() -> None:
    st.title("Stretches")
    words = st.text_input(
        "Find a stretch",
        placeholder="a name, a position, a body part: hamstring, kneeling, hips",
        icon=":material/search:",
        key="library_search",
    )
    stretches = found(words)
    if not stretches:
        st.info("Nothing is called that. Try a single word, such as hip or back.")
    for position, title in GROUPS.items():
        group = sorted((one for one in stretches if one.position is position), key=_by_name)
        if not group:
            continue
        st.subheader(title)
        with st.container(horizontal=True, gap="small"):
            for stretch in group:
                _card(stretch)


def _by_name(stretch: Stretch) -> str:
    return stretch.name


def _card(stretch: Stretch) -> None:
    with st.container(border=True, width=CARD_PX):
        drawn = picture(stretch.id)
        if drawn is not None:
            st.image(drawn, width="stretch")
        st.button(
            stretch.name,
            key=f"open_{stretch.id}",
            type="tertiary",
            on_click=_open,
            args=(stretch.id,),
        )


def _open(stretch_id: str) -> None:
    st.query_params["stretch"] = stretch_id


def _close() -> None:
    st.query_params.pop("stretch", None)


def _show(stretch: Stretch) -> None:
    st.button("All stretches", icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(stretch.name)
    if stretch.also:
        st.caption(f"Also called: {', '.join(stretch.also)}")
    st.markdown(stretch.benefits)
    _pictures(stretch)
    start_button("Stretch now", "library_start", {"stretch": stretch.id}, "primary")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(":material/format_list_numbered: How to do it")
        st.markdown("\n".join(f"{n}. {step}" for n, step in enumerate(stretch.how_to, 1)))
        st.subheader(":material/warning: Common mistakes")
        st.markdown(_bullets(stretch.mistakes))
        st.subheader(":material/timer: How long, how often")
        st.markdown(_bullets(_dose(stretch)))
        st.subheader(":material/front_hand: Take care")
        st.markdown(_bullets(stretch.precautions))
    with right:
        st.subheader(":material/videocam: Where to put the camera")
        st.markdown(stretch.camera.place)
        st.image(placement_svg(stretch), width=380)
        st.subheader(":material/checklist: What is checked")
        st.markdown(_bullets([_told(check) for check in stretch.checks]))
        if stretch.cant_see:
            st.subheader(":material/visibility_off: What the camera can't see")
            st.markdown(_bullets([_sentence(line) for line in stretch.cant_see]))
        with st.expander("Where the numbers come from", icon=":material/menu_book:"):
            st.markdown(_bullets(_sources(stretch)))


def _pictures(stretch: Stretch) -> None:
    drawn = [
        (picture(stretch.id, "start"), "Start"),
        (picture(stretch.id), "Like this"),
        (picture(stretch.id, "mistake"), "Not like this"),
    ]
    shown = [(path, words) for path, words in drawn if path is not None]
    if not shown:
        return
    with st.container(horizontal=True, gap="small"):
        for path, words in shown:
            with st.container(width=310):
                st.image(path, caption=words, width="stretch")


def _told(check: Check) -> str:
    return f"**{check.name}**: {small_first(check.say)}"


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}"


def _sources(stretch: Stretch) -> list[str]:
    lines = [f"**Dose**: {stretch.dose.source}"]
    lines += [f"**{check.name}**: {check.source}" for check in stretch.checks]
    gate = stretch.hold.all if stretch.hold else ()
    bounds = [bound.source for bound in gate if bound.source]
    return lines + [f"**In position**: {source}" for source in bounds]


def _dose(stretch: Stretch) -> list[str]:
    each = " on each side" if stretch.sides == "each" else ""
    dose = stretch.dose
    lines = []
    if stretch.hold is not None and dose.hold_s is not None:
        lines.append(
            f"Hold for {_range(*dose.hold_s)} seconds, {_range(*dose.repetitions)} times{each}."
        )
    if stretch.cycle is not None:
        often = f"{_range(*stretch.moving_repetitions)} slow repetitions{each}."
        lines.append(f"Or {often}" if lines else often)
    if dose.side_total_s is not None:
        lines.append(f"About {dose.side_total_s:g} seconds in all{each}.")
    return [*lines, f"{_range(*dose.per_week)} days a week."]


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
