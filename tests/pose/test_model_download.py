"""Fetching a model from a real server on this machine that can be told to misbehave."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import ModelError
from formcheck.pose import privacy
from formcheck.pose.download import Download
from formcheck.pose.models import resolve_model

CONTENT = bytes(range(256)) * 4096  # 1 MiB
# On Linux a loopback address that isn't exempt from proxies, so that it stands for a remote host.
HOST = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Server:
    """What the server does, and what it was asked."""

    url: str = ""
    cut_after: list[int] = field(default_factory=list)
    """For the first answers: after how many bytes the connection is cut."""
    ranges: bool = True
    status: int | None = None
    asked: list[str | None] = field(default_factory=list)
    """The Range header of each request."""

    def download(self, sha256: str = SHA256, size: int = len(CONTENT)) -> Download:
        return Download(self.url, sha256, size)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.asked.append(wanted)
            if state.status:
                self.send_error(state.status)
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and state.ranges else 0
            body = CONTENT[start:]
            self.send_response(206 if start else 200)
            if start:
                last = len(CONTENT) - 1
                self.send_header("Content-Range", f"bytes {start}-{last}/{len(CONTENT)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: state.cut_after.pop(0)] if state.cut_after else body)

        def log_message(self, *_args: Any) -> None:
            pass

    httpd = ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://{HOST}:{httpd.server_port}/heavy.task"
    yield state
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def target(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("FORMCHECK_ORIGINAL_PROXIES", raising=False)
    return home / "models" / "pose_heavy.task"


def part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def test_heavy_is_fetched_once(
    server: Server, target: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[int, int]] = []
    path = resolve_model(
        "heavy", download=server.download(), progress=lambda *here: seen.append(here)
    )
    assert path == target
    assert path.read_bytes() == CONTENT
    assert not part(target).exists()
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert seen == sorted(seen)
    assert resolve_model("heavy", download=server.download()) == target
    assert len(server.asked) == 1
    assert capfd.readouterr() == ("", "")  # no progress where there is no terminal


def test_two_who_ask_at_once_share_one_download(server: Server, target: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(resolve_model, "heavy", download=server.download()) for _ in range(4)]
    assert {future.result() for future in asked} == {target}
    assert len(server.asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_progress_is_shown_on_a_terminal(server: Server) -> None:
    import pty

    ours, theirs = pty.openpty()
    code = (
        "import sys\n"
        "from formcheck.pose.download import Download\n"
        "from formcheck.pose.models import resolve_model\n"
        "resolve_model('heavy', download=Download(sys.argv[1], sys.argv[2], int(sys.argv[3])))"
    )
    arguments = [server.url, SHA256, str(len(CONTENT))]
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=theirs) as child:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # how a terminal of Linux says that the other end is closed
            while chunk := os.read(ours, 1 << 16):
                shown += chunk
    os.close(ours)
    assert child.returncode == 0
    assert shown.endswith(b"\rFetching pose_heavy.task: 1 of 1 MB\r\n")


def test_fetching_works_although_mediapipe_is_cut_off(server: Server) -> None:
    privacy.cut_off()
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT


def test_a_cut_connection_is_taken_up_again(server: Server) -> None:
    server.cut_after = [300_000, 200_000]
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT
    starts = [int(asked[6:-1]) if asked else 0 for asked in server.asked]
    assert starts == pytest.approx([0, 300_000, 500_000], abs=40_000)


def test_the_next_run_goes_on_where_this_one_stopped(server: Server, target: Path) -> None:
    server.cut_after = [100_000, 100_000, 100_000]
    with pytest.raises(ModelError, match="can't be fetched"):
        resolve_model("heavy", download=server.download())
    arrived = part(target).read_bytes()
    assert len(arrived) == pytest.approx(300_000, abs=60_000)
    assert CONTENT.startswith(arrived)
    assert not target.exists()
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT
    assert server.asked[-1] == f"bytes={len(arrived)}-"


def test_a_server_without_ranges_starts_over(server: Server) -> None:
    server.ranges = False
    server.cut_after = [400_000]
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT


def test_a_complete_part_needs_no_server(server: Server, target: Path) -> None:
    target.parent.mkdir(parents=True)
    part(target).write_bytes(CONTENT)
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT
    assert server.asked == []


@pytest.mark.parametrize("size", [len(CONTENT), len(CONTENT) // 2])
def test_other_bytes_are_refused_and_not_kept(server: Server, target: Path, size: int) -> None:
    with pytest.raises(ModelError, match="not the expected file"):
        resolve_model("heavy", download=server.download("0" * 64, size))
    assert list(target.parent.iterdir()) == []


def test_a_damaged_copy_is_fetched_again(server: Server, target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.write_bytes(CONTENT[:-1] + b"?")
    assert resolve_model("heavy", download=server.download()).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/heavy.task", "no connection to the server"),
        ("http://formcheck.invalid/heavy.task", "no connection to the server"),
    ],
)
def test_offline_says_what_to_do(url: str, reason: str, target: Path) -> None:
    with pytest.raises(ModelError) as caught:
        resolve_model("heavy", download=Download(url, SHA256, len(CONTENT)))
    assert str(caught.value) == (
        f"The heavy model isn't here and can't be fetched: {reason}. "
        "Use --model full, or give a file with --model PATH."
    )
    assert not target.exists()


def test_a_refusing_server_is_quoted(server: Server) -> None:
    server.status = 404
    with pytest.raises(ModelError, match=r"can't be fetched: the server answered 404 Not Found\."):
        resolve_model("heavy", download=server.download())


def test_an_unusable_home_is_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FORMCHECK_HOME", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="it isn't a folder") as caught:
        resolve_model("heavy", download=server.download())
    assert "--model full" in str(caught.value)


def test_the_persons_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands in for a proxy: it is asked for an address that doesn't exist."""
    monkeypatch.setenv("http_proxy", server.url.rsplit("/", 1)[0])
    privacy.cut_off()
    elsewhere = Download("http://formcheck.invalid/heavy.task", SHA256, len(CONTENT))
    assert resolve_model("heavy", download=elsewhere).read_bytes() == CONTENT
