"""The live page under load: a real browser with a camera of 640 x 480, the server, nothing else.

python benchmarks/live.py                      # 10 minutes, model full
python benchmarks/live.py --minutes 1 --model lite --json live.json

Chromium and the server share the machine, as they do on a laptop. Beside it, in the same run, the
time that finding the body alone takes (`PoseEstimator`, its looks at the mirror image included) for
the same pictures: where that is slow too, the machine is busy.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from formcheck.bench.speed import bare_mediapipe_s
from formcheck.media.picture import Picture
from formcheck.pose.landmark_model import RgbImage
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from app.live.browsing import (  # type: ignore[import-not-found]  # noqa: E402
    begin,
    browser,
)
from app.live.camera_files import (  # type: ignore[import-not-found]  # noqa: E402
    as_camera,
    frames,
    write,
)
from app.serving import (  # type: ignore[import-not-found]  # noqa: E402
    Server,
    start_server,
)
from memory import resident_mb  # type: ignore[import-not-found]  # noqa: E402

LEAST_HZ, MOST_P50_MS, MOST_P95_MS, MOST_GROWTH = 25.0, 40.0, 80.0, 0.05
SETTLE_S = 5.0
EVERY_S = 5.0
BARE_FRAMES = 300


@dataclass(frozen=True)
class Report:
    """What was measured.

    Attributes:
        model: of the pose.
        minutes: measured, after the first seconds.
        analysed_hz: pictures answered a second.
        sent, answered: pictures in all.
        p50_ms, p95_ms: from capture to overlay.
        first_half_p50_ms, second_half_p50_ms: the same in either half.
        bare_before_ms, bare_after_ms: finding the body alone, median of a picture, before the
            browser started and after it ended.
        mediapipe_before_ms, mediapipe_after_ms: bare MediaPipe likewise, mean of a picture.
        server_mb, server_mb_after: memory of the server a minute in (or at the start of a shorter
            run) and at the end; None where the system doesn't tell.
        load: of the machine at start and end (1 minute's load average).
        reached: each target, and whether it was reached.
    """

    model: str
    minutes: float
    analysed_hz: float
    sent: int
    answered: int
    p50_ms: float
    p95_ms: float
    first_half_p50_ms: float
    second_half_p50_ms: float
    bare_before_ms: float
    bare_after_ms: float
    mediapipe_before_ms: float
    mediapipe_after_ms: float
    server_mb: float | None
    server_mb_after: float | None
    load: tuple[float, float]
    reached: dict[str, bool]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--model", default="full", choices=("lite", "full"))
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    asked = parser.parse_args(arguments)
    report = measure(asked.model, asked.minutes)
    print(table(report))
    if asked.json:
        asked.json.write_text(json.dumps(asdict(report), indent=2) + "\n", "utf-8")


def measure(model: str, minutes: float) -> Report:
    """Run the page for so long."""
    clip = [
        np.asarray(as_camera(one)) for one in frames(ROOT / "sample_videos/lying_hamstring.mp4")
    ]
    load_before = os.getloadavg()[0]
    mediapipe_before_ms = mediapipe_ms(model, clip)
    bare_before_ms = bare_ms(model, clip)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "camera.mjpeg", clip)
        server = start_server(folder)
        try:
            seen = list(watch(server, folder, model, minutes))
        finally:
            server.stop()
    bare_after_ms = bare_ms(model, clip)
    latencies = [ms for one in seen for ms in one["latencies"]]
    half = len(latencies) // 2
    took_s = seen[-1]["at_s"] - seen[0]["at_s"]
    answered = seen[-1]["answered"] - seen[0]["answered"]
    memory = [one["mb"] for one in seen]
    settled = memory[min(len(memory) - 1, round(60 / EVERY_S))] if took_s > 120 else memory[0]
    figures: dict[str, Any] = {
        "model": model,
        "minutes": round(took_s / 60, 2),
        "analysed_hz": round(answered / took_s, 1),
        "sent": seen[-1]["sent"] - seen[0]["sent"],
        "answered": answered,
        "p50_ms": percentile(latencies, 0.5),
        "p95_ms": percentile(latencies, 0.95),
        "first_half_p50_ms": percentile(latencies[:half], 0.5),
        "second_half_p50_ms": percentile(latencies[half:], 0.5),
        "bare_before_ms": bare_before_ms,
        "bare_after_ms": bare_after_ms,
        "mediapipe_before_ms": mediapipe_before_ms,
        "mediapipe_after_ms": mediapipe_ms(model, clip),
        "server_mb": settled,
        "server_mb_after": memory[-1],
        "load": (load_before, os.getloadavg()[0]),
    }
    return Report(**figures, reached=targets(figures))


def targets(figures: dict[str, Any]) -> dict[str, bool]:
    """Whether each target was reached."""
    before, after = figures["server_mb"], figures["server_mb_after"]
    reached = {
        f"at least {LEAST_HZ:g} pictures a second": figures["analysed_hz"] >= LEAST_HZ,
        f"half of the answers within {MOST_P50_MS:g} ms": figures["p50_ms"] <= MOST_P50_MS,
        f"95 % of the answers within {MOST_P95_MS:g} ms": figures["p95_ms"] <= MOST_P95_MS,
    }
    if before is not None:
        reached[f"memory within {MOST_GROWTH:.0%}"] = after <= before * (1 + MOST_GROWTH)
    return reached


def watch(server: Server, folder: Path, model: str, minutes: float) -> Iterator[dict[str, Any]]:
    """What the page and the server say, every few seconds."""
    with browser(folder, folder / "camera.mjpeg", size=(1280, 800)) as context:
        page = context.pages[0]
        begin(page, server.address, model=model, side="right", hold_s=120, repetitions=100)
        page.wait_for_function("() => formcheckLive.framesAnswered > 10", timeout=60_000)
        page.wait_for_timeout(1000 * SETTLE_S)
        before = page.evaluate("formcheckLive.framesAnswered")
        until_s = time.monotonic() + 60 * minutes
        while True:
            now = page.evaluate(
                """(before) => ({
                  sent: formcheckLive.framesSent,
                  answered: formcheckLive.framesAnswered,
                  latencies: formcheckLive.latencyMs.slice(before - formcheckLive.framesAnswered),
                  at_s: performance.now() / 1000,
                })""",
                before,
            )
            if now["answered"] == before:
                now["latencies"] = []
            before = now["answered"]
            yield {**now, "mb": resident_mb(server.process.pid)}
            left_s = until_s - time.monotonic()
            if left_s <= 0:
                return
            page.wait_for_timeout(1000 * min(EVERY_S, left_s))


def bare_ms(model: str, clip: Sequence[RgbImage]) -> float:
    """Finding the body alone: the median time of a picture, from this very process."""
    took = []
    with PoseEstimator(resolve_model(model)) as estimator:
        for number in range(BARE_FRAMES):
            began_s = time.perf_counter()
            estimator.estimate(clip[number % len(clip)], number / 30)
            took.append(1000 * (time.perf_counter() - began_s))
    return round(median(took[10:]), 1)


def mediapipe_ms(model: str, clip: Sequence[RgbImage]) -> float:
    """Bare MediaPipe following one pose: the mean time of a picture."""
    pictures = [Picture(n / 30, n, one) for n, one in enumerate(clip[:BARE_FRAMES])]
    return round(1000 * bare_mediapipe_s(resolve_model(model), pictures), 1)


def percentile(numbers: Sequence[float], share: float) -> float:
    """The value that so large a share stays below."""
    ordered = sorted(numbers)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def table(report: Report) -> str:
    """The figures for reading."""
    lines = [
        f"model {report.model}, {report.minutes:g} minutes, camera 640 x 480 at 30 a second",
        f"load of the machine        {report.load[0]:.1f} before, {report.load[1]:.1f} after",
        f"pictures analysed a second {report.analysed_hz:g} "
        f"({report.answered} of {report.sent} sent)",
        f"capture to overlay         {report.p50_ms:g} ms half, {report.p95_ms:g} ms 95 %",
        f"  either half of the run   {report.first_half_p50_ms:g} and "
        f"{report.second_half_p50_ms:g} ms",
        f"finding the body alone     {report.bare_before_ms:g} ms before, "
        f"{report.bare_after_ms:g} ms after",
        f"bare MediaPipe             {report.mediapipe_before_ms:g} ms before, "
        f"{report.mediapipe_after_ms:g} ms after",
        f"memory of the server       {report.server_mb} MB, at the end {report.server_mb_after} MB",
    ]
    signs = {True: "reached", False: "MISSED "}
    return "\n".join([*lines, *(f"{signs[ok]} {aim}" for aim, ok in report.reached.items())])


if __name__ == "__main__":
    main()
