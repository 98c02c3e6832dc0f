"""The command line as a person meets it: a child process, its streams and its exit code."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest
from PIL import Image

from formcheck.stretches.definition import library

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "lying_hamstring.mp4"


SHORT_S = 16.0
"""From lying down to after the locked knee: half of the sample."""


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """The sample's first seconds, its pictures as they were encoded."""
    path = tmp_path_factory.mktemp("short") / SAMPLE.name
    with av.open(str(SAMPLE)) as source, av.open(str(path), "w") as target:
        pictures = source.streams.video[0]
        copied = target.add_stream_from_template(pictures)
        for packet in source.demux(pictures):
            if packet.pts is not None and packet.pts * packet.time_base < SHORT_S:
                packet.stream = copied
                target.mux(packet)
    return path


def formcheck(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "formcheck", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        timeout=280,
    )


def one_plain_line(done):
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_check_prints_only_json_on_stdout_and_nothing_on_stderr(short):
    done = formcheck("check", short, "--json", "-")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["stretch"] == "lying_hamstring"


def test_check_in_words_names_the_fault_and_its_seconds(short, tmp_path):
    done = formcheck("check", short, "--model", "lite", "--json", tmp_path / "result.json")
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


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A home in which one recording was saved, twice."""
    home = tmp_path_factory.mktemp("home")
    for _ in range(2):
        how = ("--profile", "Anna", "--model", "lite", "--jobs", "2")
        done = formcheck("check", SAMPLE, "--save", *how, FORMCHECK_HOME=home)
        assert done.returncode == 0, done.stderr
        assert "Saved to the history of Anna" in done.stdout
    return home


def test_a_saved_check_is_in_the_history_once(saved):
    told = formcheck("history", FORMCHECK_HOME=saved)
    assert "Anna  Lying hamstring stretch  held" in told.stdout
    assert str(saved / "history.sqlite3") in told.stdout
    data = json.loads(
        formcheck("history", "--profile", "Anna", "--json", FORMCHECK_HOME=saved).stdout
    )
    (session,) = data["sessions"]
    assert (session["source"], session["model"], session["kind"]) == (SAMPLE.name, "lite", "video")
    assert session["state"] == "finished"
    assert session["stretches"][0]["holds"][0]["held_s"] > 5
    assert data["size_bytes"] > 0


def test_the_history_is_exported_as_a_table_and_as_everything(saved, tmp_path):
    for name, start in (("all.csv", "session,profile,kind"), ("all.json", "{")):
        done = formcheck("export", tmp_path / name, "--profile", "Anna", FORMCHECK_HOME=saved)
        assert done.returncode == 0, done.stderr
        assert "1 session." in done.stdout
        assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_a_report_is_written_without_saving_and_is_the_same_each_time(short, tmp_path):
    def written_to(name):
        report = ("--fps", "6", "--report", tmp_path / name)
        done = formcheck("check", short, *report, FORMCHECK_HOME=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"Report: {tmp_path / name}" in done.stdout
        return (tmp_path / name).read_bytes()

    with ThreadPoolExecutor(2) as two_at_a_time:
        names = ("one.html", "two.html", "three.pdf", "four.pdf")
        written = list(two_at_a_time.map(written_to, names))
    assert written[0] == written[1]
    assert written[2] == written[3]
    assert b"Soften the knee a little." in written[0]
    assert b"data:image/jpeg;base64," in written[0]
    assert written[2].startswith(b"%PDF")
    assert not (tmp_path / "history.sqlite3").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_report_for_which_there_is_no_room_is_one_plain_line(tmp_path):
    photo, report = tmp_path / "room.jpg", tmp_path / "report.html"
    Image.new("RGB", (64, 48), "grey").save(photo)
    report.symlink_to("/dev/full")
    done = formcheck("check", photo, "--model", "lite", "--report", report, FORMCHECK_HOME=tmp_path)
    assert "report.html can't be written (No space left on device)" in one_plain_line(done)


def test_an_empty_history_says_how_to_begin(tmp_path):
    told = formcheck("history", FORMCHECK_HOME=tmp_path)
    assert told.returncode == 0
    assert "No sessions yet" in told.stdout
    assert "formcheck check FILE --save" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["history", "--profile", "Ben"], {}, "No profile is called 'Ben'. There are: Anna."),
        (["export", "all.csv", "--profile", "Ben"], {}, "No profile is called 'Ben'"),
        (["export", "all.xlsx"], {}, ".csv (a table) or .json (everything)"),
        (["export", "no/such/folder/all.csv"], {}, "can't be written"),
        (["export"], {}, "FILE"),
        (["history"], {"FORMCHECK_DATABASE_URL": "nonsense"}, "isn't a database address"),
        (["check", SAMPLE, "--save"], {"FORMCHECK_DATABASE_URL": "a://b"}, "of the kind a"),
        (["check", SAMPLE, "--profile", "Anna"], {}, "add --save or --report"),
        (["check", SAMPLE, "--report", "report.doc"], {}, ".html or .pdf"),
        (["check", SAMPLE, "--report", "no/such/folder/r.html"], {}, "can't be written"),
        (["check", SAMPLE, "--save", "--profile", " "], {}, "needs a name"),
    ],
)
def test_what_the_history_cannot_do_is_one_plain_line_and_exit_2(saved, arguments, settings, said):
    assert said in one_plain_line(formcheck(*arguments, FORMCHECK_HOME=saved, **settings))


def test_doctor_says_what_is_there():
    done = formcheck("doctor", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == (0 if all(finding["ok"] for finding in findings) else 1)
    assert len(findings) > 5


def test_the_version_is_told():
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
