"""How all charts look, in light and dark. Knows no Streamlit, but for `theme_now`."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

Theme = Literal["light", "dark"]
Rows = dict[str, list[dict[str, Any]]]

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {"hold": "#2b7a68", "fix": "#b45309", "bounce": "#6d4bb0", "ink": "#1d2b27"},
    "dark": {"hold": "#7fd0b4", "fix": "#ffb238", "bounce": "#c3a6ff", "ink": "#e8eeeb"},
}
LINES: dict[Theme, list[str]] = {"light": ["#14506b", "#8a3b12"], "dark": ["#86cdff", "#ffc79e"]}
"""Left and right, or the first and the second curve; they differ by shape or dashes too."""
EMPTY: dict[Theme, str] = {"light": "#e6ece9", "dark": "#232c2d"}
"""A day without anything."""


def theme_now() -> Theme:
    """What the visitor's page shows."""
    import streamlit as st

    return "dark" if st.context.theme.type == "dark" else "light"


def config(theme: Theme) -> alt.Config:
    """Axes and legends in the page's ink, without frame and grid."""
    ink = COLOURS[theme]["ink"]
    return alt.Config(
        view=alt.ViewConfig(strokeWidth=0),
        axis=alt.AxisConfig(grid=False, labelColor=ink, titleColor=ink, labelFontSize=13),
        legend=alt.LegendConfig(labelColor=ink, labelFontSize=13),
    )


def rows(values: list[dict[str, Any]]) -> Rows:
    """Inline data; Altair's own class for it isn't typed."""
    return {"values": values}
