"""`formcheck bench`: runs what was asked for and puts it into one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import formcheck
from formcheck.bench.accuracy import Wish, measure_accuracy
from formcheck.bench.grid import rendered_grid
from formcheck.bench.speed import SpeedWish, default_clip, measure_speed
from formcheck.bench.tables import accuracy_in_words, speed_in_words
from formcheck.recorded.find import Progress

SCHEMA = 1
DEFAULT_SEED = 1
DEFAULT_COUNT = 40


@dataclass(frozen=True)
class BenchOptions:
    """What to measure, and on what.

    Attributes:
        what: `speed` or `accuracy`; None for both.
        models: lite, full, heavy or paths; speed is measured with the first.
        folder: clips with truth files beside them; None to render a grid.
        seed, count: of that grid.
        file: the clip for speed; None for the sample video.
        fresh: find the landmarks anew even where they are kept.
        camera: see accuracy's clips as the live page would have.
    """

    what: str | None = None
    models: tuple[str, ...] = ("full",)
    folder: Path | None = None
    seed: int = DEFAULT_SEED
    count: int = DEFAULT_COUNT
    file: Path | None = None
    fresh: bool = False
    camera: bool = False


def bench(options: BenchOptions, progress: Progress) -> dict[str, Any]:
    """Measure; plain data for `--json`, with `speed`, `accuracy` or both.

    Raises:
        FormcheckError: something that can't be used, or rendering that isn't possible here.
    """
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "formcheck": formcheck.__version__,
        "date": datetime.now(UTC).date().isoformat(),
    }
    if options.what != "accuracy":
        clip = options.file or default_clip()
        report["speed"] = measure_speed(SpeedWish(clip, options.models[0]), progress)
    if options.what != "speed":
        folder = options.folder or rendered_grid(options.seed, options.count)
        wish = Wish(options.models, fresh=options.fresh, camera=options.camera)
        report["accuracy"] = measure_accuracy(folder, wish, progress)
    return report


def in_words(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    parts = []
    if "speed" in report:
        parts.append(speed_in_words(report["speed"], report["date"]))
    if "accuracy" in report:
        parts.append(accuracy_in_words(report["accuracy"], report["date"]))
    return "\n\n".join(parts)
