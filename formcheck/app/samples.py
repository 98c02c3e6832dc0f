"""The sample clips, where there are any: an installed wheel comes without them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.stretches.definition import library

FOLDER = Path(__file__).resolve().parents[2] / "sample_videos"
_SUFFIXES = (".mp4", ".webm", ".mov", ".jpg", ".png")


@dataclass(frozen=True)
class Sample:
    """A clip to try, and what it is called."""

    path: Path
    name: str


def samples() -> list[Sample]:
    """Every sample, by name; empty where none are installed."""
    if not FOLDER.is_dir():
        return []
    files = [
        path
        for path in FOLDER.iterdir()
        if path.suffix.lower() in _SUFFIXES and "." not in path.stem  # x.part.mp4 isn't whole yet
    ]
    return sorted((Sample(path, _name(path)) for path in files), key=lambda sample: sample.name)


def _name(path: Path) -> str:
    """The stretch's own name where the file begins with its id, then the rest in words."""
    for stretch in library().values():
        if path.stem.startswith(stretch.id):
            rest = path.stem.removeprefix(stretch.id).replace("_", " ").strip()
            return f"{stretch.name}: {rest}" if rest else stretch.name
    return path.stem.replace("_", " ").capitalize()
