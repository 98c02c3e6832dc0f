"""Lengths in words, in the units that a person likes."""

import pytest

from formcheck.stretches.definition import library
from formcheck.stretches.in_words import in_units
from formcheck.units import lengths_in


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "Beside you, about 2.5 m away, at hip height.",
            "Beside you, about 8 feet away, at hip height.",
        ),
        ("3 m", "10 feet"),
        ("1 m from the wall", "3 feet from the wall"),
        ("0.5 m or 50 cm", "20 inches or 20 inches"),
        ("a step of 2.5 cm", "a step of 1 inch"),
        ("10 minutes, 3 more, hold 20 s, 2.5 mm", "10 minutes, 3 more, hold 20 s, 2.5 mm"),
    ],
)
def test_metres_become_feet_and_short_lengths_inches(written, told):
    assert lengths_in(written, "imperial") == told
    assert lengths_in(written, "metric") == written


@pytest.mark.parametrize("stretch", library().values(), ids=lambda one: one.id)
def test_nothing_but_words_about_lengths_changes(stretch):
    assert in_units(stretch, "metric") is stretch
    feet = in_units(stretch, "imperial")
    assert "feet away" in feet.camera.place
    assert {**feet.model_dump(), "camera": None} == {**stretch.model_dump(), "camera": None}
