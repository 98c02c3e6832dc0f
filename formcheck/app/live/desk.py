"""All visits to this server's live page."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Iterator

from formcheck.app.live.visit import Order, Visit

LOOK_EVERY_S = 15.0
MOST_CONNECTED = 16
"""Each connection holds a model of its own and shares the processor."""
MOST_VISITS = 2000


class Desk:
    """All visits to this server."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Visit]:
        return iter(list(self._visits.values()))

    def open(self, order: Order) -> Visit:
        """A new visit; the oldest that never began goes when there are too many."""
        visit = Visit(secrets.token_urlsafe(24), order)
        with self._lock:
            self._visits[visit.token] = visit
            waiting = [v for v in self._visits.values() if not v.begun]
            for one in waiting[: max(0, len(self._visits) - MOST_VISITS)]:
                del self._visits[one.token]
        return visit

    def find(self, token: str) -> Visit | None:
        """The visit with this token; None where there is none (any more)."""
        return self._visits.get(token)

    @property
    def connected(self) -> int:
        """How many pages are connected."""
        return sum(visit.watched for visit in self)

    def has_room_for(self, visit: Visit) -> bool:
        """Whether one more page may connect, or takes the place of another one of its own."""
        return visit.watched or self.connected < MOST_CONNECTED

    def look_around(self, now_s: float) -> None:
        """End the sessions that nobody came back to."""
        for visit in self:
            if visit.abandoned(now_s):
                visit.end()
                with self._lock:
                    self._visits.pop(visit.token, None)

    async def watch(self) -> None:
        """Look around now and then; returns only by being cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await asyncio.to_thread(self.look_around, time.monotonic())

    def close(self) -> None:
        """The server is stopping: write down what was held."""
        for visit in self:
            visit.end()
        for visit in self:
            if visit.keeper is not None:
                visit.keeper.wait(5.0)


DESK = Desk()
"""The server's own; one process serves all its visitors."""
