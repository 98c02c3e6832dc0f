"""The page in a real browser, served as `formcheck app` serves it."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from app.clips import empty_room
from app.serving import CHROMIUM, FLAGS, Server, start_server

from formcheck.app.samples import samples

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE_MS = 240_000
"""A busy machine takes its time; nothing here is about speed."""

# one browser, one server and its checks take all cores
pytestmark = [pytest.mark.alone, pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    running = start_server(tmp_path, model="lite")
    yield running
    running.stop()


def folders(served: Server) -> list[Path]:
    """What the server keeps for its visitors while they are there."""
    return list(served.temporary.glob("formcheck-page-*"))


def recording(tmp_path: Path) -> tuple[Path, bool]:
    """A sample with a person and a fault in it, else an empty room; and whether it is a sample."""
    usable = [one.path for one in samples() if one.path.stem == "hip_flexor_lunge"]
    if usable:
        return usable[0], True
    return empty_room(tmp_path / "room.mp4"), False


@pytest.mark.timeout(600)
def test_a_recording_is_checked_saved_looked_back_on_and_deleted_and_nothing_leaves(
    served: Server, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    clip, person = recording(tmp_path)
    asked: set[str] = set()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.pages[0]
        page.on("request", lambda request: asked.add(request.url))
        page.on("websocket", lambda opened: asked.add(opened.url))
        for name in ("about", "stretches"):
            page.goto(f"{served.address}/{name}")
            page.get_by_role("heading", level=1).wait_for()
        page.goto(f"{served.address}/stretch")  # the first page has a name as well
        page.wait_for_url(f"{served.address}/")
        assert page.get_by_text("Page not found").count() == 0
        page.goto(f"{served.address}/check")
        page.locator("input[type=file]").set_input_files(clip)
        page.locator(".st-key-start button:not([disabled])").click()
        page.locator("[data-testid=stProgress]").wait_for()
        page.get_by_role("button", name="Check another").wait_for()

        video = page.locator("video")
        video.evaluate("v => new Promise(r => v.readyState >= 2 ? r() : v.onloadeddata = r)")
        assert video.evaluate("video => video.error") is None
        if person:
            fault = page.locator("button.span.fix, button.span.bounce").first
            at_s = float(fault.get_attribute("style").split("left: ")[1].split("%")[0]) / 100
            fault.click()
            length_s = video.evaluate("video => video.duration")
            wanted_s = at_s * length_s - 1.0
            video.evaluate(
                "v => { v.pause(); return v.seeking && new Promise(r => v.onseeked = r) }"
            )
            assert abs(video.evaluate("video => video.currentTime") - wanted_s) < 1.5
            page.get_by_text(" of 100").first.wait_for()
            page.locator("[data-testid=stVegaLiteChart] canvas, .stVegaLiteChart svg").wait_for()
        saved = {}
        for label in ("Video", "Result (JSON)", "Angles (CSV)"):
            with page.expect_download() as download:
                page.get_by_role("link", name=label, exact=True).click()
            saved[label] = Path(download.value.path()).read_bytes()
        assert saved["Video"][4:8] == b"ftyp"
        assert json.loads(saved["Result (JSON)"])["source"]["path"] == clip.name
        assert saved["Angles (CSV)"].startswith(b"t_s,seen,phase,view,")
        assert folders(served)

        if person:
            with page.expect_download() as download:
                page.get_by_role("link", name="Report (PDF)").click()
            assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
            save_and_delete(served, page)
            page.get_by_role("link", name="Check a recording").first.click()
        page.get_by_role("button", name="Check another").click()
        page.get_by_role("heading", name="Check a recording").wait_for()
        kept = [file.name for folder in folders(served) for file in folder.rglob("*")]
        assert clip.name not in kept
        assert "annotated.mp4" not in kept
        context.close()

    own = urlsplit(served.address).netloc
    foreign = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert [url for url in foreign if urlsplit(url).netloc != own] == []
    assert any(url.startswith("ws") for url in asked)  # so that it was watched at all

    served.process.send_signal(signal.SIGTERM)
    served.process.wait(timeout=20)
    assert folders(served) == []


def save_and_delete(served: Server, page: Page) -> None:
    """From the result to the history, on to progress, and the session away again."""
    page.get_by_role("button", name="Save to history").click()
    page.locator(".st-key-save button").click()
    page.get_by_text("Saved. See progress").click()
    page.get_by_role("heading", name="Progress", level=1).wait_for()
    with served.history() as history:
        (session,) = history.sessions()
        assert session.kind == "video"
        assert session.held_s > 0
    # the table is drawn on a canvas: the box before the first row
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 18, "y": 54})
    page.get_by_role("button", name="Delete this session").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Report (HTML)").first.click()
    assert b"Stretching form report" in Path(download.value.path()).read_bytes()
    page.get_by_role("button", name="Delete this session").click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text("There is nothing here yet.").wait_for()
    with served.history() as history:
        assert history.sessions() == []


@pytest.mark.timeout(600)
def test_two_visitors_do_not_wait_for_each_other_or_mix_and_cancel_is_at_once(
    served: Server, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    long = empty_room(tmp_path / "long.mp4", 300)
    short = empty_room(tmp_path / "short.mp4", 2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        first, second = (browser.new_context().new_page() for _ in range(2))
        for page in (first, second):
            page.set_default_timeout(PATIENCE_MS)
        for page, clip in ((first, long), (second, short)):
            page.goto(f"{served.address}/check")
            page.locator("input[type=file]").set_input_files(clip)
            page.locator(".st-key-start button:not([disabled])").click()
        first.locator("[data-testid=stProgress]").wait_for()
        second.get_by_role("button", name="Check another").wait_for()
        assert second.get_by_text("short.mp4").is_visible()
        assert not second.get_by_text("long.mp4").is_visible()

        link = second.get_by_role("link", name="Angles (CSV)").get_attribute("href")
        assert second.request.get(f"{served.address}{link}").ok
        folder, ticket, what = link.strip("/").split("/")
        guessed = f"{served.address}/{folder}/{ticket[::-1]}/{what}"
        assert second.request.get(guessed).status == 404

        first.get_by_text("long.mp4").wait_for()  # still at it
        assert len(checking(served)) == 1
        began_s = time.monotonic()
        first.get_by_role("button", name="Cancel").click()
        first.get_by_role("heading", name="Check a recording").wait_for()
        while checking(served):
            assert time.monotonic() - began_s < 5
            time.sleep(0.05)
        left = [file.name for folder in folders(served) for file in folder.rglob("*")]
        assert "long.mp4" not in left
        assert "short.mp4" in left
        browser.close()


def checking(served: Server) -> list[int]:
    """The processes in which the server checks recordings."""
    children = Path(f"/proc/{served.process.pid}/task").glob("*/children")
    pids = [int(pid) for file in children for pid in file.read_text().split()]
    return [
        pid for pid in pids if b"formcheck.app.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
