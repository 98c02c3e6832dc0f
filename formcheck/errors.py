"""The one family of errors that a person is meant to read.

Each message is one plain sentence (or two) that says what is wrong and what to do. The edges
(command line, page, socket) show the message as it is; nothing in the middle prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FormcheckError(Exception):
    """Something the person at the keyboard can act on; `str(error)` says how."""


class UnusableInput(FormcheckError):
    """A file, option or value that can't be used."""


class ModelError(FormcheckError):
    """A pose model that is missing, damaged or of the wrong kind."""


class MissingSystemLibrary(FormcheckError):
    """A shared library of the operating system that MediaPipe or OpenCV needs."""


class HistoryError(FormcheckError):
    """The history can't be opened, read or written; or what is asked for isn't in it."""


class DefinitionError(FormcheckError):
    """A stretch definition that can't be read; names the file and the key."""


CHECK_HOME = "check the folder's permissions and the room on the disk"
"""What to do where one of formcheck's own files can't be written."""


@contextmanager
def writing(
    path: str | Path,
    advice: str = "give another place",
    kind: type[FormcheckError] = UnusableInput,
) -> Iterator[None]:
    """Around what writes a file: that it can't be written is told in words.

    Args:
        path: of the file.
        advice: what to do then.
        kind: of the error.

    Raises:
        FormcheckError: of that kind; says which file, why, and what to do.
    """
    try:
        yield
    except OSError as error:
        raise kind(f"{path} can't be written ({error.strerror or error}); {advice}.") from error
