"""Annotated videos that are kept beside the history, only because a person asked for it.

Knows no Streamlit.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from formcheck.errors import FormcheckError
from formcheck.home import home, home_path

_FOLDER = "videos"
_WEEK_S = 7 * 24 * 3600.0
_A_WEEK = ".week"
"""In the name of those that go after a week, so that a later change of mind doesn't touch them."""


def keep(session: str, annotated: Path, how_long: str) -> None:
    """Keep a session's annotated video or photo.

    Args:
        session: its uid.
        annotated: the file to copy.
        how_long: as the settings have it; "never" keeps nothing.

    Raises:
        FormcheckError: it can't be written.
    """
    delete(session)
    if how_long == "never":
        return
    folder = home() / _FOLDER
    mark = _A_WEEK if how_long == "a week" else ""
    path = folder / f"{_safe(session)}{mark}{annotated.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        shutil.copyfile(annotated, path)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FormcheckError(
            f"The video can't be kept ({error.strerror}); make room on the disk, or choose under "
            "Settings to keep none."
        ) from error


def kept(session: str) -> Path | None:
    """The session's video or photo, if it was kept."""
    return next(_of(session), None)


def delete(session: str) -> None:
    """Delete what was kept of a session."""
    for path in list(_of(session)):
        path.unlink(missing_ok=True)


def delete_all() -> None:
    """Delete what was kept of all sessions."""
    shutil.rmtree(home_path() / _FOLDER, ignore_errors=True)


def delete_old(now_s: float | None = None) -> None:
    """Delete what was to be kept for a week, and is older."""
    now_s = time.time() if now_s is None else now_s
    for path in list((home_path() / _FOLDER).glob(f"*{_A_WEEK}.*")):
        with suppress(OSError):  # somebody has just deleted it; else the next time will do
            if now_s - path.stat().st_mtime > _WEEK_S:
                path.unlink()


async def delete_old_hourly(every_s: float = 3600.0) -> None:
    """Go on deleting what has become old; returns only by being cancelled."""
    while True:
        await asyncio.to_thread(delete_old)
        await asyncio.sleep(every_s)


def size_bytes() -> int:
    """How much room they take."""
    return sum(path.stat().st_size for path in (home_path() / _FOLDER).glob("*"))


def _of(session: str) -> Iterator[Path]:
    return (home_path() / _FOLDER).glob(f"{_safe(session)}.*")


def _safe(session: str) -> str:
    if not re.fullmatch(r"[\w-]+", session):
        raise ValueError(f"not a session's uid: {session!r}")
    return session
