"""The WebSocket `/live/ws`: pictures in, answers out, one connection for each page.

Streamlit's own checks don't cover a route of our own: here the origin and the visit's token are
checked before the connection is accepted, and size and rate of what comes are capped.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from formcheck.app.live.desk import DESK
from formcheck.app.live.eye import Eye
from formcheck.app.live.limits import MAX_WORDS_BYTES, SILENCE_S, RateLimit, same_origin
from formcheck.app.live.pictures import MAX_BYTES, Sent, decode, unpack
from formcheck.app.live.visit import Visit
from formcheck.app.words import sentence
from formcheck.errors import FormcheckError, UnusableInput

PROTOCOL = "formcheck-live"
"""The first of two WebSocket subprotocols; the second is the token, which keeps it out of logs."""

REFUSED, TOO_BIG, TOO_MANY = 4403, 1009, 4429
SILENT, ELSEWHERE, OVER, FULL = 4408, 4409, 4410, 4503

log = logging.getLogger(__name__)


class _Closed(Exception):
    """The connection is to end, with a code and a word for the page."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def live_socket(socket: WebSocket) -> None:
    """Serve one page until it leaves."""
    protocols = socket.scope.get("subprotocols", [])
    token = protocols[1] if len(protocols) == 2 and protocols[0] == PROTOCOL else ""
    visit = DESK.find(token)
    headers = socket.headers
    if visit is None or not same_origin(headers.get("origin"), headers.get("host")):
        await socket.close(REFUSED)  # before it is accepted: the page gets a plain 403
        return
    await socket.accept(PROTOCOL)
    if not DESK.has_room_for(visit):
        await socket.close(FULL, "Too many people are stretching at once. Please try again later.")
        return
    await _Connection(socket, visit).serve()


class _Connection:
    """One page's line: the newest picture waits, older ones are dropped."""

    def __init__(self, socket: WebSocket, visit: Visit) -> None:
        self._socket = socket
        self._visit = visit
        self._rate = RateLimit()
        self._newest: bytes | None = None
        self._arrived = asyncio.Event()

    async def serve(self) -> None:
        """Until the page leaves, breaks a rule, or opens the session elsewhere."""
        loop = asyncio.get_running_loop()
        displaced = asyncio.Event()

        def displace() -> None:
            loop.call_soon_threadsafe(displaced.set)

        self._visit.enter(self, displace)
        work = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._answer()),
            asyncio.create_task(_until(displaced)),
        ]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            await self._ended(done)
        finally:
            for one in work:
                one.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            self._visit.leave(self)

    async def _ended(self, done: set[asyncio.Task[None]]) -> None:
        for one in done:
            try:
                one.result()
            except _Closed as closed:
                await self._hang_up(closed.code, closed.reason)
            except (WebSocketDisconnect, RuntimeError):  # Starlette's word for "already gone"
                pass
            except Exception:
                log.exception("live connection failed")
                await self._hang_up(1011, "Something went wrong.")

    async def _hang_up(self, code: int, reason: str) -> None:
        with suppress(RuntimeError):  # it has gone already
            await self._socket.close(code, reason)

    # what comes in

    async def _listen(self) -> None:
        while True:
            try:
                message = await asyncio.wait_for(self._socket.receive(), SILENCE_S)
            except TimeoutError:
                raise _Closed(SILENT, "silent") from None
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1000))
            if not self._rate.allows(time.monotonic()):
                raise _Closed(TOO_MANY, "too many messages")
            picture, words = message.get("bytes"), message.get("text")
            if picture is not None:
                if len(picture) > MAX_BYTES:
                    raise _Closed(TOO_BIG, "too big")
                self._newest = picture
                self._arrived.set()
            elif words is not None:
                self._told(words)

    def _told(self, words: str) -> None:
        if len(words) > MAX_WORDS_BYTES:
            raise _Closed(TOO_BIG, "too big")
        try:
            said = json.loads(words)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise _Closed(REFUSED, "not understood")
        self._visit.told(said)
        self._arrived.set()  # it may have been the end

    # what goes out

    async def _answer(self) -> None:
        eye = Eye(self._visit.model)
        try:
            await self._ready(eye)
            while not self._visit.closing:
                await self._arrived.wait()
                self._arrived.clear()
                if self._visit.model != eye.model:
                    eye.close()
                    eye = Eye(self._visit.model)
                    await self._ready(eye)
                message, self._newest = self._newest, None
                if message is not None:
                    look = partial(self._look, eye, message)
                    await self._send(await eye.run(look))
            raise _Closed(OVER, "over")
        finally:
            eye.close()

    async def _ready(self, eye: Eye) -> None:
        try:
            await eye.open()
        except FormcheckError as error:
            raise _Closed(OVER, sentence(str(error))[:120]) from error
        await self._send({"ready": True, **self._visit.greeting()})

    def _look(self, eye: Eye, message: bytes) -> dict[str, Any]:
        """In the eye's thread: from the picture to the answer."""
        began_s = time.perf_counter()
        sent: Sent | None = None
        try:
            sent = unpack(message)
            rgb = decode(sent.jpeg)
        except UnusableInput as error:
            return {"number": sent.number if sent else 0, "trouble": str(error)}
        t_s = self._visit.clock.at(sent.taken_s)
        frame, people = eye.look(rgb, t_s)
        answer = self._visit.see(frame, people, rgb)
        took_ms = (time.perf_counter() - began_s) * 1000.0
        return {"number": sent.number, "ms": round(took_ms, 1), **answer}

    async def _send(self, answer: dict[str, Any]) -> None:
        await self._socket.send_text(json.dumps(answer, separators=(",", ":"), allow_nan=False))


async def _until(displaced: asyncio.Event) -> None:
    await displaced.wait()
    raise _Closed(ELSEWHERE, "opened elsewhere")
