"""Routines: an ordered list of stretches with sides, seconds and repetitions, in TOML files.

Five ship with formcheck; a person's own lie in the folder `routines` of `FORMCHECK_HOME` and come
before a shipped one of the same id.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from formcheck.errors import CHECK_HOME, DefinitionError, FormcheckError, UnusableInput, writing
from formcheck.home import home, home_path
from formcheck.stretches.toml_files import parsed, text_of, validated

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RoutineStep(_Part):
    """One stretch of a routine.

    Attributes:
        stretch: its id.
        sides: `both` does one side after the other; also for a stretch without sides.
        hold_s: seconds of a hold, 0 to move where it can be moved; None for the usual dose.
        repetitions: None for the usual dose.
        rest_s: between repetitions; None for the usual rest.
    """

    stretch: Id
    sides: Literal["both", "left", "right"] = "both"
    hold_s: Annotated[float, Field(ge=0, le=600)] | None = None
    repetitions: Annotated[int, Field(ge=1, le=100)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=600)] | None = None


class Routine(_Part):
    """A session's worth of stretches.

    Attributes:
        warm_up_s: seconds of marching in place before the first stretch; 0 for none.
    """

    id: Id
    name: Text
    about: str = ""
    warm_up_s: Annotated[float, Field(ge=0, le=1800)] = 0.0
    steps: tuple[RoutineStep, ...] = Field(min_length=1)


def parse_routine(text: str, file_name: str) -> Routine:
    """The routine a file's text describes.

    Raises:
        DefinitionError: not TOML, an unknown or missing key, a wrong value; says which.
    """
    return validated(Routine, parsed(text, file_name), file_name)


def read_routine(path: Path) -> Routine:
    """Read one routine file; errors as `parse_routine`, and for a file that can't be read."""
    return parse_routine(text_of(path), path.name)


@cache
def shipped_routines() -> dict[str, Routine]:
    """Those that ship with formcheck, by id."""
    folder = resources.files("formcheck.stretches").joinpath("routines")
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    texts = [(one.read_text("utf-8"), one.name) for one in files if one.name.endswith(".toml")]
    return {routine.id: routine for routine in (parse_routine(*text) for text in texts)}


def own_routines() -> tuple[list[tuple[Path, Routine]], list[DefinitionError]]:
    """The person's own with their files, and what is wrong with the files that can't be read."""
    found, wrong = [], []
    for path in _own_files():
        try:
            found.append((path, read_routine(path)))
        except DefinitionError as error:
            wrong.append(error)
    return found, wrong


def routines() -> dict[str, Routine]:
    """The shipped routines and the person's own, by id, in that order.

    A file of one's own that can't be read is left out; `own_routines` says what is wrong.
    """
    return shipped_routines() | {routine.id: routine for _, routine in own_routines()[0]}


def save_routine(routine: Routine) -> Path:
    """Keep a routine of one's own; one of the same id is replaced, whatever its file is called.

    Returns:
        The file written, whole or not at all.

    Raises:
        UnusableInput: the id belongs to a shipped routine.
        FormcheckError: the folder can't be written to.
    """
    if routine.id in shipped_routines():
        raise UnusableInput(f"{routine.name!r} ships with formcheck; give yours another name.")
    folder = home() / "routines"
    path = folder / f"{routine.id}.toml"
    unfinished = path.with_suffix(".part")
    with writing(path, CHECK_HOME, FormcheckError):
        folder.mkdir(exist_ok=True)
        unfinished.write_text(as_toml(routine), "utf-8")
        unfinished.replace(path)
    for other, same in own_routines()[0]:
        if same.id == routine.id and other != path:
            other.unlink(missing_ok=True)
    return path


def delete_routine(routine_id: str) -> bool:
    """Delete a routine of one's own; False where there is none of this id.

    Raises:
        FormcheckError: its file can't be deleted.
    """
    mine = [path for path, routine in own_routines()[0] if routine.id == routine_id]
    for path in mine:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FormcheckError(
                f"{path} can't be deleted ({error.strerror}); check the folder's permissions."
            ) from error
    return bool(mine)


def id_for(name: str) -> str:
    """An id made from a name, not yet taken: `My morning!` gives `my_morning`."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in name.lower())
    base = "_".join(letters.split())[:50]
    if not base or not base[0].isalpha():
        base = f"my_{base}".rstrip("_") if base else "my_routine"
    taken, free, n = routines(), base, 2
    while free in taken:
        free, n = f"{base}_{n}", n + 1
    return free


def as_toml(routine: Routine) -> str:
    """The file's text; reading it gives the same routine."""
    lines = [
        f"{key} = {_toml(value)}"
        for key, value in routine.model_dump(exclude={"steps"}).items()
        if value != ""
    ]
    for step in routine.steps:
        lines += ["", "[[steps]]"]
        lines += [
            f"{key} = {_toml(value)}" for key, value in step.model_dump(exclude_none=True).items()
        ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    # TOML's basic strings escape as JSON's do, the delete character apart
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return repr(value)


def _own_files() -> list[Path]:
    folder = home_path() / "routines"
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []
