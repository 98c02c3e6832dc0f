"""Progress, settings and one's data as Streamlit draws them, over a real history."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import past
import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app import kept_videos, session_view
from formcheck.history import CheckRecord, History, export_all
from formcheck.history.records import EpisodeRecord
from formcheck.history.transfer import as_text
from formcheck.reports import as_html
from formcheck.settings import Settings, read_settings, write_settings


@pytest.fixture
def history(home: Path) -> Iterator[History]:
    assert home.exists()
    with History.open() as opened:
        yield opened


def progress() -> AppTest:
    def page() -> None:
        from formcheck.app import progress_page

        progress_page.show()

    return AppTest.from_function(page, default_timeout=30).run()


def settings() -> AppTest:
    def page() -> None:
        from formcheck.app import settings_page

        settings_page.show()

    return AppTest.from_function(page, default_timeout=30).run()


def words_of(page: AppTest) -> str:
    assert not page.exception
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.warning)
    return "\n".join(part.value for kind in kinds for part in kind)


def keep_weeks(history: History, sessions: int, profile: str = "Me") -> None:
    """Two sessions a week up to now, each a little further than the one before."""
    for number in range(sessions):
        days = -3.5 * (sessions - number)
        holds = [
            past.hold(side, peak_deg=60.0 + 3 * number, error_deg=3.0) for side in ("left", "right")
        ]
        when = datetime.now(UTC) + timedelta(days=days)
        fault = "knee_not_locked" if number < sessions / 2 else None
        stretch = past.hamstring(*holds, fault=fault)
        past.keep(history, stretch, profile=profile, started_at=when)


# progress


def test_an_empty_history_says_how_to_begin() -> None:
    text = words_of(progress())
    assert "There is nothing here yet." in text
    assert "Stretch in front of the camera" in text


def test_progress_says_what_changed_and_what_needs_mending(history: History) -> None:
    keep_weeks(history, 16)
    page = progress()
    text = words_of(page)
    assert "Lying hamstring stretch" in text
    assert "further, beyond the" in text
    assert "That is even, as far as a camera can tell." in text
    assert "**Knee soft, not locked**, in 8 of 16 sessions" in text
    assert {metric.label: metric.value for metric in page.metric}["Sessions in all"] == "16"
    assert len(page.get("vega_lite_chart")) >= 5


def test_a_few_sessions_are_too_early_to_tell(history: History) -> None:
    keep_weeks(history, 2)
    assert "It takes at least three sessions" in words_of(progress())


def test_what_is_saved_elsewhere_meanwhile_is_there_at_the_next_look(history: History) -> None:
    keep_weeks(history, 2)
    page = progress()
    past.keep(history, profile="Me", started_at=datetime.now(UTC))
    figures = {metric.label: metric.value for metric in page.run().metric}
    assert figures["Sessions in all"] == "3"


def test_each_person_sees_their_own(history: History) -> None:
    keep_weeks(history, 3)
    keep_weeks(history, 5, "Anna")
    page = progress()
    page.selectbox(key="whose").set_value("Anna").run()
    assert {metric.label: metric.value for metric in page.metric}["Sessions in all"] == "5"


def test_a_session_shows_all_of_it_and_is_deleted_for_good(history: History, home: Path) -> None:
    uid = past.keep(history, profile="Me", started_at=datetime.now(UTC), notes=["A note of mine."])
    video = home / "a.mp4"
    video.write_bytes(b"video")
    kept_videos.keep(uid, video, "until deleted")

    def page() -> None:
        import streamlit as st

        from formcheck.app import session_view
        from formcheck.app.visit import shared_history

        history = shared_history()
        for session in history.sessions("Me"):
            session_view.show(history, session, st.rerun)

    shown = AppTest.from_function(page, default_timeout=30).run()
    text = words_of(shown)
    for words in ("Soften the knee a little.", "Too close to call.", "model full"):
        assert words in text
    reports = {button.key for button in shown.get("download_button")}
    assert reports == {f"report_{kind}_{uid}" for kind in ("PDF", "HTML")}
    assert "A note of mine" in shown.info[0].value
    shown.button(key=f"delete_{uid}").click().run()
    assert not shown.exception
    assert history.sessions("Me") == []
    assert kept_videos.kept(uid) is None
    assert uid.encode() not in b"".join(f.read_bytes() for f in home.glob("history.sqlite3*"))


# settings


def test_a_changed_setting_is_kept() -> None:
    page = settings()
    page.toggle(key="set_voice").set_value(False).run()
    page.selectbox(key="set_model").set_value("lite").run()
    page.radio(key="set_keep_video").set_value("a week").run()
    assert not page.exception
    kept = read_settings()
    assert (kept.voice, kept.model, kept.keep_video) == (False, "lite", "a week")
    assert settings().toggle(key="set_voice").value is False


def test_videos_are_never_kept_unless_asked() -> None:
    assert settings().radio(key="set_keep_video").value == "never"


def test_settings_that_cannot_be_read_are_told_and_the_page_works(home: Path) -> None:
    (home / "settings.toml").write_text("colour = 'pink'\n")
    assert "unknown key colour" in words_of(settings())


def test_a_profile_is_added_renamed_and_deleted_with_its_sessions(history: History) -> None:
    keep_weeks(history, 1, "Me")
    page = settings()
    page.text_input(key="new_profile").set_value("Anna")
    page.button(key="FormSubmitter:new_profile_form-Add").click().run()
    assert read_settings().profile == "Anna"
    page.text_input(key="renamed_profile").set_value("Anna B")
    page.button(key="FormSubmitter:renamed_profile_form-Rename").click().run()
    assert [one.name for one in history.profiles()] == ["Anna B", "Me"]
    assert page.button(key="delete_profile").disabled
    page.selectbox(key="profile").set_value("Me").run()
    page.text_input(key="delete_profile_name").set_value("Me").run()
    page.button(key="delete_profile").click().run()
    assert not page.exception
    assert [one.name for one in history.profiles()] == ["Anna B"]
    assert read_settings().profile == "Anna B"
    assert history.sessions() == []


def test_a_name_that_is_taken_is_told_in_place(history: History) -> None:
    history.add_profile("Anna")
    page = settings()
    page.text_input(key="new_profile").set_value("Anna")
    page.button(key="FormSubmitter:new_profile_form-Add").click().run()
    assert "There is a profile called Anna already." in words_of(page)


# one's data


def test_everything_is_deleted_only_after_the_words_are_typed(history: History, home: Path) -> None:
    keep_weeks(history, 2)
    video = home / "a.mp4"
    video.write_bytes(b"video")
    kept_videos.keep("some-session", video, "until deleted")
    page = settings()
    assert page.button(key="delete_all").disabled
    page.text_input(key="delete_all_words").set_value("delete all").run()
    assert page.button(key="delete_all").disabled
    page.text_input(key="delete_all_words").set_value("Delete everything").run()
    page.button(key="delete_all").click().run()
    assert not page.exception
    assert history.sessions() == []
    assert kept_videos.size_bytes() == 0
    left = b"".join(file.read_bytes() for file in home.glob("history.sqlite3*"))
    assert b"hip_flexion_left_deg" not in left


def test_a_copy_from_another_machine_is_added_once(history: History, tmp_path: Path) -> None:
    with History.open(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        keep_weeks(other, 2, "Anna")
        copy = as_text(export_all(other)).encode()
    page = settings()
    page.file_uploader(key="import").set_value(("formcheck.json", copy, "application/json")).run()
    page.button(key="import_start").click().run()
    assert page.success[0].value == "Added 1 profile and 2 sessions."
    assert len(history.sessions("Anna")) == 2
    page.file_uploader(key="import").set_value(("again.json", copy, "application/json")).run()
    page.button(key="import_start").click().run()
    assert "nothing has changed" in page.success[0].value


@pytest.mark.parametrize("content", [b"\xff\xfe", b"no json", b"{}", json.dumps([1]).encode()])
def test_a_file_that_is_no_copy_is_told_kindly(history: History, content: bytes) -> None:
    page = settings()
    page.file_uploader(key="import").set_value(("a.json", content, "application/json")).run()
    page.button(key="import_start").click().run()
    assert not page.exception
    assert page.warning
    assert history.sessions() == []


# videos that are kept


def test_a_kept_video_is_there_until_its_time_is_over(home: Path, tmp_path: Path) -> None:
    video = tmp_path / "annotated.mp4"
    video.write_bytes(b"video")
    kept_videos.keep("never", video, "never")
    kept_videos.keep("week", video, "a week")
    kept_videos.keep("always", video, "until deleted")
    assert kept_videos.kept("never") is None
    now_s = (home / "videos" / "week.week.mp4").stat().st_mtime
    kept_videos.delete_old(now_s + 6 * 86400)
    assert kept_videos.kept("week") is not None
    kept_videos.delete_old(now_s + 8 * 86400)
    assert kept_videos.kept("week") is None
    assert kept_videos.kept("always") is not None


def test_what_gets_old_while_the_server_runs_is_deleted(home: Path, tmp_path: Path) -> None:
    video = tmp_path / "annotated.mp4"
    video.write_bytes(b"video")
    kept_videos.keep("one", video, "a week")
    path = home / "videos" / "one.week.mp4"

    async def a_while() -> None:
        going_on = asyncio.create_task(kept_videos.delete_old_hourly(every_s=0.01))
        await asyncio.sleep(0.1)
        assert path.exists()
        os.utime(path, (0, 0))
        for _ in range(200):
            await asyncio.sleep(0.02)
            if not path.exists():
                break
        going_on.cancel()

    asyncio.run(a_while())
    assert not path.exists()


def test_a_report_has_pictures_of_faults_only_while_the_video_is_kept() -> None:
    clip = Path(__file__).parents[2] / "sample_videos" / "lying_hamstring.mp4"
    if not clip.exists() or clip.stat().st_size < 10_000:
        pytest.skip("needs the sample clips")
    fault = EpisodeRecord(10.0, 12.0)
    knee = CheckRecord("knee_not_locked", "Knee", "Soften.", "fix", episodes=(fault,))
    session = past.session_with(knee)
    assert "data:image/jpeg" not in as_html(session_view.report_of(session))
    kept_videos.keep(session.uid, clip, "until deleted")
    assert "data:image/jpeg" in as_html(session_view.report_of(session))
    kept_videos.delete(session.uid)
    assert "data:image/jpeg" not in as_html(session_view.report_of(session))


def test_saying_never_again_lets_go_of_the_video_kept_before(tmp_path: Path) -> None:
    video = tmp_path / "annotated.mp4"
    video.write_bytes(b"video")
    kept_videos.keep("one", video, "until deleted")
    kept_videos.keep("one", video, "never")
    assert kept_videos.kept("one") is None


def test_the_profile_of_the_settings_is_offered_before_its_first_session(history: History) -> None:
    write_settings(Settings(profile="Ben"))
    history.add_profile("Anna")
    assert settings().selectbox(key="profile").options == ["Ben", "Anna"]
