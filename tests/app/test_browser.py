"""The page in a real browser, served as `formcheck app` serves it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from app.clips import empty_room

from formcheck.app.samples import samples

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")


@dataclass
class Served:
    address: str
    temporary: Path
    process: subprocess.Popen[bytes]

    def folders(self) -> list[Path]:
        return list(self.temporary.glob("formcheck-page-*"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "formcheck", "app", "--port", str(port)]
    environment = {**os.environ, "TMPDIR": str(temporary), "FORMCHECK_MODEL": "lite"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 30
        while True:
            try:
                urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.2)
        yield Served(address, temporary, process)
    finally:
        process.kill()
        process.wait()


def recording(tmp_path: Path) -> tuple[Path, bool]:
    """A sample with a person in it, else an empty room; and whether there is a person."""
    usable = [one.path for one in samples() if one.path.suffix == ".mp4"]
    usable = [path for path in usable if path.stat().st_size > 10_000]
    if usable:
        return min(usable, key=lambda path: path.stat().st_size), True
    return empty_room(tmp_path / "room.mp4"), False


@pytest.mark.timeout(120)
def test_a_recording_is_checked_in_a_browser_and_nothing_leaves(
    served: Served, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    clip, person = recording(tmp_path)
    asked: set[str] = set()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, accept_downloads=True
        )
        page = context.pages[0]
        page.on("request", lambda request: asked.add(request.url))
        page.on("websocket", lambda opened: asked.add(opened.url))
        for name in ("about", "stretches"):
            page.goto(f"{served.address}/{name}")
            page.get_by_role("heading", level=1).wait_for()
        page.goto(served.address)
        page.locator("input[type=file]").set_input_files(clip)
        page.locator(".st-key-start button:not([disabled])").click()
        page.locator("[data-testid=stProgress]").wait_for()
        page.get_by_role("button", name="Check another").wait_for(timeout=60_000)

        video = page.locator("video")
        page.wait_for_function("() => document.querySelector('video').readyState >= 2")
        assert video.evaluate("video => video.error") is None
        if person:
            page.get_by_text(" of 100").first.wait_for()
            page.locator("[data-testid=stVegaLiteChart] canvas, .stVegaLiteChart svg").wait_for()
        saved = {}
        for label in ("Video", "Result (JSON)", "Angles (CSV)"):
            with page.expect_download() as download:
                page.get_by_role("button", name=label).click()
            saved[label] = Path(download.value.path()).read_bytes()
        assert saved["Video"][4:8] == b"ftyp"
        assert json.loads(saved["Result (JSON)"])["source"]["path"] == clip.name
        assert saved["Angles (CSV)"].startswith(b"t_s,seen,phase,view,")
        assert served.folders()

        page.get_by_role("button", name="Check another").click()
        page.get_by_role("heading", name="Check a recording").wait_for()
        kept = [file.name for folder in served.folders() for file in folder.rglob("*")]
        assert clip.name not in kept
        assert "annotated.mp4" not in kept
        context.close()

    own = urlsplit(served.address).netloc
    foreign = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert [url for url in foreign if urlsplit(url).netloc != own] == []
    assert any(url.startswith("ws") for url in asked)  # so that it was watched at all

    served.process.send_signal(signal.SIGTERM)
    served.process.wait(timeout=20)
    assert served.folders() == []
