"""`History`: profiles and their sessions, read, written and deleted for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

import formcheck
from formcheck.errors import HistoryError
from formcheck.history import tables
from formcheck.history.database import (
    file_of,
    forget_deleted,
    in_words,
    must_forget,
    open_database,
    writing,
)
from formcheck.history.records import NewSession, Profile, SessionRecord, new_uid
from formcheck.history.rows import Parts, read_notes, read_pain_stops, read_stretches
from formcheck.history.writer import SessionWriter, profile_key

MAX_NAME = 80
ONE_DAY = timedelta(days=1)


class History:
    """The history of all profiles in one database. Threads may share it; a context manager.

    Example:
        >>> with History.open("sqlite:///:memory:") as history:
        ...     history.add_profile("Anna").name
        'Anna'
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str | None = None) -> History:
        """Open, or begin, a history.

        Args:
            url: SQLAlchemy URL; None for `FORMCHECK_DATABASE_URL`, or else the SQLite file in
                `FORMCHECK_HOME`.

        Raises:
            HistoryError: it can't be opened; says why and what to do.
        """
        return cls(open_database(url))

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def path(self) -> Path | None:
        """The file it is in; None for a database server."""
        return file_of(self._engine)

    @property
    def address(self) -> str:
        """Where it is, for people: the file, or the server's address without a password."""
        return str(self.path or self._engine.url.render_as_string(hide_password=True))

    def size_bytes(self) -> int:
        """How much room it takes on the disk (0 in memory)."""
        if self.path is not None:
            parts = (self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm"))
            return sum(part.stat().st_size for part in parts if part.exists())
        if self._engine.dialect.name != "postgresql":
            return 0
        with self.reading() as connection:
            names = [f"pg_total_relation_size('{name}')" for name in tables.metadata.tables]
            return int(connection.execute(text(f"SELECT {' + '.join(names)}")).scalar_one())

    # profiles

    def profiles(self) -> list[Profile]:
        """All profiles, by name."""
        table = tables.profiles
        with self.reading() as connection:
            rows = connection.execute(select(table).order_by(func.lower(table.c.name)))
            return [Profile(row.uid, row.name, row.created_at) for row in rows]

    def add_profile(self, name: str) -> Profile:
        """A new profile.

        Raises:
            HistoryError: the name is taken, empty or too long.
        """
        profile = Profile(new_uid(), usable_name(name), datetime.now(UTC))
        with self._name_may_be_taken(profile.name), self.writing() as connection:
            connection.execute(insert(tables.profiles), vars(profile))
        return profile

    def rename(self, profile: str, name: str) -> None:
        """Give a profile another name; its sessions stay its own.

        Raises:
            HistoryError: there is no such profile, or the new name can't be used.
        """
        table, new = tables.profiles, usable_name(name)
        with self._name_may_be_taken(new), self.writing() as connection:
            changed = update(table).where(table.c.name == profile).values(name=new)
            if connection.execute(changed).rowcount == 0:
                raise self._no_profile(profile)

    def delete_profile(self, profile: str) -> None:
        """Delete a profile with all its sessions, for good.

        Raises:
            HistoryError: there is no such profile.
        """
        table = tables.profiles
        with self.writing() as connection:
            if connection.execute(delete(table).where(table.c.name == profile)).rowcount == 0:
                raise self._no_profile(profile)
            must_forget(connection)
        forget_deleted(self._engine)

    # sessions

    def begin(self, new: NewSession) -> SessionWriter:
        """Begin to write a session; it is on the disk at once, as one that is still open.

        Raises:
            HistoryError: it can't be written, or the profile's name can't be used.
        """
        started_at = new.started_at or datetime.now(UTC).astimezone()
        offset = started_at.utcoffset()
        uid, table = new.uid or new_uid(), tables.sessions
        row = {
            "uid": uid,
            "kind": new.kind,
            "started_at": started_at,
            "utc_offset_min": round(offset.total_seconds() / 60) if offset else 0,
            "saved_at": datetime.now(UTC),
            "ending": "open",
            "source": new.source,
            "routine": new.routine,
            "model": new.model,
            "formcheck": formcheck.__version__,
            "mediapipe": version("mediapipe"),
            "duration_s": 0.0,
        }
        with self.writing() as connection:
            connection.execute(delete(table).where(table.c.uid == uid))
            row["profile_id"] = profile_key(connection, new_uid(), usable_name(new.profile))
            added = connection.execute(insert(table), row).inserted_primary_key
            assert added is not None
        return SessionWriter(self.writing, int(added[0]), uid)

    def sessions(
        self,
        profile: str | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        stretch: str | None = None,
    ) -> list[SessionRecord]:
        """Sessions with all that is in them, the earliest first.

        Args:
            profile: name; None for everybody's.
            since, until: first and last day, by the clock on the wall at the time.
            stretch: only sessions with this one in them; their other stretches come too.

        Raises:
            HistoryError: there is no such profile.
        """
        return self._sessions(Parts.ALL, profile, since, until, stretch)

    def outlines(
        self,
        profile: str | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        stretch: str | None = None,
    ) -> list[SessionRecord]:
        """As `sessions`, a few times as quick: for lists and progress.

        Left out (empty) are the checks' episodes, bounces and penalties.
        """
        return self._sessions(Parts.OUTLINE, profile, since, until, stretch)

    def _sessions(
        self,
        parts: Parts,
        profile: str | None,
        since: date | None,
        until: date | None,
        stretch: str | None,
    ) -> list[SessionRecord]:
        table, wanted = tables.sessions, list[ColumnElement[bool]]()
        if profile is not None:
            self.require_profile(profile)
            wanted.append(tables.profiles.c.name == profile)
        if stretch is not None:
            inside = tables.stretches.c.session_id == table.c.id
            wanted.append(exists().where(inside, tables.stretches.c.stretch == stretch))
        # the day on the wall is told exactly below; UTC is within a day of it
        if since is not None:
            wanted.append(table.c.started_at >= _midnight(since) - ONE_DAY)
        if until is not None:
            wanted.append(table.c.started_at <= _midnight(until) + 2 * ONE_DAY)
        with self.reading() as connection:
            found = _read(connection, wanted, parts)
        return [
            session
            for session in found
            if (since is None or session.day >= since) and (until is None or session.day <= until)
        ]

    def session(self, uid: str) -> SessionRecord:
        """One session.

        Raises:
            HistoryError: there is none of this name.
        """
        with self.reading() as connection:
            found = _read(connection, [tables.sessions.c.uid == uid], Parts.ALL)
        if not found:
            raise HistoryError("This session isn't in the history any more.")
        return found[0]

    def delete_session(self, uid: str) -> None:
        """Delete a session; its bytes are overwritten in the file.

        Raises:
            HistoryError: there is none of this name.
        """
        table = tables.sessions
        with self.writing() as connection:
            if connection.execute(delete(table).where(table.c.uid == uid)).rowcount == 0:
                raise HistoryError("This session isn't in the history any more.")
            must_forget(connection)
        forget_deleted(self._engine)

    def delete_everything(self) -> None:
        """Delete all profiles and sessions; nothing of them is left in the file."""
        with self.writing() as connection:
            connection.execute(delete(tables.profiles))
            must_forget(connection)
        forget_deleted(self._engine)

    def require_profile(self, name: str) -> None:
        """Fine if there is a profile of this name.

        Raises:
            HistoryError: there isn't; says which there are.
        """
        if all(profile.name != name for profile in self.profiles()):
            raise self._no_profile(name)

    # transactions

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads: one moment of the database, whoever writes meanwhile."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._in_words(), engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is on the disk afterwards, or nothing."""
        with self._in_words(), writing(self._engine).begin() as connection:
            yield connection

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise HistoryError(in_words(error, self._engine)) from error

    @contextmanager
    def _name_may_be_taken(self, name: str) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise HistoryError(f"There is a profile called {name} already.") from error

    def _no_profile(self, name: str) -> HistoryError:
        names = ", ".join(profile.name for profile in self.profiles())
        known = f"There are: {names}." if names else "There are none yet."
        return HistoryError(f"No profile is called {name!r}. {known}")


def _read(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], parts: Parts
) -> list[SessionRecord]:
    table = tables.sessions
    joined = table.join(tables.profiles)
    ids = select(table.c.id).select_from(joined).where(*wanted)
    stretches = read_stretches(connection, ids, parts)
    pain_stops, notes = read_pain_stops(connection, ids), read_notes(connection, ids)
    columns = [column for column in table.columns if column.name != "profile_id"]
    rows = connection.execute(
        select(*columns, tables.profiles.c.name.label("profile"))
        .select_from(joined)
        .where(*wanted)
        .order_by(table.c.started_at, table.c.id)
    )
    found = []
    for row in rows.mappings():
        values = dict(row)
        key = values.pop("id")
        found.append(
            SessionRecord(
                **values,
                stretches=stretches.get(key, ()),
                pain_stops=pain_stops.get(key, ()),
                notes=notes.get(key, ()),
            )
        )
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def usable_name(name: str) -> str:
    """A profile's name, its spaces tidied.

    Raises:
        HistoryError: it is empty or too long.
    """
    kept = " ".join(name.split())
    if not kept:
        raise HistoryError("A profile needs a name.")
    if len(kept) > MAX_NAME:
        raise HistoryError(f"A profile's name has at most {MAX_NAME} characters.")
    return kept
