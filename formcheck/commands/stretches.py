"""`formcheck stretches`: list, show, check a file, describe the format, learn from a recording."""

from __future__ import annotations

import argparse
import re
import sys

from formcheck.coach.live.usable import usable_routines
from formcheck.commands.streams import ProgressLine, as_json_text
from formcheck.errors import UnusableInput, writing
from formcheck.settings import read_settings, usual_model
from formcheck.stretches.definition import (
    Stretch,
    library,
    own_problems,
    parse_definition,
    read_definition,
    stretch_named,
)
from formcheck.stretches.in_words import described, in_units, listed, summed_up

LEARN = "learn"


def run_stretches(options: argparse.Namespace) -> int:
    """Do what was asked for.

    Raises:
        FormcheckError: options that don't go together, no such stretch, or a file that can't be
            read.
    """
    if options.id == LEARN:
        return _learn(options)
    learning = (options.video, options.hold, options.side, options.out, options.model)
    if any(given is not None for given in learning):
        raise UnusableInput(
            "VIDEO, --hold, --side, --out and --model belong to 'formcheck stretches learn VIDEO'."
        )
    if options.check is not None:
        print(summed_up(read_definition(options.check), options.check.name))
    elif options.schema:
        from formcheck.stretches.json_schema import json_schema

        print(as_json_text(json_schema()))
    elif options.id:
        stretch = stretch_named(options.id)
        if options.json:
            print(as_json_text(stretch.model_dump(mode="json")))
        else:
            print(described(in_units(stretch, read_settings().units)))
    else:
        stretches = list(library().values())
        as_data = [stretch.model_dump(mode="json") for stretch in stretches]
        print(as_json_text(as_data) if options.json else listed(stretches))
    tell_own_problems()
    return 0


def tell_own_problems() -> None:
    """Say on stderr which of one's own definitions and routines were left out, and why."""
    for problem in (*own_problems(), *usable_routines()[1]):
        print(f"formcheck: left out: {problem}", file=sys.stderr)


def _learn(options: argparse.Namespace) -> int:
    from formcheck.measures.calibration import load_calibration
    from formcheck.pose.models import model_name
    from formcheck.recorded.learn import found_again, observe, propose
    from formcheck.recorded.learn_toml import as_toml, proposed_id

    if options.video is None or options.hold is None or options.side is None:
        raise UnusableInput(
            "learn needs a recording, its hold and its side: "
            "formcheck stretches learn VIDEO --hold 12-20 --side left."
        )
    hold_s = _hold(options.hold)
    model = options.model or usual_model(read_settings())
    if options.out is not None and options.out.exists():
        raise UnusableInput(f"{options.out} is there already; give another name to write.")
    calibration = load_calibration(model_name(model))
    with ProgressLine() as line:
        frames = observe(options.video, model, line.show)
        line.clear()
    proposal = propose(frames, hold_s, options.side, calibration)
    stretch_id = proposed_id(options.out or options.video)
    text = as_toml(proposal, stretch_id, options.video.name)
    stretch = parse_definition(text, f"{stretch_id}.toml")
    holds, recognised = found_again(stretch, options.side, frames, calibration)
    if options.out is None:
        print(text)
    else:
        with writing(options.out):
            options.out.write_text(text, "utf-8")
    print(_verdict(stretch, hold_s, holds, recognised), file=sys.stderr)
    return 0


def _verdict(
    stretch: Stretch,
    asked_s: tuple[float, float],
    holds: list[tuple[float, float]],
    recognised: float,
) -> str:
    """How well the proposal knows its own recording."""
    near = [one for one in holds if one[0] < asked_s[1] and one[1] > asked_s[0]]
    if not near:
        return f"{stretch.id}: the hold isn't found again with this; change the gate's bounds."
    start_s, end_s = max(near, key=lambda one: one[1] - one[0])
    return (
        f"{stretch.id}: finds the hold from {start_s:.1f} to {end_s:.1f} s again and recognises "
        f"{recognised:.0%} of it. Write the words, then: formcheck stretches --check FILE"
    )


def _hold(text: str) -> tuple[float, float]:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text.strip())
    if not found or float(found[1]) >= float(found[2]):
        raise UnusableInput(f"--hold {text}: write the seconds from and to, as 12-20.")
    return float(found[1]), float(found[2])
