"""The words about safety: before the first session, one click away later, and at a pain stop."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class PainStopWords:
    """What the stop button says, asks, and what is said after it."""

    button: str
    ask: str
    places: tuple[str, ...]
    said: str
    advice: str


@dataclass(frozen=True)
class SafetyText:
    """The text before the first session.

    Attributes:
        lines: plain sentences.
        see_first_title, see_first: with which of these a professional should be seen first.
        agree: what the button says.
        stop: the words of the pain stop.
    """

    title: str
    lines: tuple[str, ...]
    see_first_title: str
    see_first: tuple[str, ...]
    agree: str
    stop: PainStopWords


@cache
def safety_text() -> SafetyText:
    """The words as they ship in `safety.toml`."""
    text = resources.files("formcheck.coach.live").joinpath("safety.toml").read_text("utf-8")
    words = tomllib.loads(text)
    stop = words["stop"]
    return SafetyText(
        title=words["title"],
        lines=tuple(words["lines"]),
        see_first_title=words["see_first_title"],
        see_first=tuple(words["see_first"]),
        agree=words["agree"],
        stop=PainStopWords(
            button=stop["button"],
            ask=stop["ask"],
            places=tuple(stop["places"]),
            said=stop["said"],
            advice=stop["advice"],
        ),
    )
