"""The way from a stretch or a routine to doing it in front of the camera."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def start_button(
    label: str, key: str, chosen: dict[str, str], kind: Literal["primary", "secondary"]
) -> None:
    """A button that opens the live page with something chosen already.

    Args:
        label: on the button.
        key: of the widget.
        chosen: what the live page's address carries, as `{"stretch": "bridge"}`.
        kind: how much it stands out.
    """
    # the first page, by its place: as the default one it has no path of its own
    live = next(iter(st.session_state.get("pages", {}).values()), None)
    if live is not None and st.button(label, icon=":material/videocam:", type=kind, key=key):
        st.switch_page(live, query_params=chosen)
