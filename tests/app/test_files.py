"""Files are served to who holds the ticket, in parts, and to nobody else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from app.clips import empty_room
from starlette.applications import Starlette
from starlette.types import Message, Scope

from formcheck.app import files, kept_videos, workspace
from formcheck.app.workspace import Given, Workspace
from formcheck.recorded import Options


def get(path: str, query: str = "", part: str = "") -> tuple[int, dict[str, str], bytes]:
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(60)  # the visitor stays
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"range", part.encode())] if part else [],
    }
    asyncio.run(Starlette(routes=files.routes())(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], headers, body


def test_a_result_is_served_in_parts_and_only_by_its_ticket(tmp_path: Path) -> None:
    mine = Workspace("me")
    (job,) = mine.check([Given.copy(empty_room(tmp_path / "room.mp4"))], Options(model="lite"))
    address = files.address(job, "annotated")
    if not job.over:
        assert get(address)[0] == 404  # not before there is a result
    assert job.wait(120)
    whole = job.annotated.read_bytes()
    status, headers, body = get(address)
    assert (status, body) == (200, whole)
    assert headers["content-type"] == "video/mp4"
    assert "no-store" in headers["cache-control"]
    status, _, body = get(address, part="bytes=10-19")
    assert (status, body) == (206, whole[10:20])
    _, headers, body = get(files.address(job, "result"), "save")
    assert headers["content-disposition"].startswith("attachment")
    assert b'"path": "room.mp4"' in body
    assert get(f"/files/{job.ticket[::-1]}/annotated")[0] == 404
    assert get(files.address(job, "../../in-use"))[0] == 404
    mine.clear()
    assert get(address)[0] == 404
    workspace.close_all()


def test_a_kept_video_is_served_by_its_sessions_name(tmp_path: Path) -> None:
    video = tmp_path / "annotated.mp4"
    video.write_bytes(b"0123456789")
    kept_videos.keep("session-1", video, "until deleted")
    assert get(files.kept_address("session-1"), part="bytes=2-4")[2] == b"234"
    assert get(files.kept_address("session-2"))[0] == 404


@pytest.mark.parametrize("name", ["..", "*", "session-1*", "%2e%2e"])
def test_nothing_else_is_reached_by_a_made_up_name(name: str, tmp_path: Path) -> None:
    video = tmp_path / "annotated.mp4"
    video.write_bytes(b"0123456789")
    kept_videos.keep("session-1", video, "until deleted")
    assert get(f"/kept/{name}")[0] == 404
