"""Lengths in words: written in metres, told in the units that a person likes."""

from __future__ import annotations

import re
from typing import Literal

Units = Literal["metric", "imperial"]

INCHES_PER_M = 1 / 0.0254
"""The international inch of 1959."""
_FROM_FEET = 3
"""Shorter lengths are told in inches."""
_LENGTH = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) (m|cm)\b")


def lengths_in(words: str, units: Units) -> str:
    """The words with their lengths in these units: "about 2.5 m away" as "about 8 feet away".

    Feet and inches are whole ones: the lengths are places for a camera or a chair.
    """
    return words if units == "metric" else _LENGTH.sub(_imperial, words)


def _imperial(length: re.Match[str]) -> str:
    inches = float(length[1]) * INCHES_PER_M / (100 if length[2] == "cm" else 1)
    feet = round(inches / 12)
    if feet >= _FROM_FEET:
        return f"{feet} feet"
    return "1 inch" if round(inches) == 1 else f"{round(inches)} inches"
