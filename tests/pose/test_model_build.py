"""The bundles in models/ are what tools/models builds, byte for byte."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from pathlib import Path

import pytest
from pose.samples import LITE, members

pytest.importorskip("flatbuffers")

from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as model_schema

from tools.models import build, sources

MODELS = LITE.parent
MANIFEST = json.loads((MODELS / "manifest.json").read_text())


def test_building_again_gives_the_same_bytes() -> None:
    # Metadata that is there already is replaced, so a finished model is as good an input as a raw.
    assert build.bundle(*members(LITE)) == LITE.read_bytes()


@pytest.mark.parametrize(("member", "mean", "std"), [(0, 127.5, 127.5), (1, 0.0, 255.0)])
def test_each_model_says_how_its_input_is_normalised(member: int, mean: float, std: float) -> None:
    model = model_schema.Model.GetRootAsModel(members(LITE)[member], 0)
    entries = [model.Metadata(i) for i in range(model.MetadataLength())]
    (entry,) = [entry for entry in entries if entry.Name() == b"TFLITE_METADATA"]
    content = model.Buffers(entry.Buffer()).DataAsNumpy().tobytes()
    tree = metadata_schema.ModelMetadataT.InitFromObj(
        metadata_schema.ModelMetadata.GetRootAsModelMetadata(content, 0)
    )
    (unit,) = tree.subgraphMetadata[0].inputTensorMetadata[0].processUnits
    assert (list(unit.options.mean), list(unit.options.std)) == ([mean], [std])


def test_weights_lie_on_16_byte_borders_of_the_file() -> None:
    """Else MediaPipe copies each of them when it loads the model."""
    data = LITE.read_bytes()
    with zipfile.ZipFile(LITE) as archive:
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            name_length, extra_length = struct.unpack_from("<HH", data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_length + extra_length
            model = model_schema.Model.GetRootAsModel(data[start : start + entry.file_size], 0)
            for index in range(model.BuffersLength()):
                table = model.Buffers(index)._tab
                if table.Offset(4):
                    assert (start + table.Vector(table.Offset(4))) % 16 == 0


@pytest.mark.parametrize("variant", ["lite", "full", "heavy"])
def test_the_manifest_tells_the_truth(variant: str) -> None:
    entry = MANIFEST["models"][variant]
    raw = [sources.DETECTOR, sources.LANDMARKS[variant]]
    assert [source["sha256"] for source in entry["sources"]] == [model.sha256 for model in raw]
    assert entry["shipped"] == (variant != "heavy")
    if entry["shipped"]:
        data = (MODELS / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert len(data) == entry["bytes"]
    else:
        assert entry["download"]["url"].startswith("https://")
        assert len(entry["download"]["sha256"]) == 64


def test_other_raw_models_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pose_detection.tflite").write_bytes(b"something else")
    arguments = ["--out", str(tmp_path / "out"), "--models", "lite", "--from", str(tmp_path)]
    assert build.main(arguments) == 1
    assert "pose_detection.tflite: SHA-256 is" in capsys.readouterr().err
    (tmp_path / "pose_detection.tflite").unlink()
    assert build.main(arguments) == 1
    assert "can't be read" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
