"""Keeping a result in the history, when the person asks for it."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from formcheck.app import kept_videos
from formcheck.app.checking import CheckJob
from formcheck.app.profile_view import profile_names
from formcheck.app.visit import settings, shared_history
from formcheck.errors import FormcheckError
from formcheck.history import save_checked
from formcheck.recorded import Checked

_SAVED = "saved"


def show(job: CheckJob, checked: Checked) -> None:
    """A button that opens the few questions there are; or that it is saved."""
    if checked.judged is None:
        return
    if job.ticket in st.session_state.get(_SAVED, ()):
        progress = st.session_state["pages"]["progress"]
        st.page_link(progress, label="Saved. See progress", icon=":material/check:")
        return
    with st.popover("Save to history", icon=":material/bookmark_add:", width="stretch"):
        _form(job, checked)


def _form(job: CheckJob, checked: Checked) -> None:
    now = settings()
    try:
        names = profile_names(shared_history(), now)
    except FormcheckError as error:
        st.warning(str(error))
        return
    profile = st.selectbox(
        "For",
        names,
        index=names.index(now.profile),
        accept_new_options=True,
        help="Type a name to add somebody.",
        key="save_profile",
    )
    here = _time_zone()
    today = datetime.now(here).date()
    day = st.date_input("Filmed on", today, max_value=today, key="save_day")
    if now.keep_video == "never":
        st.caption("Times, angles and verdicts are kept, and the file's name; no picture.")
    else:
        st.caption("The video with what was measured drawn on it is kept too, see Settings.")
    if not st.button("Save", type="primary", key="save") or not profile:
        return
    clock = datetime.now(here).time() if day == today else time(12)
    try:
        uid = save_checked(
            shared_history(), checked, profile, datetime.combine(day, clock, tzinfo=here)
        )
        kept_videos.keep(uid, job.annotated, now.keep_video)
    except FormcheckError as error:
        st.warning(str(error))
        return
    st.session_state.setdefault(_SAVED, set()).add(job.ticket)
    st.rerun()


def _time_zone() -> ZoneInfo | None:
    """Where the person is, by their browser; None for the server's own clock."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (KeyError, ValueError, OSError):
        return None
