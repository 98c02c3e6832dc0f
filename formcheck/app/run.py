"""Starting the web page from the command line, from the repository or an installed wheel alike."""

from __future__ import annotations

import socket
from pathlib import Path

from formcheck.errors import FormcheckError

HERE = Path(__file__).parent

SETTINGS: dict[str, str | bool] = {
    "browser.gatherUsageStats": False,  # else the page reports its use to Streamlit
    "server.headless": True,  # no browser window of its own, no question for an e-mail address
    "server.fileWatcherType": "none",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "theme.base": str(HERE / "theme.toml"),
}


def run_app(host: str, port: int) -> int:
    """Serve the page until it is stopped; the exit code.

    Raises:
        FormcheckError: the port is taken, or the address isn't one of this machine.
    """
    _check_address(host, port)
    from streamlit.web import cli

    settings = {**SETTINGS, "server.address": host, "server.port": port}
    flags = [f"--{name}={_flag(value)}" for name, value in settings.items()]
    try:
        cli.main(["run", str(HERE / "server.py"), *flags], standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


def _flag(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_address(host: str, port: int) -> None:
    """Try the address before Streamlit does, to say in one sentence what is wrong with it."""
    if not 0 < port < 65536:
        raise FormcheckError(f"{host} port {port} doesn't exist; choose one from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise FormcheckError(
            f"{host} port {port} isn't an address of this machine; leave out --host to serve it "
            "to this machine alone."
        ) from error
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except PermissionError as error:
            raise FormcheckError(
                f"Port {port} needs more rights; choose another with --port, such as 8501."
            ) from error
        except OSError as error:
            raise _refused(host, port) from error


def _refused(host: str, port: int) -> FormcheckError:
    try:
        with socket.create_connection((host, port), timeout=1):
            pass
    except OSError:
        return FormcheckError(
            f"The page can't be served on {host} port {port}; choose another --host or --port."
        )
    return FormcheckError(
        f"Port {port} is in use, perhaps by another formcheck; choose another with --port."
    )
