"""The live session is part of the pure core: no camera, no model, no page, no clock."""

import subprocess
import sys
from pathlib import Path

import formcheck.coach.live as live

FOLDER = Path(live.__file__).parent
BANNED = {"cv2", "mediapipe", "streamlit", "av", "PIL", "matplotlib", "requests", "sqlalchemy"}


def test_importing_it_loads_no_camera_model_page_or_video_library():
    names = [f"formcheck.coach.live.{path.stem}" for path in sorted(FOLDER.glob("*.py"))]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        f"loaded = {BANNED!r} & set(sys.modules)\nassert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_it_reads_no_clock():
    for path in FOLDER.glob("*.py"):
        source = path.read_text("utf-8")
        assert "import time" not in source, path
        assert "datetime" not in source, path
