"""An older history is brought up to date, a newer one is refused in words."""

import ast
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from past import keep
from sqlalchemy import create_engine

from formcheck.errors import HistoryError
from formcheck.history import History, migrate, tables


def test_a_new_history_has_been_through_every_migration_and_it_is_recorded(history):
    with history.reading() as connection:
        assert migrate.migration_of(connection) == migrate.known_migrations()[-1]


def test_the_migrations_make_exactly_the_tables_that_are_used(history):
    with history.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.metadata) == []


def test_every_migration_is_named_and_follows_the_one_before():
    before = None
    for name in migrate.known_migrations():
        text = (migrate.FOLDER / "versions" / f"{name}.py").read_text("utf-8")
        told = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(text).body
            if isinstance(node, ast.Assign)
        }
        assert told == {"revision": name, "down_revision": before}
        assert len(name) <= 32
        before = name


def test_opening_again_changes_nothing(url):
    with History.open(url) as history:
        uid = keep(history)
        before = history.session(uid)
    with History.open(url) as history:
        assert history.session(uid) == before


def test_a_newer_history_is_refused_in_words_and_left_alone(url):
    with History.open(url) as history:
        uid = keep(history)
        with history.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_holograms'")
    with pytest.raises(HistoryError, match=r"newer formcheck .*9999_holograms.*update formcheck"):
        History.open(url)
    assert uid in unchecked_uids(url)


def unchecked_uids(url):
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        uids = connection.exec_driver_sql("SELECT uid FROM sessions").scalars().all()
    engine.dispose()
    return uids


def test_an_older_history_keeps_all_that_is_in_it(sqlite_url, tmp_path, monkeypatch):
    only_first = tmp_path / "first"
    (only_first / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_first_tables.py"):
        (only_first / name).write_text((migrate.FOLDER / name).read_text("utf-8"))
    with monkeypatch.context() as old:
        old.setattr(migrate, "FOLDER", only_first)
        migrate.known_migrations.cache_clear()
        History.open(sqlite_url).close()
    migrate.known_migrations.cache_clear()
    fill_as_the_first_version_did(tmp_path / "history.sqlite3")
    with History.open(sqlite_url) as history:
        (session,) = history.sessions("Anna")
        with history.reading() as connection:
            assert migrate.migration_of(connection) == migrate.known_migrations()[-1]
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert session.warm_up_s == 0.0
        assert session.pain_stops[0].words == "ouch"
        (stretch,) = session.stretches
        assert (stretch.dose_side_s, stretch.dose_repetitions) == (60.0, None)
        assert [hold.held_s for hold in stretch.holds] == [20.0]
        history.delete_session(session.uid)
        assert history.sessions() == []
    with sqlite3.connect(tmp_path / "history.sqlite3") as plain:
        assert plain.execute("SELECT count(*) FROM holds").fetchone() == (0,)
    plain.close()


def fill_as_the_first_version_did(path):
    with sqlite3.connect(path) as plain:
        plain.executescript(
            """
            INSERT INTO profiles VALUES (1, 'p', 'Anna', '2026-03-02 07:30:00.000000');
            INSERT INTO sessions VALUES (1, 1, 's', 'live', '2026-03-02 07:30:00.000000', 60,
                '2026-03-02 07:31:00.000000', 'finished', '', '', 'full', '0.1.0', '1.2.2', 60.0,
                90, 0.9);
            INSERT INTO pain_stops VALUES (1, 1, 3.0, 'bridge', 'knee', 'ouch');
            INSERT INTO stretches VALUES (1, 1, 0, 'bridge', 'Bridge', 'both', 'side', 'supine',
                'max', 60.0, 90, 0.9);
            INSERT INTO holds VALUES (1, 1, 'both', 1, 21, 20, 19, 19, 'hip_flexion_left_deg', 10,
                4, 90, 0.9);
            """
        )
    plain.close()


def test_a_migration_that_fails_leaves_the_old_history_as_it_was(sqlite_url, tmp_path, monkeypatch):
    with History.open(sqlite_url) as history:
        keep(history)
    path = tmp_path / "history.sqlite3"
    whole = dump(path)
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    for name in ("env.py", *(f"versions/{name}.py" for name in migrate.known_migrations())):
        (broken / name).write_text((migrate.FOLDER / name).read_text("utf-8"))
    (broken / "versions" / "9998_fails.py").write_text(
        "from alembic import op\n"
        "revision = '9998_fails'\n"
        f"down_revision = {migrate.known_migrations()[-1]!r}\n"
        "def upgrade():\n"
        "    op.execute('ALTER TABLE holds ADD COLUMN depth FLOAT')\n"
        "    op.execute('DELETE FROM notes')\n"
        "    op.execute('SELECT * FROM no_such_table')\n"
    )
    monkeypatch.setattr(migrate, "FOLDER", broken)
    migrate.known_migrations.cache_clear()
    try:
        with pytest.raises(HistoryError, match="no_such_table"):
            History.open(sqlite_url)
    finally:
        migrate.known_migrations.cache_clear()
    assert dump(path) == whole


def dump(path):
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
