"""One's data: where it is and how big, taking a copy, bringing one here, deleting it."""

from __future__ import annotations

import streamlit as st

from formcheck.app import kept_videos
from formcheck.app.visit import own_workspace, shared_history, uploaded_path
from formcheck.errors import HistoryError
from formcheck.history import History, export_all, import_all
from formcheck.history.flat import as_csv
from formcheck.history.in_words import size_words
from formcheck.history.transfer import as_text, from_text
from formcheck.home import home_path
from formcheck.wording import counted

CONFIRMATION = "delete everything"


def show(history: History) -> None:
    """Draw the section."""
    st.header("Your data")
    try:
        _where(history)
        left, right = st.columns(2, gap="large")
        with left:
            _export()
            _import(history)
        with right:
            _deletion(history)
    except HistoryError as error:
        st.error(str(error), icon=":material/database:")


def _where(history: History) -> None:
    st.markdown("Your sessions are kept on the computer that runs formcheck, and nowhere else.")
    videos = kept_videos.size_bytes()
    st.table(
        [
            {
                "What": "Sessions",
                "Where": history.address,
                "Size": size_words(history.size_bytes()),
            },
            {
                "What": "Videos you chose to keep",
                "Where": str(home_path() / "videos") if videos else "none",
                "Size": size_words(videos),
            },
        ],
        border="horizontal",
    )


def _export() -> None:
    st.subheader("Take a copy")
    st.caption(
        "Everything of all profiles. JSON can be brought to another machine; CSV opens as a table."
    )
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "All as JSON",
            lambda: as_text(export_all(shared_history())),
            "formcheck.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            key="export_json",
        )
        st.download_button(
            "All as CSV",
            lambda: as_csv(shared_history().sessions()),
            "formcheck.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="export_csv",
        )


def _import(history: History) -> None:
    st.subheader("Bring sessions from another machine")
    workspace = own_workspace()
    uploaded = st.file_uploader(
        "A copy made there, as JSON", ["json"], max_upload_size=500, key="import"
    )
    if uploaded is None or not st.button("Add these sessions", key="import_start"):
        return
    path = uploaded_path(workspace, uploaded)
    try:
        profiles, sessions = import_all(history, from_text(path.read_text("utf-8")))
    except UnicodeDecodeError:
        st.warning("This file isn't a copy that formcheck made: it isn't text.")
    except HistoryError as error:
        st.warning(str(error))
    else:
        st.success(_added(profiles, sessions), icon=":material/check:")
    finally:
        path.unlink(missing_ok=True)


def _added(profiles: int, sessions: int) -> str:
    if not profiles and not sessions:
        return "All of it was here already; nothing has changed."
    parts = [
        counted(count, what)
        for count, what in ((profiles, "profile"), (sessions, "session"))
        if count
    ]
    return f"Added {' and '.join(parts)}."


def _deletion(history: History) -> None:
    st.subheader("Delete everything")
    st.markdown(
        "All profiles, sessions and kept videos. They are overwritten in the file, so nobody can "
        "bring them back. A single session is deleted on the page **Progress**."
    )
    typed = st.text_input(f"Type “{CONFIRMATION}” to confirm", key="delete_all_words")
    if st.button(
        "Delete everything for good",
        icon=":material/delete_forever:",
        disabled=typed.strip().lower() != CONFIRMATION,
        key="delete_all",
    ):
        kept_videos.delete_all()
        history.delete_everything()
        st.success("Everything is deleted.", icon=":material/check:")
