"""Definitions: read from TOML, checked on loading, kept as the library.

An unknown key, a wrong type or a missing line is a `DefinitionError` that names file and key. What
a definition may hold is in `schema`, what several share in `shared.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from formcheck.errors import DefinitionError
from formcheck.stretches.measure_names import measure_fault
from formcheck.stretches.own import extended, own_files
from formcheck.stretches.schema import (
    PLACES,
    Bound,
    Camera,
    Check,
    Cycle,
    Dose,
    Feature,
    Gate,
    Recognition,
    Stretch,
    filled,
)
from formcheck.stretches.shared import with_shared_parts
from formcheck.stretches.toml_files import parsed, text_of, validated

__all__ = [
    "PLACES",
    "Bound",
    "Camera",
    "Check",
    "Cycle",
    "Dose",
    "Feature",
    "Gate",
    "Recognition",
    "Stretch",
    "filled",
    "library",
    "own_problems",
    "parse_definition",
    "read_definition",
    "shipped_library",
    "stretch_named",
]


def read_definition(path: Path) -> Stretch:
    """Read one definition file.

    Raises:
        DefinitionError: not TOML, an unknown or missing key, a wrong value; says which.
    """
    return parse_definition(text_of(path), path.name)


def parse_definition(text: str, file_name: str) -> Stretch:
    """The stretch a definition file's text describes; errors as `read_definition`.

    The text may extend a shipped definition, see `own`.
    """
    data = parsed(text, file_name)
    if "extends" in data:
        whole = extended(with_shared_parts(data, file_name), _shipped_data(), file_name)
        return _validated(whole, file_name)
    return _validated(with_shared_parts(data, file_name), file_name)


def _validated(data: Mapping[str, Any], file_name: str) -> Stretch:
    stretch = validated(Stretch, data, file_name)
    fault = measure_fault(stretch)
    if fault is not None:
        raise DefinitionError(f"{file_name}: {fault[0]}: {fault[1]}.")
    return stretch


@cache
def _shipped_data() -> dict[str, dict[str, Any]]:
    """What ships with formcheck, as data, in the order of the files' names."""
    folder = resources.files("formcheck.stretches").joinpath("library")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    shipped = {}
    for entry in files:
        data = with_shared_parts(parsed(entry.read_text("utf-8"), entry.name), entry.name)
        shipped[str(data.get("id", entry.name))] = data
    return shipped


@cache
def shipped_library() -> dict[str, Stretch]:
    """Every stretch that ships with formcheck, by id, in the order of the files' names."""
    stretches = [_validated(data, f"{name}.toml") for name, data in _shipped_data().items()]
    return {stretch.id: stretch for stretch in stretches}


def library() -> dict[str, Stretch]:
    """Every stretch by id: those that ship with formcheck, one's own added or in their place.

    A file of one's own that can't be used is left out; `own_problems` says why.
    """
    return _with_own(own_files())[0]


def own_problems() -> tuple[DefinitionError, ...]:
    """Why files in the folder of one's own definitions can't be used, a sentence for each."""
    return _with_own(own_files())[1]


@lru_cache(maxsize=4)
def _with_own(
    files: tuple[tuple[Path, int, int], ...],
) -> tuple[dict[str, Stretch], tuple[DefinitionError, ...]]:
    stretches, problems = dict(shipped_library()), []
    for path, _, _ in files:
        try:
            stretch = read_definition(path)
        except DefinitionError as error:
            problems.append(error)
        else:
            stretches[stretch.id] = stretch
    return stretches, tuple(problems)


def stretch_named(stretch_id: str) -> Stretch:
    """The stretch with this id.

    Raises:
        DefinitionError: there is none; lists the ids there are.
    """
    try:
        return library()[stretch_id]
    except KeyError:
        known = ", ".join(library())
        raise DefinitionError(f"No stretch is called {stretch_id!r}. There are: {known}.") from None
