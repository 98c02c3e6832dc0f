"""Starting the page: a taken port, a wrong address."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from formcheck.app.run import SETTINGS, run_app
from formcheck.cli import main
from formcheck.errors import FormcheckError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_one_plain_sentence(taken: int) -> None:
    with pytest.raises(FormcheckError, match=rf"^Port {taken} is in use.*--port\.$"):
        run_app("127.0.0.1", taken)


def test_the_command_exits_with_2(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "--port", str(taken)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 8501), ("127.0.0.1", 70000)])
def test_a_wrong_address_is_one_plain_sentence(host: str, port: int) -> None:
    with pytest.raises(FormcheckError, match=f"{host} port {port}"):
        run_app(host, port)


def test_the_page_reports_its_use_to_nobody() -> None:
    assert SETTINGS["browser.gatherUsageStats"] is False
