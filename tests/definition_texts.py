"""Stretch definitions as somebody writes them, for tests of what reads them."""

import pytest

from formcheck.errors import DefinitionError
from formcheck.stretches.definition import parse_definition


def definition_text(stretch_id, name, position, sides, driver, known_by, parts):
    """What every definition needs, then its `parts`: camera, dose, hold or cycle, checks.

    It is recognised by its position and by `known_by`, a bound on the driver ("min = 45").
    """
    return f"""
id = "{stretch_id}"
name = "{name}"
position = "{position}"
sides = "{sides}"
driver = "{driver}"
how_to = ["Get into place.", "Go slowly into it."]
mistakes = ["Hurrying"]
benefits = "Keeps the legs supple."
precautions = ["Mild effort, never pain."]
[recognition]
positions = ["{position}"]
[[recognition.features]]
measure = "{driver}"
{known_by}
{parts}"""


def moving_text(driver, dose, away, back, more=""):
    """Camera, dose and cycle of a stretch that is moved.

    `dose` is the fewest and most repetitions; `away` and `back` are the name of an end and the
    driver's bound there in degrees; `more` are further keys of the cycle.
    """
    return f"""
[camera]
use = "beside"
[dose]
repetitions = [{dose[0]}, {dose[1]}]
source = "guidance"
[cycle]
away_name = "{away[0]}"
back_name = "{back[0]}"
{more}
[[cycle.away]]
measure = "{driver}"
min = {away[1]}
[[cycle.back]]
measure = "{driver}"
max = {back[1]}
"""


def refused(text, old, new, file_name):
    """What is said of the definition once `old` in it is `new`."""
    assert old in text
    with pytest.raises(DefinitionError) as caught:
        parse_definition(text.replace(old, new, 1), file_name)
    return str(caught.value)
