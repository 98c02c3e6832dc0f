"""Nothing leaves the machine: watched from outside, by the operating system's own tracer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from formcheck.pose import privacy
from formcheck.pose.models import models_folder

# MediaPipe uploads after about a minute, and whenever a landmarker is closed.
SECONDS = 16
ESTIMATE = """
import sys, time
from pathlib import Path
import numpy as np
from formcheck.pose.landmarker import PoseEstimator
picture = np.zeros((120, 160, 3), np.uint8)
start = time.monotonic()
with PoseEstimator(Path(sys.argv[1])) as estimator:
    while (now := time.monotonic() - start) < float(sys.argv[2]):
        estimator.estimate(picture, now)
        time.sleep(0.05)
time.sleep(2)  # the uploader's thread gets its turn
"""

# A person's surroundings, from none to those that would open the way again.
SURROUNDINGS: dict[str, dict[str, str]] = {
    "nothing set": {},
    "no_proxy for all": {"no_proxy": "*", "NO_PROXY": "*"},
    "own proxies": {
        "https_proxy": "http://10.255.255.1:3128",
        "HTTPS_PROXY": "http://10.255.255.1:3128",
        "ALL_PROXY": "socks5://10.255.255.1:1080",
        "no_proxy": ".googleapis.com,google.com",
    },
}


def without_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if not name.lower().endswith(("_proxy", "_proxies"))
    }


def tracer_works() -> bool:
    if shutil.which("strace") is None:
        return False
    trial = subprocess.run(
        ["strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return trial.returncode == 0


def destinations(trace: str) -> set[str]:
    """The network addresses and ports in a trace of connect and send calls."""
    found = set()
    for line in trace.splitlines():
        match = re.search(r"sa_family=(AF_INET6?), sin6?_port=htons\((\d+)\)", line)
        if match:
            address = re.search(r'inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"', line)
            found.add(f"{address[1] if address else line}:{match[2]}")
        elif "sa_family=" in line and "AF_UNIX" not in line and "AF_UNSPEC" not in line:
            found.add(line)
    return found


def is_loopback(destination: str) -> bool:
    return destination.startswith(("127.", "::1:"))


@pytest.mark.skipif(not tracer_works(), reason="needs strace and leave to trace")
@pytest.mark.timeout(180)
def test_pose_estimation_connects_to_nothing_but_this_machine(tmp_path: Path) -> None:
    model = models_folder() / "pose_lite.task"
    traces = {name: tmp_path / f"{number}.txt" for number, name in enumerate(SURROUNDINGS)}
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    tracer = ["strace", "-f", "-s", "200", "-e", calls, "-o"]
    children = {
        name: subprocess.Popen(
            [*tracer, str(traces[name]), sys.executable, "-c", ESTIMATE, str(model), str(SECONDS)],
            env={**without_proxies(os.environ), **surroundings},
        )
        for name, surroundings in SURROUNDINGS.items()
    }
    for name, child in children.items():
        assert child.wait(timeout=150) == 0, name
    for name, trace in traces.items():
        reached = destinations(trace.read_text())
        assert {place for place in reached if not is_loopback(place)} == set(), name
        # The uploader did act meanwhile, so the silence above means something. Should MediaPipe
        # stop uploading, this fails: then the cut-off can go.
        assert "127.0.0.1:9" in reached, name


def test_a_destination_is_recognised_in_a_trace() -> None:
    trace = (
        '1 connect(6, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT\n'
        "1 connect(6, {sa_family=AF_INET, sin_port=htons(53), "
        'sin_addr=inet_addr("10.0.0.53")}, 16) = 0\n'
        "1 connect(6, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
        'inet_pton(AF_INET6, "2a00:1450::e", &sin6_addr), sin6_scope_id=0}, 28) = 0\n'
        "1 connect(6, {sa_family=AF_INET, sin_port=htons(9), "
        'sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS\n'
    )
    assert destinations(trace) == {"10.0.0.53:53", "2a00:1450::e:443", "127.0.0.1:9"}
    assert [place for place in destinations(trace) if is_loopback(place)] == ["127.0.0.1:9"]


def run(code: str, **environment: str) -> object:
    """What a fresh process prints as JSON, in an environment with these proxy settings."""
    done = subprocess.run(
        [sys.executable, "-c", "import json, os, sys\n" + code],
        capture_output=True,
        text=True,
        check=True,
        env={**without_proxies(os.environ), **environment},
    )
    return json.loads(done.stdout)


def test_every_spelling_leads_into_the_dead_end() -> None:
    code = (
        "import formcheck.pose.landmarker\n"
        "print(json.dumps({k: v for k, v in os.environ.items() if k.lower().endswith('_proxy')}))"
    )
    names = ["https_proxy", "http_proxy", "all_proxy"]
    expected = {
        spelling: privacy.DEAD_END for name in names for spelling in (name, name.upper())
    } | dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1,::1")
    assert run(code) == expected
    assert run(code, no_proxy="*", HTTPS_PROXY="http://proxy:1") == expected


def test_settings_changed_later_are_put_back() -> None:
    code = (
        "from formcheck.pose import privacy\n"
        "privacy.cut_off()\n"
        "os.environ['no_proxy'] = '*'; del os.environ['https_proxy']\n"
        "privacy.cut_off()\n"
        "print(json.dumps([os.environ['no_proxy'], os.environ['https_proxy']]))"
    )
    assert run(code) == ["localhost,127.0.0.1,::1", privacy.DEAD_END]


ORIGINALS = (
    "print(json.dumps([privacy.original_proxies('https://storage.example/x'),"
    " privacy.original_proxies('https://inside.corp/x'),"
    " {k: v for k, v in privacy.original_environment().items() if 'prox' in k.lower()}]))"
)
OWN = {"https_proxy": "http://proxy:3128", "NO_PROXY": "inside.corp"}


@pytest.mark.parametrize(
    "before",
    [
        "from formcheck.pose import privacy\n",
        "from formcheck.pose import privacy\nprivacy.cut_off(); privacy.cut_off()\n",
    ],
    ids=["before", "after"],
)
def test_the_persons_own_settings_are_remembered(before: str) -> None:
    expected = [{"https": "http://proxy:3128"}, {}, OWN]
    assert run(before + ORIGINALS, **OWN) == expected
    assert run(before + ORIGINALS) == [{}, {}, {}]
    assert run(before + ORIGINALS, no_proxy="*", **OWN)[:2] == [{}, {}]  # type: ignore[index]


def test_child_processes_remember_them_too() -> None:
    """A worker that the program starts is cut off as well, and can still fetch a model."""
    child = "import json\nfrom formcheck.pose import privacy\nprivacy.cut_off()\n" + ORIGINALS
    code = (
        "import subprocess\n"
        "from formcheck.pose import privacy\nprivacy.cut_off()\n"
        f"subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    )
    assert run(code, **OWN) == [{"https": "http://proxy:3128"}, {}, OWN]


def test_local_servers_stay_within_reach() -> None:
    """Python's own clients in this process aren't sent into the dead end for them."""
    code = (
        "import urllib.request\n"
        "from formcheck.pose import privacy\nprivacy.cut_off()\n"
        "print(json.dumps([bool(urllib.request.proxy_bypass(host))"
        " for host in ('localhost', '127.0.0.1', 'play.googleapis.com')]))"
    )
    assert run(code) == [True, True, False]
