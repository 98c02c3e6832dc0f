"""Bouncing told by the driving angle, or by the trunk or thigh that rocks."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from formcheck.coach.bouncing import Bouncing
from formcheck.coach.moment import Seen
from formcheck.measures.measure import Measure
from formcheck.pose.frame import Landmark

L = Landmark

RATE_HZ, FROM_S, TO_S = 1.5, 3.0, 7.0


def swing_deg(t_s: float, size_deg: float) -> float:
    inside = FROM_S <= t_s <= TO_S
    return size_deg / 2 * np.sin(2 * np.pi * RATE_HZ * (t_s - FROM_S)) * inside


def seen(
    t_s: float, *, trunk_deg: float = 10.0, thigh_deg: float = -90.0, reason: str = ""
) -> Seen:
    """Directions in the picture, counted from +x towards +y (down)."""
    xy = np.zeros((33, 2))
    for hip, shoulder, knee in (
        (L.LEFT_HIP, L.LEFT_SHOULDER, L.LEFT_KNEE),
        (L.RIGHT_HIP, L.RIGHT_SHOULDER, L.RIGHT_KNEE),
    ):
        xy[hip] = 300.0, 300.0
        for joint, angle in ((shoulder, trunk_deg), (knee, thigh_deg)):
            along = np.cos(np.radians(angle)), np.sin(np.radians(angle))
            xy[joint] = xy[hip] + 100.0 * np.array(along)
    lean = Measure(0.0, 5.0, reason)
    measures = {"trunk_lean_deg": lean, "thigh_lean_right_deg": lean}
    body = SimpleNamespace(frame=SimpleNamespace(xy_px=xy))
    return Seen(t_s, 1 / 15, body, measures)  # type: ignore[arg-type]


def held(driver: str = "hip_flexion_right_deg", **sizes_deg: float) -> Bouncing:
    """Ten seconds; `angle`, `trunk` and `thigh` swing by so much for four of them."""
    bouncing = Bouncing(driver)
    jumps = np.random.default_rng(1)
    for t_s in np.arange(0.0, 10.0, 1 / 15):
        moves = {name: swing_deg(t_s, size) for name, size in sizes_deg.items()}
        frame = seen(
            t_s,
            trunk_deg=10.0 + moves.get("trunk", 0.0),
            thigh_deg=-90.0 + moves.get("thigh", 0.0),
            reason="turn side-on" if "unseen" in sizes_deg else "",
        )
        noise_deg = jumps.normal(0.0, 4.0) * ("jumpy" in sizes_deg)
        bouncing.step(frame, Measure(90.0 + moves.get("angle", 0.0) + noise_deg, 6.0))
    bouncing.finish()
    return bouncing


@pytest.mark.parametrize("segment", ["trunk", "thigh"])
def test_a_segment_tells_what_the_jumpy_angle_hides(segment: str) -> None:
    assert held(angle=8.0, jumpy=1.0).episodes == []
    (bounce,) = held(angle=8.0, jumpy=1.0, **{segment: 8.0}).episodes
    assert bounce.rate_hz == pytest.approx(RATE_HZ, rel=0.1)
    assert bounce.size_deg == pytest.approx(8.0, abs=1.0)
    assert (bounce.start_s, bounce.end_s) == pytest.approx((FROM_S, TO_S), abs=0.4)


def test_a_bout_that_all_show_is_told_once_by_the_driving_angle() -> None:
    (bounce,) = held(angle=10.0, trunk=6.0, thigh=6.0).episodes
    assert bounce.size_deg == pytest.approx(10.0, abs=1.0)


def test_a_thigh_that_rocks_past_the_vertical_keeps_its_rate() -> None:
    """Its lean, from 0 to 180, would fold there and show twice as many."""
    (bounce,) = held(thigh=9.0).episodes
    assert bounce.rate_hz == pytest.approx(RATE_HZ, rel=0.1)


def test_a_still_hold_has_none() -> None:
    assert held().episodes == []
    assert not held().now


def test_other_angles_are_judged_alone_and_what_cannot_be_seen_is_not_judged() -> None:
    assert held("arm_open_right_deg", trunk=9.0, thigh=9.0).episodes == []
    assert held(trunk=9.0, thigh=9.0, unseen=1.0).episodes == []


def test_it_is_told_while_it_goes_on() -> None:
    bouncing = Bouncing("hip_flexion_right_deg")
    told = [
        (t_s, bouncing.now)
        for t_s in np.arange(0.0, 10.0, 1 / 15)
        if bouncing.step(seen(t_s, trunk_deg=swing_deg(t_s, 9.0)), Measure(90.0, 6.0)) is None
    ]
    since_s = min(t_s for t_s, now in told if now)
    assert FROM_S < since_s < TO_S
    assert not told[-1][1]
