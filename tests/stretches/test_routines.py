"""Routines: the five that ship, one's own beside them, and files with mistakes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.coach.live import plan_for_routine
from formcheck.coach.live.usable import usable_routines
from formcheck.errors import DefinitionError, FormcheckError, UnusableInput
from formcheck.stretches.routine import (
    Routine,
    RoutineStep,
    as_toml,
    delete_routine,
    id_for,
    own_routines,
    parse_routine,
    routines,
    save_routine,
)

SHIPPED = {
    "morning_back_care": "Morning back care",
    "after_long_sitting": "After long sitting",
    "before_sleep": "Before sleep",
    "gentle_start": "Gentle start",
    "hamstrings_and_hips": "Hamstrings and hips",
}
MINE = Routine(
    id="mine",
    name='My "own" \\ one',
    about="",
    warm_up_s=90,
    steps=(
        RoutineStep(stretch="lying_hamstring", sides="left", hold_s=22.5, repetitions=2),
        RoutineStep(stretch="bridge"),
    ),
)


@pytest.fixture
def own_home(home):
    return home


def test_the_five_of_the_facts_ship():
    assert {routine.id: routine.name for routine in routines().values()} == SHIPPED


@pytest.mark.parametrize("routine_id", SHIPPED)
def test_each_shipped_one_can_be_planned_and_takes_a_sensible_time(routine_id):
    plan = plan_for_routine(routines()[routine_id])
    assert 5 * 60 <= plan.duration_s <= 30 * 60
    assert plan.routine == routine_id


def test_none_promises_relief():
    for routine in routines().values():
        assert not re.search(r"reliev|relief|cure|heal|pain", routine.about.lower())


def test_ones_own_is_saved_read_back_and_deleted(own_home):
    path = save_routine(MINE)
    assert path == own_home / "routines" / "mine.toml"
    assert routines()["mine"] == MINE
    assert [routine.id for routine in routines().values()][:5] == sorted(SHIPPED)
    assert delete_routine("mine")
    assert "mine" not in routines()
    assert not delete_routine("mine")


def test_saving_again_replaces(own_home):
    save_routine(MINE)
    save_routine(MINE.model_copy(update={"name": "Other"}))
    assert routines()["mine"].name == "Other"
    assert [p.name for p in (own_home / "routines").iterdir()] == ["mine.toml"]


def test_saving_one_that_came_from_another_file_leaves_one_file(own_home):
    folder = own_home / "routines"
    folder.mkdir()
    (folder / "any name.toml").write_text(as_toml(MINE), "utf-8")
    save_routine(MINE.model_copy(update={"name": "Other"}))
    assert [p.name for p in folder.iterdir()] == ["mine.toml"]


def test_a_folder_that_cannot_be_written_to_is_told(own_home):
    (own_home / "routines").write_text("a file")
    with pytest.raises(FormcheckError, match="can't be written"):
        save_routine(MINE)


def test_a_shipped_one_is_not_replaced_by_mistake():
    with pytest.raises(UnusableInput, match="ships with formcheck"):
        save_routine(MINE.model_copy(update={"id": "gentle_start"}))
    assert not delete_routine("gentle_start")


def test_a_file_of_ones_own_comes_before_the_shipped_one(own_home):
    folder = own_home / "routines"
    folder.mkdir()
    (folder / "any name.toml").write_text(
        as_toml(MINE.model_copy(update={"id": "gentle_start"})), "utf-8"
    )
    assert routines()["gentle_start"].name == MINE.name


def test_a_broken_file_takes_nothing_else_with_it_and_is_named(own_home):
    folder = own_home / "routines"
    folder.mkdir()
    (folder / "broken.toml").write_text("id = 'broken'\nname = 'B'\nstep = 3\n", "utf-8")
    (folder / "binary.toml").write_bytes(b"\xff\xfe\x00")
    save_routine(MINE)
    assert set(routines()) == {*SHIPPED, "mine"}
    binary, broken = own_routines()[1]
    assert "binary.toml" in str(binary)
    assert "broken.toml: step: unknown key; did you mean 'steps'?" in str(broken)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = 'a'\nnam = 'A'", "nam: unknown key; did you mean 'name'?"),
        (
            "id = 'a'\nname = 'A'\n[[steps]]\nstretch = 'bridge'\nhold = 3",
            "steps.0.hold: unknown key; did you mean 'hold_s'?",
        ),
        ("id = 'A b'\nname = 'A'\n[[steps]]\nstretch = 'bridge'", "id: "),
        ("id = 'a'\nname = 'A'\nsteps = []", "steps: "),
        ("id = 'a'\nname = 'A'", "steps: "),
        ("id = 'a'\nname = 'A'\n[[steps]]\nstretch = 'bridge'\nhold_s = -3", "steps.0.hold_s: "),
        ("id = 'a'\nname = 'A'\n[[steps]]\nstretch = 'bridge'\nsides = 'up'", "steps.0.sides: "),
        ("id = ", "not valid TOML"),
    ],
)
def test_mistakes_are_named_with_file_and_key(text, told):
    with pytest.raises(DefinitionError) as caught:
        parse_routine(text, "a.toml")
    assert str(caught.value).startswith(f"a.toml: {told}")
    assert str(caught.value)[-2:] != "?."


def test_a_stretch_that_is_not_in_the_library_is_named():
    routine = Routine(id="a", name="A", steps=(RoutineStep(stretch="handstand"),))
    with pytest.raises(DefinitionError, match="handstand"):
        plan_for_routine(routine)


def test_only_those_that_can_be_done_are_offered_and_the_others_told(own_home):
    folder = own_home / "routines"
    folder.mkdir()
    (folder / "mine.toml").write_text(as_toml(MINE), "utf-8")
    unknown = RoutineStep(stretch="handstand")
    moved = RoutineStep(stretch="seated_hamstring", hold_s=0)
    for name, step in (("unknown", unknown), ("moved", moved)):
        routine = MINE.model_copy(update={"id": name, "steps": (step,)})
        (folder / f"{name}.toml").write_text(as_toml(routine), "utf-8")
    (folder / "typo.toml").write_text("id = ", "utf-8")
    usable, problems = usable_routines()
    assert set(usable) == {*SHIPPED, "mine"}
    typo, held, absent = problems
    assert typo.startswith("typo.toml: not valid TOML")
    assert held.startswith("moved.toml: ")
    assert absent.startswith("unknown.toml: No stretch is called 'handstand'")


def test_an_id_is_made_from_a_name_and_not_taken_yet():
    assert id_for("My morning!") == "my_morning"
    assert id_for("7 minutes") == "my_7_minutes"
    assert id_for("Über") == "ber"
    assert id_for("???") == "my_routine"
    assert id_for("Gentle start") == "gentle_start_2"


text = st.text(min_size=1).filter(lambda s: ("\r" not in s and s.isprintable()) or "\n" in s)


@given(name=text, about=text, hold_s=st.floats(0.01, 600), rest_s=st.floats(0, 600))
def test_what_is_written_reads_the_same(name, about, hold_s, rest_s):
    step = RoutineStep(stretch="bridge", hold_s=hold_s, rest_s=rest_s)
    routine = Routine(id="a", name=name, about=about, warm_up_s=3.5, steps=(step,))
    assert parse_routine(as_toml(routine), "a.toml") == routine


def test_the_guide_works_as_written(own_home):
    guide = (Path(__file__).parents[2] / "docs" / "routines.md").read_text("utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    folder = own_home / "routines"
    folder.mkdir()
    (folder / "evening.toml").write_text(example, "utf-8")
    plan = plan_for_routine(routines()["my_evening"])
    assert [step.stretch.id for step in plan.steps[1:]] == ["lying_hamstring"] * 2 + ["childs_pose"]
    for key in (*Routine.model_fields, *RoutineStep.model_fields):
        assert f"`{key}`" in guide or key == "steps"
    for name in SHIPPED.values():
        assert f"*{name}*" in guide
