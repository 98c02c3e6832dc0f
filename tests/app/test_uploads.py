"""Uploads go to disk, into the visitor's own folder, and Streamlit still knows of them."""

from __future__ import annotations

import asyncio
import shutil
from collections import namedtuple
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Scope

from formcheck.app import uploads
from formcheck.app.uploads import UploadsToDisk
from formcheck.app.workspace import Workspace

pytestmark = pytest.mark.usefixtures("own_temporary_folder")

ADDRESS = "/_stcore/upload_file/visit/file-1"


class Streamlit:
    """The upload address as Streamlit has it: it keeps what it is given in memory."""

    def __init__(self) -> None:
        self.answer = 204
        self.seen: list[tuple[str, str, bytes]] = []
        self.deleted = 0

    async def take(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.deleted += 1
            return Response(status_code=204)
        async with request.form() as form:
            for value in form.values():
                assert isinstance(value, UploadFile)
                content = await value.read()
                self.seen.append((value.filename or "", value.content_type or "", content))
        return Response(status_code=self.answer)


@pytest.fixture
def behind() -> Streamlit:
    return Streamlit()


class Client:
    """Speaks ASGI to the server, the body in pieces as a network brings it."""

    def __init__(self, app: UploadsToDisk) -> None:
        self._app = app

    def put(self, address: str, name: str, content: bytes) -> int:
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        body = f"--b\r\n{head}\r\nContent-Type: video/mp4\r\n\r\n".encode() + content
        return self._asked("PUT", address, body + b"\r\n--b--\r\n")

    def delete(self, address: str) -> int:
        return self._asked("DELETE", address, b"")

    def _asked(self, method: str, address: str, body: bytes) -> int:
        pieces = [body[at : at + 50_000] for at in range(0, len(body), 50_000)] or [b""]
        sent: list[Message] = []

        async def receive() -> Message:
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: Scope = {
            "type": "http",
            "method": method,
            "path": unquote(address),
            "query_string": b"",
            "headers": [
                (b"content-type", b"multipart/form-data; boundary=b"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
        asyncio.run(self._app(scope, receive, send))
        status: int = sent[0]["status"]
        return status


@pytest.fixture
def client(behind: Streamlit) -> Client:
    route = Route("/_stcore/upload_file/{visit}/{file}", behind.take, methods=["PUT", "DELETE"])
    return Client(UploadsToDisk(Starlette(routes=[route])))


@pytest.fixture
def workspace() -> Workspace:
    return Workspace("visit")


def put(client: Client, content: bytes, name: str = "stretch.mp4") -> int:
    return client.put(ADDRESS, name, content)


def test_an_upload_is_on_the_disk_and_streamlit_holds_only_its_name(
    client: Client, behind: Streamlit, workspace: Workspace
) -> None:
    content = bytes(range(256)) * 20_000
    assert put(client, content, "Dehnübung 1.mp4") == 204
    assert workspace.upload_path("file-1").read_bytes() == content
    ((name, kind, held),) = behind.seen
    assert held == b""
    assert kind == "video/mp4"
    assert name == "Dehnübung 1.mp4"


def test_nothing_is_kept_that_streamlit_refuses(
    client: Client, behind: Streamlit, workspace: Workspace
) -> None:
    behind.answer = 403
    assert put(client, b"video") == 403
    assert not workspace.upload_path("file-1").exists()


def test_a_file_taken_back_is_deleted(
    client: Client, behind: Streamlit, workspace: Workspace
) -> None:
    put(client, b"video")
    assert client.delete(ADDRESS) == 204
    assert not workspace.upload_path("file-1").exists()
    assert behind.deleted == 1


def test_a_visitor_without_a_folder_is_passed_on_as_ever(client: Client, behind: Streamlit) -> None:
    assert put(client, b"video") == 204
    assert behind.seen == [("stretch.mp4", "video/mp4", b"video")]


def test_two_visitors_uploads_do_not_mix(client: Client, workspace: Workspace) -> None:
    other = Workspace("other")
    put(client, b"mine")
    client.put("/_stcore/upload_file/other/file-1", "a.mp4", b"theirs")
    assert workspace.upload_path("file-1").read_bytes() == b"mine"
    assert other.upload_path("file-1").read_bytes() == b"theirs"


def test_more_than_the_limit_is_refused_and_nothing_of_it_stays(
    client: Client, behind: Streamlit, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_LIMIT_BYTES", 1000)
    monkeypatch.setattr(uploads, "_FRAME_BYTES", 0)
    assert put(client, bytes(5000)) == 413
    assert behind.seen == []
    assert not workspace.upload_path("file-1").exists()


def test_a_full_disk_is_told_before_it_is_full(
    client: Client, behind: Streamlit, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))
    assert put(client, b"video") == 507
    assert behind.seen == []
    assert not workspace.upload_path("file-1").exists()


def test_no_path_leads_out_of_the_folder(client: Client, workspace: Workspace) -> None:
    client.put("/_stcore/upload_file/visit/..%2F..%2Fx", "a.mp4", b"video")
    assert not (workspace.folder / "x").exists()
    assert not (workspace.folder.parent / "x").exists()
