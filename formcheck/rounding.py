"""Numbers as they are written down: rounded, and none where there is none."""

from __future__ import annotations

from math import isfinite


def rounded(number: float | None, digits: int) -> float | None:
    """To so many digits behind the point; None for what isn't known (None, NaN, infinite)."""
    return round(number, digits) if number is not None and isfinite(number) else None
