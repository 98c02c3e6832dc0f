"""Keeping MediaPipe from calling home.

MediaPipe's wheels upload usage metrics to Google: about a minute after a landmarker was created,
and again when it is closed (measured with mediapipe 1.2.2; google-ai-edge/mediapipe issue 6291).
There is no option for it: every field of its base options was tried. The uploader is libcurl and
reads the proxy variables of the environment each time it sends, so `cut_off` points these at a
loopback port on which nothing listens. The upload then ends in a refused connection to this very
machine, without even a look-up of the host's name.

What formcheck itself is asked to fetch (the heavy model) still goes by the person's own proxies:
`original_proxies`. A program that is started on the person's behalf gets `original_environment`.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# Port 9 (discard): only root could listen there, and hardly anyone has since the 1990s.
DEAD_END = "http://127.0.0.1:9"

# Names libcurl and Python's clients look at; each also in capitals.
_PROXY_VARIABLES = ("https_proxy", "http_proxy", "all_proxy")
_EXEMPTION_VARIABLE = "no_proxy"
# Exempting loopback lets Python clients in this process go on talking to local servers.
_LOOPBACK = "localhost,127.0.0.1,::1"

# The person's own settings, kept in the environment so that child processes know them too.
_REMEMBERED = "FORMCHECK_ORIGINAL_PROXIES"


def cut_off() -> None:
    """Route MediaPipe's uploads in this process, and in its children, into a dead end.

    It must have run before a landmarker exists. Running it again puts the settings back in place
    should other code have changed them.
    """
    if _REMEMBERED not in os.environ:
        os.environ[_REMEMBERED] = json.dumps(
            {"variables": _proxy_variables(os.environ), "proxies": urllib.request.getproxies()}
        )
    for name in _PROXY_VARIABLES:
        _set(name, DEAD_END)
    _set(_EXEMPTION_VARIABLE, _LOOPBACK)


def _set(name: str, value: str) -> None:
    for spelling in (name, name.upper()):
        # Written only when needed: the uploader may be reading the environment in its own thread.
        if os.environ.get(spelling) != value:
            os.environ[spelling] = value


def original_environment() -> dict[str, str]:
    """A copy of the environment as the person set it, for other programs started from here."""
    environment = dict(os.environ)
    if environment.pop(_REMEMBERED, None) is None:
        return environment
    for name in _proxy_variables(environment):
        if name.lower() in (*_PROXY_VARIABLES, _EXEMPTION_VARIABLE):
            del environment[name]
    environment.update(_remembered()["variables"])
    return environment


def original_proxies(url: str) -> dict[str, str]:
    """The person's own proxies for `url`, by scheme, as the library requests takes them.

    Empty where the person set none, or exempted the host.
    """
    remembered = _REMEMBERED in os.environ
    proxies = dict(_remembered()["proxies"] if remembered else urllib.request.getproxies())
    host = urlsplit(url).netloc.rpartition("@")[2]
    # Known to urllib for long, and used by requests, but not in the type stubs.
    if urllib.request.proxy_bypass_environment(host, proxies):  # type: ignore[attr-defined]
        return {}
    proxies.pop("no", None)
    return proxies


def _remembered() -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(os.environ[_REMEMBERED])
    return settings


def _proxy_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.lower().endswith("_proxy")}
