"""Build the pose model bundles and their manifest.

    python -m tools.models.build --out models [--models lite full heavy] [--from DIR]

A bundle (`.task`) is an uncompressed zip of the person detector and one landmark model. Built again
from the same packages it comes out byte for byte the same.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import struct
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.models.metadata import with_normalisation
from tools.models.sources import DETECTOR, LANDMARKS, LICENCE, RawModel, SourceError, obtain

DETECTOR_MEMBER = "pose_detector.tflite"
LANDMARKS_MEMBER = "pose_landmarks_detector.tflite"

SHIPPED = ("lite", "full")

_ALIGNMENT = 16
_LOCAL_HEADER_BYTES = 30  # of a zip entry, before its name
_PADDING_HEADER = struct.Struct("<HH")
_PADDING_ID = 0xD935  # the id that zipalign uses for the same purpose

# MediaPipe's own bundle of the same weights, for who wants heavy without building it. SHA-256 and
# size as recorded by many public projects that pin this address; MediaPipe publishes none.
_DOWNLOADS = {
    "heavy": {
        "url": (
            "https://storage.googleapis.com/mediapipe-models/pose_landmarker/"
            "pose_landmarker_heavy/float16/1/pose_landmarker_heavy.task"
        ),
        "sha256": "64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",
        "bytes": 30_664_242,
    }
}


def bundle(detector: bytes, landmarks: bytes) -> bytes:
    """A `.task` bundle of two raw models, with the metadata MediaPipe asks for."""
    members = (
        # The detector takes -1 to 1, the landmark model 0 to 1.
        (DETECTOR_MEMBER, with_normalisation(detector, "pose detector", 127.5, 127.5)),
        (LANDMARKS_MEMBER, with_normalisation(landmarks, "pose landmarks", 0.0, 255.0)),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the same bytes whatever system builds it
            entry.extra = _padding(out.tell() + _LOCAL_HEADER_BYTES + len(name))
            archive.writestr(entry, data)
    return out.getvalue()


def _padding(offset: int) -> bytes:
    """An extra field that moves what follows it from `offset` to a 16-byte border.

    MediaPipe maps the models where they lie in the bundle, and copies what isn't aligned.
    """
    size = -(offset + _PADDING_HEADER.size) % _ALIGNMENT
    return _PADDING_HEADER.pack(_PADDING_ID, size) + bytes(size)


def build(out: Path, variants: Sequence[str], raw_folder: Path | None = None) -> None:
    """Write the bundles of `variants` into `out` and bring `out/manifest.json` up to date.

    Args:
        out: folder for the bundles.
        variants: any of lite, full, heavy.
        raw_folder: where the raw models already are; without it their packages are fetched.

    Raises:
        SourceError: a raw model that can't be had, or the wrong bytes.
    """
    raw = obtain([DETECTOR, *(LANDMARKS[variant] for variant in variants)], raw_folder)
    out.mkdir(parents=True, exist_ok=True)
    manifest = _read_manifest(out / "manifest.json")
    for variant in variants:
        data = bundle(raw[DETECTOR.file], raw[LANDMARKS[variant].file])
        (out / f"pose_{variant}.task").write_bytes(data)
        manifest["models"][variant] = _entry(variant, data)
    manifest["models"] = {name: manifest["models"][name] for name in sorted(manifest["models"])}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _read_manifest(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"schema": 1, "models": {}}
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def _entry(variant: str, data: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "file": f"pose_{variant}.task",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "shipped": variant in SHIPPED,
        "licence": LICENCE,
        "sources": [
            _source(DETECTOR, DETECTOR_MEMBER),
            _source(LANDMARKS[variant], LANDMARKS_MEMBER),
        ],
    }
    if variant in _DOWNLOADS:
        entry["download"] = _DOWNLOADS[variant]
    return entry


def _source(model: RawModel, becomes: str) -> dict[str, str]:
    return {
        "becomes": becomes,
        "client": model.client,
        "package": model.package,
        "version": model.version,
        "member": model.member,
        "sha256": model.sha256,
        "licence": LICENCE,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.models.build", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--models", nargs="+", choices=sorted(LANDMARKS), default=list(SHIPPED), metavar="MODEL"
    )
    parser.add_argument("--from", dest="raw_folder", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        build(options.out, options.models, options.raw_folder)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
