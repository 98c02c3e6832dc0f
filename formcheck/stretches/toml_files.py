"""Reading TOML files that people write: what is wrong is said with its file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formcheck.errors import DefinitionError

Shape = TypeVar("Shape", bound=BaseModel)


def text_of(path: Path) -> str:
    """The file's text.

    Raises:
        DefinitionError: it can't be read; says why.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise DefinitionError(
            f"{path}: can't be read ({error.strerror}); check its name and permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path.name}: isn't text in UTF-8; save it as that.") from error


def parsed(text: str, file_name: str) -> dict[str, Any]:
    """The text's data.

    Raises:
        DefinitionError: not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file_name}: not valid TOML: {error}.") from error


def validated(shape: type[Shape], data: Mapping[str, Any], file_name: str) -> Shape:
    """The data in its shape.

    Raises:
        DefinitionError: an unknown or missing key, a wrong value; says which.
    """
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        # a key with a typo is both unknown and missing: the unknown one says more
        first = max(error.errors(), key=lambda one: one["type"] == "extra_forbidden")
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        words = _in_words(first, shape)
        end = "" if words.endswith("?") else "."
        raise DefinitionError(f"{file_name}: {key}: {words}{end}") from error


def _in_words(error: ErrorDetails, shape: type[BaseModel]) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        close = get_close_matches(str(error["loc"][-1]), _keys(shape, error["loc"][:-1]), n=1)
        return "unknown key" + (f"; did you mean {close[0]!r}?" if close else "")
    return error["msg"].removeprefix("Value error, ")


def _keys(shape: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The keys that are allowed at a place."""
    for part in place:
        if isinstance(part, str) and part in shape.model_fields:
            shape = next(_shapes_in(shape.model_fields[part].annotation), shape)
    return list(shape.model_fields)


def _shapes_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a field's type, such as `tuple[Check, ...]` or `Gate | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes_in(inner)
