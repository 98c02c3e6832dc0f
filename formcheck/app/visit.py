"""What belongs to the visitor who looks at the page, and what all visitors share."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from formcheck.app.workspace import Workspace
from formcheck.errors import FormcheckError
from formcheck.history import History
from formcheck.history.database import URL_VARIABLE
from formcheck.home import home_path
from formcheck.settings import Settings, SettingsError, read_settings, write_settings


def own_workspace() -> Workspace:
    """This visitor's own; a new one where the one before ended while the visitor was away."""
    found: Workspace | None = st.session_state.get("workspace")
    if found is None or found.closed:
        context = get_script_run_ctx()
        found = Workspace(context.session_id if context else "")
        st.session_state["workspace"] = found
    return found


def uploaded_path(workspace: Workspace, uploaded: UploadedFile) -> Path:
    """Where an upload lies; one that came through memory (as in a test) is written down first."""
    path = workspace.upload_path(uploaded.file_id)
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(uploaded.getbuffer())
    return path


def shared_history() -> History:
    """The history on this machine, opened once.

    Raises:
        HistoryError: it can't be opened; says why and what to do.
    """
    return _opened(os.environ.get(URL_VARIABLE, "").strip(), str(home_path()))


@st.cache_resource(show_spinner=False)
def _opened(url: str, home: str) -> History:  # noqa: ARG001 (what tells one from another)
    return History.open(url or None)


def settings() -> Settings:
    """The settings; the defaults, with a word why, where they can't be read."""
    now, trouble = settings_or_defaults()
    if trouble:
        st.warning(trouble, icon=":material/settings:")
    return now


def settings_or_defaults() -> tuple[Settings, str]:
    """The settings; the defaults, and why, where they can't be read."""
    try:
        return read_settings(), ""
    except SettingsError as error:
        return Settings(), str(error)


def keep_settings(changed: Settings) -> None:
    """Write them, and say so."""
    try:
        write_settings(changed)
    except FormcheckError as error:
        st.toast(str(error), icon=":material/error:")
    else:
        st.toast("Saved.", icon=":material/check:")
