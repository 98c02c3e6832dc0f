"""Profiles and sessions go in and come out as they were."""

import re
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from past import MONDAY, hamstring, hold, keep

from formcheck.errors import HistoryError
from formcheck.history import History, NewSession, PainStop, tables
from formcheck.history.records import SILENT_S


def test_a_session_comes_out_as_it_went_in(history):
    stretch = hamstring(hold("left"), hold("left", 40.0), fault="no_bounce")
    uid = keep(history, stretch, notes=("The knee was hidden for a while.",), source="a.mp4")
    session = history.session(uid)
    assert session.stretches == (stretch,)
    assert (session.profile, session.kind, session.source) == ("Anna", "live", "a.mp4")
    assert session.started_at == MONDAY
    assert session.notes == ("The knee was hidden for a while.",)
    assert (session.score, session.coverage, session.duration_s) == (90, 0.95, 60.0)
    assert session.formcheck
    assert session.mediapipe
    assert session.state(datetime.now(UTC)) == "finished"


def test_saving_again_and_again_changes_nothing(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    first, growing = hamstring(), hamstring(hold(held_s=3.0))
    for _ in range(3):
        writer.save([first, growing], 30.0)
    writer.save([first, replace(growing, holds=(hold(held_s=4.0),))], 31.0)
    saved = history.session(writer.uid)
    assert [stretch.held_s for stretch in saved.stretches] == [20.0, 4.0]
    assert saved.duration_s == 31.0
    with history.reading() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM holds").scalar()
    assert rows == 2


def test_an_unfinished_session_is_open_and_later_interrupted_with_what_was_held(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.save([hamstring(hold(held_s=7.0))], 12.0)
    session = history.session(writer.uid)
    assert session.state(session.saved_at) == "open"
    assert session.state(session.saved_at + timedelta(seconds=SILENT_S + 1)) == "interrupted"
    assert session.held_s == 7.0


def test_a_pain_stop_is_kept_with_its_words(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    stop = PainStop(17.5, "lying_hamstring", "left", "knee", "a sharp pull")
    writer.pain(stop)
    writer.pain(stop)
    assert history.session(writer.uid).pain_stops == (stop,)
    writer.finish([hamstring()], 18.0, ending="pain")
    session = history.session(writer.uid)
    assert session.ending == "pain"
    assert session.pain_stops == (stop,)


def test_words_with_a_character_that_no_text_has_are_kept_without_it(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.pain(PainStop(1.0, words="sharp\x00 pull"))
    writer.finish([hamstring()], 2.0, ["a\x00 note"])
    session = history.session(writer.uid)
    assert session.pain_stops[0].words == "sharp pull"
    assert session.notes == ("a note",)


def test_a_session_deleted_while_it_is_written_stays_deleted_and_is_said_so(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.save([hamstring()], 18.0)
    history.delete_session(writer.uid)
    with pytest.raises(HistoryError, match="was deleted"):
        writer.save([hamstring()], 19.0)
    with pytest.raises(HistoryError, match="was deleted"):
        writer.pain(PainStop(19.0))
    assert history.sessions() == []


def test_a_discarded_session_is_gone(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.save([hamstring()], 18.0)
    writer.discard()
    assert history.sessions() == []


def test_sessions_are_found_by_profile_day_and_stretch(history):
    bridge = replace(hamstring(), stretch="bridge")
    keep(history, profile="Anna", day=0)
    keep(history, bridge, profile="Anna", day=5)
    keep(history, profile="Ben", day=3)
    assert [session.profile for session in history.sessions()] == ["Anna", "Ben", "Anna"]
    assert len(history.sessions("Anna")) == 2
    assert len(history.sessions(since=date(2026, 3, 5), until=date(2026, 3, 6))) == 1
    assert [s.day.day for s in history.sessions("Anna", stretch="bridge")] == [7]
    with pytest.raises(HistoryError, match=r"'Carla'.*Anna, Ben"):
        history.sessions("Carla")


def test_profiles_are_added_renamed_and_deleted_with_their_sessions(history):
    history.add_profile("  Anna   Berg ")
    assert [profile.name for profile in history.profiles()] == ["Anna Berg"]
    with pytest.raises(HistoryError, match="already"):
        history.add_profile("Anna Berg")
    keep(history, profile="Ben")
    history.rename("Ben", "Benno")
    assert len(history.sessions("Benno")) == 1
    with pytest.raises(HistoryError, match="already"):
        history.rename("Benno", "Anna Berg")
    history.delete_profile("Benno")
    assert history.sessions() == []
    with pytest.raises(HistoryError, match="No profile is called 'Benno'"):
        history.delete_profile("Benno")
    with pytest.raises(HistoryError, match="No profile"):
        history.rename("Benno", "Carla")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_used_is_refused(history, name):
    with pytest.raises(HistoryError, match="name"):
        history.add_profile(name)


def test_the_same_recording_saved_again_takes_the_earlier_ones_place(history):
    keep(history, uid="the same", day=1)
    keep(history, uid="the same", day=1)
    assert len(history.sessions()) == 1


def test_a_session_that_is_not_there_is_said_so(history):
    with pytest.raises(HistoryError, match="isn't in the history"):
        history.session("nothing")
    with pytest.raises(HistoryError, match="isn't in the history"):
        history.delete_session("nothing")


def bytes_on_disk(history):
    folder = history.path.parent
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_deleted_is_gone_from_the_file(file_history):
    secret = "Zwickzange hurts"
    kept = keep(file_history, profile="Anna", day=0)
    writer = file_history.begin(NewSession("Querulantia", "live", "full", source="geheim.mp4"))
    writer.pain(PainStop(3.0, words=secret))
    writer.finish([replace(hamstring(), name="Bananenstretch")], 10.0, [f"note {secret}"])
    assert secret.encode() in bytes_on_disk(file_history)
    file_history.delete_session(writer.uid)
    left = bytes_on_disk(file_history)
    assert not [word for word in (secret, "Bananenstretch", "geheim") if word.encode() in left]
    assert file_history.session(kept).stretches == (hamstring(),)
    file_history.delete_everything()
    left = bytes_on_disk(file_history)
    words = ("Anna", "Querulantia", "Lying hamstring", "Soften the knee")
    assert not [word for word in words if word.encode() in left]
    assert file_history.sessions() == []
    assert file_history.profiles() == []


def test_what_could_not_be_overwritten_at_once_is_when_it_is_next_opened(file_history):
    uid = keep(file_history, profile="Querulantia")
    reader = sqlite3.connect(file_history.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM sessions").fetchall()
    with file_history.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(HistoryError, match="It is deleted, but"):
        file_history.delete_session(uid)
    assert file_history.sessions() == []
    assert b"Lying hamstring" in bytes_on_disk(file_history)
    reader.close()
    with History.open(f"sqlite:///{file_history.path}"):
        assert b"Lying hamstring" not in bytes_on_disk(file_history)


def test_its_size_is_that_of_its_files(file_history):
    empty = file_history.size_bytes()
    for day in range(50):
        keep(file_history, day=day)
    assert file_history.size_bytes() > empty
    assert file_history.size_bytes() >= file_history.path.stat().st_size


def test_a_server_tells_the_history_s_size_and_forgets_what_is_deleted(history):
    keep(history)
    assert history.size_bytes() > 0
    history.delete_everything()
    assert history.profiles() == []
    assert "password" not in history.address


def test_it_is_in_formchecks_home_unless_told_otherwise(home, tmp_path, monkeypatch):
    with History.open() as history:
        assert history.path == home / "history.sqlite3"
    monkeypatch.setenv("FORMCHECK_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    with History.open() as history:
        assert history.path == tmp_path / "other.db"


def test_the_file_survives_any_kill_by_its_settings(file_history):
    keep(file_history)
    with file_history.reading() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_many_threads_write_at_once(history):
    failed = []

    def write(name):
        try:
            writer = history.begin(NewSession(name, "live", "full"))
            for second in range(1, 11):
                writer.save([hamstring(hold(held_s=float(second)))], float(second))
                history.sessions(name)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(f"P{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [session.held_s for session in history.sessions()] == [10.0] * 4


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "isn't a database address"),
        ("klingon://host/name", "database of the kind klingon"),
        ("sqlite:////no/such/folder/history.db", "can't be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_said_so(url, said):
    with pytest.raises(HistoryError, match=said):
        History.open(url)


def test_a_damaged_file_is_said_so_and_left_alone(tmp_path):
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"not a database at all, but some other file" * 100)
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="is damaged"):
        History.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_database_of_another_writer_is_waited_for_and_then_said_so(file_history):
    other = sqlite3.connect(file_history.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with file_history.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(HistoryError, match="in use"):
        file_history.add_profile("Anna")
    other.execute("ROLLBACK")
    file_history.add_profile("Anna")


@pytest.fixture
def beginner(tmp_path):
    """Another program that is just making the history's file."""
    other = sqlite3.connect(
        tmp_path / "history.sqlite3", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_new_file_that_another_is_just_making_is_waited_for(sqlite_url, beginner):
    made = threading.Timer(0.3, beginner.execute, ["COMMIT"])
    made.start()
    with History.open(sqlite_url) as history:
        made.join()
        history.add_profile("Anna")
        assert [profile.name for profile in history.profiles()] == ["Anna"]


@pytest.mark.usefixtures("beginner")
def test_a_new_file_that_another_keeps_to_itself_is_said_so(sqlite_url, monkeypatch):
    monkeypatch.setattr("formcheck.history.database.BUSY_TIMEOUT_MS", 50)
    with pytest.raises(HistoryError, match="is in use by another program"):
        History.open(sqlite_url)


def test_every_table_and_column_is_documented():
    words = (Path(__file__).parents[2] / "docs" / "history.md").read_text("utf-8")
    words = words[words.index("## Tables") :]
    for table in tables.metadata.tables.values():
        (line,) = [line for line in words.splitlines() if line.startswith(f"| `{table.name}` |")]
        told = [column.name for column in table.columns if column.name != "id"]
        assert set(re.findall(r"`(\w+)`", line)) >= {table.name, *told}, table.name
