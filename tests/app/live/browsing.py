"""A server as people start it, a real browser with a camera of our own, and what it showed when."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",  # the cut-off of the pose model is no business of the browser
)
FAKE_CAMERA = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"

# What the component shows, each time it changes, with the time in the camera's file. And speech
# that ends soon, since a browser without voices never says that it has ended.
WATCH = """
window.shown = [];
const cells = new OffscreenCanvas(14, 1).getContext("2d", { willReadFrequently: true });
const cameraTime = (video) => {
  if (video.readyState < 2) return -1;
  cells.drawImage(video, 0, 2, 14 * 16, 8, 0, 0, 14, 1);
  const levels = cells.getImageData(0, 0, 14, 1).data;
  const bits = Array.from({ length: 14 }, (_, n) => (levels[4 * n] > 127 ? 1 : 0));
  if (!bits[0] || bits[1]) return -1;
  return bits.slice(2).reduce((number, bit) => 2 * number + bit, 0) / 30;
};
window.addEventListener("DOMContentLoaded", () => {
  const of = (id) => document.querySelector(`[data-testid="${id}"]`);
  let last = "";
  setInterval(() => {
    const live = document.querySelector(".fc-live");
    if (!live) return;
    const now = {
      stage: live.dataset.stage,
      phase: of("phase").dataset.phase || "",
      which: of("which").textContent,
      cue: of("cue").textContent,
      kind: of("cue").dataset.kind,
      held: Number(of("hold-seconds").textContent || 0),
      countdown: of("countdown").textContent,
      ticks: [...of("setup-list").children].map((li) => [li.dataset.tick, li.dataset.verdict]),
    };
    const key = JSON.stringify(now);
    if (key === last) return;
    last = key;
    window.shown.push({ at_s: cameraTime(live.querySelector("video")), ...now });
  }, 30);
});
if (window.speechSynthesis) {
  window.overlapping = 0;
  const speaking = new Set();
  speechSynthesis.speak = (said) => {
    if (speaking.size) window.overlapping += 1;
    speaking.add(said);
    setTimeout(() => { speaking.delete(said) && said.onend && said.onend(new Event("end")); }, 400);
  };
  speechSynthesis.cancel = () => speaking.clear();
}
"""


@dataclass
class Server:
    """A running `formcheck app`."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """With SIGKILL: nothing is tidied up."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start_server(folder: Path, port: int | None = None) -> Server:
    """Start it and wait until it answers."""
    port = port or free_port()
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (folder / "temporary").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "FORMCHECK_HOME": str(home),
        "TMPDIR": str(folder / "temporary"),
    }
    environment.pop("FORMCHECK_DATABASE_URL", None)
    command = [sys.executable, "-m", "formcheck", "app", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=environment)
    until = time.monotonic() + 60
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return Server(port, home, process)
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)


@contextmanager
def browser(
    folder: Path,
    camera: Path | None = None,
    *,
    flags: Sequence[str] = (FAKE_CAMERA, ALLOWED),
    size: tuple[int, int] = (420, 700),
    script: str = "",
) -> Iterator[BrowserContext]:
    """Chromium with `camera` as its camera; it keeps nothing."""
    own = [*FLAGS, *flags]
    if camera is not None:
        own.append(f"--use-file-for-fake-video-capture={camera}")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / f"profile-{time.monotonic_ns()}",
            executable_path=CHROMIUM,
            args=own,
            viewport={"width": size[0], "height": size[1]},
        )
        try:
            context.add_init_script(WATCH + script)
            yield context
        finally:
            context.close()


def begin(page: Page, address: str, **asked: Any) -> None:
    """Open the page, press Start, read about safety."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page.goto(f"{address}/?{query}")
    page.get_by_test_id("camera-start").click()
    page.get_by_test_id("safety-accept").click()


def shown(page: Page) -> list[dict[str, Any]]:
    """What the component has shown so far."""
    found: list[dict[str, Any]] = page.evaluate("window.shown")
    return found


def wait_for(page: Page, what: str, within_s: float) -> None:
    """Wait until a JavaScript expression is true."""
    page.wait_for_function(f"() => {what}", timeout=1000 * within_s)
