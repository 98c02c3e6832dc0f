"""One server for all the browser tests of a module; no visit outlives its test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app.serving import Server, start_server

from formcheck.app.live.desk import DESK


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    running = start_server(folder)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _nobody_left() -> Iterator[None]:
    yield
    DESK.close()
