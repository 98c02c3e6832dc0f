"""`formcheck stretches`: what it lists, checks and refuses."""

import json

import pytest

from formcheck.cli import main
from formcheck.settings import Settings, write_settings
from formcheck.stretches.definition import library

SAMPLE = "sample_videos/bridge.mp4"


def said(capsys, *arguments):
    code = main(["stretches", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_has_all_a_program_needs(capsys):
    code, out, _ = said(capsys, "--json")
    listed = json.loads(out)
    assert code == 0
    assert [one["id"] for one in listed] == list(library())
    for one in listed:
        assert {"dose", "camera", "sides", "position", "how_to", "cant_see"} <= one.keys()
        assert one["hold"] or one["cycle"]
        for check in one["checks"]:
            assert {
                "id",
                "name",
                "measure",
                "min",
                "max",
                "weight",
                "say",
                "source",
            } <= check.keys()


def test_distances_are_told_in_feet_to_who_likes_that(capsys):
    assert "about 2.5 m away" in said(capsys, "bridge")[1]
    write_settings(Settings(units="imperial"))
    _, out, _ = said(capsys, "bridge")
    assert "about 8 feet away" in out
    assert "2.5 m" not in out


def test_a_routine_that_cannot_be_used_is_told(capsys, home):
    folder = home / "routines"
    folder.mkdir(parents=True)
    (folder / "evening.toml").write_text("id = 'evening'\nnam = 'Evening'\n")
    code, _, err = said(capsys)
    assert code == 0
    assert err.startswith("formcheck: left out: evening.toml: nam: unknown key; did you mean")


def test_the_schema_is_json(capsys):
    code, out, _ = said(capsys, "--schema")
    assert code == 0
    assert "extends" in json.loads(out)["properties"]


def test_a_good_file_is_told_in_one_line(capsys, tmp_path):
    path = tmp_path / "anna.toml"
    path.write_text('extends = "bridge"\n[checks.hips_up]\nmax = 25\n')
    code, out, err = said(capsys, "--check", str(path))
    assert (code, err) == (0, "")
    assert out.startswith("anna.toml: fine. Bridge (bridge), held or moved, ")
    assert out.count("\n") == 1


def test_a_wrong_file_is_told_in_one_line_with_exit_2(capsys, tmp_path):
    path = tmp_path / "anna.toml"
    path.write_text('extends = "bridge"\n[checks.hips_up]\nmaxx = 25\n')
    code, out, err = said(capsys, "--check", str(path))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "anna.toml" in err
    assert "did you mean 'max'?" in err


def test_a_file_of_ones_own_that_is_left_out_is_told(capsys, home):
    folder = home / "stretches"
    folder.mkdir()
    (folder / "bad.toml").write_text("id = ")
    code, out, err = said(capsys)
    assert code == 0
    assert "bridge" in out
    assert err.startswith("formcheck: left out: bad.toml: not valid TOML")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--check", "gone.toml"], "gone.toml: can't be read"),
        (["learn"], "learn needs a recording, its hold and its side"),
        (["learn", SAMPLE, "--hold", "20-12", "--side", "left"], "--hold 20-12: write the seconds"),
        (
            ["learn", SAMPLE, "--hold", "5-9", "--side", "both", "--out", "README.md"],
            "there already",
        ),
        (["learn", "gone.mp4", "--hold", "5-9", "--side", "both"], "gone.mp4"),
        (["bridge", "--hold", "5-9"], "belong to 'formcheck stretches learn VIDEO'"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(capsys, arguments, words):
    code, _, err = said(capsys, *arguments)
    assert code == 2
    assert err.count("\n") == 1
    assert words in err
