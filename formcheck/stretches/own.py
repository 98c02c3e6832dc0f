"""One's own definitions: files in `FORMCHECK_HOME/stretches` that add a stretch or change one.

A file is a whole definition, or says `extends = "lying_hamstring"` and what is different for this
person, check by check: `[checks.knee_not_too_bent] max = 40`. With an `id` of its own it adds a
stretch, without one (or with that of a shipped one) it takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formcheck.errors import DefinitionError
from formcheck.home import home_path
from formcheck.stretches.shared import check_with_shared_parts

FOLDER = "stretches"


def own_folder() -> Path:
    """Where one's own definitions are looked for; it need not exist."""
    return home_path() / FOLDER


def own_files() -> tuple[tuple[Path, int, int], ...]:
    """Each file with its time and size, so that a change is noticed."""
    try:
        paths = sorted(own_folder().glob("*.toml"))
        stats = [(path, path.stat()) for path in paths]
    except OSError:
        return ()
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def extended(
    changes: Mapping[str, Any], shipped: Mapping[str, Mapping[str, Any]], file_name: str
) -> dict[str, Any]:
    """The whole definition that a partial one stands for.

    Tables are merged key by key, lists are replaced as a whole, and `[checks.ID]` changes the keys
    of that check, adds a check that isn't there, or leaves one out with `remove = true`.

    Args:
        changes: data with `extends`.
        shipped: data of the definitions that can be extended, by id, nothing left to `use`.
        file_name: for what is said.

    Raises:
        DefinitionError: there is no such stretch, or the checks aren't `[checks.ID]` tables.
    """
    base_id = changes["extends"]
    if not isinstance(base_id, str) or base_id not in shipped:
        raise DefinitionError(
            f"{file_name}: extends: no stretch is called {base_id!r}; there are "
            f"{', '.join(shipped)}."
        )
    base = shipped[base_id]
    own = {key: value for key, value in changes.items() if key not in ("extends", "checks")}
    checks = changes.get("checks", {})
    if not isinstance(checks, Mapping):
        raise DefinitionError(
            f"{file_name}: checks: in a file that extends another write [checks.ID] and what "
            "changes, not [[checks]]."
        )
    return {**_merged(base, own), "checks": _checks(base["checks"], checks, file_name)}


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(base)
    for key, value in changes.items():
        before = whole.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        whole[key] = _merged(before, value) if both else value  # type: ignore[arg-type]
    return whole


def _checks(
    base: list[dict[str, Any]], changes: Mapping[str, Any], file_name: str
) -> list[dict[str, Any]]:
    known = {check["id"]: check for check in base}
    for check_id, own in changes.items():
        where = f"{file_name}: checks.{check_id}"
        if not isinstance(own, Mapping):
            raise DefinitionError(f"{where}: write [checks.{check_id}] and its keys below.")
        if own.get("remove") is True:
            if known.pop(check_id, None) is None:
                raise DefinitionError(
                    f"{where}: there is no such check to remove; there are {', '.join(known)}."
                )
            continue
        merged = check_with_shared_parts(own, where)
        known[check_id] = {"id": check_id, **known.get(check_id, {}), **merged}
    return list(known.values())
