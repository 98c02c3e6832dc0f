"""The history as the progress page reads it: once for each state of the data, then from memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from sqlalchemy import func, select

from formcheck.history import History, SessionRecord, tables
from formcheck.history.progress import Progress, progress_in


@dataclass(frozen=True)
class LookBack:
    """One person's sessions in outline, the earliest first, and what they come to."""

    sessions: Sequence[SessionRecord]
    progress: Progress


def look_back(history: History, profile: str, today: date) -> LookBack:
    """Everything of one person.

    Raises:
        HistoryError: it can't be read.
    """
    return _read(history, history.address, profile, today, _state(history))


def forget_read() -> None:
    """The data has just been changed here."""
    _read.clear()


def _state(history: History) -> str:
    """Differs whenever somebody has saved, added or deleted a session, or renamed a profile."""
    sessions, profiles = tables.sessions.c, tables.profiles.c
    with history.reading() as connection:
        counts = connection.execute(
            select(func.count(), func.max(sessions.id), func.max(sessions.saved_at))
        ).one()
        names = connection.execute(select(profiles.id, profiles.name).order_by(profiles.id)).all()
    return f"{tuple(counts)} {[tuple(name) for name in names]}"


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(
    _history: History,
    address: str,  # noqa: ARG001 (what tells one from another, as the last two)
    profile: str,
    today: date,
    state: str,  # noqa: ARG001
) -> LookBack:
    if all(one.name != profile for one in _history.profiles()):
        return LookBack((), progress_in((), today))
    sessions = _history.outlines(profile)
    return LookBack(sessions, progress_in(sessions, today))
