"""One visitor's files: theirs alone, and gone in time."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from app.clips import empty_room

from formcheck.app import workspace
from formcheck.app.checking import WAITING
from formcheck.app.workspace import Given, Workspace, clear_leftovers, safe_name
from formcheck.recorded import Options

pytestmark = pytest.mark.usefixtures("own_temporary_folder")

LITE = Options(model="lite")


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} - {"in-use"}


def test_a_check_leaves_its_files_in_the_visitors_folder_only(tmp_path: Path) -> None:
    clip = empty_room(tmp_path / "room.mp4")
    mine, other = Workspace("me"), Workspace("you")
    (job,) = mine.check([Given.copy(clip)], LITE)
    assert job.wait(30)
    assert not job.error
    assert files(mine.folder) == {"room.mp4", "annotated.mp4", "trace.csv"}
    assert files(other.folder) == set()
    assert mine.folder != other.folder
    assert clip.exists()


def test_a_new_recording_replaces_the_one_before() -> None:
    mine = Workspace("me")
    (first,) = mine.check([Given.content("first.mp4", b"no video")], LITE)
    first.wait(10)
    (second,) = mine.check([Given.content("second.mp4", b"no video")], LITE)
    second.wait(10)
    assert files(mine.folder) == {"second.mp4"}
    assert mine.jobs == (second,)


def test_checking_again_keeps_the_recording(tmp_path: Path) -> None:
    mine = Workspace("me")
    (before,) = mine.check([Given.copy(empty_room(tmp_path / "room.mp4"))], LITE)
    before.wait(30)
    again = mine.check_again(before, LITE)
    assert mine.jobs == (again,)
    assert again.wait(30)
    assert again.checked is not None
    assert files(mine.folder) == {"room.mp4", "annotated.mp4", "trace.csv"}


def test_several_are_checked_one_after_the_other_under_names_of_their_own(tmp_path: Path) -> None:
    mine = Workspace("me")
    given = [Given.copy(empty_room(tmp_path / "room.mp4", n)) for n in (1, 2)]
    first, second = mine.check(given, LITE)
    while not second.over:
        if not first.over:
            assert second.headway.what == WAITING
        second.wait(0.02)
    assert first.checked is not None
    assert second.checked is not None
    assert first.path != second.path
    assert first.path.name == second.path.name == "room.mp4"
    mine.clear()
    assert files(mine.folder) == set()


def test_an_upload_is_moved_not_copied(tmp_path: Path) -> None:
    mine = Workspace("me")
    upload = mine.upload_path("1234")
    upload.parent.mkdir()
    empty_room(tmp_path / "room.mp4").replace(upload)
    (job,) = mine.check([Given.moved("my room.mp4", upload)], LITE)
    assert not upload.exists()
    assert job.path.name == "my room.mp4"
    assert job.wait(30)
    assert job.checked is not None


def test_the_folder_goes_with_the_visitor() -> None:
    mine = Workspace("me")
    folder = mine.folder
    mine.check([Given.content("first.mp4", b"no video")], LITE)[0].wait(10)
    del mine
    gc.collect()
    assert not folder.exists()


def test_closing_while_a_check_runs_stops_it_and_deletes_everything(tmp_path: Path) -> None:
    mine = Workspace("me")
    (job,) = mine.check([Given.copy(empty_room(tmp_path / "long.mp4", 120))], LITE)
    workspace.close_all()
    assert mine.closed
    assert mine not in workspace.open_workspaces()
    assert job.wait(20)
    assert job.checked is None
    assert not mine.folder.exists()


def test_leftovers_of_a_killed_server_are_cleared_and_folders_in_use_are_not(
    tmp_path: Path,
) -> None:
    in_use = Workspace("me")
    left = tmp_path / "formcheck-page-left"
    left.mkdir()
    (left / "in-use").touch()
    (left / "video.mp4").touch()
    clear_leftovers()
    assert not left.exists()
    assert in_use.folder.exists()


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("my stretch.mp4", "my stretch.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\a.mov", "a.mov"),
        ("..", "recording"),
        (".mp4", "mp4"),
        ("a\x00b<c>.mp4", "a_b_c_.mp4"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mp4"),
        ("Dehnübung 1.mp4", "Dehnübung 1.mp4"),
    ],
)
def test_a_file_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe
