import pytest
from definition_texts import definition_text, refused

from formcheck.errors import DefinitionError
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import (
    filled,
    library,
    parse_definition,
    read_definition,
    stretch_named,
)

LIBRARY = {
    # lying on the back
    "knee_to_chest",
    "double_knee_to_chest",
    "pelvic_tilt",
    "supine_twist",
    "trunk_rotation",
    "lying_hamstring",
    "figure_four",
    "piriformis_cross",
    "bridge",
    "partial_crunch",
    "lying_nerve_floss",
    "outer_hip",
    # on hands and knees, kneeling
    "cat_cow",
    "childs_pose",
    "hip_flexor_lunge",
    "reach_out",
    # sitting
    "seated_forward_bend",
    "seated_hamstring",
    "seated_nerve_floss",
    "sit_to_stand",
    # lying on the front, on the side, standing
    "prone_press_up",
    "cobra",
    "plank",
    "open_book",
    "standing_hamstring",
    "calf_stretch",
    # not a stretch, but part of a session
    "warm_up",
}

SMALL = definition_text(
    "calf",
    "Calf",
    "standing",
    "each",
    "knee_flexion_{side}_deg",
    "max = 15",
    """
[camera]
views = ["side"]
place = "Beside you."
[dose]
hold_s = [15, 30]
repetitions = [2, 4]
side_total_s = 60
source = "guidance"
[[hold.all]]
measure = "knee_flexion_{side}_deg"
max = 15
[[checks]]
id = "knees_straight"
measure = "knee_flexion_{side}_deg"
max = 15
weight = 20
name = "Knee straight"
say = "Straighten the knee."
source = "guidance"
""",
)


def test_the_library_is_complete():
    assert set(library()) == LIBRARY


@pytest.mark.parametrize("stretch", library().values(), ids=lambda s: s.id)
def test_every_stretch_is_sourced_and_documented(stretch):
    for told in (stretch.also, stretch.mistakes, stretch.precautions, stretch.cant_see):
        assert told
    assert len(stretch.how_to) >= 4
    assert all(check.source for check in stretch.checks)
    assert stretch.dose.source
    assert stretch.side_means or stretch.sides == "both"
    words = {stretch.name, *stretch.also}
    twins = [
        other.id
        for other in library().values()
        if other.id != stretch.id and words & {other.name, *other.also}
    ]
    assert not twins, "one name for two stretches"


@pytest.mark.parametrize("stretch", library().values(), ids=lambda s: s.id)
def test_where_numbers_come_from_is_written_beside_them(stretch):
    """The driver's own bounds decide when a hold counts: each says why it is where it is."""
    deciding = [*(stretch.hold.all if stretch.hold else ())]
    if stretch.cycle:
        deciding += [*stretch.cycle.away, *stretch.cycle.back]
    bounds = [bound for bound in deciding if bound.measure == stretch.driver]
    assert [bound for bound in bounds if not bound.source] == []


def test_a_small_definition_is_enough():
    assert parse_definition(SMALL, "calf.toml").possible_sides == ("left", "right")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Calf"', 'nme = "Calf"', "calf.toml: nme: unknown key"),
        ('name = "Calf"\n', "", "calf.toml: name: is missing"),
        ("side_total_s = 60", "side_total_s = 0", "calf.toml: dose.side_total_s"),
        ("max = 15\nweight = 20", "weight = 20", "calf.toml: checks.0"),
        ('sides = "each"', 'sides = "one"', "calf.toml: sides"),
        ('views = ["side"]', 'views = ["below"]', "calf.toml: camera.views.0"),
        ('id = "calf"', "id = calf", "calf.toml: not valid TOML"),
        ('id = "knees_straight"', 'id = "x"\nbounds = 3', "calf.toml: checks.0.bounds: unknown"),
    ],
)
def test_a_wrong_definition_names_the_file_and_the_key(old, new, said):
    assert refused(SMALL, old, new, "calf.toml").startswith(said)


def test_one_check_id_twice_is_refused():
    twice = SMALL + SMALL[SMALL.index("[[checks]]") :]
    with pytest.raises(DefinitionError, match="used twice: knees_straight"):
        parse_definition(twice, "calf.toml")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DefinitionError, match=r"gone\.toml"):
        read_definition(tmp_path / "gone.toml")


def test_an_unknown_id_lists_the_known_ones():
    with pytest.raises(DefinitionError, match="lying_hamstring"):
        stretch_named("splits")


@pytest.mark.parametrize("stretch", library().values(), ids=lambda s: s.id)
def test_every_measure_a_definition_names_exists(stretch):
    _, measures = Measurer().step(PoseFrame.unseen(0.0, (640, 480)))
    named = [
        stretch.driver,
        *(bound.measure for bound in (stretch.hold.all if stretch.hold else ())),
        *(bound.measure for bound in (stretch.cycle.away if stretch.cycle else ())),
        *(bound.measure for bound in (stretch.cycle.back if stretch.cycle else ())),
        *(feature.measure for feature in stretch.recognition.features),
        *(check.measure for check in stretch.checks if check.measure),
    ]
    for name in named:
        for side in stretch.possible_sides:
            for near in ("left", "right"):
                assert filled(name, side, near) in measures


@pytest.mark.parametrize("stretch", library().values(), ids=lambda s: s.id)
def test_definitions_are_kind_and_promise_nothing(stretch):
    words = " ".join(
        [
            stretch.benefits,
            *stretch.how_to,
            *stretch.precautions,
            *(f"{check.say} {check.praise} {check.name}" for check in stretch.checks),
        ]
    ).lower()
    for promise in ("relief", "relieve", "cure", "heal", "fixes your", "pain-free"):
        assert promise not in words
    for scolding in ("wrong", "bad ", "fail", "don't you"):
        assert scolding not in words
    assert all(len(check.say) <= 60 for check in stretch.checks)


def test_the_near_leg_stands_in_where_both_sides_stretch():
    assert filled("knee_flexion_{near}_deg", "both", "left") == "knee_flexion_left_deg"
    assert filled("knee_flexion_{far}_deg", "both", "left") == "knee_flexion_right_deg"
    assert filled("hip_flexion_{other}_deg", "left", "right") == "hip_flexion_right_deg"
