"""Whose sessions are saved: choose, add, rename, delete a profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from formcheck.app import kept_videos
from formcheck.app.visit import keep_settings, settings
from formcheck.app.words import plain
from formcheck.errors import HistoryError
from formcheck.history import History
from formcheck.settings import Settings
from formcheck.wording import counted


def profile_names(history: History, now: Settings) -> list[str]:
    """All there are, the one of the settings among them even before its first session."""
    names = [profile.name for profile in history.profiles()]
    return names if now.profile in names else [now.profile, *names]


def show(history: History, now: Settings) -> None:
    """Draw the section."""
    st.header("Who is stretching")
    names = profile_names(history, now)
    st.selectbox(
        "Save sessions for",
        names,
        index=names.index(now.profile),
        key="profile",
        on_change=lambda: _choose(st.session_state["profile"]),
    )
    with st.container(horizontal=True, gap="small"):
        with st.popover("Add", icon=":material/person_add:"):
            _name_form("New name", "Add", "new_profile", lambda name: _add(history, name))
        with st.popover("Rename", icon=":material/edit:"):
            _name_form(
                f"New name for {now.profile}",
                "Rename",
                "renamed_profile",
                lambda name: _rename(history, now.profile, name),
            )
        with st.popover("Delete", icon=":material/delete:"):
            _deletion(history, now.profile)


def _name_form(label: str, button: str, key: str, use: Callable[[str], None]) -> None:
    with st.form(f"{key}_form", border=False, clear_on_submit=True):
        name = st.text_input(label, key=key, max_chars=80)
        if st.form_submit_button(button):
            _told(lambda: use(name))


def _deletion(history: History, profile: str) -> None:
    known = any(one.name == profile for one in history.profiles())
    sessions = len(history.outlines(profile)) if known else 0
    many = counted(sessions, "session")
    st.markdown(f"This deletes **{plain(profile)}** with {many}, for good.")
    typed = st.text_input("Type the name to confirm", key="delete_profile_name")
    if st.button(
        "Delete for good",
        type="primary",
        disabled=typed.strip() != profile,
        key="delete_profile",
    ):
        _told(lambda: _delete(history, profile))


def _told(act: Callable[[], None]) -> None:
    """Do it and draw anew, or say in place why it can't be done."""
    try:
        act()
    except HistoryError as error:
        st.warning(str(error))
    else:
        st.session_state.pop("profile", None)
        st.rerun()


def _choose(name: str) -> None:
    keep_settings(replace(settings(), profile=name))


def _add(history: History, name: str) -> None:
    _choose(history.add_profile(name).name)


def _rename(history: History, profile: str, name: str) -> None:
    if all(one.name != profile for one in history.profiles()):
        history.add_profile(profile)
    history.rename(profile, name)
    _choose(" ".join(name.split()))


def _delete(history: History, profile: str) -> None:
    known = any(one.name == profile for one in history.profiles())
    for session in history.outlines(profile) if known else ():
        kept_videos.delete(session.uid)
    if known:
        history.delete_profile(profile)
    left = [one.name for one in history.profiles()]
    _choose(left[0] if left else Settings().profile)
