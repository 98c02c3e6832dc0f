"""Checking a pose model file before MediaPipe sees it, and taking it apart.

MediaPipe's own words on a damaged file run over several lines, and some damage ends the process.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from formcheck.errors import ModelError

MEMBERS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")

_TFLITE_MAGIC = b"TFL3"  # at byte 4 of every TensorFlow Lite model


def check_bundle(path: Path) -> None:
    """Make sure that a file is a whole pose model bundle: a zip of the two models, undamaged.

    Raises:
        ModelError: it is missing, unreadable, damaged or something else.
    """
    if path.is_dir():
        raise ModelError(f"{path} is a folder; give a pose model file (.task).")
    if not path.exists():
        raise ModelError(
            f"There is no model file {path}; give lite, full, heavy or the path of a .task file."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            missing = set(MEMBERS) - set(archive.namelist())
            if missing:
                raise ModelError(
                    f"{path} isn't a pose model: it holds no {' and no '.join(sorted(missing))}."
                )
            damaged = archive.testzip()
            if damaged is not None:
                raise ModelError(f"{path} is damaged ({damaged}); get the file again.")
            for member in MEMBERS:
                with archive.open(member) as model:
                    if model.read(8)[4:] != _TFLITE_MAGIC:
                        raise ModelError(
                            f"{path} isn't a pose model: {member} in it is no TensorFlow Lite file."
                        )
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror or error}).") from error
    # The zip library answers odd archives with any of these.
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ModelError(
            f"{path} isn't a pose model file (.task), or only a part of one; get the file again."
        ) from error


def landmark_model_in(path: Path) -> bytes:
    """The landmark model of a bundle, a TensorFlow Lite file.

    Raises:
        ModelError: as `check_bundle`.
    """
    check_bundle(path)
    with zipfile.ZipFile(path) as bundle:
        return bundle.read(MEMBERS[1])


def unfit(path: Path) -> ModelError:
    """What to say of a bundle that looks whole, but whose models don't run."""
    return ModelError(
        f"{path} isn't a pose model that MediaPipe can run; "
        "use --model full, or give another file with --model PATH."
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises:
        ModelError: it can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror or error}).") from error
