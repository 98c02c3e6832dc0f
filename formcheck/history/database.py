"""The database itself: SQLite in formcheck's home, or any SQLAlchemy URL; migrated when opened."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from formcheck.errors import HistoryError
from formcheck.history.migrate import migrate
from formcheck.home import home

URL_VARIABLE = "FORMCHECK_DATABASE_URL"
FILE_NAME = "history.sqlite3"
BUSY_TIMEOUT_MS = 10_000
"""How long one waits for another who writes; a write takes a few ms."""
_BUSY_PAUSE_S = 0.01
_WRITES = "formcheck_writes"
_ALONE = "AUTOCOMMIT"
"""Of statements that can't be part of a transaction."""


def open_database(url: str | None = None) -> Engine:
    """Connect and bring the tables up to date.

    Args:
        url: of the database; None for `FORMCHECK_DATABASE_URL`, or else the SQLite file in
            formcheck's home.

    Raises:
        HistoryError: no such database, it can't be reached, it is damaged, or it was written by a
            newer formcheck.
    """
    where = _url(url)
    try:
        engine = create_engine(where, hide_parameters=True, pool_pre_ping=not _is_file(where))
        if engine.dialect.name == "sqlite":
            _set_up_sqlite(engine)
        migrate(engine)
        _forget_what_was_left(engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise HistoryError(_not_a_database(where, error)) from error
    except SQLAlchemyError as error:
        raise HistoryError(in_words(error, engine)) from error
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: they take their turn when they begin.

    SQLite would otherwise let two read first, and fail the second when it comes to write.
    """
    return engine.execution_options(**{_WRITES: True})


def file_of(engine: Engine) -> Path | None:
    """The SQLite file; None for a database elsewhere or in memory."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)


def must_forget(connection: Connection) -> None:
    """Note, in the transaction that deletes, that the file is to be rewritten."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA user_version = 1")


def forget_deleted(engine: Engine) -> None:
    """Rewrite the database without what was deleted, and empty the log beside it.

    Raises:
        HistoryError: somebody else is using it; it is done when it is next opened.
    """
    alone = engine.execution_options(isolation_level=_ALONE)
    try:
        with alone.connect() as connection:
            if engine.dialect.name == "sqlite":
                _rewrite_file(connection)
            elif engine.dialect.name == "postgresql":
                connection.exec_driver_sql("VACUUM FULL")
    except (OperationalError, _Busy) as error:
        raise HistoryError(
            "It is deleted, but the file is in use by another program; "
            "what was deleted is overwritten when formcheck next opens it alone."
        ) from error


class _Busy(Exception):
    """Somebody still reads the log."""


def _rewrite_file(connection: Connection) -> None:
    connection.exec_driver_sql("VACUUM")
    if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
        raise _Busy
    connection.exec_driver_sql("PRAGMA user_version = 0")


def in_words(error: SQLAlchemyError, engine: Engine) -> str:
    """What went wrong, for the person."""
    path = file_of(engine)
    where = str(path) if path else engine.url.render_as_string(hide_password=True)
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if "malformed" in cause or "not a database" in cause:
        return f"{where} is damaged ({cause}); move it away, or restore a copy, and try again."
    if "locked" in cause:
        return f"{where} is in use by another program; try again in a moment."
    if "full" in cause:
        return f"{where} can't grow: the disk is full. Make room and try again."
    return f"The history in {where} can't be used ({cause})."


def _url(url: str | None) -> URL:
    text = url or os.environ.get(URL_VARIABLE, "").strip()
    if not text:
        return URL.create("sqlite", database=str(home() / FILE_NAME))
    try:
        parsed = make_url(text)
    except ArgumentError as error:
        raise HistoryError(
            f"{URL_VARIABLE} isn't a database address; "
            "it looks like postgresql://user:password@host/name."
        ) from error
    # SQLAlchemy's default driver for PostgreSQL is an older one; formcheck brings psycopg 3
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _not_a_database(url: URL, error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return (
            f"This database needs the Python package {error.name}; "
            "install formcheck with the extra that brings it, for PostgreSQL formcheck[postgres]."
        )
    return f"formcheck can't use a database of the kind {url.drivername}."


def _set_up_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _forget_what_was_left(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        left = connection.exec_driver_sql("PRAGMA user_version").scalar()
    if left:
        with suppress(HistoryError):
            forget_deleted(engine)


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    # the driver's own idea of when a transaction begins leaves reads and DDL outside
    connection.isolation_level = None
    _pragma(connection, f"busy_timeout = {BUSY_TIMEOUT_MS}")
    _log_ahead(connection)
    for pragma in (
        # each second of a session is on the disk, not in a buffer, when it is said to be saved
        "synchronous = FULL",
        "foreign_keys = ON",
        # the log beside the file gives its room back
        "journal_size_limit = 1000000",
        # what is deleted is overwritten
        "secure_delete = ON",
    ):
        _pragma(connection, pragma)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """A reader never waits for the live session that is being written (SQLite's WAL).

    The file keeps this mode. Two who open a new file change it at once, and SQLite then refuses
    one without the wait that `busy_timeout` asks for: that wait is here.
    """
    until_s = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            _pragma(connection, "journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                raise
        time.sleep(_BUSY_PAUSE_S)


def _pragma(connection: sqlite3.Connection, pragma: str) -> None:
    connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == _ALONE:
        return
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
