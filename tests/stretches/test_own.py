"""One's own definitions: added, changed, or left out with a clear word."""

import pytest

from formcheck.errors import DefinitionError
from formcheck.stretches.definition import library, own_problems, parse_definition, shipped_library

OVERRIDE = """
extends = "lying_hamstring"
name = "Lying hamstring stretch (Anna)"
[dose]
hold_s = [10, 15]
[checks.knee_not_too_bent]
max = 40
"""


@pytest.fixture
def folder(home):
    (home / "stretches").mkdir()
    return home / "stretches"


def check(stretch, check_id):
    return next(one for one in stretch.checks if one.id == check_id)


def test_a_bound_is_changed_for_a_person_and_all_else_stays(folder):
    (folder / "anna.toml").write_text(OVERRIDE)
    before, now = shipped_library()["lying_hamstring"], library()["lying_hamstring"]
    assert check(now, "knee_not_too_bent").max == 40
    assert check(now, "knee_not_too_bent").say == check(before, "knee_not_too_bent").say
    assert check(now, "knee_not_locked") == check(before, "knee_not_locked")
    assert now.dose.hold_s == (10, 15)
    assert now.dose.side_total_s == before.dose.side_total_s
    assert (now.how_to, now.hold, now.recognition) == (
        before.how_to,
        before.hold,
        before.recognition,
    )
    assert library().keys() == shipped_library().keys()


def test_with_an_id_of_its_own_a_stretch_is_added(folder):
    (folder / "anna.toml").write_text('id = "annas_hamstring"\n' + OVERRIDE)
    assert library()["annas_hamstring"].name.endswith("(Anna)")
    assert library()["lying_hamstring"] == shipped_library()["lying_hamstring"]


def test_checks_are_added_taken_by_name_and_left_out():
    stretch = parse_definition(
        'extends = "bridge"\n[checks.no_bounce]\nremove = true\n'
        '[checks.head_down]\nuse = "head_down"\nweight = 5\n',
        "x.toml",
    )
    assert [one.id for one in stretch.checks][-1] == "head_down"
    assert check(stretch, "head_down").weight == 5
    assert "no_bounce" not in {one.id for one in stretch.checks}


def test_a_change_of_a_file_is_noticed_and_its_end_too(folder):
    path = folder / "anna.toml"
    path.write_text(OVERRIDE)
    assert check(library()["lying_hamstring"], "knee_not_too_bent").max == 40
    path.write_text(OVERRIDE.replace("max = 40", "max = 45.5"))
    assert check(library()["lying_hamstring"], "knee_not_too_bent").max == 45.5
    path.unlink()
    assert library() == shipped_library()


def test_a_file_that_cannot_be_used_is_left_out_and_the_others_work_on(folder):
    (folder / "bad.toml").write_text('extends = "lying_hamstring"\n[checks.head_down]\nmaxx = 9\n')
    (folder / "good.toml").write_text(OVERRIDE)
    assert check(library()["lying_hamstring"], "knee_not_too_bent").max == 40
    (problem,) = own_problems()
    assert str(problem).startswith("bad.toml: checks.")
    assert "maxx: unknown key; did you mean 'max'?" in str(problem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "lying"', "x.toml: extends: no stretch is called 'lying'; there are "),
        ('extends = "bridge"\n[[checks]]\nid = "a"', "x.toml: checks: in a file that extends"),
        ('extends = "bridge"\n[checks]\nno_bounce = 3', "x.toml: checks.no_bounce: write"),
        ('extends = "bridge"\n[checks.knees]\nremove = true', "no such check to remove"),
        ('extends = "bridge"\n[checks.x]\nuse = "y"', "x.toml: checks.x.use: 'y' isn't one of"),
        (
            'extends = "childs_pose"\ndriver = "hip_flexon_{near}_deg"',
            "did you mean 'hip_flexion_{",
        ),
        ('extends = "bridge"\nid = "learn"', "'learn' is a command's word"),
        ('extends = "bridge"\nsides = "one"', "x.toml: sides: Input should be 'each' or 'both'"),
    ],
)
def test_what_is_wrong_is_told_with_file_key_and_what_is_allowed(text, said):
    with pytest.raises(DefinitionError) as caught:
        parse_definition(text, "x.toml")
    assert said in str(caught.value)
    assert str(caught.value).count("\n") == 0


def test_a_measure_that_does_not_exist_is_told():
    with pytest.raises(DefinitionError, match=r"checks\.hips_up\.measure: .* isn't a measure"):
        parse_definition('extends = "bridge"\n[checks.hips_up]\nmeasure = "hips"', "x.toml")


def test_no_folder_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.setenv("FORMCHECK_HOME", str(tmp_path / "nowhere"))
    assert library() == shipped_library()
    assert own_problems() == ()
