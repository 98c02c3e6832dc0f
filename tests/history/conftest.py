"""A history in each kind of database: a file, and a PostgreSQL server of our own."""

import getpass
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from formcheck.history import History


def server_programs():
    """The newest PostgreSQL server's folder of programs; None where none is installed."""
    on_path = shutil.which("initdb")
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if not on_path and not found:
        return None
    return Path(on_path).parent if on_path else found[-1].parent


def ordinary_user():
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in Path("/etc/passwd").read_text("utf-8") else "nobody"


@pytest.fixture(scope="session")
def postgresql_server():
    programs, user = server_programs(), ordinary_user()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="fc-pg-"))
    if user:
        shutil.chown(folder, user)
    role = user or getpass.getuser()

    def run(program, *arguments):
        command = [programs / program, "-D", folder / "data", *arguments]
        as_user = ["runuser", "-u", user, "--", *command] if user else command
        # the server keeps the streams it is started with: a pipe would never end
        with (folder / f"{program}.log").open("wb") as log:
            subprocess.run(as_user, check=True, stdout=log, stderr=log, cwd="/", timeout=120)

    try:
        run("initdb", "-U", role, "--auth=trust", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        run("pg_ctl", "-w", "-o", settings, "start")
        yield f"postgresql://{role}@/{{name}}?host={folder}"
        run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server, tmp_path):
    import psycopg

    name = "t" + "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())[-50:]
    with psycopg.connect(postgresql_server.format(name="postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield postgresql_server.format(name=name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'history.sqlite3'}"


@pytest.fixture
def file_history(sqlite_url):
    with History.open(sqlite_url) as history:
        yield history


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def history(url):
    with History.open(url) as history:
        yield history
