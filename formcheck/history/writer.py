"""Writing a session as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from formcheck.errors import HistoryError
from formcheck.history import tables
from formcheck.history.records import Ending, PainStop, StretchRecord, overall
from formcheck.history.rows import write_notes, write_pain_stop, write_stretch

Writing = Callable[[], AbstractContextManager[Connection]]


class SessionWriter:
    """One session that is being written; got from `History.begin`.

    Every call is a transaction of its own that is on the disk when it returns: whatever kills the
    process later, what was saved is kept. Saving the same again is quick and changes nothing but
    the time of saving. One thread at a time.

    Args:
        writing: begins a transaction.
        session_id: the row's key.
        uid: the session's name.
    """

    def __init__(self, writing: Writing, session_id: int, uid: str) -> None:
        self.uid = uid
        self._writing = writing
        self._id = session_id
        self._stretches: dict[int, StretchRecord] = {}
        self._notes: tuple[str, ...] = ()
        self._pain_stops: set[PainStop] = set()

    def save(
        self,
        stretches: Sequence[StretchRecord],
        duration_s: float,
        notes: Sequence[str] = (),
        *,
        warm_up_s: float = 0.0,
    ) -> None:
        """What was done so far, the hold in progress included; for a live session each second.

        Args:
            stretches: all of the session, in the order in which they were begun.
            duration_s: since the session began.
            notes: plain sentences about what limits the result, instead of those saved before.
            warm_up_s: seconds of marching.

        Raises:
            HistoryError: it can't be written, or the session was deleted meanwhile.
        """
        self._save(stretches, duration_s, notes, warm_up_s, "open")

    def finish(
        self,
        stretches: Sequence[StretchRecord],
        duration_s: float,
        notes: Sequence[str] = (),
        *,
        warm_up_s: float = 0.0,
        ending: Ending = "finished",
    ) -> None:
        """The session is over; arguments and errors as of `save`."""
        self._save(stretches, duration_s, notes, warm_up_s, ending)

    def pain(self, stop: PainStop) -> None:
        """The person stopped because it hurt: noted at once, and once; later told better."""
        if stop in self._pain_stops:
            return
        with self._writing() as connection:
            self._require(connection)
            table = tables.pain_stops
            same = (table.c.session_id == self._id) & (table.c.t_s == stop.t_s)
            connection.execute(delete(table).where(same))
            write_pain_stop(connection, self._id, stop)
        self._pain_stops.add(stop)

    def discard(self) -> None:
        """The person doesn't want to keep it."""
        with self._writing() as connection:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.id == self._id))

    def _save(
        self,
        stretches: Sequence[StretchRecord],
        duration_s: float,
        notes: Sequence[str],
        warm_up_s: float,
        ending: Ending,
    ) -> None:
        score, coverage = overall(stretches)
        changed = {
            place: stretch
            for place, stretch in enumerate(stretches)
            if self._stretches.get(place) != stretch
        }
        values = {
            "saved_at": datetime.now(UTC),
            "ending": ending,
            "duration_s": round(duration_s, 2),
            "warm_up_s": round(warm_up_s, 2),
            "score": score,
            "coverage": coverage,
        }
        with self._writing() as connection:
            self._require(connection)
            ours = tables.sessions.c.id == self._id
            connection.execute(update(tables.sessions).where(ours).values(values))
            for place, stretch in changed.items():
                write_stretch(connection, self._id, place, stretch)
            if tuple(notes) != self._notes:
                write_notes(connection, self._id, notes)
        self._stretches |= changed
        self._notes = tuple(notes)

    def _require(self, connection: Connection) -> None:
        table = tables.sessions
        found = select(table.c.id).where(table.c.id == self._id, table.c.uid == self.uid)
        if connection.execute(found).first() is None:
            raise HistoryError("This session was deleted; nothing more of it is kept.")


def profile_key(connection: Connection, uid: str, name: str) -> int:
    """The key of the profile with this name, added under `uid` if there is none."""
    table = tables.profiles
    found = connection.execute(select(table.c.id).where(table.c.name == name)).scalar()
    if found is not None:
        return int(found)
    row = {"uid": uid, "name": name, "created_at": datetime.now(UTC)}
    added = connection.execute(insert(table), row).inserted_primary_key
    assert added is not None
    return int(added[0])
