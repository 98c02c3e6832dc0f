"""Small pieces of English."""

import pytest

from formcheck.wording import counted, small_first


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 sessions"), (1, "1 session"), (12, "12 sessions")]
)
def test_one_thing_is_told_from_several(number, said):
    assert counted(number, "session") == said


@pytest.mark.parametrize(("text", "said"), [("Lift MORE.", "lift MORE."), ("a", "a"), ("", "")])
def test_only_the_first_letter_becomes_small(text, said):
    assert small_first(text) == said
