"""Fetching a model file: resumable, checked, and never half there under its own name."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests

from formcheck.errors import ModelError
from formcheck.pose.bundle import sha256_of
from formcheck.pose.privacy import original_proxies

Progress = Callable[[int, int], None]
"""Told now and then how many bytes of how many are here."""

_TIMEOUT_S = (10.0, 30.0)  # to connect, between two pieces
_CHUNK_BYTES = 1 << 14  # what is lost at most when the connection is cut
_CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # a person's own trusted certificates
_ATTEMPTS = 3  # a cut connection is taken up again this often


@dataclass(frozen=True)
class Download:
    """A file on the network and what it must be.

    Attributes:
        url: its address.
        sha256: SHA-256 of its bytes, hexadecimal.
        size_bytes: its size.
    """

    url: str
    sha256: str
    size_bytes: int


class FetchError(ModelError):
    """A file that couldn't be fetched; the message is the reason alone."""


def fetch(download: Download, target: Path, progress: Progress | None = None) -> None:
    """Fetch a file to `target`.

    What arrived of it waits as `target` with `.part` added, and the next call goes on from there.

    Args:
        download: what to fetch.
        target: where it goes; its folder is created.
        progress: told how far it is; by default a line on stderr, only on a terminal.

    Raises:
        FetchError: no connection, not enough disk space, or other bytes than expected; nothing is
            kept under the name of `target`.
    """
    part = target.with_name(target.name + ".part")
    report = progress or _terminal_progress(target.name)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        _complete(download, part, report)
        if sha256_of(part) != download.sha256:
            part.unlink()
            raise FetchError("what arrived is not the expected file (its SHA-256 differs)")
        part.replace(target)
    except requests.RequestException as error:
        raise FetchError(_reason(error)) from error
    except OSError as error:
        raise FetchError(f"{part} can't be written ({error.strerror or error})") from error


def _complete(download: Download, part: Path, report: Progress) -> None:
    """Bring `part` to its full size, taking up a cut connection again."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _append(download, part, report)
            if part.stat().st_size >= download.size_bytes:
                return
            raise requests.ConnectionError("the connection was cut")
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            if attempt == _ATTEMPTS or not part.exists():
                raise


def _append(download: Download, part: Path, report: Progress) -> None:
    """Fetch what `part` still lacks, or all of it where the server can't go on from there."""
    here = part.stat().st_size if part.exists() else 0
    if here > download.size_bytes:
        part.unlink()
        here = 0
    if here == download.size_bytes:
        return
    headers = {"Accept-Encoding": "identity"}
    if here:
        headers["Range"] = f"bytes={here}-"
    with requests.Session() as session:
        # The environment's own proxies lead into the dead end that holds MediaPipe back.
        session.trust_env = False
        session.verify = next(filter(None, map(os.environ.get, _CERTIFICATES)), True)
        with session.get(
            download.url,
            headers=headers,
            proxies=original_proxies(download.url),
            stream=True,
            timeout=_TIMEOUT_S,
        ) as response:
            if response.status_code == requests.codes.requested_range_not_satisfiable:
                part.unlink()
                raise requests.ConnectionError("the server can't go on from there")
            response.raise_for_status()
            goes_on = re.match(rf"bytes {here}-", response.headers.get("Content-Range", ""))
            if not (response.status_code == requests.codes.partial_content and goes_on):
                here = 0
            with part.open("ab" if here else "wb") as file:
                for chunk in response.iter_content(_CHUNK_BYTES):
                    file.write(chunk)
                    here += len(chunk)
                    report(here, download.size_bytes)
                    if here > download.size_bytes:
                        return  # something else is being sent; its SHA-256 will say so


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy doesn't answer"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate isn't trusted"
    if isinstance(error, requests.Timeout):
        return "the server doesn't answer"
    return "no connection to the server"


def _terminal_progress(name: str) -> Progress:
    if not sys.stderr.isatty():
        return lambda _here, _total: None

    def report(here: int, total: int) -> None:
        end = "\n" if here >= total else ""
        print(
            f"\rFetching {name}: {here / 1e6:.0f} of {total / 1e6:.0f} MB",
            end=end,
            file=sys.stderr,
            flush=True,
        )

    return report
