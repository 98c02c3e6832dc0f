"""Who may speak, and how much."""

from __future__ import annotations

import pytest

from formcheck.app.live.limits import RateLimit, same_origin


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://Stretch.Example", "stretch.example", True),
        ("http://localhost:8502", "localhost:8501", False),
        ("http://evil.example", "localhost:8501", False),
        ("http://localhost:8501.evil.example", "localhost:8501", False),
        ("file://", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        (None, "localhost:8501", False),
        ("http://localhost:8501", None, False),
    ],
)
def test_only_a_page_of_this_server_may_speak(
    origin: str | None, host: str | None, same: bool
) -> None:
    assert same_origin(origin, host) is same


def test_a_camera_is_never_too_fast_and_a_flood_is() -> None:
    camera = RateLimit()
    assert all(camera.allows(n / 60) for n in range(60 * 60))
    flood = RateLimit()
    assert not all(flood.allows(n / 1000) for n in range(1000))


def test_a_pause_earns_no_more_than_the_burst() -> None:
    rate = RateLimit(per_s=10, burst=20)
    assert rate.allows(0.0)
    assert [rate.allows(3600.0) for _ in range(21)] == [True] * 20 + [False]
