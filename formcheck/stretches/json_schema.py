"""The shape of a definition file as JSON Schema, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from formcheck.stretches.schema import Stretch
from formcheck.stretches.shared import shared_parts

_KINDS = {
    "Check": "checks",
    "Camera": "cameras",
    "Dose": "doses",
    "Bound": "bounds",
    "Feature": "bounds",
}


def json_schema() -> dict[str, Any]:
    """A file is a whole definition, or `extends` one and says what changes."""
    schema = Stretch.model_json_schema()
    parts = schema.pop("$defs")
    for name, kind in _KINDS.items():
        part = parts[name]
        part["properties"]["use"] = {
            "description": "start from this shared one; every other key may change it",
            "enum": sorted(shared_parts()[kind]),
        }
        needed = part.pop("required", [])
        if needed:
            part["anyOf"] = [{"required": ["use"]}, {"required": needed}]
    properties = schema["properties"]
    needed = schema.pop("required")
    properties["extends"] = {
        "description": "id of the stretch this file changes; lists are replaced as a whole",
        "type": "string",
    }
    listed = {**properties["checks"]}
    changed = {**parts["Check"]["properties"], "remove": {"type": "boolean"}}
    properties["checks"] = {
        "description": "[[checks]] in a whole definition; [checks.ID] in one that extends another",
        "anyOf": [
            listed,
            {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": changed,
                    "additionalProperties": False,
                },
            },
        ],
    }
    # a file that extends another may hold a part of a part
    for name in ("Camera", "Dose", "Recognition", "Cycle", "Gate"):
        parts[name].pop("anyOf", None)
        parts[name].pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "formcheck stretch definition",
        "anyOf": [{"required": ["extends"]}, {"required": needed}],
        "$defs": parts,
    }
