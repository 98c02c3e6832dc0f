"""Memory that a process has in use, where the system tells it as Linux does."""

from __future__ import annotations

import os
from pathlib import Path

TOLD = Path("/proc/self/statm").exists()
"""Whether this system tells it."""


def resident_mb(process: int | None = None) -> float | None:
    """What it holds in physical memory, in MB (10⁶ bytes) to a tenth.

    Args:
        process: its id; None for this very process.

    Returns:
        None for a process that is gone, or where the system doesn't tell.
    """
    try:
        told = Path(f"/proc/{process or 'self'}/statm").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return round(int(told.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
