"""What goes wrong, said in words, in a real browser; and that nothing held is lost by it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from app.live.browsing import ALLOWED, FAKE_CAMERA, HELD, begin, browser, wait_for
from app.live.camera_files import SAMPLES, frames, still, write, write_holding
from app.live.proxy import Proxy
from app.serving import CHROMIUM, Server, start_server
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(180),
]
BUSY = """
navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("Could not start video source", "NotReadableError");
};
"""
ASKED = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) => {
  window.asked = wanted.video.deviceId?.exact;
  return open({ video: true });
};
"""
LOST = "The connection is lost. Rest a moment."
DIALOGS = """
window.dialogs = 0;
window.addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  window.dialogs += added.filter((node) => node.dataset?.testid === "stDialog").length;
}).observe(document.body, { childList: true }));
"""
ANSWERED = "formcheckLive.framesAnswered"
PHASE = 'document.querySelector("[data-testid=phase]").dataset.phase'


@pytest.fixture(scope="module")
def holding(folder: Path) -> Path:
    """Somebody in the raised-leg position who never leaves it."""
    return write_holding(folder / "holding.mjpeg")


@pytest.fixture
def held_on(folder: Path) -> Path:
    """The leg raised, from the first picture on."""
    path = folder / "held_on.mjpeg"
    *_, up = frames(SAMPLES / "lying_hamstring.mp4", 8.5, 9.0)
    write(path, still(up, 60.0))
    return path


@pytest.fixture(scope="module")
def room(folder: Path) -> Path:
    path = folder / "room.mjpeg"
    write(path, still(np.full((360, 640, 3), 120, np.uint8), 2.0))
    return path


def trouble(page: Page) -> str:
    box = page.get_by_test_id("trouble")
    box.wait_for(timeout=20_000)
    assert page.get_by_test_id("camera-start").is_enabled()
    return box.inner_text()


def test_a_camera_that_is_refused(server: Server, folder: Path) -> None:
    with browser(folder, flags=(FAKE_CAMERA, "--deny-permission-prompts")) as context:
        begin(context.pages[0], server.address)
        assert "The camera is blocked" in trouble(context.pages[0])


def test_no_camera(server: Server, folder: Path) -> None:
    with browser(folder, flags=(ALLOWED,)) as context:
        begin(context.pages[0], server.address)
        assert "No camera found" in trouble(context.pages[0])


def test_a_camera_that_is_busy(server: Server, folder: Path, room: Path) -> None:
    with browser(folder, room, script=BUSY) as context:
        begin(context.pages[0], server.address)
        assert "The camera is busy" in trouble(context.pages[0])


def test_the_camera_of_the_settings_until_another_is_chosen_on_the_page(
    server: Server, folder: Path, room: Path
) -> None:
    (server.home / "settings.toml").write_text('camera = "of-the-settings"')
    try:
        with browser(folder, room, script=ASKED) as context:
            page = context.pages[0]
            begin(page, server.address)
            wait_for(page, f"{ANSWERED} > 0", 60)
            assert page.evaluate("window.asked") == "of-the-settings"
            page.evaluate("localStorage['formcheck-camera'] = JSON.stringify({ id: 'chosen' })")
            page.reload()
            wait_for(page, "window.asked === 'chosen'", 60)
    finally:
        (server.home / "settings.toml").unlink()


def test_an_address_that_is_not_secure(server: Server, folder: Path, room: Path) -> None:
    names = "--host-resolver-rules=MAP stretch.example 127.0.0.1"
    with browser(folder, room, flags=(FAKE_CAMERA, ALLOWED, names)) as context:
        begin(context.pages[0], f"http://stretch.example:{server.port}")
        assert "isn't secure" in trouble(context.pages[0])


def test_a_browser_that_has_frames_only_once_they_are_drawn(
    server: Server, folder: Path, room: Path
) -> None:
    with browser(folder, room, script="delete window.MediaStreamTrackProcessor;") as context:
        page = context.pages[0]
        begin(page, server.address)
        wait_for(page, f"{ANSWERED} > 5", 60)
        assert page.evaluate("formcheckLive.latencyMs.every((ms) => ms > 0)")


def test_a_camera_that_is_pulled_out_and_put_back(server: Server, folder: Path, room: Path) -> None:
    with browser(folder, room) as context:
        page = context.pages[0]
        begin(page, server.address)
        wait_for(page, f"{ANSWERED} > 5", 60)
        page.evaluate(
            """() => document.querySelector("video").srcObject.getVideoTracks()[0]
                 .dispatchEvent(new Event("ended"))"""
        )
        assert "The camera stopped" in trouble(page)
        before = page.evaluate(ANSWERED)
        page.get_by_test_id("camera-start").click()
        wait_for(page, f"{ANSWERED} > {before + 5}", 60)


def test_a_lost_line_mends_itself_and_a_reload_resumes(
    server: Server, folder: Path, holding: Path, held_on: Path
) -> None:
    camera = Path(shutil.copy(holding, folder / "reloaded.mjpeg"))
    with Proxy(server.port) as proxy, browser(folder, camera) as context:
        page = context.pages[0]
        begin(page, f"http://127.0.0.1:{proxy.port}", hold_s=60, repetitions=1, side="right")
        wait_for(page, f"{HELD} >= 2", 60)
        proxy.cut()
        notice = page.get_by_test_id("notice")
        notice.wait_for(timeout=20_000)
        assert "lost" in notice.inner_text() or "doesn't answer" in notice.inner_text()
        before = page.evaluate(HELD)
        assert before >= 2
        wait_for(page, f"{PHASE} === 'lost'", 20)
        assert page.get_by_test_id("cue").text_content() == LOST
        proxy.mend()
        answered = page.evaluate(ANSWERED)
        wait_for(page, f"{ANSWERED} > {answered + 5}", 40)
        wait_for(page, "!document.querySelector('[data-why=lost]:not([hidden])')", 20)
        assert page.evaluate(HELD) >= before
        wait_for(page, f"{HELD} > {before}", 40)
        spoken = [one["text"] for one in page.evaluate("formcheckLive.spoken")]
        assert [spoken.count(words) for words in (LOST, "Connected again.")] == [1, 1]

        held_on.replace(camera)  # a reload plays the file anew: the leg is still up
        before = page.evaluate(HELD)
        page.reload()
        wait_for(page, f"window.formcheckLive && {ANSWERED} > 3", 60)
        assert page.evaluate(HELD) >= before
        wait_for(page, f"{PHASE} === 'hold' && {HELD} > {before}", 40)


def test_it_hurts(server: Server, folder: Path, holding: Path) -> None:
    with browser(folder, holding) as context:
        page = context.pages[0]
        begin(page, server.address, hold_s=60, repetitions=1, side="right", profile="Hurt")
        wait_for(page, f"{HELD} >= 2", 60)
        page.get_by_test_id("stop-hurt").click()
        dialog = page.get_by_test_id("hurt")
        dialog.get_by_role("button", name="thigh").click()
        assert page.evaluate("document.querySelector('video').srcObject") is None
        page.get_by_test_id("hurt-words").fill("a pull behind the knee")
        page.get_by_test_id("hurt-save").click()
        page.get_by_role("heading", name="Stopped").wait_for(timeout=20_000)
        page.get_by_text("see a doctor").wait_for()
        page.get_by_text("because it hurt: thigh, a pull behind the knee.").wait_for()
        page.get_by_text("Saved in your history").wait_for()
        words = page.locator("[data-testid=stMain]").inner_text()
    assert "of 100" not in words, "what hurt gets no score"
    assert "What went well" not in words
    with server.history() as history:
        session = history.sessions()[-1]
        assert session.ending == "pain"
        (stop,) = session.pain_stops
        assert (stop.place, stop.words) == ("thigh", "a pull behind the knee")


def test_a_slow_computer_is_told_and_offered_the_faster_model(
    server: Server, folder: Path, room: Path
) -> None:
    with browser(folder, room) as context:
        page = context.pages[0]
        begin(page, server.address, model="full")
        wait_for(page, f"{ANSWERED} > 5", 60)
        slow = context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 40})
        offer = page.get_by_test_id("notice").get_by_role("button")
        offer.wait_for(timeout=60_000)
        assert "slow" in page.get_by_test_id("notice").inner_text()
        assert page.evaluate("formcheckLive.dropped") > 0
        offer.click(timeout=60_000)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        page.wait_for_function("() => formcheckLive.model === 'lite'", timeout=60_000)
        before = page.evaluate(ANSWERED)
        wait_for(page, f"{ANSWERED} > {before + 5}", 60)
        again = "formcheckLive.spoken.filter(({ serial }) => serial === 1).length === 2"
        wait_for(page, again, 20)  # a session of its own, heard from its first word on


def test_a_server_that_is_killed_and_one_that_starts_again(
    folder: Path, tmp_path: Path, holding: Path
) -> None:
    """Streamlit's own dialog, which makes the buttons inert, is gone at once."""
    own = start_server(tmp_path)
    with browser(folder, holding, script=DIALOGS) as context:
        page = context.pages[0]
        begin(page, own.address, hold_s=60, repetitions=1, side="right")
        wait_for(page, f"{HELD} >= 3", 60)
        held_s = page.evaluate(HELD)
        own.kill()
        with sqlite3.connect(own.home / "history.sqlite3") as plain:
            assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        notice = page.get_by_test_id("notice")
        notice.get_by_text("doesn't answer").wait_for(timeout=30_000)
        assert "kept" in notice.inner_text()
        wait_for(page, "window.dialogs > 0", 60)
        page.get_by_test_id("safety-again").click(timeout=10_000)
        page.get_by_test_id("safety-accept").click(timeout=10_000)
        with own.history() as history:
            (session,) = history.sessions()
            assert session.held_s >= held_s - 1.0
        again = start_server(tmp_path, own.port)
        try:
            assert "has ended" in trouble(page)
            page.get_by_test_id("camera-start").click()
            wait_for(page, f"{ANSWERED} > 3 && {PHASE} !== 'opening'", 60)
        finally:
            again.stop()
