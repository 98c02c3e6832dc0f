"""The session's clock: the page's own steps, one line over reloads and cheating pages."""

from __future__ import annotations

import pytest

from formcheck.app.live.clock import SessionClock


class Server:
    def __init__(self) -> None:
        self.now_s = 5000.0

    def __call__(self) -> float:
        return self.now_s


def test_the_pages_steps_count_and_not_the_way_here() -> None:
    server = Server()
    clock = SessionClock(server)
    first_s = clock.at(77.0)
    server.now_s += 0.25  # this one was long on its way
    assert clock.at(77.033) - first_s == pytest.approx(0.033)


def test_a_reload_goes_on_where_the_server_is() -> None:
    server = Server()
    clock = SessionClock(server)
    clock.at(1000.0)
    server.now_s += 12.0
    clock.new_page()
    assert clock.at(0.5) == pytest.approx(12.0)


@pytest.mark.parametrize("strange_s", [-1e6, 1e6, 76.0])
def test_time_never_goes_back_nor_runs_away(strange_s: float) -> None:
    server = Server()
    clock = SessionClock(server)
    last_s = clock.at(77.0)
    for step in range(1, 5):
        server.now_s += 0.03
        now_s = clock.at(77.0 + 0.03 * step if step % 2 else strange_s)
        assert last_s < now_s < 2.0
        last_s = now_s
