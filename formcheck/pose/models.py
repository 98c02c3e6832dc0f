"""Which pose model file to use: one that ships, heavy fetched on first use, or the person's own."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from formcheck.errors import FormcheckError, ModelError
from formcheck.home import home
from formcheck.pose.bundle import check_bundle, sha256_of
from formcheck.pose.download import Download, FetchError, Progress, fetch

MODEL_VARIABLE = "FORMCHECK_MODEL"
DEFAULT_MODEL = "full"

_one_at_a_time = threading.Lock()  # two visitors of the page may ask for the same download


@dataclass(frozen=True)
class KnownModel:
    """A pose model that formcheck knows by name, as `models/manifest.json` records it.

    Attributes:
        name: lite, full or heavy.
        file: name of its file.
        sha256: SHA-256 of the bundle built by `tools.models.build`.
        download: where MediaPipe's own bundle of the same weights is, for what doesn't ship.
    """

    name: str
    file: str
    sha256: str
    download: Download | None


def resolve_model(
    name_or_path: str | None = None,
    *,
    download: Download | None = None,
    progress: Progress | None = None,
) -> Path:
    """The path of a checked pose model file.

    Args:
        name_or_path: lite, full, heavy or the path of a `.task` file; by default what
            `FORMCHECK_MODEL` says, else full.
        download: fetch a model that isn't here from another place than the manifest's.
        progress: told how far a download is; by default a line on stderr, only on a terminal.

    Raises:
        ModelError: a model that is missing, damaged, of the wrong kind, or can't be fetched.
    """
    choice = name_or_path or os.environ.get(MODEL_VARIABLE, "").strip() or DEFAULT_MODEL
    known = known_models().get(choice)
    if known is None:
        path = Path(choice).expanduser()
        check_bundle(path)
        return path
    shipped = models_folder() / known.file
    if shipped.is_file():
        return _checked(shipped, known.sha256)
    download = download or known.download
    if download is None:
        raise ModelError(
            f"The {known.name} model is missing from {models_folder()}; install formcheck again."
        )
    return _fetched(known, download, progress)


def model_name(name_or_path: str | None = None) -> str:
    """What to call the model that `resolve_model` would take: lite, full, heavy, or a file name."""
    choice = name_or_path or os.environ.get(MODEL_VARIABLE, "").strip() or DEFAULT_MODEL
    return choice if choice in known_models() else Path(choice).name


@cache
def known_models() -> dict[str, KnownModel]:
    """The models of the manifest, by name.

    Raises:
        ModelError: the manifest is missing or can't be read.
    """
    path = models_folder() / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return {name: _known(name, entry) for name, entry in manifest["models"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is missing or damaged; install formcheck again.") from error


def models_folder() -> Path:
    """Where the shipped models lie: in the installed package, or in the repository beside it."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_models"
    return installed if installed.is_dir() else package.parent / "models"


def _known(name: str, entry: dict[str, Any]) -> KnownModel:
    source = entry.get("download")
    download = Download(source["url"], source["sha256"], source["bytes"]) if source else None
    return KnownModel(name, entry["file"], entry["sha256"], download)


def _checked(path: Path, sha256: str) -> Path:
    if sha256_of(path) != sha256:
        raise ModelError(f"{path} is damaged (its SHA-256 differs); install formcheck again.")
    return path


def _fetched(known: KnownModel, download: Download, progress: Progress | None) -> Path:
    try:
        path = home() / "models" / known.file
        with _one_at_a_time:
            # One that a person built or copied there is as good as the one that would be fetched.
            if path.is_file() and sha256_of(path) in (download.sha256, known.sha256):
                return path
            fetch(download, path, progress)
    except FetchError as error:
        reason = str(error)
    except ModelError:
        raise
    except FormcheckError as error:
        reason = str(error).rstrip(".")
    else:
        return path
    raise ModelError(
        f"The {known.name} model isn't here and can't be fetched: {reason}. "
        "Use --model full, or give a file with --model PATH."
    )
