"""The drawn pictures of the stretches."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("illustrations")


def picture(stretch_id: str, kind: str = "") -> Path | None:
    """A picture of a stretch: the hold, or `start` or `mistake`; None where there is none."""
    stem = f"{stretch_id}_{kind}" if kind else stretch_id
    path = FOLDER / f"{stem}.webp"
    return path if path.exists() else None
