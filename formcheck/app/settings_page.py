"""Settings: who is stretching, how it looks and sounds, what is kept; and one's data."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from formcheck.app import data_view, profile_view
from formcheck.app.browser import Device, cameras_and_voices
from formcheck.app.model_choice import FETCHED, NAMES
from formcheck.app.visit import keep_settings, settings, shared_history
from formcheck.app.words import plain
from formcheck.errors import HistoryError
from formcheck.pose.models import MODEL_VARIABLE
from formcheck.settings import Settings

_THEMES = {"auto": "As my system", "light": "Light", "dark": "Dark"}
_UNITS = {"metric": "Metres", "imperial": "Feet"}
_KEEP = {"never": "Never", "a week": "For a week", "until deleted": "Until I delete it"}
_LANGUAGES = {
    "en": "English",
    "en-GB": "English (Britain)",
    "en-US": "English (America)",
    "en-AU": "English (Australia)",
}


def show() -> None:
    """Draw the page."""
    st.title("Settings")
    now = settings()
    try:
        history = shared_history()
    except HistoryError as error:
        st.error(str(error), icon=":material/database:")
        history = None
    cameras, voices = cameras_and_voices()
    left, right = st.columns(2, gap="large")
    with left:
        if history is not None:
            profile_view.show(history, now)
        _camera_and_model(now, cameras)
        _looks(now)
    with right:
        _voice(now, voices)
        _videos(now)
    st.divider()
    if history is not None:
        data_view.show(history)


def _keep(field: str, key: str) -> None:
    """Write a setting that was just changed."""
    keep_settings(replace(settings(), **{field: st.session_state[key]}))


def _field(field: str) -> dict[str, Any]:
    """What makes a widget keep a setting when it is changed."""
    key = f"set_{field}"
    return {"key": key, "on_change": _keep, "args": (field, key)}


def _camera_and_model(now: Settings, cameras: Sequence[Device]) -> None:
    st.header("Camera")
    _device("Camera", "camera", now.camera, cameras, "The first one")
    st.caption("Cameras have names once you've used one on the page.")
    _one_of("How to look", "model", now.model, {"": "The usual one", **NAMES}, FETCHED)
    preset = os.environ.get(MODEL_VARIABLE, "").strip()
    if preset:
        said = NAMES.get(preset, Path(preset).name)
        st.caption(f"On this computer {MODEL_VARIABLE} says otherwise: {plain(said)}.")


def _looks(now: Settings) -> None:
    st.header("Display")
    _switch("Theme", "theme", now.theme, _THEMES)
    _switch("Distances in", "units", now.units, _UNITS)


def _voice(now: Settings, voices: Sequence[Device]) -> None:
    st.header("Voice and sounds")
    st.toggle("Speak what to change", value=now.voice, **_field("voice"))
    st.toggle("Tones at the start and end of a hold", value=now.sounds, **_field("sounds"))
    st.slider("Volume", 0.0, 1.0, now.volume, 0.05, format="percent", **_field("volume"))
    _device("Voice", "voice_name", now.voice_name, voices, "The browser's own")
    _one_of("Language of the voice", "language", now.language, _LANGUAGES)


def _device(label: str, field: str, chosen: str, offered: Sequence[Device], usual: str) -> None:
    names = {"": usual, **{one.id: one.name for one in offered}}
    if chosen not in names:  # of another browser, or not plugged in just now
        names[chosen] = f"{label} chosen before"
    _one_of(label, field, chosen, names)


def _switch(label: str, field: str, chosen: str, names: Mapping[str, str]) -> None:
    """Choose one of a few that are all in view."""
    st.segmented_control(
        label,
        list(names),
        default=chosen,
        required=True,
        format_func=lambda one: names[one],
        **_field(field),
    )


def _one_of(
    label: str, field: str, chosen: str, names: Mapping[str, str], explained: str | None = None
) -> None:
    """Choose by name; what was chosen but has no name here (a model's file) stands for itself."""
    ids = list(names) if chosen in names else [*names, chosen]
    st.selectbox(
        label,
        ids,
        index=ids.index(chosen),
        format_func=lambda one: names.get(one, one),
        help=explained,
        **_field(field),
    )


def _videos(now: Settings) -> None:
    st.header("Videos")
    st.radio(
        "Keep the video of a session you save",
        list(_KEEP),
        index=list(_KEEP).index(now.keep_video),
        format_func=lambda one: _KEEP[one],
        **_field("keep_video"),
    )
    st.caption(
        "It is kept on this computer, with what was measured drawn on it. "
        "Everything else you upload is deleted when you're done. "
        "Nothing of the camera's picture is ever kept."
    )
