"""A server as people start it, and the browser to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from formcheck.history import History

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Server:
    """A running `formcheck app`; what it keeps, for good or for a while, is in `folder`."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    def history(self) -> History:
        """What it has written down; a context manager."""
        return History.open(f"sqlite:///{self.home}/history.sqlite3")

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


def start_server(folder: Path, port: int | None = None, model: str | None = None) -> Server:
    """Start it, with `model` as the pose model where one is named, and wait until it answers."""
    port = port or free_port()
    command = [sys.executable, "-m", "formcheck", "app", "--port", str(port)]
    home, temporary = folder / "home", folder / "temporary"
    for own in (home, temporary):
        own.mkdir(exist_ok=True)
    environment = {**os.environ, "FORMCHECK_HOME": str(home), "TMPDIR": str(temporary)}
    environment.pop("FORMCHECK_DATABASE_URL", None)
    if model is not None:
        environment["FORMCHECK_MODEL"] = model
    server = Server(port, folder, subprocess.Popen(command, cwd=folder, env=environment))
    try:
        _wait_for(server)
    except BaseException:
        server.stop()
        raise
    return server


def _wait_for(server: Server) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urlopen(f"{server.address}/_stcore/health", timeout=1).close()
            return
        except OSError:
            assert server.process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)
