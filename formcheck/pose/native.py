"""Loading MediaPipe and LiteRT: cut off from the network, quiet, and with a plain word when they
can't be loaded.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from tempfile import TemporaryFile
from types import ModuleType
from typing import IO

from formcheck.errors import FormcheckError, MissingSystemLibrary
from formcheck.pose import privacy
from formcheck.pose.system_libraries import install_command, missing_libraries


@cache
def load_mediapipe() -> ModuleType:
    """MediaPipe, imported so that it can't call home.

    Raises:
        MissingSystemLibrary: a library of the operating system is missing; says what to install.
        FormcheckError: it can't be imported for another reason.
    """
    privacy.cut_off()
    # MediaPipe imports matplotlib, which tells of its font cache on a first run.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        return importlib.import_module("mediapipe")
    except (ImportError, OSError) as error:
        raise loading_failed(error) from error


@cache
def load_litert() -> ModuleType:
    """LiteRT's interpreter, which runs the landmark model.

    Raises:
        MissingSystemLibrary, FormcheckError: as `load_mediapipe`.
    """
    privacy.cut_off()
    try:
        return importlib.import_module("ai_edge_litert.interpreter")
    except (ImportError, OSError) as error:
        raise loading_failed(error) from error


@cache
def load_cv2() -> ModuleType:
    """OpenCV, which MediaPipe needs as well.

    Raises:
        MissingSystemLibrary, FormcheckError: as `load_mediapipe`.
    """
    try:
        return importlib.import_module("cv2")
    except (ImportError, OSError) as error:
        raise loading_failed(error) from error


def loading_failed(error: Exception) -> FormcheckError:
    """What to tell the person when MediaPipe's or OpenCV's native part doesn't load."""
    missing = missing_libraries()
    if missing:
        return MissingSystemLibrary(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing on this system; "
            f"install with: {install_command(missing)}"
        )
    if re.search(r"\.so[.\d]*: cannot open shared object", str(error)):
        library = str(error).split(":")[0]
        return MissingSystemLibrary(
            f"{library} is missing on this system; install the package that holds it."
        )
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return FormcheckError(
        f"MediaPipe can't be loaded ({reason}); install formcheck again and run: formcheck doctor"
    )


# What MediaPipe, TensorFlow Lite and absl write to file descriptor 2, whatever the environment
# says: with every documented and undocumented logging variable set, the same five lines come.
_CHATTER = re.compile(
    rb"[IWEF]\d{4} |(INFO|WARNING|ERROR): |=== Source Location Trace|\S+\.(cc|h):\d+\s*$"
)

_lock = threading.Lock()
_capture: IO[bytes] | None = None
_stderr_copy = -1
_depth = 0


@contextmanager
def chatter_withheld() -> Iterator[None]:
    """Keep MediaPipe's native log lines off the terminal.

    File descriptor 2 is turned aside for the duration. Whatever else was written there meanwhile,
    say by another thread, is passed on at the end; but not after a failure, when MediaPipe writes
    of it in any form, and the exception says it better.
    """
    with _lock:
        _turn_aside()
    failed = True
    try:
        yield
        failed = False
    finally:
        with _lock:
            _turn_back(discard=failed)


def _turn_aside() -> None:
    global _capture, _depth, _stderr_copy
    _depth += 1
    if _depth > 1:
        return
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    with suppress(OSError):  # no file descriptor 2 (a windowed program), or no temporary file
        _stderr_copy = os.dup(2)
        _capture = TemporaryFile(buffering=0)  # noqa: SIM115 - closed in _turn_back
        os.dup2(_capture.fileno(), 2)


def _turn_back(*, discard: bool) -> None:
    global _capture, _depth, _stderr_copy
    _depth -= 1
    if _depth > 0:
        return
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    if _stderr_copy >= 0:
        os.dup2(_stderr_copy, 2)
        os.close(_stderr_copy)
        _stderr_copy = -1
    if _capture is not None:
        with _capture:
            _capture.seek(0)
            others = [line for line in _capture.readlines() if not _CHATTER.match(line)]
        _capture = None
        if others and not discard:
            os.write(2, b"".join(others))
