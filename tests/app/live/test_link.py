"""The line's own rules, in a real browser against a socket that does as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app.live.browsing import browser
from app.serving import CHROMIUM
from playwright.sync_api import Page

from formcheck.app.live import component

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(120),
]
LINK = Path(component.__file__).parent / "static" / "link.js"
OPEN = """async (script) => {
  window.sent = [];
  window.answered = [];
  window.WebSocket = class {
    static OPEN = 1;
    static CLOSED = 3;
    constructor() { this.readyState = 1; window.line = this; }
    send(message) { sent.push(new DataView(message.buffer).getFloat64(4, true)); }
    close() {}
  };
  const { Link } = await import("data:text/javascript," + encodeURIComponent(script));
  window.link = new Link("ws://nowhere", "token", {
    sent: () => {},
    answer: (said, flight) => answered.push(flight && flight.takenMs),
    state: () => {},
  });
  window.say = (said) => line.onmessage({ data: JSON.stringify(said) });
  window.offer = (takenMs) => link.offer(takenMs, new ArrayBuffer(4));
  say({ ready: true });
}"""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path, flags=()) as context:
        page = context.pages[0]
        page.evaluate(OPEN, LINK.read_text("utf-8"))
        yield page


def test_one_picture_is_away_at_a_time_and_only_the_newest_follows(page: Page) -> None:
    page.evaluate("[1, 2, 3].forEach(offer)")
    assert page.evaluate("sent") == [1]
    page.evaluate("say({ number: 1 })")
    assert page.evaluate("sent") == [1, 3]
    page.evaluate("say({ number: 2 })")
    assert page.evaluate("[sent, answered]") == [[1, 3], [1, 3]]
    page.evaluate("offer(4)")
    assert page.evaluate("sent") == [1, 3, 4]


def test_it_says_how_long_an_answer_will_probably_take(page: Page) -> None:
    assert page.evaluate("link.leftMs") == 0
    page.evaluate("offer(1)")
    page.wait_for_timeout(300)
    page.evaluate("say({ number: 1 })")
    assert page.evaluate("link.leftMs") == 0
    page.evaluate("offer(2)")
    assert 100 < page.evaluate("link.leftMs") < 5000
    page.wait_for_timeout(6000)
    assert page.evaluate("link.leftMs") == 0


def test_a_lost_answer_holds_nothing_up_and_a_late_one_is_nobodys(page: Page) -> None:
    page.evaluate("offer(1)")
    page.wait_for_timeout(2600)
    page.evaluate("offer(2)")
    assert page.evaluate("sent") == [1, 2]
    page.evaluate("say({ number: 1 })")
    assert page.evaluate("[sent, answered]") == [[1, 2], [None]]


def test_a_picture_that_waited_is_not_sent_over_the_next_line(page: Page) -> None:
    page.evaluate("[1, 2].forEach(offer)")
    page.evaluate("line.onclose({ code: 1006 })")
    page.wait_for_timeout(500)
    page.evaluate("say({ ready: true })")
    assert page.evaluate("sent") == [1]
    page.evaluate("offer(3)")
    assert page.evaluate("sent") == [1, 3]
