"""Named migrations (Alembic), run when the database is opened and recorded in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from formcheck.errors import HistoryError

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
_LOCK = 0x666F726D
"""Of PostgreSQL's advisory lock, so that two who open a new database don't both create it."""


@cache
def known_migrations() -> tuple[str, ...]:
    """Names of all migrations, the oldest first: the files of the folder."""
    return tuple(sorted(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py")))


def migration_of(connection: Connection) -> str | None:
    """The newest migration that the database has been through; None for a new database."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    row = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).first()
    return str(row[0]) if row else None


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; all of it or nothing.

    Raises:
        HistoryError: it has been through a migration that this formcheck doesn't know.
    """
    with engine.connect() as connection:
        if _up_to_date(connection):
            return
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine)
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if not _up_to_date(connection):
            _upgrade(connection)


def _migrate_sqlite(engine: Engine) -> None:
    """SQLite changes a column by copying the table: its dependants must not go with the old one."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            if not _up_to_date(connection):
                _upgrade(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _up_to_date(connection: Connection) -> bool:
    there, known = migration_of(connection), known_migrations()
    if there is not None and there not in known:
        raise HistoryError(
            "This history was written by a newer formcheck "
            f"(its last migration is {there}); update formcheck to open it."
        )
    return there == known[-1]


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
