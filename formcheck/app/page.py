"""The page itself: Streamlit runs this file anew for every click of every visitor."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formcheck.app import about_page, check_page, stretches_page

ICON = Path(__file__).with_name("icon.svg")


def main() -> None:
    """Draw the page that the visitor chose. A new page is one more line here."""
    st.set_page_config("formcheck", page_icon=ICON.read_text("utf-8"), layout="wide")
    st.html(f"<style>{Path(__file__).with_name('page.css').read_text('utf-8')}</style>")
    pages = [
        st.Page(
            check_page.show,
            title="Check a recording",
            icon=":material/movie:",
            url_path="check",
            default=True,
        ),
        st.Page(
            stretches_page.show,
            title="Stretches",
            icon=":material/self_improvement:",
            url_path="stretches",
        ),
        st.Page(about_page.show, title="About", icon=":material/info:", url_path="about"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
