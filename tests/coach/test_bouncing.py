"""Bouncing told by the driving angle, or by the trunk or thigh that rocks."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from formcheck.coach.bouncing import Bouncing
from formcheck.coach.moment import Seen
from formcheck.measures.measure import Measure
from formcheck.measures.view import Position, View
from formcheck.pose.frame import landmark

RATE_HZ, FROM_S, TO_S = 1.5, 3.0, 7.0


def swing_deg(t_s: float, size_deg: float) -> float:
    inside = FROM_S <= t_s <= TO_S
    return size_deg / 2 * np.sin(2 * np.pi * RATE_HZ * (t_s - FROM_S)) * inside


def seen(
    t_s: float,
    *,
    trunk_deg: float = 10.0,
    thigh_deg: float = -90.0,
    other_deg: float = 180.0,
    outline_deg: float = np.nan,
    reason: str = "",
) -> Seen:
    """Lying, the right leg raised straight; directions in the picture, from +x towards +y (down).

    `outline_deg` is the right thigh's in the body's outline.
    """
    xy = np.zeros((33, 2))
    for side, leg_deg in (("left", other_deg), ("right", thigh_deg)):
        hip, shoulder, knee, ankle = (
            landmark(side, part) for part in ("hip", "shoulder", "knee", "ankle")
        )
        xy[hip] = 300.0, 300.0
        for joint, angle, length_px in (
            (shoulder, trunk_deg, 100.0),
            (knee, leg_deg, 100.0),
            (ankle, leg_deg, 200.0),
        ):
            along = np.cos(np.radians(angle)), np.sin(np.radians(angle))
            xy[joint] = xy[hip] + length_px * np.array(along)
    lean = Measure(0.0, 5.0, reason)
    measures = {"trunk_lean_deg": lean, "thigh_lean_right_deg": lean}
    frame = SimpleNamespace(xy_px=xy, thigh_deg=np.array([np.nan, outline_deg]))
    body = SimpleNamespace(frame=frame, view=View.SIDE, position=Position.SUPINE)
    return Seen(t_s, 1 / 15, body, measures)  # type: ignore[arg-type]


def held(driver: str = "hip_flexion_right_deg", **sizes_deg: float) -> Bouncing:
    """Ten seconds; angle, trunk, either thigh and its outline swing by so much for four of them."""
    bouncing = Bouncing(driver)
    jumps = np.random.default_rng(1)
    for t_s in np.arange(0.0, 10.0, 1 / 15):
        moves = {name: swing_deg(t_s, size) for name, size in sizes_deg.items()}
        frame = seen(
            t_s,
            trunk_deg=10.0 + moves.get("trunk", 0.0),
            thigh_deg=-90.0 + moves.get("thigh", 0.0),
            other_deg=180.0 + moves.get("other", 0.0),
            outline_deg=-88.0 + moves["outline"] if "outline" in moves else np.nan,
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


def test_thighs_that_swing_against_each_other_are_a_skeleton_that_exchanges_them() -> None:
    assert held(angle=8.0, thigh=8.0, other=-6.0).episodes == []
    assert len(held(angle=8.0, thigh=8.0, other=6.0).episodes) == 1
    assert len(held(angle=8.0, thigh=8.0, other=-2.0).episodes) == 1


def test_a_raised_leg_that_is_still_in_its_outline_does_not_bounce() -> None:
    assert held(angle=8.0, thigh=8.0, outline=2.0).episodes == []
    assert len(held(angle=8.0, thigh=8.0, outline=7.0).episodes) == 1


def test_a_trunk_that_rocks_is_told_though_the_raised_leg_is_still() -> None:
    assert len(held(angle=8.0, trunk=8.0, thigh=1.0, outline=0.0).episodes) == 1


def test_what_looked_like_bouncing_at_first_is_taken_back() -> None:
    """The other thigh joins in late, and shows that the legs are exchanged to and fro."""
    bouncing, told = Bouncing("hip_flexion_right_deg"), []
    for t_s in np.arange(0.0, 12.0, 1 / 15):
        swing = 4.0 * np.sin(2 * np.pi * RATE_HZ * t_s) * (t_s > FROM_S)
        frame = seen(t_s, thigh_deg=-90.0 + swing, other_deg=180.0 - swing * (t_s > FROM_S + 3.0))
        bouncing.step(frame, Measure(90.0 + swing, 6.0))
        told.append(bouncing.now)
    assert any(told)
    assert bouncing.episodes == []


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
