"""Plain words on the surface."""

from __future__ import annotations

import pytest

from formcheck.app import words
from formcheck.coach.feedback import Verdict
from formcheck.stretches.definition import filled, library


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hip_flexion_left_deg", "Hip bend, left"),
        ("trunk_lean_deg", "Upper body lean"),
        ("hip_to_heel_right_ratio", "Hip to heel, right"),
    ],
)
def test_a_measure_is_named_in_plain_words(name: str, said: str) -> None:
    assert words.measure_words(name) == said


def test_every_driving_angle_of_the_library_has_its_own_words() -> None:
    for stretch in library().values():
        name = filled(stretch.driver, "left", "left")
        assert any(name.startswith(known) for known in words._ANGLES), name


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (7.9, "0:07"), (75.4, "1:15"), (3600, "60:00")]
)
def test_a_time_is_told_in_minutes_and_seconds(seconds: float, said: str) -> None:
    assert words.clock(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (2, "a few seconds left"),
        (31, "about 30 seconds left"),
        (95, "about 2 minutes left"),
        (600, "about 10 minutes left"),
    ],
)
def test_the_time_left_is_told_roughly(seconds: float, said: str) -> None:
    assert words.time_left(seconds) == said


def test_nearly_all_is_not_all() -> None:
    assert [words.percent(share) for share in (0, 0.5, 0.996, 1)] == ["0%", "50%", "99%", "100%"]


def test_verdicts_differ_by_word_and_shape_not_only_by_colour() -> None:
    assert set(words.SIGNS) == set(Verdict)
    assert len({sign.word for sign in words.SIGNS.values()}) == 3
    assert len({sign.icon for sign in words.SIGNS.values()}) == 3


def test_markdown_in_a_file_name_stays_text() -> None:
    assert words.plain("a_b*[x](http://y).mp4") == r"a\_b\*\[x\]\(http\://y\).mp4"
