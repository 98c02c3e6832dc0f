"""The theme can be read: contrasts by WCAG 2.2, in light and dark."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import formcheck.app
from formcheck.app.chart_theme import COLOURS, LINES

FOLDER = Path(formcheck.app.__file__).parent
THEME = tomllib.loads((FOLDER / "theme.toml").read_text("utf-8"))["theme"]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_text_and_buttons_can_be_read(kind: str) -> None:
    theme = THEME[kind]
    for background in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        assert contrast(theme["textColor"], background) >= 7
        assert contrast(theme["primaryColor"], background) >= 4.5
    on_buttons = {"light": "#ffffff", "dark": "#14191a"}[kind]
    assert contrast(on_buttons, theme["primaryColor"]) >= 4.5
    assert on_buttons in (FOLDER / "page.css").read_text("utf-8")


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_chart_can_be_read(kind: str) -> None:
    background = THEME[kind]["backgroundColor"]
    for colour in (*COLOURS[kind].values(), *LINES[kind]):
        assert contrast(colour, background) >= 3
