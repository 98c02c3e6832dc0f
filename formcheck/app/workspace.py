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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from formcheck.app.checking import CheckJob
from formcheck.recorded import Options

_LONGEST_NAME = 80
_PREFIX = "formcheck-page-"
_LOCK = "in-use"


@dataclass(frozen=True)
class Given:
    """A recording to check.

    Attributes:
        name: as the visitor calls it.
        put: makes the file at a path.
    """

    name: str
    put: Callable[[Path], object]

    @classmethod
    def content(cls, name: str, content: memoryview | bytes) -> Given:
        """From memory."""
        return cls(name, lambda path: path.write_bytes(content))

    @classmethod
    def copy(cls, original: Path) -> Given:
        """Of a file that stays where it is."""
        return cls(original.name, lambda path: shutil.copyfile(original, path))

    @classmethod
    def moved(cls, name: str, original: Path) -> Given:
        """A file that isn't needed elsewhere."""
        return cls(name, original.replace)


@dataclass
class _Held:
    """What the clean-up needs to reach without holding on to the workspace itself."""

    jobs: list[CheckJob] = field(default_factory=list)


class Workspace:
    """The recordings handed over together, and their checks; new ones replace those before.

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
    def jobs(self) -> Sequence[CheckJob]:
        """The checks under way, or those whose results are shown."""
        return tuple(self._held.jobs)

    def upload_path(self, file: str) -> Path:
        """Where an uploaded file comes in, by Streamlit's id of it; it may not be there."""
        return self.folder / "uploads" / file

    def check(
        self, recordings: Sequence[Given], options: Options, profile: str = "Me"
    ) -> Sequence[CheckJob]:
        """Start checking recordings of one person, one after the other."""
        self.clear()
        for given in recordings:
            folder = self._new_folder()
            path = folder / safe_name(given.name)
            given.put(path)
            before = self._held.jobs[-1] if self._held.jobs else None
            self._held.jobs.append(CheckJob(folder, path, options, before, profile))
        for job in self._held.jobs:
            job.start()
        return self.jobs

    def check_again(self, before: CheckJob, options: Options) -> CheckJob:
        """Start checking a recording anew, with other options."""
        at = self._held.jobs.index(before)
        folder = self._new_folder()
        path = folder / before.path.name
        before.path.replace(path)
        before.discard()
        self._held.jobs[at] = CheckJob(folder, path, options, None, before.profile)
        self._held.jobs[at].start()
        return self._held.jobs[at]

    def clear(self) -> None:
        """Stop what is running and delete the recordings and all that was made of them."""
        for job in self._held.jobs:
            job.discard()
        self._held.jobs.clear()

    def _new_folder(self) -> Path:
        self._runs += 1
        folder = self.folder / str(self._runs)
        folder.mkdir()
        return folder


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
    for job in held.jobs:
        job.discard()
    for job in held.jobs:
        job.wait(2.0)
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)
