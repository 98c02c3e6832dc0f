"""The folder where formcheck keeps what belongs to a person: history, settings, fetched models."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from formcheck.errors import FormcheckError

HOME_VARIABLE = "FORMCHECK_HOME"


def home() -> Path:
    """The folder itself, created when it doesn't exist yet.

    It is `FORMCHECK_HOME`, or the platform's own folder for a person's data.

    Raises:
        FormcheckError: it can't be created or written to.
    """
    folder = home_path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FormcheckError(
            f"{folder} can't be used to keep formcheck's data ({_reason(error)}); "
            f"set {HOME_VARIABLE} to a folder you can write to."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FormcheckError(
            f"{folder} can't be written to; set {HOME_VARIABLE} to a folder you can write to."
        )
    return folder


def home_path() -> Path:
    """Where `home` is or would be; touches nothing."""
    setting = os.environ.get(HOME_VARIABLE, "").strip()
    if setting:
        return Path(setting).expanduser().absolute()
    return platformdirs.user_data_path("formcheck", appauthor=False)


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "it isn't a folder"
    return error.strerror or type(error).__name__
