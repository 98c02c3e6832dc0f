"""The page's server killed with SIGKILL in the middle of a hold, again and again: what is lost?

    python benchmarks/kill_server.py [--kills 20] [--seed 6]

Each time a real browser holds the hamstring stretch before a camera, and the server is killed at a
random moment of the hold; its history must be whole, and hold all but the last second of
what the page had shown. Takes about 20 s a time.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from app.live.browsing import (  # type: ignore[import-not-found]  # noqa: E402
    HELD,
    begin,
    browser,
    wait_for,
)
from app.live.camera_files import write_holding  # type: ignore[import-not-found]  # noqa: E402
from app.serving import start_server  # type: ignore[import-not-found]  # noqa: E402

MOST_LOST_S = 1.0


def main() -> None:
    """Kill, look, and say what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    random = Random(options.seed)
    lost = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        camera = write_holding(folder / "camera.mjpeg")
        for number in range(options.kills):
            own = folder / str(number)
            own.mkdir()
            shown_s, kept_s = killed(own, camera, random.uniform(1.0, 6.0))
            lost.append(max(0.0, shown_s - kept_s))
            print(f"{number + 1:3d}  shown {shown_s:4.1f} s  kept {kept_s:4.1f} s", flush=True)
    most_s = max(lost)
    print(f"most lost {most_s:.2f} s of {options.kills} kills (aim: {MOST_LOST_S:g} s)")


def killed(folder: Path, camera: Path, after_s: float) -> tuple[float, float]:
    """Seconds of the hold that the page had shown, and that the history has.

    The page shows whole seconds, rounded down; its own newest answer may be a little older still.
    """
    server = start_server(folder)
    try:
        with browser(folder, camera) as context:
            page = context.pages[0]
            begin(page, server.address, hold_s=60, repetitions=1, side="right", countdown_s=1)
            wait_for(page, f"{HELD} >= 1", 90)
            time.sleep(after_s)
            shown_s = float(page.evaluate(HELD))
            server.kill()
    finally:
        server.kill()
    with sqlite3.connect(server.home / "history.sqlite3") as plain:
        (integrity,) = plain.execute("PRAGMA integrity_check").fetchone()
    if integrity != "ok":
        raise SystemExit(f"the history is damaged: {integrity}")
    with server.history() as history:
        (session,) = history.sessions()
    return shown_s, session.held_s


if __name__ == "__main__":
    main()
