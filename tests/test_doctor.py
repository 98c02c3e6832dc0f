from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck import doctor
from formcheck.doctor import Finding, examine
from formcheck.pose import system_libraries
from formcheck.pose.models import models_folder


def named(findings: list[Finding], name: str) -> Finding:
    (finding,) = [finding for finding in findings if finding.name == name]
    return finding


def test_this_installation_is_sound() -> None:
    """The tests run on it, so what it needs is there; a camera or disk space may not be."""
    findings = examine()
    needed = [finding for finding in findings if finding.name not in ("camera", "disk space")]
    assert [finding for finding in needed if not finding.ok] == []
    names = {finding.name for finding in findings}
    assert {"Python", "mediapipe", "OpenCV", "model full", "pose landmarker"} <= names
    assert {"data folder", "disk space", "video writing", "camera"} <= names
    assert len(names) == len(findings)


def test_a_finding_is_plain_values() -> None:
    finding = Finding("camera", False, "none", "connect one")
    assert json.loads(json.dumps(finding.as_dict())) == {
        "name": "camera",
        "ok": False,
        "detail": "none",
        "remedy": "connect one",
    }


def test_what_is_wrong_comes_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda _name: None)
    bad = [finding for finding in examine() if not finding.ok]
    assert {finding.name for finding in bad} >= {"mediapipe", "numpy", "OpenCV"}
    assert all(finding.remedy for finding in bad)


def test_two_opencv_wheels_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = {"opencv-python": "4.10.0", "opencv-contrib-python": "5.0.0"}
    monkeypatch.setattr(doctor, "_version", wheels.get)
    finding = named(list(doctor._opencv()), "OpenCV")
    assert not finding.ok
    assert "opencv-python 4.10.0" in finding.detail
    assert finding.remedy == (
        "pip uninstall -y opencv-contrib-python opencv-python && pip install opencv-contrib-python"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_missing_libraries_give_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(system_libraries.PACKAGES, "libnowhere.so.7", "libnowhere7")
    finding = named(list(doctor._system_libraries()), "system libraries")
    assert not finding.ok
    assert finding.detail == "missing: libnowhere.so.7"
    assert finding.remedy == "sudo apt-get install libnowhere7"


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_headless_opencv_needs_fewer_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_opencv_is_headless", lambda: True)
    assert system_libraries.needed_libraries() == ["libEGL.so.1", "libGLESv2.so.2"]


def test_a_damaged_model_is_found(home: Path) -> None:
    (home / "models").mkdir(parents=True)
    (home / "models" / "pose_heavy.task").write_bytes(b"half of it")
    finding = named(list(doctor._models()), "model heavy")
    assert not finding.ok
    assert str(home) in finding.remedy
    shutil.rmtree(home)
    finding = named(list(doctor._models()), "model heavy")
    assert finding.ok
    assert "fetched" in finding.detail
    assert not home.exists()  # looking changes nothing


@pytest.mark.parametrize(
    ("trial", "detail"),
    [
        ("import os; os.abort()", "MediaPipe crashed (signal 6)"),
        ("import sys; sys.exit('libGL.so.1 is missing')", "libGL.so.1 is missing"),
        ("raise RuntimeError('odd')", "RuntimeError: odd"),
        ("import time; time.sleep(60)", "no answer within 2 s"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_landmarker_that_fails_is_a_finding(
    trial: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_LANDMARKER_TRIAL", trial)
    monkeypatch.setattr(doctor, "_LANDMARKER_TIMEOUT_S", 2.0)
    finding = named(list(doctor._pose_landmarker()), "pose landmarker")
    assert (finding.ok, finding.detail) == (False, detail)
    assert finding.remedy


def test_an_unusable_home_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FORMCHECK_HOME", str(tmp_path / "file"))
    finding = named(list(doctor._home()), "data folder")
    assert not finding.ok
    assert "FORMCHECK_HOME" in finding.remedy


def test_a_full_disk_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert not named(list(doctor._home()), "disk space").ok


def test_a_camera_is_found_missing_or_may_not_be_opened(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    assert "Connect a camera" in doctor._camera_among([]).remedy
    device.write_text("")
    assert doctor._camera_among([device]).ok
    device.unlink()  # stands for one that may not be opened
    finding = doctor._camera_among([device])
    assert not finding.ok
    assert "usermod -aG video" in finding.remedy


def test_it_works_where_nothing_else_does(tmp_path: Path) -> None:
    """cv2, mediapipe, av, numpy, requests and platformdirs all broken, the manifest too."""
    for name in ("cv2", "mediapipe", "av", "numpy", "requests", "platformdirs"):
        (tmp_path / f"{name}.py").write_text(f"raise ImportError('{name} is broken')")
    code = (
        "import json\nfrom formcheck.doctor import examine\n"
        "print(json.dumps([finding.as_dict() for finding in examine()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    findings = [Finding(**finding) for finding in json.loads(done.stdout)]
    assert named(findings, "Python").ok
    assert not named(findings, "pose landmarker").ok
    assert "av is broken" in named(findings, "video writing").detail
    assert done.stderr == ""


def test_the_trial_is_the_real_thing() -> None:
    """What runs in the child is our own estimator on the shipped model."""
    assert (models_folder() / "pose_full.task").is_file()
    assert list(doctor._pose_landmarker()) == [
        Finding("pose landmarker", True, "created, and ran on a blank picture")
    ]
