"""What the component makes of the answers it gets, on a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app.live.browsing import browser
from app.serving import CHROMIUM, Server
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(120),
]
OPEN = """() => {
  window.live = document.querySelector(".fc-live").formcheck;
  window.nowMs = 0;
  performance.now = () => nowMs;
  window.opened = (model, done = false) => live.line("open", { limbs: [], model, done });
  window.gap = (seconds) => { nowMs += 1000 * seconds; };
  window.answers = (perS, seconds) => {
    for (let n = 0; n < perS * seconds; n += 1) {
      gap(1 / perS);
      live.answer({}, null);
    }
    return live.part.notice.hidden ? "" : live.part.notice.innerText;
  };
  live.stage = "live";
  opened("full");
}"""


@pytest.fixture
def page(server: Server, tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path, flags=()) as context:
        page = context.pages[0]
        page.goto(server.address)
        page.locator("[data-testid=camera-start]:not([disabled])").wait_for()
        page.evaluate(OPEN)
        yield page


def test_a_slow_computer_is_told_and_a_fast_one_is_not(page: Page) -> None:
    assert page.evaluate("answers(20, 30)") == ""
    assert "slow" in page.evaluate("answers(6, 10)")
    assert page.evaluate("answers(20, 10)") == ""


@pytest.mark.parametrize(
    "gap",
    [
        "gap(8); opened('full')",  # the line was lost
        "gap(3); opened('lite')",  # another model
        "gap(60); document.dispatchEvent(new Event('visibilitychange'))",  # a hidden tab
    ],
)
def test_a_gap_is_no_slow_computer(page: Page, gap: str) -> None:
    assert page.evaluate("answers(20, 30)") == ""
    page.evaluate(gap)
    assert page.evaluate("answers(20, 1)") == ""
    assert page.evaluate("answers(20, 20)") == ""
    assert "slow" in page.evaluate("answers(6, 20)")


def test_the_faster_model_is_offered_until_something_is_held(page: Page) -> None:
    button = "document.querySelector('[data-testid=notice] button').hidden"
    page.evaluate("answers(6, 20)")
    assert not page.evaluate(button)
    page.evaluate("live.render({ ...live.shown, phase: 'hold' })")
    assert "Next time" in page.evaluate("answers(6, 1)")
    assert page.evaluate(button)
    page.evaluate("opened('full')")  # another session
    page.evaluate("answers(6, 20)")
    assert not page.evaluate(button)
    page.evaluate("opened('full', true)")  # after a reload
    assert "Next time" in page.evaluate("answers(6, 20)")


def test_repetitions_are_no_hold(page: Page) -> None:
    face = "live.render({ ...live.shown, phase: 'hold', repetition: %s })"
    page.evaluate(face % "{ moving: true, done: 2, of: 5 }")
    assert page.get_by_test_id("phase").inner_text() == "Move"
    page.evaluate(face % "{ moving: false, done: 0, of: 2 }")
    assert page.get_by_test_id("phase").inner_text() == "Hold"
