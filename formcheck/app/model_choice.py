"""Which pose model looks: asked in the same words on every page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

NAMES = {"full": "More exact", "lite": "Faster", "heavy": "Most exact, slow"}
_OFFERED = ("full", "lite")
FETCHED = "The most exact model is fetched once, before its first use."


def ask_model(usual: str, captions: Mapping[str, str], key: str) -> str:
    """Choose a model that ships, or the usual one where that is another.

    Args:
        usual: chosen at first; a model's name or a file's path.
        captions: by name, what to choose it for.
        key: of the widget.
    """
    names = list(dict.fromkeys([*_OFFERED, usual]))
    return st.radio(
        "How to look",
        names,
        index=names.index(usual),
        format_func=lambda one: NAMES.get(one, Path(one).name),
        captions=[captions.get(one, FETCHED if one == "heavy" else "") for one in names],
        key=key,
    )
