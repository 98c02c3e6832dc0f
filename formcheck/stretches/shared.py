"""What several definitions share, written once in `shared.toml`.

A table of a definition with `use = "name"` starts from the shared one of its kind and may change
any of its keys. Kinds: `[checks.NAME]` for checks, `[bounds.NAME]` for gates, ends and recognition
features, `[cameras.NAME]`, `[doses.NAME]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from formcheck.errors import DefinitionError

_BOUND_LISTS = (("hold", "all"), ("cycle", "away"), ("cycle", "back"), ("recognition", "features"))


@cache
def shared_parts() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Every shared table: kind to name to keys."""
    text = resources.files("formcheck.stretches").joinpath("shared.toml").read_text("utf-8")
    return tomllib.loads(text)


def with_shared_parts(data: Mapping[str, Any], file_name: str) -> dict[str, Any]:
    """A definition's data with every `use` replaced by what it stands for.

    Raises:
        DefinitionError: `use` names nothing; says file, key and what there is.
    """
    whole = dict(data)
    for key, kind in (("camera", "cameras"), ("dose", "doses")):
        if isinstance(whole.get(key), Mapping):
            whole[key] = _merged(whole[key], kind, f"{file_name}: {key}")
    for table, key in _BOUND_LISTS:
        part = whole.get(table)
        if isinstance(part, Mapping) and isinstance(part.get(key), list):
            where = f"{file_name}: {table}.{key}"
            whole[table] = {**part, key: _merged_all(part[key], "bounds", where)}
    if isinstance(whole.get("checks"), list):
        whole["checks"] = _merged_all(whole["checks"], "checks", f"{file_name}: checks")
    return whole


def check_with_shared_parts(part: Mapping[str, Any], where: str) -> dict[str, Any]:
    """One check's data with its `use` replaced; errors as `with_shared_parts`."""
    return _merged(part, "checks", where)


def _merged_all(parts: list[Any], kind: str, where: str) -> list[Any]:
    return [
        _merged(part, kind, f"{where}.{i}") if isinstance(part, Mapping) else part
        for i, part in enumerate(parts)
    ]


def _merged(part: Mapping[str, Any], kind: str, where: str) -> dict[str, Any]:
    if "use" not in part:
        return dict(part)
    known = shared_parts().get(kind, {})
    name = part["use"]
    if not isinstance(name, str) or name not in known:
        raise DefinitionError(f"{where}.use: {name!r} isn't one of {', '.join(known)}.")
    named = {"id": name} if kind == "checks" else {}
    own = {key: value for key, value in part.items() if key != "use"}
    return {**named, **known[name], **own}
