"""The files of a result, served by an address nobody can guess; parts of them for moving along.

A player asks for the part of a video it needs, so a long one never passes through memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from formcheck.app import kept_videos
from formcheck.app.checking import CheckJob
from formcheck.app.workspace import open_workspaces
from formcheck.recorded import Checked
from formcheck.recorded.as_json import as_json

_FOLDER = "/files"
_KEPT_FOLDER = "/kept"
_KINDS = {
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".csv": "text/csv",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
}
_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    ),
}


@dataclass(frozen=True)
class Offered:
    """Something to load.

    Attributes:
        name: to save it under.
        content: a file, or what makes it.
    """

    name: str
    content: Path | Callable[[], str | bytes]


def address(job: CheckJob, what: str) -> str:
    """Where a part of the result is shown; see `offered`."""
    return f"{_FOLDER}/{job.ticket}/{quote(what)}"


def download_address(job: CheckJob, what: str) -> str:
    """Where it is saved from."""
    return f"{address(job, what)}?save"


def kept_address(session: str) -> str:
    """Where a session's kept video is shown; its uid is as hard to guess as a ticket."""
    return f"{_KEPT_FOLDER}/{quote(session)}"


def offered(job: CheckJob, checked: Checked) -> dict[str, Offered]:
    """All that can be loaded of a result."""
    stem = job.path.stem
    found = {
        "annotated": Offered(f"{stem}-checked{job.annotated.suffix}", job.annotated),
        "trace": Offered(f"{stem}-angles.csv", job.trace),
        "result": Offered(f"{stem}-result.json", lambda: _json(job, checked)),
    }
    for kind, path in zip(("report-html", "report-pdf"), job.reports, strict=True):
        if path.exists():
            found[kind] = Offered(f"{stem}-report{path.suffix}", path)
    for number, still in enumerate(job.stills):
        found[f"still-{number}"] = Offered(f"{stem}-{still.check}-{number}.jpg", still.path)
    return found


def routes() -> Sequence[BaseRoute]:
    """What the server has to know."""
    return (
        Route(f"{_FOLDER}/{{ticket}}/{{what}}", _serve),
        Route(f"{_KEPT_FOLDER}/{{session}}", _serve_kept),
    )


def _serve(request: Request) -> Response:
    one = _asked(request.path_params["ticket"], request.path_params["what"])
    kind = _KINDS[Path(one.name).suffix]
    save = "attachment" if "save" in request.query_params else "inline"
    if isinstance(one.content, Path):
        if not one.content.is_file():
            raise HTTPException(404)
        return FileResponse(
            one.content,
            media_type=kind,
            filename=one.name,
            content_disposition_type=save,
            headers=_HEADERS,
        )
    disposition = f"{save}; filename*=utf-8''{quote(one.name)}"
    headers = {**_HEADERS, "Content-Disposition": disposition}
    return Response(one.content(), media_type=kind, headers=headers)


def _serve_kept(request: Request) -> Response:
    try:
        path = kept_videos.kept(request.path_params["session"])
    except ValueError:
        path = None
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=_KINDS[path.suffix], headers=_HEADERS)


def _asked(ticket: str, what: str) -> Offered:
    """What the holder of a ticket asks for.

    Raises:
        HTTPException: there is no such thing, or no longer.
    """
    for workspace in open_workspaces():
        for job in workspace.jobs:
            if job.ticket == ticket and job.checked is not None:
                found = offered(job, job.checked).get(what)
                if found is not None:
                    return found
    raise HTTPException(404)


def _json(job: CheckJob, checked: Checked) -> str:
    """The contract's JSON, with the name of the recording instead of its place on this machine."""
    result = as_json(checked)
    result["source"]["path"] = job.path.name
    return json.dumps(result, indent=2, ensure_ascii=False)
