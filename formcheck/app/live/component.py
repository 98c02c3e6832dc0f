"""The camera component; its script comes as modules from a route of this server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles

from formcheck.app.live.socket import live_socket
from formcheck.app.stretch_pictures import FOLDER, picture
from formcheck.coach.live.safety import safety_text
from formcheck.settings import Settings

STATIC = Path(__file__).with_name("static")
SOCKET = "/live/ws"
_PICTURES = "/live/pictures"
_HEALTH = "/_stcore/health"
_NAME = "formcheck_live"

# Streamlit loads a component's script from a string, which can't import modules beside it.
_LOADER = """
export default function (component) {
  let gone = false;
  let end = () => {};
  import(new URL(component.data.module, location.href).href).then(({ mount }) => {
    if (!gone) end = mount(component);
  });
  return () => { gone = true; end(); };
}
"""


def routes() -> Sequence[BaseRoute]:
    """The socket, the component's script, the pictures of the stretches."""
    return [
        WebSocketRoute(SOCKET, live_socket),
        Mount(_scripts(), StaticFiles(directory=STATIC)),
        Mount(_PICTURES, StaticFiles(directory=FOLDER)),
    ]


@cache
def _scripts() -> str:
    """Where the scripts are; the address changes with them, so that no old one stays in a cache."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.glob("*.js")):
        digest.update(path.read_bytes())
    return f"/live/static/{digest.hexdigest()[:12]}"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        _NAME,
        html=(STATIC / "live.html").read_text("utf-8"),
        css=(STATIC / "live.css").read_text("utf-8"),
        js=_LOADER,
        isolate_styles=False,  # the page around it steps back while a session runs
    )


def camera(
    *,
    token: str,
    title: str,
    invite: str,
    poster: str,
    resume: bool,
    settings: Settings,
    on_event: Callable[[], None],
) -> Any:
    """Show the camera.

    Args:
        token: of the visit.
        title, invite: what to do, before it starts.
        poster: address of the stretch's picture; empty without one.
        resume: start at once, since the session runs already.
        settings: of camera and sound, where the browser has none of its own.
        on_event: called when `earlier`, `over` or `lost` carries a token.
    """
    safety = safety_text()
    return _component()(
        key="live_camera",
        data={
            "module": f"{_scripts()}/main.js",
            "socket": SOCKET,
            "health": _HEALTH,
            "token": token,
            "title": title,
            "invite": invite,
            "poster": poster,
            "resume": resume,
            "camera": settings.camera,
            "sound": {
                "voice": settings.voice,
                "voice_name": settings.voice_name,
                "language": settings.language,
                "volume": settings.volume,
                "tones": settings.sounds,
            },
            "safety": {
                "title": safety.title,
                "parts": [
                    {"say": "", "points": list(safety.lines)},
                    {"say": safety.see_first_title, "points": list(safety.see_first)},
                ],
                "agree": safety.agree,
            },
            "hurt": {
                "button": safety.stop.button,
                "said": safety.stop.said,
                "ask": safety.stop.ask,
                "places": list(safety.stop.places),
                "advice": safety.stop.advice,
            },
        },
        on_earlier_change=on_event,
        on_over_change=on_event,
        on_lost_change=on_event,
    )


def poster_of(stretch_id: str) -> str:
    """The address of a stretch's picture; empty where it has none."""
    drawn = picture(stretch_id)
    return f"{_PICTURES}/{drawn.name}" if drawn is not None else ""
