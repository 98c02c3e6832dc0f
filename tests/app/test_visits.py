"""When a visit is over."""

from __future__ import annotations

from formcheck.app.visits import Departures


def test_a_visit_ends_when_the_visitor_has_been_gone_long_enough() -> None:
    here = {"stays", "leaves"}
    departures = Departures(90, here.__contains__)
    assert departures.over(["stays", "leaves"], 0) == []
    here.remove("leaves")
    assert departures.over(["stays", "leaves"], 10) == []
    assert departures.over(["stays", "leaves"], 99) == []
    assert departures.over(["stays", "leaves"], 100) == ["leaves"]


def test_coming_back_begins_the_wait_anew() -> None:
    here: set[str] = set()
    departures = Departures(90, here.__contains__)
    departures.over(["comes back"], 0)
    here.add("comes back")
    departures.over(["comes back"], 80)
    here.clear()
    assert departures.over(["comes back"], 100) == []
    assert departures.over(["comes back"], 190) == ["comes back"]
