"""What got better and what got worse between two accuracy reports.

formcheck bench accuracy --folder clips --json > before.json
... change something ...
formcheck bench accuracy --folder clips --json > after.json
python benchmarks/compare.py before.json after.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Report = dict[str, Any]
LEAST = {"mean_abs": 0.2, "coverage": 0.02, "precision": 0.01, "recall": 0.01}
"""Smaller changes are not worth a line (degrees, shares)."""
SMALLER_IS_BETTER = {"mean_abs"}


def main(before: Path, after: Path) -> None:
    """Print a line for every aim and figure that changed."""
    old, new = (_models(path) for path in (before, after))
    for model in sorted(set(old) & set(new)):
        print(f"## {model}")
        for line in changes(old[model], new[model]):
            print(line)


def changes(old: Report, new: Report) -> Iterator[str]:
    """Aims first, then angles and checks."""
    aims = {target["aim"]: target for target in old["targets"]}
    for target in new["targets"]:
        before = aims.get(target["aim"])
        if before is not None and before["figure"] != target["figure"]:
            turned = before["reached"] != target["reached"]
            sign = ("better" if target["reached"] else "WORSE ") if turned else "      "
            yield f"{sign} {target['aim']}: {before['figure']} -> {target['figure']}"
    yield from _figures(old["angles"], new["angles"], ("stretch", "view", "joint", "distance"))
    yield from _figures(old["checks"], new["checks"], ("stretch", "view", "check"))


def _figures(old: list[Report], new: list[Report], keys: tuple[str, ...]) -> Iterator[str]:
    rows = {tuple(row[key] for key in keys): row for row in old}
    for row in new:
        name = tuple(row[key] for key in keys)
        before = rows.get(name, {})
        for figure, least in LEAST.items():
            was, now = before.get(figure), row.get(figure)
            if was is None or now is None or abs(now - was) < least:
                continue
            better = (now < was) == (figure in SMALLER_IS_BETTER)
            sign = "better" if better else "WORSE "
            yield f"{sign} {' '.join(name)}: {figure} {was:g} -> {now:g}"


def _models(path: Path) -> dict[str, Report]:
    report = json.loads(path.read_text(encoding="utf-8"))
    return {model["model"]: model for model in report["accuracy"]["models"]}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/compare.py BEFORE.json AFTER.json")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
