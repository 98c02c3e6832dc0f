"""The operating system's libraries that MediaPipe and OpenCV need, and how to install them."""

from __future__ import annotations

import ctypes
import sys
from importlib import metadata

# Library and Debian package, as measured on a bare Debian with mediapipe 1.2 and opencv 5.0.
_OF_MEDIAPIPE = {"libEGL.so.1": "libegl1", "libGLESv2.so.2": "libgles2"}
_OF_OPENCV = {
    "libGL.so.1": "libgl1",
    "libxcb.so.1": "libxcb1",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
PACKAGES = _OF_MEDIAPIPE | _OF_OPENCV


def needed_libraries() -> list[str]:
    """What must be there besides Python's own packages; nothing elsewhere than on Linux."""
    if sys.platform != "linux":
        return []
    return list(_OF_MEDIAPIPE if _opencv_is_headless() else PACKAGES)


def missing_libraries() -> list[str]:
    """Those of `needed_libraries` that can't be loaded."""
    return [name for name in needed_libraries() if not _loads(name)]


def install_command(libraries: list[str]) -> str:
    """The line that installs these libraries on Debian and Ubuntu."""
    return "sudo apt-get install " + " ".join(PACKAGES[name] for name in libraries)


def _opencv_is_headless() -> bool:
    names = {distribution.name for distribution in metadata.distributions()}
    return any(
        f"{wheel}-headless" in names and wheel not in names
        for wheel in ("opencv-contrib-python", "opencv-python")
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
