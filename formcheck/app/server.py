"""What is served: the page, and beside it the routes that a page can't serve by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit import App

from formcheck.app import files, kept_videos, workspace
from formcheck.app.live import component
from formcheck.app.live.desk import DESK
from formcheck.app.uploads import UploadsToDisk
from formcheck.app.visits import end_visits

PAGE = Path(__file__).with_name("page.py")


def routes() -> Sequence[BaseRoute]:
    """Further addresses of the same server."""
    return (*files.routes(), *component.routes())


def middleware() -> Sequence[Middleware]:
    """What stands before every address."""
    return (Middleware(UploadsToDisk),)


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Nothing from before the server runs, nothing of visits that are over, nothing left after."""
    workspace.clear_leftovers()
    lasting = (end_visits(), DESK.watch(), kept_videos.delete_old_hourly())
    watches = [asyncio.create_task(one) for one in lasting]
    yield
    for watch in watches:
        watch.cancel()
    await asyncio.to_thread(DESK.close)
    workspace.close_all()


# Streamlit looks for exactly this assignment when it is told to run this file.
app = App(PAGE, lifespan=lifespan, routes=routes(), middleware=middleware())
