"""One visitor's files: a temporary folder of their own that never outlives the visit.

The folder goes when the visit ends (`formcheck.app.visits`, or the object is collected) and at the
latest when the server stops (`close_all`). Should the machine lose power before that, the next
start clears what is left (`clear_leftovers`): a folder in use holds a locked file.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from formcheck.app.checking import CheckJob
from formcheck.recorded import Options

_LONGEST_NAME = 80
_PREFIX = "formcheck-page-"
_LOCK = "in-use"


@dataclass
class _Held:
    """What the clean-up needs to reach without holding on to the workspace itself."""

    job: CheckJob | None = field(default=None)


class Workspace:
    """At most one recording and its check at a time; a new one replaces the one before.

    Args:
        visit: whose it is, Streamlit's id of the session.
    """

    def __init__(self, visit: str) -> None:
        self.visit = visit
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = (self.folder / _LOCK).open("wb")
        _try_lock(lock)
        self._held = _Held()
        self._runs = 0
        self._finish = weakref.finalize(self, _clear, self.folder, self._held, lock)
        _open_workspaces.add(self)

    @property
    def closed(self) -> bool:
        """Whether the visit is over; then it can't be used any more."""
        return not self._finish.alive

    def close(self) -> None:
        """Delete everything for good; doing it twice is harmless."""
        self._finish()

    @property
    def job(self) -> CheckJob | None:
        """The check under way, or the one whose result is shown."""
        return self._held.job

    def check_bytes(self, content: memoryview, name: str, options: Options) -> CheckJob:
        """Start checking an uploaded file's content."""
        folder = self._replaced()
        path = folder / safe_name(name)
        path.write_bytes(content)
        return self._started(folder, path, options)

    def check_copy(self, original: Path, options: Options) -> CheckJob:
        """Start checking a copy of a file that is already on this machine."""
        folder = self._replaced()
        path = folder / safe_name(original.name)
        shutil.copyfile(original, path)
        return self._started(folder, path, options)

    def check_again(self, options: Options) -> CheckJob:
        """Start checking the present recording anew, with other options."""
        before = self._held.job
        if before is None:
            raise ValueError("there is nothing to check again")
        folder = self._new_folder()
        path = folder / before.path.name
        before.path.replace(path)
        before.discard()
        return self._started(folder, path, options)

    def clear(self) -> None:
        """Stop what is running and delete the recording and all that was made of it."""
        if self._held.job is not None:
            self._held.job.discard()
            self._held.job = None

    def _replaced(self) -> Path:
        self.clear()
        return self._new_folder()

    def _new_folder(self) -> Path:
        self._runs += 1
        folder = self.folder / str(self._runs)
        folder.mkdir()
        return folder

    def _started(self, folder: Path, path: Path, options: Options) -> CheckJob:
        self._held.job = CheckJob(folder, path, options)
        self._held.job.start()
        return self._held.job


_open_workspaces: weakref.WeakSet[Workspace] = weakref.WeakSet()


def open_workspaces() -> list[Workspace]:
    """Those of all visitors whose visit isn't over."""
    return [workspace for workspace in list(_open_workspaces) if not workspace.closed]


def close_all() -> None:
    """Delete every visitor's files; the server is stopping."""
    for workspace in open_workspaces():
        workspace.close()


def clear_leftovers() -> None:
    """Delete folders of a server that was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            with (folder / _LOCK).open("r+b") as lock:
                in_use = not _try_lock(lock)
        except OSError:
            continue  # of another person on this machine, or being made just now
        if not in_use:
            shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """A file name to show and to write: no folders, nothing hidden, not endless."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()+-]", "_", last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME] or "recording"
    return f"{stem[:_LONGEST_NAME] or 'recording'}.{suffix[:10]}"


def _try_lock(file: BinaryIO) -> bool:
    """Lock the file until it is closed; False where another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _clear(folder: Path, held: _Held, lock: BinaryIO) -> None:
    if held.job is not None:
        held.job.discard()
        held.job.wait(2.0)
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)
