"""How well stretches are recognised on labelled photos.

    python -m tools.photo_recognition FOLDER LABELS.csv [--model full] [--poses POSES.npz]

LABELS.csv has the columns `file`, `stretch` (an id of the library; anything else means none of
them), `phase` (`start` or `hold`) and `side` (`left`, `right`; anything else where the side is not
labelled). Photos of a start position are shown and not counted. The landmarks are kept in POSES.npz
where one is given, so that a second run takes a second.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.measures.calibration import load_calibration
from formcheck.measures.measurer import Measurer
from formcheck.media.photo import read_photo
from formcheck.pose.frame import PoseFrame
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import resolve_model
from formcheck.stretches.definition import library
from formcheck.stretches.recognition import Recognised, recognise_frame

MAX_SIDE_PX = 1280


@dataclass(frozen=True)
class Labelled:
    """One photo and what it was taken for; `right` is None where it isn't counted."""

    file: str
    stretch: str
    side: str
    phase: str
    found: Sequence[Recognised]

    @property
    def is_stretch(self) -> bool:
        """Whether the label is a stretch of the library."""
        return self.stretch in library()

    @property
    def right(self) -> bool | None:
        """Stretch and labelled side as they should be, or none of them where it is none."""
        if not self.is_stretch:
            return not self.found
        if self.phase != "hold":
            return None
        if not self.found or self.found[0].stretch != self.stretch:
            return False
        return self.side not in ("left", "right") or self.found[0].side == self.side


def labelled_photos(
    folder: Path, labels: Path, model: str, poses: Path | None
) -> Iterator[Labelled]:
    """Each labelled photo with what was recognised in it."""
    kept = _Poses(folder, model, poses)
    stretches = list(library().values())
    with labels.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            measurer = Measurer(load_calibration(model))
            found = recognise_frame(stretches, *measurer.step(kept.frame(row["file"])))
            yield Labelled(row["file"], row["stretch"], row["side"], row["phase"], found)
    kept.save()


class _Poses:
    """The landmarks of photos, kept in a file if there is one."""

    def __init__(self, folder: Path, model: str, path: Path | None) -> None:
        self._folder, self._model, self._path = folder, resolve_model(model), path
        self._arrays: dict[str, np.ndarray] = {}
        if path is not None and path.exists():
            with np.load(path) as kept:
                self._arrays = dict(kept)

    def frame(self, name: str) -> PoseFrame:
        """The landmarks of one photo."""
        if name not in self._arrays:
            frame = estimate_photo(self._model, read_photo(self._folder / name, MAX_SIDE_PX).rgb)
            columns = [frame.xy_px, frame.world_m, frame.visibility[:, None]]
            self._arrays[name] = np.concatenate(columns, axis=1)
            self._arrays[f"{name}:size"] = np.array(frame.size_px)
        points, (width, height) = self._arrays[name], self._arrays[f"{name}:size"]
        return PoseFrame(
            0.0, (int(width), int(height)), points[:, :2], points[:, 2:5], points[:, 5]
        )

    def save(self) -> None:
        """Keep what was found."""
        if self._path is not None:
            np.savez(self._path, **self._arrays)  # type: ignore[arg-type]


def table(photos: Sequence[Labelled]) -> str:
    """One line a photo, then the shares."""
    lines = []
    for photo in photos:
        mark = {True: "right", False: "WRONG", None: "-"}[photo.right]
        found = ", ".join(f"{r.stretch} {r.side} {r.confidence:.2f}" for r in photo.found[:2])
        label = f"{photo.stretch} {photo.side} {photo.phase}"
        lines.append(f"{mark:6} {photo.file[:44]:44} {label:38} {found or 'none'}")
    holds = [photo.right for photo in photos if photo.is_stretch and photo.right is not None]
    others = [photo.right for photo in photos if not photo.is_stretch]
    lines.append(f"holds right, stretch and side: {sum(map(bool, holds))} of {len(holds)}")
    called = len(others) - sum(map(bool, others))
    lines.append(f"others called a stretch: {called} of {len(others)}")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, print the table."""
    parser = argparse.ArgumentParser(description="Recognition on labelled photos")
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--model", default="full")
    parser.add_argument("--poses", type=Path, help="npz file to keep the landmarks in")
    asked = parser.parse_args()
    print(table(list(labelled_photos(asked.folder, asked.labels, asked.model, asked.poses))))


if __name__ == "__main__":
    main()
