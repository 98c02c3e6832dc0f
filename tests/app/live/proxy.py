"""A network that can be cut: everything to the server goes through here."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from types import TracebackType
from typing import Self


class Proxy:
    """Passes connections on to a port of this machine, until it is cut.

    Args:
        port: to pass them on to.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """All lines are lost; new ones are refused."""
        self._whole.clear()
        for line in list(self._open):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """New lines are passed on again."""
        self._whole.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                if not self._whole.is_set():
                    line.close()
                    continue
                threading.Thread(target=self._pass_on, args=(line,), daemon=True).start()

    def _pass_on(self, line: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            line,
            socket.create_connection(("127.0.0.1", self._to)) as server,
            selectors.DefaultSelector() as ready,
        ):
            self._open |= {line, server}
            ready.register(line, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, line)
            try:
                while True:
                    for key, _ in ready.select():
                        content = key.fileobj.recv(65536)  # type: ignore[union-attr]
                        if not content:
                            return
                        key.data.sendall(content)
            finally:
                self._open -= {line, server}
