"""The tables, explained in docs/history.md. Columns carry the records' field names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as UTC without a zone: the same in every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        del dialect
        return value.replace(tzinfo=UTC) if value is not None else None


def _table(name: str, *columns: Column[Any] | Index, of: str = "") -> Table:
    """A table; its rows belong to a row of `of` and go with it."""
    first: list[Column[Any]] = [Column("id", Integer, primary_key=True)]
    if of:
        whole = ForeignKey(f"{'stretche' if of == 'stretch' else of}s.id", ondelete="CASCADE")
        first.append(Column(f"{of}_id", Integer, whole, nullable=False, index=True))
    return Table(name, metadata, *first, *columns)


def _word(name: str) -> Column[str]:
    return Column(name, String(120), nullable=False)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _seconds(name: str) -> Column[float]:
    return Column(name, Float(53), nullable=False)


def _number(name: str) -> Column[float]:
    return Column(name, Float(53))


def _span() -> tuple[Column[float], Column[float]]:
    return _seconds("start_s"), _seconds("end_s")


def _scored() -> tuple[Column[int], Column[float]]:
    return Column("score", Integer), _number("coverage")


profiles = _table(
    "profiles",
    Column("uid", String(36), nullable=False, unique=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

sessions = _table(
    "sessions",
    Column("uid", String(36), nullable=False, unique=True),
    _word("kind"),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    _whole("utc_offset_min"),
    Column("saved_at", UtcDateTime, nullable=False),
    _word("ending"),
    _words("source"),
    _words("routine"),
    _words("model"),
    _word("formcheck"),
    _word("mediapipe"),
    _seconds("duration_s"),
    Column("warm_up_s", Float(53), nullable=False, server_default="0"),
    *_scored(),
    of="profile",
)

stretches = _table(
    "stretches",
    _whole("place"),
    _word("stretch"),
    _words("name"),
    _word("side"),
    _word("view"),
    _word("position"),
    _word("driver_peak"),
    _number("dose_side_s"),
    Column("dose_repetitions", Integer),
    *_scored(),
    of="session",
)

holds = _table(
    "holds",
    _word("side"),
    *_span(),
    _seconds("held_s"),
    _seconds("credited_s"),
    _seconds("longest_s"),
    _word("peak_measure"),
    _number("peak_value_deg"),
    _number("peak_error_deg"),
    *_scored(),
    of="stretch",
)

repetitions = _table(
    "repetitions",
    _word("side"),
    *_span(),
    _number("peak_deg"),
    Column("counted", Boolean, nullable=False),
    _words("reason"),
    Column("peak_measure", String(120), nullable=False, server_default=""),
    _number("peak_error_deg"),
    _number("out_s"),
    _number("return_s"),
    of="stretch",
)

checks = _table(
    "checks",
    _word("check"),
    _words("name"),
    _words("say"),
    _word("verdict"),
    _words("reason"),
    _number("measured"),
    _number("good"),
    _word("unit"),
    of="stretch",
)

episodes = _table("episodes", *_span(), _number("worst"), of="check")

bounces = _table(
    "bounces",
    *_span(),
    _whole("count"),
    _number("rate_hz"),
    _number("size_deg"),
    _number("peak_velocity_deg_s"),
    of="stretch",
)

penalties = _table("penalties", _word("check"), _seconds("points"), _words("why"), of="stretch")

pain_stops = _table(
    "pain_stops",
    _seconds("t_s"),
    _word("stretch"),
    Column("side", String(120), nullable=False, server_default=""),
    _words("place"),
    _words("words"),
    of="session",
)

notes = _table("notes", _words("words"), of="session")
