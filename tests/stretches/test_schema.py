"""Held, moving, or both: what a definition may say and what it is told when it is wrong."""

import pytest
from definition_texts import definition_text, moving_text, refused

from formcheck.errors import DefinitionError
from formcheck.stretches.definition import library, parse_definition

KNEE = "knee_flexion_{near}_deg"
CHECKS = """
[[checks]]
id = "slow_down"
kind = "tempo"
phase = "out"
min = 1
weight = 20
name = "Slowly down"
say = "Slower on the way down."
source = "guidance"
[[checks]]
use = "head_down"
"""
MOVING = definition_text(
    "half_squat",
    "Half squat",
    "standing",
    "both",
    KNEE,
    "min = 45",
    moving_text(KNEE, (10, 15), ("knees bent", 50), ("standing", 25)) + CHECKS,
)


def test_a_moving_stretch_needs_no_hold_and_no_seconds_a_side():
    stretch = parse_definition(MOVING, "half_squat.toml")
    assert stretch.moves
    assert stretch.hold is None
    assert stretch.dose.side_total_s is None
    assert stretch.moving_repetitions == (10, 15)


def test_what_several_share_is_taken_by_name_and_may_be_changed():
    stretch = parse_definition(
        MOVING.replace('use = "head_down"', 'use = "head_down"\nweight = 33'), "x.toml"
    )
    head = stretch.checks[1]
    assert (head.id, head.weight) == ("head_down", 33)
    assert head.say == "Rest your head on the floor."
    assert stretch.camera.views == ("side",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('use = "head_down"', 'use = "head_up"', "half_squat.toml: checks.1.use: 'head_up' isn't"),
        ('use = "beside"', 'use = "below"', "half_squat.toml: camera.use: 'below' isn't one of"),
        ("max = 25\n", "max = 55\n", "the back end's max of knee_flexion_{near}_deg must be below"),
        ("min = 50", "max = 50", "the back end's max"),
        ('phase = "out"\n', "", "a tempo check needs phase"),
        ("min = 1\n", "", "a tempo check needs min, max or both"),
        ('use = "head_down"', 'use = "no_bounce"', "no_bounce is never judged"),
        ('use = "head_down"', 'use = "head_down"\nduring = "hold"', "is never judged"),
        ('back_name = "standing"\n', "", "half_squat.toml: cycle.back_name: is missing"),
    ],
)
def test_a_wrong_cycle_is_told_with_file_and_key(old, new, said):
    assert said in refused(MOVING, old, new, "half_squat.toml")


def test_a_stretch_is_held_or_moved():
    start, end = MOVING.index("[cycle]"), MOVING.index("[[checks]]")
    with pytest.raises(DefinitionError, match=r"needs \[hold\], \[cycle\] or both"):
        parse_definition(MOVING[:start] + MOVING[end:], "x.toml")


def test_the_driver_must_be_bound_at_both_ends():
    twice = MOVING.replace('driver = "knee_flexion', 'driver = "hip_flexion')
    with pytest.raises(DefinitionError, match="each need a bound on the driver"):
        parse_definition(twice, "x.toml")


def test_the_bridge_is_held_or_moved():
    bridge = library()["bridge"]
    assert bridge.hold is not None
    assert bridge.moving_repetitions == (10, 15)
    assert bridge.dose.repetitions == (2, 3)


def test_no_two_definitions_spell_out_the_same_check():
    spelt = {}
    for stretch in library().values():
        for check in stretch.checks:
            said = (check.id, check.measure, check.min, check.max, check.say)
            spelt.setdefault(said, set()).add(check.source)
    assert all(len(sources) == 1 for sources in spelt.values())
