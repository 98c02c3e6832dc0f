"""docs/write_your_own_stretch.md as written: its files are saved, its commands are run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "write_your_own_stretch.md").read_text("utf-8")
FILES = re.findall(r"Save this as `([\w.]+)`.*?\n```toml\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
VIDEO = ROOT / "sample_videos" / "knee_to_chest.mp4"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the guide's files, and `formcheck` on the path."""
    folder = tmp_path_factory.mktemp("guide")
    for name, text in FILES:
        (folder / name).write_text(text, "utf-8")
    tool = folder / "bin" / "formcheck"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m formcheck "$@"\n')
    tool.chmod(0o755)
    return folder


def run(desk, script):
    places = {
        "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "FORMCHECK_HOME": str(desk / "home"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        ["sh", "-ec", re.sub(r"\bVIDEO\b", str(VIDEO), script)],
        cwd=desk,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_guide_has_its_files_and_commands():
    assert [name for name, _ in FILES] == ["patient.toml", "wall_sit.toml", "half_squat.toml"]
    assert len(COMMANDS) == 5


@pytest.mark.parametrize("number", range(5))
def test_each_command_does_what_the_guide_says(desk, number):
    done = run(desk, COMMANDS[number])
    assert done.returncode == 0, done.stderr
    said = {
        0: "patient.toml: fine. Lying hamstring stretch (lying_hamstring), held,",
        1: "wall_sit.toml: fine. Wall sit (wall_sit), held, 3 checks.",
        2: "half_squat.toml: fine. Half squat (half_squat), moved, 2 checks.",
        3: "No hold of the wall sit was seen.",
    }
    if number in said:
        assert said[number] in done.stdout
    else:
        assert "finds the hold from" in done.stderr
        checked = run(desk, "formcheck stretches --check my_stretch.toml")
        assert checked.stdout.startswith("my_stretch.toml: fine.")
