"""How the progress page's queries grow: 100, 500 and 2,000 sessions over three years.

    python benchmarks/history.py [--url URL] [--json]

The sessions are made up from a seed: two to four stretches each, both sides, two or three holds a
side, five or six checks with faults now and then. A query's time is processor time, the best of
five (a database server's own time isn't in it); the ratio to the smallest history is what to
compare. `save_ms` is the mean time on the clock to save one session, making it up included.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from formcheck.history import History, NewSession
from formcheck.history.progress import progress_in
from formcheck.history.records import CheckRecord, EpisodeRecord, HoldRecord, StretchRecord
from formcheck.stretches.definition import Stretch, library

SIZES = (100, 500, 2000)
DAYS = 3 * 365
TODAY = date(2026, 11, 1)
FIRST = datetime(2023, 11, 1, 7, 0, tzinfo=UTC)


def main() -> None:
    """Fill a history step by step, time the queries at each size, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="of an empty database; default a SQLite file")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{Path(folder) / 'history.sqlite3'}"
        with History.open(url) as history:
            rows = measure(history)
    print(json.dumps(rows, indent=2) if options.json else table(rows))


def measure(history: History) -> list[dict[str, float]]:
    """A row per size: milliseconds of each query, and megabytes."""
    random, rows, written = Random(6), list[dict[str, float]](), 0
    for size in SIZES:
        begun = time.perf_counter()
        while written < size:
            keep(history, random, FIRST + timedelta(days=written * DAYS / SIZES[-1]))
            written += 1
        save_ms = (
            (time.perf_counter() - begun) * 1e3 / (size - (rows[-1]["sessions"] if rows else 0))
        )
        newest = history.outlines("Anna")[-1].uid
        rows.append(
            {
                "sessions": size,
                "progress_ms": best_ms(lambda: progress_in(history.outlines("Anna"), TODAY)),
                "list_ms": best_ms(lambda: history.outlines("Anna")),
                "one_session_ms": best_ms(partial(history.session, newest)),
                "everything_ms": best_ms(lambda: history.sessions("Anna")),
                "save_ms": round(save_ms, 1),
                "size_mb": round(history.size_bytes() / 1e6, 2),
            }
        )
    return rows


def best_ms(ask: Callable[[], object]) -> float:
    """Milliseconds of the best of five, of this process (SQLite runs in it)."""
    times = []
    for _ in range(5):
        begun = time.process_time()
        ask()
        times.append(time.process_time() - begun)
    return round(min(times) * 1e3, 1)


def keep(history: History, random: Random, when: datetime) -> None:
    """One finished session."""
    stretches = random.sample([s for s in library().values() if s.hold], random.randint(2, 4))
    new = NewSession("Anna", "live", "full", started_at=when)
    history.begin(new).finish([made_up(random, stretch) for stretch in stretches], 600.0)


def made_up(random: Random, stretch: Stretch) -> StretchRecord:
    """A stretch as it might have gone."""
    holds = []
    for side in stretch.possible_sides:
        for number in range(random.randint(2, 3)):
            held_s, start_s = random.uniform(15.0, 30.0), 40.0 * number
            holds.append(
                HoldRecord(
                    side=side,
                    start_s=start_s,
                    end_s=start_s + held_s,
                    held_s=held_s,
                    credited_s=held_s * random.uniform(0.7, 1.0),
                    longest_s=held_s * 0.6,
                    peak_measure=f"hip_flexion_{side}_deg",
                    peak_value_deg=random.gauss(75.0, 4.0),
                    peak_error_deg=random.uniform(3.0, 7.0),
                    score=random.randint(60, 100),
                    coverage=random.uniform(0.7, 1.0),
                )
            )
    return StretchRecord(
        stretch=stretch.id,
        name=stretch.name,
        side="both",
        view="side",
        position=str(stretch.position),
        score=random.randint(60, 100),
        coverage=0.9,
        holds=tuple(holds),
        checks=tuple(checked(random, check.id, check.name, check.say) for check in stretch.checks),
    )


def checked(random: Random, check: str, name: str, say: str) -> CheckRecord:
    """A check, at fault in a quarter of the sessions, one to three times."""
    if random.random() > 0.25:
        return CheckRecord(check, name, say, "good", measured=0.95, good=0.9)
    starts = [random.uniform(0.0, 80.0) for _ in range(random.randint(1, 3))]
    faults = tuple(EpisodeRecord(start_s, start_s + 2.0, 3.0) for start_s in starts)
    return CheckRecord(check, name, say, "fix", measured=0.95, good=0.8, episodes=faults)


def table(rows: list[dict[str, float]]) -> str:
    """For reading: times, and in brackets the ratio to the smallest history's."""
    names = [name for name in rows[0] if name != "sessions"]
    lines = ["| sessions | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for row in rows:
        cells = [f"{row[name]:g} ({row[name] / max(rows[0][name], 1e-9):.1f}×)" for name in names]
        lines.append(f"| {row['sessions']:g} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
