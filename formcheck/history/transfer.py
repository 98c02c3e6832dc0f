"""All of a history as plain data and back: for a copy, another machine, another program."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import insert, select

import formcheck
from formcheck.errors import HistoryError
from formcheck.history import tables
from formcheck.history.records import Profile, SessionRecord
from formcheck.history.rows import write_notes, write_pain_stop, write_stretch
from formcheck.history.store import History

SCHEMA = 1
Json = dict[str, Any]


def export_all(history: History, profile: str | None = None) -> Json:
    """Everything, as plain JSON values; nothing of it depends on when it is asked for.

    Args:
        history: what to export.
        profile: name, for one profile only.

    Raises:
        HistoryError: there is no such profile.
    """
    sessions = history.sessions(profile)
    uids = {known.name: known.uid for known in history.profiles()}
    return {
        "schema": SCHEMA,
        "formcheck": formcheck.__version__,
        "profiles": [plain(known) for known in history.profiles() if profile in (None, known.name)],
        "sessions": [{**plain(session), "profile": uids[session.profile]} for session in sessions],
    }


def import_all(history: History, data: Any) -> tuple[int, int]:
    """Add what isn't there yet, told by its uid: importing twice changes nothing.

    A profile that is known by its uid keeps the name it has here; one with a known name but
    another uid is the same person, so its sessions join those that are here.

    Args:
        history: where.
        data: what `export_all` gave.

    Returns:
        How many profiles and sessions were added.

    Raises:
        HistoryError: it isn't an export of formcheck, or one of a newer formcheck. Nothing is
            added then.
    """
    profiles, sessions = _parsed(data)
    with history.writing() as connection:
        table = tables.profiles
        rows = connection.execute(select(table.c.id, table.c.uid, table.c.name)).all()
        keys = {row.uid: int(row.id) for row in rows}
        named = {row.name: int(row.id) for row in rows}
        added_profiles = 0
        for profile in profiles:
            if profile.uid in keys:
                continue
            if profile.name not in named:
                done = connection.execute(insert(table), _plain_row(profile))
                assert done.inserted_primary_key is not None
                named[profile.name] = int(done.inserted_primary_key[0])
                added_profiles += 1
            keys[profile.uid] = named[profile.name]
        there = set(connection.execute(select(tables.sessions.c.uid)).scalars())
        new = [session for session in sessions if session.uid not in there]
        for session in new:
            if session.profile not in keys:
                raise HistoryError(
                    f"This export is damaged (session {session.uid} belongs to no profile of it); "
                    "nothing was imported. Export once more."
                )
            row = {**_plain_row(session), "profile_id": keys[session.profile]}
            del row["profile"]
            done = connection.execute(insert(tables.sessions), row)
            assert done.inserted_primary_key is not None
            key = int(done.inserted_primary_key[0])
            for place, stretch in enumerate(session.stretches):
                write_stretch(connection, key, place, stretch)
            for stop in session.pain_stops:
                write_pain_stop(connection, key, stop)
            write_notes(connection, key, session.notes)
    return added_profiles, len(new)


def as_text(data: Json) -> str:
    """An export as the text of its file."""
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def from_text(text: str) -> Any:
    """What a file holds.

    Raises:
        HistoryError: it isn't JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _not_an_export("it isn't JSON") from error


def _not_an_export(why: str) -> HistoryError:
    return HistoryError(
        f"This isn't an export of formcheck ({why}); choose a .json file that `formcheck export` "
        "wrote."
    )


def _parsed(data: Any) -> tuple[list[Profile], list[SessionRecord]]:
    schema = data.get("schema") if isinstance(data, Mapping) else None
    if not isinstance(schema, int):
        raise _not_an_export("it has no schema")
    if schema > SCHEMA:
        raise HistoryError("This was exported by a newer formcheck; update formcheck to import it.")
    try:
        profiles = [_record(Profile, row) for row in data["profiles"]]
        sessions = [_record(SessionRecord, row) for row in data["sessions"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HistoryError(
            f"This export is damaged ({error}); nothing was imported. Export once more."
        ) from error
    return profiles, sessions


def plain(record: Any) -> Json:
    """A record's fields as plain JSON values; times as ISO text, those with a zone in UTC."""
    return {name: _plain_value(value) for name, value in asdict(record).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:  # by the clock on the wall
            return value.isoformat()
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain_value(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain_value(inner) for inner in value]
    return value


def _plain_row(record: Any) -> Json:
    """The record's own columns, without what is in tables of its own."""
    return {
        column.name: value
        for column in fields(record)
        if not isinstance(value := getattr(record, column.name), tuple)
    }


def _record(kind: type[Any], row: Any) -> Any:
    """A record from its plain fields; a field that is missing takes its default.

    Raises:
        ValueError, TypeError: a field that isn't known, or a value that isn't of its type.
    """
    if not isinstance(row, Mapping):
        raise TypeError(f"{kind.__name__} isn't an object")
    hints = get_type_hints(kind)
    unknown = set(row) - set(hints)
    if unknown:
        raise ValueError(f"{kind.__name__} knows no {', '.join(sorted(unknown))}")
    return kind(**{name: _value(hints[name], name, value) for name, value in row.items()})


def _value(hint: Any, name: str, value: Any) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise TypeError(f"{name} isn't a list")
        return tuple(_value(get_args(hint)[0], name, inner) for inner in value)
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _record(hint, value)
    if hint is datetime:
        when = datetime.fromisoformat(value)
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    if not _fits(hint, value):
        raise TypeError(f"{name} can't be {value!r}")
    return float(value) if _is_float(hint) and isinstance(value, int) else value


def _fits(hint: Any, value: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_fits(one, value) for one in get_args(hint))
    if get_args(hint):  # Literal
        return value in get_args(hint)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _is_float(hint: Any) -> bool:
    return hint is float or float in get_args(hint)
