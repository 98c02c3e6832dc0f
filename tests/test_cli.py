"""The command line as a person meets it: a child process, its streams and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.stretches.definition import library

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lying_hamstring.mp4"


def formcheck(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "formcheck", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=280,
    )


def one_plain_line(done):
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_check_prints_only_json_on_stdout_and_nothing_on_stderr():
    done = formcheck("check", SAMPLE, "--json", "-")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["stretch"] == "lying_hamstring"


def test_check_in_words_names_the_fault_and_its_seconds(tmp_path):
    done = formcheck("check", SAMPLE, "--model", "lite", "--json", tmp_path / "result.json")
    assert done.returncode == 0, done.stderr
    assert "Lying hamstring stretch" in done.stdout
    assert "could be measured" in done.stdout
    assert json.loads((tmp_path / "result.json").read_text("utf-8"))["model"] == "lite"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "gone.mp4"], "gone.mp4"),
        (["check", SAMPLE, "--stretch", "splits"], "No stretch is called 'splits'"),
        (["check", SAMPLE, "--side", "middle"], "--side"),
        (["check", SAMPLE, "--fps", "0"], "0 isn't between"),
        (["check", SAMPLE, "--fps", "many"], "--fps"),
        (["check", SAMPLE, "--jobs", "0"], "--jobs"),
        (["check", SAMPLE, "--model", "huge"], "huge"),
        (["check", SAMPLE, "--stretch", "bridge", "--side", "left"], "takes both sides"),
        (["check", SAMPLE, "--json", SAMPLE], "is the file to check"),
        (["check", SAMPLE, "--annotate", SAMPLE], "is the file to check"),
        (["check", SAMPLE, "--annotate", "drawn.gif"], ".mp4"),
        (["check", SAMPLE, "--json", "no/such/folder/x.json"], "can't be written"),
        (["check", SAMPLE, "--trace", "no/such/folder/x.csv"], "can't be written"),
        (["check"], "FILE"),
        (["stretches", "splits"], "No stretch is called"),
        (["dance"], "dance"),
        ([], "COMMAND"),
    ],
)
def test_unusable_input_is_one_plain_line_and_exit_2(arguments, said):
    assert said in one_plain_line(formcheck(*arguments))


def test_a_text_file_is_not_a_recording(tmp_path):
    (tmp_path / "notes.txt").write_text("stretch more")
    assert "notes.txt" in one_plain_line(formcheck("check", tmp_path / "notes.txt"))


def test_stretches_lists_all_and_shows_one():
    listed = formcheck("stretches")
    assert listed.returncode == 0
    assert all(stretch in listed.stdout for stretch in library())
    shown = formcheck("stretches", "lying_hamstring")
    assert "Knee soft, not locked" in shown.stdout
    assert "can't see" in shown.stdout
    as_data = json.loads(formcheck("stretches", "--json").stdout)
    assert {one["id"] for one in as_data} == set(library())
    assert all(one["checks"] and one["dose"] and one["camera"] for one in as_data)


def test_doctor_says_what_is_there():
    done = formcheck("doctor", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == (0 if all(finding["ok"] for finding in findings) else 1)
    assert len(findings) > 5


def test_version():
    assert formcheck("--version").stdout.strip() == "0.1.0"


def test_the_readme_and_the_docs_name_every_command_and_option():
    from formcheck.cli import build_parser

    root = Path(__file__).parents[1]
    words = (root / "README.md").read_text("utf-8") + (root / "docs" / "cli.md").read_text("utf-8")
    parser = build_parser()
    commands = next(action for action in parser._actions if action.dest == "command")
    for name, command in commands.choices.items():
        assert f"formcheck {name}" in words
        for action in command._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or f"`{option}" in words, (name, option)
