"""Uploads go to disk as they come in, whatever their size.

Streamlit keeps an uploaded file in memory, for each visitor, until the visit ends. This stands
before its upload address: it writes the file into the visitor's own folder and hands Streamlit an
empty one of the same name, so that its uploader works as ever. The page then asks the workspace
for the file.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from uuid import uuid4

from starlette.datastructures import Headers, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from formcheck.app.workspace import Workspace, open_workspaces

LIMIT_MB = 4096
"""Twenty minutes from a phone at 1080p are about 2.6 GB."""
_LIMIT_BYTES = LIMIT_MB * 1024 * 1024
_SPARE_BYTES = 512 * 1024 * 1024
"""Left free on the disk, for what a check writes and for everybody else."""
_ADDRESS = re.compile(r"/_stcore/upload_file/(?P<visit>[^/]+)/(?P<file>[\w-]+)$")
_FRAME_BYTES = 64 * 1024
"""What surrounds a file in a request, at most."""


class _TooLargeError(Exception):
    """More came than a recording may have."""


class UploadsToDisk:
    """ASGI middleware, see above."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take in what is an upload of a visitor who has a workspace; pass on all else."""
        address = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        workspace = _workspace_of(address["visit"]) if address else None
        if address is None or workspace is None or scope["method"] not in ("PUT", "DELETE"):
            await self._app(scope, receive, send)
            return
        path = workspace.upload_path(address["file"])
        if scope["method"] == "DELETE":
            path.unlink(missing_ok=True)
            await self._app(scope, receive, send)
            return
        try:
            upload = await _taken_in(Request(scope, _limited(scope, receive)), path)
        except _TooLargeError:
            refused = PlainTextResponse("This file is too large.", 413)
            await refused(scope, receive, send)
        except OSError:
            path.unlink(missing_ok=True)
            refused = PlainTextResponse("There isn't enough space for this file.", 507)
            await refused(scope, receive, send)
        except ClientDisconnect:
            path.unlink(missing_ok=True)
        else:
            await self._hand_on(upload, path, scope, receive, send)

    async def _hand_on(
        self, upload: UploadFile | None, path: Path, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Let Streamlit take an empty file of the same name; without its consent none is kept."""
        body, boundary = _empty_twin(upload)
        headers = [
            (name, value)
            for name, value in scope["headers"]
            if name not in (b"content-length", b"content-type", b"transfer-encoding")
        ]
        headers.append((b"content-length", str(len(body)).encode()))
        headers.append((b"content-type", f"multipart/form-data; boundary={boundary}".encode()))
        given = False

        async def receive_twin() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                path.unlink(missing_ok=True)
            await send(message)

        await self._app({**scope, "headers": headers}, receive_twin, send_watched)


def _workspace_of(visit: str) -> Workspace | None:
    return next((one for one in open_workspaces() if one.visit == visit), None)


def _limited(scope: Scope, receive: Receive) -> Receive:
    """The request's body, cut off once it is too large.

    Raises:
        _TooLargeError: on receiving.
        OSError: the disk hasn't the space.
    """
    announced = int(Headers(scope=scope).get("content-length") or 0)
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if max(seen, announced) > _LIMIT_BYTES + _FRAME_BYTES:
            raise _TooLargeError
        return message

    return limited


async def _taken_in(request: Request, path: Path) -> UploadFile | None:
    """Write the one file of a form to `path`; None where there isn't one."""
    announced = int(request.headers.get("content-length") or 0)
    path.parent.mkdir(exist_ok=True)
    if shutil.disk_usage(path.parent).free < 2 * announced + _SPARE_BYTES:
        raise OSError
    async with request.form(max_files=1, max_fields=8) as form:
        uploads = [value for value in form.values() if isinstance(value, UploadFile)]
        if len(uploads) != 1:
            return None
        await asyncio.to_thread(_write, uploads[0], path)
        return uploads[0]


def _write(upload: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file, 1024 * 1024)


def _empty_twin(upload: UploadFile | None) -> tuple[bytes, str]:
    """A form with an empty file of the same name and kind, and its boundary."""
    boundary = uuid4().hex
    if upload is None:
        return f"--{boundary}--\r\n".encode(), boundary
    name = re.sub(r'[\r\n"\\]', "_", upload.filename or "")
    kind = re.sub(r"[\r\n]", "", upload.content_type or "application/octet-stream")
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}'
    return f"--{boundary}\r\n{head}\r\n\r\n\r\n--{boundary}--\r\n".encode(), boundary
