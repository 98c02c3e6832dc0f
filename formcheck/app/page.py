"""The page itself: Streamlit runs this file anew for every click of every visitor."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from formcheck.app import (
    about_page,
    check_page,
    progress_page,
    routines_page,
    settings_page,
    stretches_page,
)
from formcheck.app.browser import show_theme
from formcheck.app.live import page as live_page
from formcheck.app.visit import settings_or_defaults

ICON = Path(__file__).with_name("icon.svg")


def main() -> None:
    """Draw the page that the visitor chose. A new page is one more line here."""
    st.set_page_config("formcheck", page_icon=ICON.read_text("utf-8"), layout="wide")
    st.html(f"<style>{Path(__file__).with_name('page.css').read_text('utf-8')}</style>")
    pages = [
        st.Page(
            live_page.show,
            title="Stretch now",
            icon=":material/videocam:",
            default=True,
        ),
        st.Page(
            check_page.show,
            title="Check a recording",
            icon=":material/movie:",
            url_path="check",
        ),
        st.Page(
            progress_page.show,
            title="Progress",
            icon=":material/monitoring:",
            url_path="progress",
        ),
        st.Page(
            stretches_page.show,
            title="Stretches",
            icon=":material/self_improvement:",
            url_path="stretches",
        ),
        st.Page(
            routines_page.show,
            title="Routines",
            icon=":material/format_list_bulleted:",
            url_path="routines",
        ),
        st.Page(
            settings_page.show,
            title="Settings",
            icon=":material/settings:",
            url_path="settings",
        ),
        st.Page(about_page.show, title="About", icon=":material/info:", url_path="about"),
    ]
    st.session_state["pages"] = {page.url_path: page for page in pages}
    by_name = st.Page(
        partial(st.switch_page, pages[0]),
        title=pages[0].title,
        url_path="stretch",  # typed by hand, like the others' names
        visibility="hidden",
    )
    st.navigation([*pages, by_name], position="top").run()
    usual, _ = settings_or_defaults()  # a page that needs more of them tells what is wrong
    show_theme(usual.theme, ["/", *(f"/{page.url_path}" for page in pages)])


if __name__ == "__main__":
    main()
