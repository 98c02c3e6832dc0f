"""What only the browser knows or keeps: its cameras and voices, and which theme it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Device:
    """A camera or a voice: how the browser names it, and words for the person."""

    id: str
    name: str


def cameras_and_voices() -> tuple[list[Device], list[Device]]:
    """What this browser offers; empty until it has answered."""
    found = _component("devices")(
        key="devices",
        on_cameras_change=lambda: None,
        on_voices_change=lambda: None,
        default={"cameras": [], "voices": []},
    )
    return _devices(found.cameras), _devices(found.voices)


def _devices(told: Sequence[dict[str, str]] | None) -> list[Device]:
    return [Device(one["id"], one["name"]) for one in told or () if one.get("id")]


def show_theme(theme: str, pages: Sequence[str]) -> None:
    """Let this browser show the theme of the settings, once after each change.

    Args:
        theme: `auto`, `light` or `dark`.
        pages: paths of all pages, each of which the browser remembers for itself.
    """
    with st.container(key="theme_keeper"):
        _component("theme")(
            key="theme",
            data={"theme": theme, "pages": list(pages)},
            on_dark_change=lambda: None,
        )


@cache
def _component(name: str) -> Any:
    js = (_HERE / f"{name}.js").read_text("utf-8")
    return st.components.v2.component(f"formcheck_{name}", js=js)
