from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pose.samples import LITE

from formcheck.errors import ModelError
from formcheck.pose import models
from formcheck.pose.models import known_models, model_name, models_folder, resolve_model


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    yield
    known_models.cache_clear()


@pytest.mark.parametrize(
    ("asked", "setting", "file"),
    [
        (None, None, "pose_full.task"),
        (None, "", "pose_full.task"),
        (None, "lite", "pose_lite.task"),
        ("full", "lite", "pose_full.task"),
        ("lite", None, "pose_lite.task"),
    ],
)
def test_option_then_setting_then_full(
    asked: str | None, setting: str | None, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting is not None:
        monkeypatch.setenv("FORMCHECK_MODEL", setting)
    assert resolve_model(asked) == models_folder() / file
    assert f"pose_{model_name(asked)}.task" == file


def test_a_path_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mein modell ä.task"
    shutil.copy(LITE, mine)
    assert resolve_model(str(mine)) == mine
    assert model_name(str(mine)) == "mein modell ä.task"
    monkeypatch.setenv("FORMCHECK_MODEL", str(mine))
    assert resolve_model() == mine


def test_a_misspelt_name_lists_the_names() -> None:
    with pytest.raises(ModelError, match="give lite, full, heavy or the path"):
        resolve_model("ful")


def test_a_heavy_that_was_built_here_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `tools.models.build --models heavy` leaves it: beside the others, with its own SHA-256."""
    shipped = _folder_with(tmp_path, monkeypatch, "heavy", b"weights")
    assert resolve_model("heavy") == shipped / "pose_heavy.task"


def test_a_damaged_shipped_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = _folder_with(tmp_path, monkeypatch, "full", b"weights")
    (shipped / "pose_full.task").write_bytes(b"weighty")
    with pytest.raises(ModelError, match=r"is damaged .* install formcheck again"):
        resolve_model("full")
    (shipped / "pose_full.task").unlink()
    with pytest.raises(ModelError, match="The full model is missing"):
        resolve_model("full")


def test_a_missing_manifest_is_an_error_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "models_folder", lambda: tmp_path)
    known_models.cache_clear()
    with pytest.raises(ModelError, match="install formcheck again"):
        resolve_model("full")


def _folder_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> Path:
    """A folder of shipped models that holds one."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    file = f"pose_{name}.task"
    (folder / file).write_bytes(content)
    entry = {"file": file, "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps({"models": {name: entry}}))
    monkeypatch.setattr(models, "models_folder", lambda: folder)
    known_models.cache_clear()
    return folder
