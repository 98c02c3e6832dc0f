"""The component without a session: what a screen reader says of it, and where things lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app.live.browsing import browser, only_the_component
from app.serving import CHROMIUM
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(120),
]
OPEN = """async () => {
  const { Board, OPENING } = await import("/board.js");
  window.board = new Board(document.querySelector(".fc-live"));
  window.show = (face) => board.render({ ...OPENING, setup: [], ...face });
}"""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path, flags=()) as context:
        page = only_the_component(context)
        page.evaluate(OPEN)
        yield page


def test_seconds_that_run_are_seen_and_not_heard(page: Page) -> None:
    for left_s in (3, 2, 1):
        page.evaluate(
            """(left_s) => {
              show({ phase: "rest", rest_s: left_s, message: `Rest: ${left_s} seconds.` });
              show({ phase: "countdown", countdown_s: left_s, message: `Starting in ${left_s}` });
            }""",
            left_s,
        )
        assert str(left_s) in page.get_by_test_id("cue").inner_text()
    assert page.evaluate("heard") == []


def test_what_is_announced_is_heard_each_time_also_in_the_same_words(page: Page) -> None:
    for _ in range(2):
        page.evaluate("board.announce('Soften the knee a little.')")
    assert page.evaluate("heard") == 2 * ["Soften the knee a little."]


@pytest.mark.parametrize(("width", "height"), [(844, 390), (667, 375), (390, 844)])
def test_on_a_phone_a_notice_hides_neither_the_picture_nor_a_button(
    page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    overlapped = page.evaluate(
        """() => {
          const root = document.querySelector(".fc-live");
          root.dataset.stage = "live";
          root.querySelector("[data-testid=cue]").textContent = "Hold, and keep breathing.";
          const notice = root.querySelector("[data-testid=notice]");
          notice.hidden = false;
          notice.querySelector("span").textContent = "This computer is slow just now.";
          Object.assign(notice.querySelector("button"), { hidden: false, textContent: "Do it" });
          const own = notice.getBoundingClientRect();
          if (own.height < 20 || own.right > innerWidth) return ["itself"];
          return [...root.querySelectorAll("video, .fc-ring, .fc-cue, .fc-bar button")]
            .filter((one) => {
              const box = one.getBoundingClientRect();
              return box.width && box.left < own.right && own.left < box.right
                && box.top < own.bottom && own.top < box.bottom;
            }).map((one) => one.className);
        }"""
    )
    assert overlapped == []
