"""Records to rows and back. Columns carry the records' field names, so one way fits all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, insert, select

from formcheck.history import tables
from formcheck.history.records import (
    BounceRecord,
    CheckRecord,
    EpisodeRecord,
    HoldRecord,
    PainStop,
    PenaltyRecord,
    RepetitionRecord,
    StretchRecord,
)

Row = Mapping[str, Any]
Ids = Select[tuple[int]]


class Parts(Enum):
    """Which of a stretch's parts are read."""

    ALL = frozenset({"holds", "repetitions", "checks", "episodes", "bounces", "penalties"})
    OUTLINE = frozenset({"holds", "repetitions", "checks"})


@dataclass(frozen=True)
class _Part:
    """Records kept in a table of their own: `name` is their field in the record they belong to."""

    name: str
    table: Table
    record: type[Any]
    parts: tuple[_Part, ...] = ()


_STRETCHES = _Part(
    "stretches",
    tables.stretches,
    StretchRecord,
    (
        _Part("holds", tables.holds, HoldRecord),
        _Part("repetitions", tables.repetitions, RepetitionRecord),
        _Part(
            "checks",
            tables.checks,
            CheckRecord,
            (_Part("episodes", tables.episodes, EpisodeRecord),),
        ),
        _Part("bounces", tables.bounces, BounceRecord),
        _Part("penalties", tables.penalties, PenaltyRecord),
    ),
)
_PAIN = _Part("pain_stops", tables.pain_stops, PainStop)


def write_stretch(
    connection: Connection, session_id: int, place: int, stretch: StretchRecord
) -> None:
    """Put a stretch at its place in a session, instead of what was there."""
    table = tables.stretches
    there = (table.c.session_id == session_id) & (table.c.place == place)
    connection.execute(delete(table).where(there))
    _write(connection, _STRETCHES, session_id, [stretch], {"place": place})


def write_pain_stop(connection: Connection, session_id: int, stop: PainStop) -> None:
    """Add a pain stop to a session."""
    _write(connection, _PAIN, session_id, [stop])


def write_notes(connection: Connection, session_id: int, words: Sequence[str]) -> None:
    """A session's notes, instead of those it had."""
    connection.execute(delete(tables.notes).where(tables.notes.c.session_id == session_id))
    rows = [{"session_id": session_id, "words": _storable(line)} for line in words]
    if rows:
        connection.execute(insert(tables.notes), rows)


def read_stretches(
    connection: Connection, session_ids: Ids, parts: Parts = Parts.ALL
) -> dict[int, tuple[StretchRecord, ...]]:
    """The stretches of sessions, by session, in one query a table.

    Args:
        connection: a transaction.
        session_ids: a query for the sessions' keys.
        parts: which tables to read; what is left out is empty in the records.
    """
    return _read(connection, _STRETCHES, session_ids, parts)


def read_pain_stops(connection: Connection, session_ids: Ids) -> dict[int, tuple[PainStop, ...]]:
    """The pain stops of sessions, by session."""
    return _read(connection, _PAIN, session_ids, Parts.ALL)


def read_notes(connection: Connection, session_ids: Ids) -> dict[int, tuple[str, ...]]:
    """The notes of sessions, by session."""
    table, found = tables.notes, defaultdict[int, list[str]](list)
    wanted = select(table.c.session_id, table.c.words).where(table.c.session_id.in_(session_ids))
    for session_id, words in connection.execute(wanted.order_by(table.c.id)):
        found[session_id].append(words)
    return {session_id: tuple(words) for session_id, words in found.items()}


def _parent_column(table: Table) -> str:
    return next(column.name for column in table.columns if column.foreign_keys)


def _write(
    connection: Connection,
    part: _Part,
    parent_id: int,
    records: Sequence[Any],
    more: Row | None = None,
) -> None:
    inside = {inner.name for inner in part.parts}
    parent = _parent_column(part.table)
    for record in records:
        row = {
            column.name: _storable(getattr(record, column.name))
            for column in fields(part.record)
            if column.name not in inside
        }
        added = connection.execute(insert(part.table), {**row, parent: parent_id, **(more or {})})
        key = added.inserted_primary_key
        assert key is not None
        for inner in part.parts:
            _write(connection, inner, key[0], getattr(record, inner.name))


def _storable(value: Any) -> Any:
    """PostgreSQL's texts hold no NUL; what a person typed may."""
    return value.replace("\x00", "") if isinstance(value, str) else value


def _read(connection: Connection, part: _Part, parents: Ids, wanted: Parts) -> dict[int, Any]:
    """Records by the key of what they belong to, in their order."""
    table, inner = part.table, {one.name: one for one in part.parts}
    parent = table.c[_parent_column(table)]
    own = [column.name for column in fields(part.record) if column.name not in inner]
    below = select(table.c.id).where(parent.in_(parents))
    inside = {
        name: _read(connection, one, below, wanted)
        for name, one in inner.items()
        if name in wanted.value
    }
    order = table.c.place if table is tables.stretches else table.c.id
    # columns by position: thousands of rows are read for the progress page
    columns = [parent, table.c.id, *(table.c[name] for name in own)]
    rows = connection.execute(select(*columns).where(parent.in_(parents)).order_by(order))
    build: Callable[..., Any] = part.record
    found = defaultdict[int, list[Any]](list)
    for parent_id, key, *values in rows:
        more = {name: records[key] for name, records in inside.items() if key in records}
        found[parent_id].append(build(**dict(zip(own, values, strict=True)), **more))
    return {parent_id: tuple(records) for parent_id, records in found.items()}
