"""Looking over an installation: what works, what doesn't, and the line that mends it.

Nothing here imports MediaPipe or OpenCV into this process, so it works where they don't; whatever
might end the process is tried in a child.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from formcheck.errors import FormcheckError

_PYTHON = (3, 11)
_PACKAGES = ("formcheck", "mediapipe", "ai-edge-litert", "numpy", "av", "streamlit")
_OPENCV_WHEELS = (
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
)
_DISK_BYTES = 500_000_000  # heavy takes 31 MB; the rest is a margin for a history of years
_LANDMARKER_TIMEOUT_S = 120.0  # it takes under a second; a cold disk and a slow machine more
_REINSTALL = "pip install --upgrade --force-reinstall formcheck"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what, in a few words.
        ok: whether formcheck can work with it as it is.
        detail: what was found.
        remedy: what to do, a command to run where there is one; empty when nothing is to be done.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """The finding as plain values, for JSON."""
        return asdict(self)


def examine() -> list[Finding]:
    """Everything that formcheck needs, looked at; takes a few seconds, raises nothing."""
    return [finding for check in _CHECKS for finding in _findings(check)]


def _findings(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check's findings; a check that fails itself is a finding too."""
    try:
        yield from check()
    except Exception as error:  # a broken installation breaks in unforeseen places
        name = check.__name__.strip("_").replace("_", " ")
        remedy = "" if isinstance(error, FormcheckError) else _REINSTALL
        yield Finding(name, False, f"{type(error).__name__}: {error}", remedy)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, _PYTHON))
    ok = sys.version_info >= _PYTHON
    yield Finding(
        "Python", ok, version, "" if ok else f"Install Python {wanted} or newer, then formcheck."
    )


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        version = _version(name)
        if version:
            yield Finding(name, True, version)
        else:
            yield Finding(name, False, "not installed", f"pip install {name}")


def _opencv() -> Iterator[Finding]:
    found = [name for name in _OPENCV_WHEELS if _version(name)]
    detail = ", ".join(f"{name} {_version(name)}" for name in found)
    if not found:
        yield Finding("OpenCV", False, "not installed", "pip install opencv-contrib-python")
    elif len(found) > 1:
        # They share the folder cv2, so removing one alone would leave the other in pieces.
        yield Finding(
            "OpenCV",
            False,
            f"{len(found)} packages overwrite each other's files: {detail}",
            f"pip uninstall -y {' '.join(found)} && pip install opencv-contrib-python",
        )
    else:
        yield Finding("OpenCV", True, detail)


def _system_libraries() -> Iterator[Finding]:
    from formcheck.pose.system_libraries import (
        install_command,
        missing_libraries,
        needed_libraries,
    )

    needed, missing = needed_libraries(), missing_libraries()
    if missing:
        detail = f"missing: {', '.join(missing)}"
        yield Finding("system libraries", False, detail, install_command(missing))
    elif needed:
        yield Finding("system libraries", True, ", ".join(needed))


def _models() -> Iterator[Finding]:
    from formcheck.home import home_path
    from formcheck.pose.bundle import sha256_of
    from formcheck.pose.models import known_models, models_folder

    for known in known_models().values():
        name = f"model {known.name}"
        accepted = {known.sha256, *([known.download.sha256] if known.download else [])}
        places = [models_folder() / known.file, home_path() / "models" / known.file]
        path = next((place for place in places if place.is_file()), None)
        if path is None and known.download is not None:
            yield Finding(name, True, "not here; fetched when it is first asked for")
        elif path is None:
            yield Finding(name, False, f"missing from {models_folder()}", _REINSTALL)
        elif sha256_of(path) not in accepted:
            remedy = f"Delete {path}; it is fetched again." if known.download else _REINSTALL
            yield Finding(name, False, f"{path} is damaged (its SHA-256 differs)", remedy)
        else:
            yield Finding(name, True, str(path))


_LANDMARKER_TRIAL = """
import sys
import numpy as np
from formcheck.errors import FormcheckError
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model
try:
    with PoseEstimator(resolve_model("full")) as estimator:
        estimator.estimate(np.zeros((120, 160, 3), np.uint8), 0.0)
except FormcheckError as error:
    sys.exit(str(error))
"""


def _pose_landmarker() -> Iterator[Finding]:
    """A landmarker really created and run on a blank picture, in a process of its own."""
    name = "pose landmarker"
    try:
        trial = subprocess.run(
            [sys.executable, "-c", _LANDMARKER_TRIAL],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LANDMARKER_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        detail = f"no answer within {_LANDMARKER_TIMEOUT_S:.0f} s"
        yield Finding(name, False, detail, _REINSTALL)
        return
    said = trial.stderr.strip().splitlines()
    if trial.returncode == 0:
        yield Finding(name, True, "created, and ran on a blank picture")
    elif trial.returncode < 0:
        detail = f"MediaPipe crashed (signal {-trial.returncode})"
        yield Finding(name, False, detail, _REINSTALL)
    else:
        yield Finding(name, False, said[-1] if said else "it doesn't start", _landmarker_remedy())


def _landmarker_remedy() -> str:
    from formcheck.pose.system_libraries import install_command, missing_libraries

    missing = missing_libraries()
    return install_command(missing) if missing else _REINSTALL


def _home() -> Iterator[Finding]:
    from formcheck.home import HOME_VARIABLE, home

    try:
        folder = home()
    except FormcheckError as error:
        remedy = f"Set {HOME_VARIABLE} to a folder you can write to."
        yield Finding("data folder", False, str(error), remedy)
        return
    yield Finding("data folder", True, str(folder))
    free = shutil.disk_usage(folder).free
    ok = free >= _DISK_BYTES
    remedy = "" if ok else f"Free some space, or set {HOME_VARIABLE} to a folder on another disk."
    yield Finding("disk space", ok, f"{free / 1e9:.1f} GB free", remedy)


def _video_writing() -> Iterator[Finding]:
    import av

    try:
        av.codec.Codec("libx264", "w")
    except (av.error.FFmpegError, ValueError):
        detail = "this build of av has no H.264 encoder (libx264)"
        remedy = "pip install --force-reinstall --only-binary av av"
        yield Finding("video writing", False, detail, remedy)
    else:
        yield Finding("video writing", True, "H.264 by libx264")


_BROWSER = "the browser asks once for the camera: choose Allow"
_CAMERA_SETTINGS = {
    "darwin": f"{_BROWSER}; if it stays dark: System Settings > Privacy & Security > Camera, "
    "switch your browser on",
    "win32": f"{_BROWSER}; if it stays dark: Settings > Privacy & security > Camera, "
    "let desktop apps use the camera",
}


def _camera() -> Iterator[Finding]:
    if sys.platform in _CAMERA_SETTINGS:
        yield Finding("camera", True, _CAMERA_SETTINGS[sys.platform])
        return
    yield _camera_among(sorted(Path("/dev").glob("video*")))


def _camera_among(devices: list[Path]) -> Finding:
    """Linux: what the camera devices say."""
    if not devices:
        detail = "none connected; recordings can be checked, and a browser elsewhere has its own"
        return Finding("camera", True, detail, "Connect a camera to use it on this machine.")
    names = ", ".join(map(str, devices))
    if any(os.access(device, os.R_OK | os.W_OK) for device in devices):
        return Finding("camera", True, f"{names}; {_BROWSER}")
    remedy = 'sudo usermod -aG video "$USER"   # then log out and in again'
    return Finding("camera", False, f"{names}: no permission to use it", remedy)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _opencv,
    _system_libraries,
    _models,
    _pose_landmarker,
    _home,
    _video_writing,
    _camera,
)
