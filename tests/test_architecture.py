"""Data flows downwards, and the core stays pure."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import formcheck

PACKAGE = Path(formcheck.__file__).parent
LAYERS = [
    "errors",
    "rounding",
    "wording",
    "units",
    "pose",
    "measures",
    "stretches",
    "coach",
    "media",
    "recorded",
    "history",
    "reports",
    "bench",
    "app",
]
EDGES = {"cli", "commands", "doctor", "home", "settings", "__main__", "__init__"}
BANNED = {"cv2", "mediapipe", "streamlit", "av", "PIL", "matplotlib", "requests", "sqlalchemy"}


@pytest.mark.parametrize("package", ["coach", "measures", "stretches", "pose"])
def test_importing_the_core_loads_no_camera_model_page_video_or_database_library(package):
    modules = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted((PACKAGE / package).rglob("*.py"))
        if package != "pose" or path.stem in ("__init__", "frame")
    ]
    program = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        f"loaded = {BANNED!r} & set(sys.modules)\nassert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_nothing_imports_upwards():
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if layer in EDGES:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "formcheck" or len(parts) < 2 or parts[1] in EDGES:
                continue
            if LAYERS.index(parts[1]) > LAYERS.index(layer):
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_the_core_reads_no_clock():
    for package in ("coach", "measures", "stretches"):
        for path in (PACKAGE / package).rglob("*.py"):
            assert not {"time", "datetime"} & set(imports(path)), path


def test_only_the_pose_package_knows_mediapipe():
    knowing = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if any(name.split(".")[0] == "mediapipe" for name in imports(path))
    }
    assert knowing <= {"pose"}
