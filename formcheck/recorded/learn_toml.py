"""A proposed definition as TOML, with the words for a person to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from formcheck.measures.view import View
from formcheck.recorded.learn import Learnt, Proposal

_FEATURE_SLACK = 1.0
"""Recognition takes rough values: a feature's bound lies one more error outside the gate's."""


def proposed_id(path: Path) -> str:
    """An id from a file's name."""
    words = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    return words if words[:1].isalpha() else f"stretch_{words}".rstrip("_")


def as_toml(proposal: Proposal, stretch_id: str, video: str) -> str:
    """The definition file; `formcheck stretches --check` accepts it as it is."""
    name = stretch_id.replace("_", " ").capitalize()
    start_s, end_s = proposal.hold_s
    sided = proposal.side != "both"
    lines = [
        f"# Proposed from {video.splitlines()[0]}, held from {start_s:g} to {end_s:g} s.",
        "# Read every line: the words are yours to write, the numbers come from one recording.",
        f'id = "{stretch_id}"',
        f'name = "{name}"',
        f'position = "{proposal.position}"',
        f'sides = "{"each" if sided else "both"}"',
        *(['side_means = "the side that is stretched"'] if sided else []),
        f'driver = "{proposal.driver.name}"',
        *([] if proposal.driver.rises else ['driver_peak = "min"']),
        "how_to = [",
        '    "Write how to start.",',
        '    "Write how to go into the stretch.",',
        '    "Hold where you feel mild tension, and keep breathing.",',
        "]",
        'mistakes = ["Bouncing"]',
        'benefits = "Write in modest words what it is for."',
        'precautions = ["Mild tension, never pain."]',
        "",
        "[camera]",
        *_camera(proposal.view),
        "",
        "[dose]",
        'use = "held"',
        "",
    ]
    for one in proposal.gate:
        lines += ["[[hold.all]]", *_bound(one, one.limit), f'source = "{_seen(one)}"']
    lines += ["", "[recognition]", f'positions = ["{proposal.position}"]']
    for one in proposal.features:
        lines += ["[[recognition.features]]", *_feature(one)]
    lines += [
        "",
        "# What to judge: take ready ones by name (formcheck stretches --schema lists them),",
        "# or write your own with measure, min or max, weight, name, say and source.",
        "[[checks]]",
        'use = "no_bounce"',
        "",
    ]
    return "\n".join(lines)


def _camera(view: View) -> list[str]:
    if view in (View.SIDE, View.UNKNOWN):
        return ['use = "beside"']
    if view in (View.THREE_QUARTER, View.HEAD, View.FEET):
        return ['use = "high_three_quarter"']
    return [f'views = ["{view}"]', 'place = "Where it stood in the recording."']


def _bound(one: Learnt, limit: float) -> list[str]:
    return [f'measure = "{one.name}"', f"{'min' if one.rises else 'max'} = {_number(one, limit)}"]


def _feature(one: Learnt) -> list[str]:
    soft = _number(one, max(20.0 if one.name.endswith("_deg") else 0.2, one.error))
    if abs(one.clearness) < 1.0:  # the same before: it only mustn't be otherwise
        away = (1.0 + _FEATURE_SLACK) * one.error
        low, high = _number(one, one.low - away), _number(one, one.high + away)
        return [f'measure = "{one.name}"', f"min = {low}", f"max = {high}", f"soft = {soft}"]
    away = _FEATURE_SLACK * one.error
    limit = one.limit - away / 2.0 if one.rises else one.limit + away / 2.0
    return [*_bound(one, limit), f"soft = {soft}"]


def _seen(one: Learnt) -> str:
    held = f"{_number(one, one.low)} to {_number(one, one.high)}"
    return f"read {held} in the hold, {_number(one, one.before)} besides; error {one.error:.2g}"


def _number(one: Learnt, value: float) -> str:
    return f"{value:.0f}" if one.name.endswith("_deg") else f"{value:.2f}"
