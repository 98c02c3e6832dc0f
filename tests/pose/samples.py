"""Pose models in every condition, and a picture of a person (rendered, so nobody's own)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from formcheck.pose.bundle import MEMBERS
from formcheck.pose.models import models_folder

LITE = models_folder() / "pose_lite.task"


@cache
def person() -> np.ndarray:
    """Someone lying on a mat with a leg raised, seen from the side; (480, 640, 3) RGB."""
    bgr = cv2.imread(str(Path(__file__).parent / "data" / "raised_leg.jpg"))
    assert bgr is not None
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def members(bundle: Path) -> list[bytes]:
    """The detector and the landmark model in a bundle."""
    with zipfile.ZipFile(bundle) as archive:
        return [archive.read(name) for name in MEMBERS]


def pack(path: Path, *models: bytes) -> Path:
    """A zip with the given bytes under the names of the two models."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, model in zip(MEMBERS, models, strict=False):
            archive.writestr(name, model)
    return path


def _flipped(data: bytes, at: float) -> bytes:
    middle = int(len(data) * at)
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


def _folder(path: Path, _lite: Path) -> Path:
    path.mkdir()
    return path


def _written(make: Callable[[bytes], bytes]) -> Callable[[Path, Path], Path]:
    def write(path: Path, lite: Path) -> Path:
        path.write_bytes(make(lite.read_bytes()))
        return path

    return write


_TFLITE = b"\x1c\x00\x00\x00TFL3"

# Name of the damage, and how to make such a file; the first group is told apart without MediaPipe.
DAMAGED_OUTSIDE: dict[str, Callable[[Path, Path], Path]] = {
    "missing": lambda path, _lite: path,
    "a folder": _folder,
    "empty": _written(lambda _data: b""),
    "a text file": _written(lambda _data: b"this is not a model\n" * 100),
    "cut short": _written(lambda data: data[: len(data) // 2]),
    "a bit flipped": _written(lambda data: _flipped(data, 0.7)),
    "another zip": lambda path, _lite: _other_zip(path),
    "one model only": lambda path, lite: pack(path, members(lite)[0]),
    "text files zipped": lambda path, _lite: pack(path, b"hello", b"world"),
}
DAMAGED_INSIDE: dict[str, Callable[[Path, Path], Path]] = {
    "noise after the magic": lambda path, _lite: pack(path, *[_TFLITE + bytes(range(256)) * 9] * 2),
    "half a landmark model": lambda path, lite: pack(
        path, members(lite)[0], members(lite)[1][:1_000_000]
    ),
    "models exchanged": lambda path, lite: pack(path, *reversed(members(lite))),
}


def _other_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.txt", "sun")
    return path
