"""The pages as Streamlit draws them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from app.clips import empty_room
from PIL import Image
from streamlit.testing.v1 import AppTest

from formcheck.app import files, samples, workspace
from formcheck.app.stretches_page import GROUPS
from formcheck.recorded import Options
from formcheck.settings import Settings, write_settings
from formcheck.stretches.definition import Stretch, library


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setattr(samples, "FOLDER", tmp_path / "none")
    return check_page()


def check_page() -> AppTest:
    def page() -> None:
        from formcheck.app import check_page

        check_page.show()

    return AppTest.from_function(page, default_timeout=30).run()


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
    assert "Choose a video or photos first." in words_of(page)


def test_every_stretch_can_be_chosen_and_only_sided_ones_ask_for_a_side(page: AppTest) -> None:
    for stretch in library().values():
        page.selectbox(key="stretch").set_value(stretch.id).run()
        assert not page.exception
        assert stretch.camera.place in words_of(page)
        asked = any(group.key == "side" for group in page.button_group)
        assert asked == (stretch.sides == "each")


def test_the_model_of_the_settings_is_chosen_at_first(page: AppTest) -> None:
    assert page.radio(key="model").value == "full"
    write_settings(Settings(model="heavy"))
    assert check_page().radio(key="model").value == "heavy"


def test_an_empty_room_is_told_kindly(page: AppTest, tmp_path: Path) -> None:
    upload(page, "room.mp4", empty_room(tmp_path / "room.mp4").read_bytes())
    assert page.title[0].value == "I couldn't see anyone"
    assert "No person was ever seen" in words_of(page)
    (links,) = [one.proto.body for one in page.get("html") if "?save" in one.proto.body]
    assert [f"/{what}?save" in links for what in ("annotated", "result", "trace")] == [True] * 3
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
    other = check_page()
    upload(page, "mine.mp4", b"no video")
    assert other.run().title[0].value == "Check a recording"
    mine, theirs = page.session_state["workspace"], other.session_state["workspace"]
    assert mine.folder != theirs.folder
    assert theirs.jobs == ()


def test_what_was_judged_comes_with_a_report() -> None:
    clips = [one.path for one in samples.samples() if one.path.name == "bridge.mp4"]
    if not clips or clips[0].stat().st_size < 10_000:
        pytest.skip("needs the sample clips")
    mine = workspace.Workspace("me")
    (job,) = mine.check([workspace.Given.copy(clips[0])], Options(model="lite"), "Anna")
    assert job.wait(120)
    assert job.checked is not None
    html, pdf = (path.read_bytes() for path in job.reports)
    assert b"Anna" in html
    assert b"Bridge" in html
    assert pdf.startswith(b"%PDF-")
    found = files.offered(job, job.checked)
    assert found["report-pdf"].name == "bridge-report.pdf"


def test_several_photos_are_checked_together_and_one_is_looked_at(
    page: AppTest, tmp_path: Path
) -> None:
    Image.new("RGB", (200, 150), "grey").save(tmp_path / "photo.jpg")
    photo = (tmp_path / "photo.jpg").read_bytes()
    given = [("one.jpg", photo, "image/jpeg"), ("two.jpg", b"no photo", "image/jpeg")]
    page.file_uploader(key="upload").set_value(given).run()
    page.radio(key="model").set_value("lite").run()
    assert page.button(key="start").label == "Check all 2"
    checked(page)
    assert page.title[0].value == "I couldn't see anyone"
    assert "bring the whole body into the picture" in words_of(page)
    page.selectbox(key="which_recording").set_value(1).run()
    assert page.title[0].value == "That didn't work"
    assert "two.jpg" in page.warning[0].value


def test_a_sample_can_be_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    empty_room(folder / "supine_twist_shoulder.mp4")
    monkeypatch.setattr(samples, "FOLDER", folder)
    page = check_page()
    page.button_group(key="source").set_value("A sample").run()
    assert page.selectbox(key="sample").options == ["Supine spinal twist: shoulder"]
    checked(page)
    assert page.title[0].value == "I couldn't see anyone"


def library_page() -> None:
    from formcheck.app import stretches_page

    stretches_page.show()


@pytest.mark.parametrize("stretch", library().values(), ids=lambda one: one.id)
def test_the_library_shows_a_stretch_in_full_at_its_own_address(stretch: Stretch) -> None:
    page = AppTest.from_function(library_page, default_timeout=30)
    page.query_params["stretch"] = stretch.id
    page.run()
    assert not page.exception
    assert page.title[0].value == stretch.name
    text = words_of(page)
    told = [*stretch.how_to, *stretch.mistakes, *stretch.precautions, stretch.camera.place]
    assert [line for line in told if line not in text] == []
    assert all(check.name in text and check.source in text for check in stretch.checks)
    assert all(line[1:] in text for line in stretch.cant_see)


def test_distances_are_told_in_feet_to_who_likes_that(page: AppTest) -> None:
    write_settings(Settings(units="imperial"))
    page.run().selectbox(key="stretch").set_value("bridge").run()
    assert words_of(page).count("about 8 feet away") == 2
    shown = AppTest.from_function(library_page, default_timeout=30)
    shown.query_params["stretch"] = "bridge"
    assert "about 8 feet away" in words_of(shown.run())
    for told in (page, shown):
        assert "2.5 m" not in words_of(told)


def test_the_library_is_grouped_searched_and_left_again() -> None:
    page = AppTest.from_function(library_page, default_timeout=30).run()
    assert [one.value for one in page.subheader] == list(GROUPS.values())
    assert {one.key for one in page.button} == {f"open_{one}" for one in library()}
    page.text_input(key="library_search").set_value("HAMSTRING lying").run()
    assert [one.label for one in page.button] == ["Lying hamstring stretch"]
    page.button(key="open_lying_hamstring").click().run()
    assert "lying_hamstring" in page.query_params["stretch"]
    page.button[0].click().run()
    assert page.title[0].value == "Stretches"


def test_a_search_without_an_answer_says_what_to_try() -> None:
    page = AppTest.from_function(library_page, default_timeout=30).run()
    page.text_input(key="library_search").set_value("handstand").run()
    assert not page.button
    assert "single word" in page.info[0].value


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
