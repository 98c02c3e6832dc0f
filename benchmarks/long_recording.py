"""A long recording, checked as the page does it: memory and how soon a cancel takes effect.

    python benchmarks/long_recording.py [--minutes 20] [--fps 15] [--file FILE]

Without a file, a sample clip is repeated for so many minutes. The memory (resident, Linux) of the
process that checks and of the one that serves is sampled twice a second and told at each quarter of
the way. Then the check is begun anew and cancelled half a minute later.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from formcheck.app.checking import CheckJob
from formcheck.media.source import FrameReader
from formcheck.media.writer import AnnotatedVideo
from formcheck.recorded import Options

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from memory import resident_mb  # type: ignore[import-not-found]  # noqa: E402

SAMPLE = ROOT / "sample_videos" / "lying_hamstring.mp4"
LOOK_EVERY_S = 0.5
CANCEL_AFTER_S = 30.0


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--fps", type=float, default=15.0)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--model", default="full")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = options.file or repeated(Path(folder) / "long.mp4", options.minutes, options.fps)
        whole(clip, Path(folder) / "whole", options.model)
        cancelled(clip, Path(folder) / "cancelled", options.model)


def repeated(path: Path, minutes: float, fps: float) -> Path:
    """The sample, over and over."""
    with FrameReader(SAMPLE, fps=fps) as reader:
        pictures = [picture.rgb for picture in reader]
    height, width = pictures[0].shape[:2]
    with AnnotatedVideo(path, (width, height), fps=fps) as video:
        for number in range(round(minutes * 60 * fps)):
            video.write(pictures[number % len(pictures)], number / fps)
    return path


def whole(clip: Path, folder: Path, model: str) -> None:
    """Check all of it."""
    folder.mkdir()
    began_s = time.monotonic()
    job = CheckJob(folder, clip, Options(model=model))
    job.start()
    seen: list[tuple[float, float, float]] = []
    while not job.wait(LOOK_EVERY_S):
        worker = job.worker
        check_mb = resident_mb(worker) if worker is not None else None
        if check_mb is not None:
            seen.append((job.headway.share, check_mb, resident_mb()))
    took_s = time.monotonic() - began_s
    print(f"checked in {took_s:.0f} s{': ' + job.error if job.error else ''}")
    for quarter in range(4):
        inside = [one for one in seen if quarter / 4 < one[0] <= (quarter + 1) / 4]
        if inside:
            check, server = (max(one[n] for one in inside) for n in (1, 2))
            print(f"to {25 * (quarter + 1):3d} %: check {check:.0f} MB, server {server:.0f} MB")


def cancelled(clip: Path, folder: Path, model: str) -> None:
    """Cancel in the middle."""
    folder.mkdir()
    job = CheckJob(folder, clip, Options(model=model))
    job.start()
    job.wait(CANCEL_AFTER_S)
    began_s = time.monotonic()
    job.discard()
    told_s = time.monotonic() - began_s
    job.wait()
    over_s = time.monotonic() - began_s
    print(f"cancelled: told in {1000 * told_s:.0f} ms, ended in {1000 * over_s:.0f} ms")


if __name__ == "__main__":
    main()
