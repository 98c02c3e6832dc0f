"""A real browser with a camera of our own, and what it showed when."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.serving import CHROMIUM, FLAGS
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

from formcheck.app.live.component import STATIC

NO_PROXY = "--no-proxy-server"
"""The cut-off of the pose model is no business of the browser."""
FAKE_CAMERA = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
HELD = 'Number(document.querySelector("[data-testid=hold-seconds]").textContent)'
"""The seconds that the ring shows, in JavaScript."""

# What the component shows, each time it changes, with the time in the camera's file; what a screen
# reader would say of it. And speech that ends soon, since a browser without voices never says that
# it has ended.
WATCH = """
window.shown = [];
window.heard = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const region = (target.closest ? target : target.parentElement)
      ?.closest(".fc-live :is([role=status], [role=alert], [aria-live])");
    if (region?.textContent.trim()) window.heard.push(region.textContent.trim());
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
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
    own = [*FLAGS, NO_PROXY, *flags]
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


def only_the_component(context: BrowserContext) -> Page:
    """The component's files in a page of their own, which no server and no session is behind."""
    site = "http://localhost"  # which browsers lend the camera to

    def serve(route: Route) -> None:
        route.fulfill(path=STATIC / route.request.url.removeprefix(f"{site}/"))

    page = context.pages[0]
    page.route(f"{site}/**", serve)
    page.goto(f"{site}/live.html")
    page.add_style_tag(path=STATIC / "live.css")
    return page


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
