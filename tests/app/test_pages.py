"""The pages as Streamlit draws them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from app.clips import empty_room
from streamlit.testing.v1 import AppTest

from formcheck.app import samples, workspace
from formcheck.stretches.definition import library

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    workspace.close_all()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setattr(samples, "FOLDER", tmp_path / "none")
    return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()


def words_of(page: AppTest) -> str:
    parts = [*page.title, *page.markdown, *page.caption, *page.info, *page.warning]
    return "\n".join(part.value for part in parts)


def checked(page: AppTest, within_s: float = 40) -> AppTest:
    """Press the button and wait for the end."""
    page.button(key="start").click().run()
    until = time.monotonic() + within_s
    while page.title[0].value == "Checking" and time.monotonic() < until:
        time.sleep(0.1)
        page.run()
    assert not page.exception
    return page


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader(key="upload").set_value((name, content, "video/mp4")).run()
    page.radio(key="model").set_value("lite").run()
    return checked(page)


def test_without_a_recording_there_is_nothing_to_start(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Check a recording"
    assert page.button(key="start").disabled
    assert "Choose a video or photo first." in words_of(page)


def test_every_stretch_can_be_chosen_and_only_sided_ones_ask_for_a_side(page: AppTest) -> None:
    for stretch in library().values():
        page.selectbox(key="stretch").set_value(stretch.id).run()
        assert not page.exception
        assert stretch.camera.place in words_of(page)
        asked = any(group.key == "side" for group in page.button_group)
        assert asked == (stretch.sides == "each")


def test_an_empty_room_is_told_kindly(page: AppTest, tmp_path: Path) -> None:
    upload(page, "room.mp4", empty_room(tmp_path / "room.mp4").read_bytes())
    assert page.title[0].value == "I couldn't see anyone"
    assert "No person was ever seen" in words_of(page)
    assert {button.key for button in page.get("download_button")} == {
        "download_annotated",
        "download_json",
        "download_csv",
    }
    page.button(key="another").click().run()
    assert page.title[0].value == "Check a recording"


@pytest.mark.parametrize("content", [b"no video", b""])
def test_an_unusable_file_is_one_sentence_and_no_traceback(page: AppTest, content: bytes) -> None:
    upload(page, "talk_1.mp4", content)
    assert page.title[0].value == "That didn't work"
    (warning,) = page.warning
    assert "talk\\_1.mp4" in warning.value
    assert "/tmp" not in warning.value
    page.button(key="another").click().run()
    assert page.title[0].value == "Check a recording"


def test_a_check_can_be_cancelled(page: AppTest, tmp_path: Path) -> None:
    clip = empty_room(tmp_path / "long.mp4", 120).read_bytes()
    page.file_uploader(key="upload").set_value(("long.mp4", clip, "video/mp4")).run()
    page.button(key="start").click().run()
    assert page.title[0].value == "Checking"
    page.button(key="cancel").click().run()
    assert page.title[0].value == "Check a recording"


def test_a_visitor_who_comes_back_after_the_end_starts_anew(page: AppTest) -> None:
    upload(page, "mine.mp4", b"no video")
    page.session_state["workspace"].close()
    page.run()
    assert not page.exception
    assert page.title[0].value == "Check a recording"


def test_two_visitors_do_not_mix(page: AppTest) -> None:
    other = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    upload(page, "mine.mp4", b"no video")
    assert other.run().title[0].value == "Check a recording"
    mine, theirs = page.session_state["workspace"], other.session_state["workspace"]
    assert mine.folder != theirs.folder
    assert theirs.job is None


def test_a_sample_can_be_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    empty_room(folder / "supine_twist_shoulder.mp4")
    monkeypatch.setattr(samples, "FOLDER", folder)
    page = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    page.button_group(key="source").set_value("A sample").run()
    assert page.selectbox(key="sample").options == ["Supine spinal twist: shoulder"]
    checked(page)
    assert page.title[0].value == "I couldn't see anyone"


def test_the_library_shows_every_stretch_in_full() -> None:
    def library_page() -> None:
        from formcheck.app import stretches_page

        stretches_page.show()

    page = AppTest.from_function(library_page, default_timeout=30).run()
    for stretch in library().values():
        page.button_group(key="library_choice").set_value(stretch.id).run()
        assert not page.exception
        text = words_of(page)
        told = [*stretch.how_to, *stretch.mistakes, *stretch.precautions, stretch.camera.place]
        assert [line for line in told if line not in text] == []
        assert all(check.name in text for check in stretch.checks)
        assert all(line[1:] in text for line in stretch.cant_see)


def test_about_says_what_must_be_said() -> None:
    def about() -> None:
        from formcheck.app import about_page

        about_page.show()

    page = AppTest.from_function(about, default_timeout=30).run()
    text = words_of(page).lower()
    for words in ("not a medical device", "sent nowhere else", "deleted", "stop if something"):
        assert words in text
    assert "relief" not in text
    assert "cure" not in text
