"""Plain words for what the engine names: verdicts, measures, times. Knows no Streamlit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from formcheck.coach.feedback import Verdict
from formcheck.stretches.definition import Stretch


@dataclass(frozen=True)
class Sign:
    """How a verdict shows: a word and a shape first, then a colour."""

    word: str
    icon: str
    colour: Literal["green", "orange", "gray"]


SIGNS: dict[Verdict, Sign] = {
    Verdict.GOOD: Sign("Good", ":material/check_circle:", "green"),
    Verdict.FIX: Sign("Fix", ":material/warning:", "orange"),
    Verdict.CANT_TELL: Sign("Can't tell", ":material/help:", "gray"),
}

_ANGLES = {
    "knee_flexion": "Knee bend",
    "hip_flexion": "Hip bend",
    "elbow_flexion": "Elbow bend",
    "shoulder_flexion": "Arm lift",
    "neck_flexion": "Neck bend",
    "trunk_lean": "Upper body lean",
    "shoulder_tilt": "Shoulder tilt",
    "knee_drop": "Knees to the side",
    "back_rounding": "Back rounding",
    "spine_flexion": "Back bend",
    "body_line": "Line of the body",
    "shank_lean": "Shin lean",
    "thigh_across": "Thigh across",
    "thigh_raise": "Knee lift",
    "arm_open": "Arm opening",
}


def measure_words(name: str) -> str:
    """A measure for reading: `hip_flexion_left_deg` is "Hip bend, left"."""
    bare = re.sub(r"_(deg|ratio)$", "", name)
    side = ""
    found = re.search(r"_(left|right)$", bare)
    if found:
        side, bare = f", {found[1]}", bare[: found.start()]
    return _ANGLES.get(bare, bare.replace("_", " ").capitalize()) + side


def minutes_words(minutes: float) -> str:
    """A rough time: "about a minute", "about 12 minutes"."""
    whole = max(1, round(minutes))
    return "about a minute" if whole == 1 else f"about {whole} minutes"


def clock(seconds: float) -> str:
    """A time in a recording: 75.4 s is "1:15"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def duration(seconds: float) -> str:
    """How long something is: "78 seconds", "1:45 minutes"."""
    return f"{seconds:.0f} seconds" if seconds < 100 else f"{clock(seconds)} minutes"


def span(start_s: float, end_s: float) -> str:
    """From when to when: "0:07 to 0:09"."""
    start, end = clock(start_s), clock(end_s)
    return start if start == end else f"{start} to {end}"


def time_left(seconds: float) -> str:
    """A rough wait in words."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} seconds left"
    return f"about {round(seconds / 60)} minutes left"


def side_words(side: str, stretch: Stretch) -> str:
    """The stretched side, as the definition means it."""
    if side not in ("left", "right"):
        return "both sides" if stretch.sides == "each" and side == "both" else ""
    return f"{side} side"


def pain_stop(place: str, said: str) -> str:
    """That somebody stopped because it hurt, with what they told of it, as Markdown."""
    told = ", ".join(plain(part) for part in (place, said.rstrip(".")) if part)
    return f"You stopped because it hurt{': ' if told else ''}{told}."


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; never 100 while something is missing."""
    return f"{min(round(100 * share), 99) if share < 1 else 100}%"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def plain(text: str) -> str:
    """Text as it stands, where Markdown would be read: file names with underscores and the like."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~:$-])", r"\\\1", text)
