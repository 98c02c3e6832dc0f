"""No test of the page touches what a person keeps."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FORMCHECK_HOME", str(folder))
    monkeypatch.delenv("FORMCHECK_DATABASE_URL", raising=False)
    return folder
