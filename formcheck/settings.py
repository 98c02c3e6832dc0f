"""A person's settings: `settings.toml` in formcheck's home, to be read and changed by hand too."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import tomli_w

from formcheck.errors import CHECK_HOME, FormcheckError, writing
from formcheck.home import home, home_path
from formcheck.pose.models import DEFAULT_MODEL, MODEL_VARIABLE
from formcheck.units import Units

FILE_NAME = "settings.toml"
RETIRED = ("safety_read",)
"""Keys of earlier versions, which a file may still hold; they are left out when it is written."""


class SettingsError(FormcheckError):
    """The settings can't be read or written; names the file and the key."""


@dataclass(frozen=True)
class Settings:
    """What formcheck remembers about how a person likes it.

    Attributes:
        profile: whose sessions are saved unless another one is named.
        model: pose model, by name or path; empty for the default. See `usual_model`.
        camera: the browser's id of the camera; empty for its first one.
        voice: cues are spoken; `voice_name` by this voice, empty for the browser's own.
        language: of the voice, as browsers name it (`en-GB`).
        volume: 0 to 1.
        sounds: tones at the start and the end of a hold.
        units: `metric` or `imperial`, for distances; angles are degrees in both.
        theme: `auto` follows the system.
        keep_video: how long recordings that were uploaded stay: never, unless one asks for it.
    """

    profile: str = "Me"
    model: str = ""
    camera: str = ""
    voice: bool = True
    voice_name: str = ""
    language: str = "en"
    volume: float = 0.8
    sounds: bool = True
    units: Units = "metric"
    theme: Literal["auto", "light", "dark"] = "auto"
    keep_video: Literal["never", "a week", "until deleted"] = "never"

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self)).items():
            value = getattr(self, name)
            choices = get_args(hint)
            if choices and value not in choices:
                raise SettingsError(f"{name} can't be {value!r}; it is {_listed(choices)}.")
            if not choices and not _is(hint, value):
                raise SettingsError(f"{name} can't be {value!r}; it is {_KINDS[hint]}.")
        if not 0.0 <= self.volume <= 1.0:
            raise SettingsError(f"volume can't be {self.volume}; it is from 0 to 1.")
        if not self.profile.strip():
            raise SettingsError("profile can't be empty; it is a name.")


def read_settings() -> Settings:
    """The settings; the defaults where there is no file yet.

    Raises:
        SettingsError: the file can't be read, or a key or a value isn't known; says which.
    """
    path = home_path() / FILE_NAME
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"{path} can't be read ({error}); mend it, or delete it to begin anew."
        ) from error
    known = [field.name for field in fields(Settings)]
    told = {key: value for key, value in told.items() if key not in RETIRED}
    unknown = sorted(set(told) - set(known))
    if unknown:
        raise SettingsError(f"{path}: unknown key {unknown[0]}; there are: {', '.join(known)}.")
    try:
        return Settings(**told)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from error


def usual_model(settings: Settings) -> str:
    """The pose model where none is named: the environment's, else the settings', else full."""
    return os.environ.get(MODEL_VARIABLE, "").strip() or settings.model or DEFAULT_MODEL


def write_settings(settings: Settings) -> None:
    """Keep the settings; the file is whole at any moment.

    Raises:
        FormcheckError: they can't be written.
    """
    path = home() / FILE_NAME
    with writing(path, CHECK_HOME, SettingsError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-", suffix=".toml")
        with os.fdopen(handle, "wb") as file:
            tomli_w.dump(asdict(settings), file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)


_KINDS = {str: "text", bool: "true or false", float: "a number"}


def _is(hint: Any, value: object) -> bool:
    if hint is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _listed(choices: tuple[str, ...]) -> str:
    return " or ".join(f'"{choice}"' for choice in choices)
