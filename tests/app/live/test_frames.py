"""The camera's frames in a real browser: told at once, with the time at which they were taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from app.live.browsing import browser, only_the_component
from app.live.camera_files import SAMPLES, as_camera, frames, write
from app.serving import CHROMIUM
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(120),
]
OPEN = """async () => {
  const { Camera } = await import("/camera.js");
  window.camera = new Camera(document.querySelector("video"), () => {});
  await camera.open();
}"""
CLOCK = """async () => {
  const { CaptureClock } = await import("/frames.js");
  const clock = new CaptureClock();
  const told = [];
  for (let n = 0; n < 12; n += 1) {
    const takenMs = 1000 + 33 * n;
    const late = n % 4 === 3 ? 50 : 2; // some the script reads late
    told.push(clock.arrived(777_000 + takenMs, takenMs + late) - takenMs);
    clock.shown(takenMs, takenMs + 2);
  }
  return told;
}"""
TIMES = """async () => {
  const shown = [];
  const video = document.querySelector("video");
  const next = (_now, { captureTime }) => {
    shown.push(captureTime);
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  const taken = [];
  camera.follow((takenMs, frame) => {
    taken.push([takenMs, performance.now(), frame.constructor.name]);
  });
  await new Promise((done) => setTimeout(done, 3000));
  camera.follow(null);
  return { shown, taken };
}"""
SIZES = """() => new Promise((done) => camera.follow(async (_takenMs, frame) => {
  camera.follow(null);
  const { width, height } = await createImageBitmap(await camera.jpeg(frame));
  done([width, height]);
}))"""
WITHOUT = "delete window.MediaStreamTrackProcessor;"


@pytest.fixture
def page(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    camera = tmp_path / "camera.mjpeg"
    write(camera, map(as_camera, frames(SAMPLES / "lying_hamstring.mp4", 0.0, 2.0)))
    script = getattr(request, "param", "")
    with browser(tmp_path, camera, script=script) as context:
        page = only_the_component(context)
        page.evaluate(OPEN)
        yield page


def test_frames_are_told_at_once_and_when_they_were_taken(page: Page) -> None:
    seen = page.evaluate(TIMES)
    settled = seen["taken"][len(seen["taken"]) // 2 :]
    assert len(settled) > 10
    assert {kind for *_, kind in settled} == {"VideoFrame"}
    assert all(0 < here_ms - taken_ms < 500 for taken_ms, here_ms, _ in settled)
    shown = np.array(seen["shown"])
    off_ms = [np.abs(shown - taken_ms).min() for taken_ms, *_ in settled]
    assert np.median(off_ms) < 0.3


@pytest.mark.parametrize("page", [WITHOUT], indirect=True)
def test_a_browser_without_frames_of_the_track_has_those_of_the_picture(page: Page) -> None:
    seen = page.evaluate(TIMES)
    assert len(seen["taken"]) > 10
    assert {kind for *_, kind in seen["taken"]} == {"HTMLVideoElement"}


@pytest.mark.parametrize("page", ["", WITHOUT], indirect=True)
def test_either_becomes_a_picture(page: Page) -> None:
    assert page.evaluate(SIZES) == [640, 480]


def test_frames_read_late_do_not_mislead_the_clock(page: Page) -> None:
    assert page.evaluate(CLOCK)[2:] == pytest.approx([0.0] * 10, abs=0.01)
