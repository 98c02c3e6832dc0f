"""A checked recording as a session."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid5

from formcheck.history.convert import stretch_record
from formcheck.history.records import NewSession, SessionKind, StretchRecord
from formcheck.history.store import History

if TYPE_CHECKING:  # a page that only looks back needs no pose model
    from formcheck.recorded.check import Checked

_RECORDINGS = UUID("6f5b3f0e-5d43-4b0e-9d2e-7d6a0a3c6b11")


def save_checked(
    history: History, checked: Checked, profile: str, started_at: datetime | None = None
) -> str:
    """Keep a checked recording as a session; only its file's name is kept of the recording.

    The same recording, saved again for the same profile, takes the place of the session before.

    Args:
        history: where.
        checked: what came out of the file.
        profile: whose it is; a new name is added.
        started_at: when it was filmed; None for `filmed_at`.

    Returns:
        The session's uid.
    """
    source = checked.source
    stretches = stretches_of(checked)
    name = "+".join(sorted(stretch.stretch for stretch in stretches))
    writer = history.begin(
        NewSession(
            profile=profile,
            kind=cast(SessionKind, source.kind),
            model=checked.model,
            started_at=started_at or filmed_at(source.path),
            source=source.path.name,
            uid=str(uuid5(_RECORDINGS, f"{profile}:{name}:{_fingerprint(source.path, stretches)}")),
        )
    )
    writer.finish(stretches, checked.duration_s or 0.0, checked.notes)
    return writer.uid


def stretches_of(checked: Checked) -> tuple[StretchRecord, ...]:
    """What was judged in a recording: each stretch of a session, with both its sides."""
    if checked.judged is None:
        return ()
    main = checked.judged.stretch.id
    records = []
    for judged in checked.results:
        if judged.stretch.id == main:
            view, position, side = checked.view, checked.position, checked.side
        else:
            view = position = side = ""
        records.append(stretch_record(judged, side=side, view=view, position=position))
    return tuple(records)


def filmed_at(path: Path) -> datetime:
    """When a recording was made: its file's time of change, which copying may keep or not."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()


def _fingerprint(path: Path, stretches: tuple[StretchRecord, ...]) -> str:
    """Of the recording; where an upload was deleted meanwhile, of what was judged in it."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return hashlib.sha256(repr(stretches).encode()).hexdigest()
