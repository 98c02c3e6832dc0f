"""The words about safety say what they must, and nothing more than is true."""

import re
from importlib import resources

from formcheck.coach.live import safety_text


def test_it_says_what_must_be_said_before_the_first_session():
    text = safety_text()
    all_lines = " ".join([*text.lines, text.see_first_title, *text.see_first]).lower()
    for said in (
        "no medical advice",
        "mild tension",
        "never into pain",
        "numbness",
        "tingling",
        "weakness",
        "severe",
        "doctor or a physiotherapist",
    ):
        assert said in all_lines
    assert len(text.lines) <= 6


def test_the_pain_stop_asks_where_and_points_to_a_professional():
    stop = safety_text().stop
    assert stop.button == "Stop, it hurts"
    assert "lower back" in stop.places
    assert "doctor or a physiotherapist" in stop.advice


def test_no_word_promises_relief():
    folder = resources.files("formcheck.coach.live")
    for entry in folder.iterdir():
        if entry.name.endswith((".py", ".toml")):
            text = entry.read_text("utf-8").lower()
            assert not re.search(r"\b(reliev|relief|heals?|cures?|pain-free|painless)", text), entry
