"""What is served: the page, and beside it the routes that a page can't serve by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.routing import BaseRoute
from streamlit import App

from formcheck.app import workspace
from formcheck.app.visits import end_visits

PAGE = Path(__file__).with_name("page.py")


def routes() -> Sequence[BaseRoute]:
    """Further addresses of the same server. The seam for the live page's socket; none so far."""
    return ()


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Nothing from before the server runs, nothing of visits that are over, nothing left after."""
    workspace.clear_leftovers()
    watch = asyncio.create_task(end_visits())
    yield
    watch.cancel()
    workspace.close_all()


# Streamlit looks for exactly this assignment when it is told to run this file.
app = App(PAGE, lifespan=lifespan, routes=routes())
