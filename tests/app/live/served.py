"""The live socket served by a real server in this process, and a client that acts like a page."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.sync.client import ClientConnection, connect

from formcheck.app.live.component import SOCKET
from formcheck.app.live.pictures import Sent, pack
from formcheck.app.live.socket import PROTOCOL, live_socket


@contextmanager
def served() -> Iterator[str]:
    """Serve the socket; gives `host:port`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = Starlette(routes=[WebSocketRoute(SOCKET, live_socket)])
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.02)
            yield f"127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)


@contextmanager
def knock(
    host: str, token: str, *, origin: str | None = "same", protocols: tuple[str, ...] = ()
) -> Iterator[ClientConnection]:
    """Ask for a connection as a browser does."""
    with connect(
        f"ws://{host}{SOCKET}",
        origin=f"http://{host}" if origin == "same" else origin,  # type: ignore[arg-type]
        subprotocols=protocols or (PROTOCOL, token),  # type: ignore[arg-type]
        max_size=None,
    ) as line:
        yield line


@dataclass
class Page:
    """A page's end of the line: one picture in flight."""

    host: str
    token: str
    greeting: dict[str, Any] = field(default_factory=dict)
    number: int = 0

    def __enter__(self) -> Page:
        with ExitStack() as stack:
            self.line = stack.enter_context(knock(self.host, self.token))
            self.greeting = json.loads(self.line.recv(timeout=60))
            self._open = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def ask(self, jpeg: bytes, taken_s: float) -> dict[str, Any]:
        """Send a picture and wait for its answer."""
        self.number += 1
        self.line.send(pack(Sent(self.number, taken_s, jpeg)))
        answer: dict[str, Any] = json.loads(self.line.recv(timeout=60))
        assert answer["number"] == self.number
        return answer

    def tell(self, **message: Any) -> None:
        """Say something else."""
        self.line.send(json.dumps(message))
