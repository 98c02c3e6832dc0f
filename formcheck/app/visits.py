"""Ending visits: Streamlit itself forgets a closed page only when the next one is opened."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from streamlit import runtime

from formcheck.app.workspace import open_workspaces

KEPT_S = 90.0
"""How long a lost connection may come back. Below Streamlit's own 120 s, after which it can't."""
_LOOK_EVERY_S = 10.0


class Departures:
    """Who has been gone for too long.

    Args:
        kept_s: how long a visitor may be gone.
        is_here: whether a visitor is connected.
    """

    def __init__(self, kept_s: float, is_here: Callable[[str], bool]) -> None:
        self._kept_s = kept_s
        self._is_here = is_here
        self._gone_since: dict[str, float] = {}

    def over(self, visits: Iterable[str], now_s: float) -> list[str]:
        """Those of the visits that have come to their end."""
        gone = [visit for visit in visits if not self._is_here(visit)]
        self._gone_since = {visit: self._gone_since.get(visit, now_s) for visit in gone}
        return [visit for visit in gone if now_s - self._gone_since[visit] >= self._kept_s]


async def end_visits() -> None:
    """Watch over the visits of the running server; returns only by being cancelled."""
    server = runtime.get_instance()
    departures = Departures(KEPT_S, server.is_active_session)
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        workspaces = {workspace.visit: workspace for workspace in open_workspaces()}
        for visit in departures.over(workspaces, time.monotonic()):
            server.close_session(visit)  # what Streamlit holds of the visit in memory
            await asyncio.to_thread(workspaces[visit].close)
