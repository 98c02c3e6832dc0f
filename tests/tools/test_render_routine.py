"""A routine in one clip: parts follow one another, and nobody jumps from one to the next."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.render.routine import parts, pose_in, segments
from tools.render.skeleton import Body, Poser
from tools.render.stretches.common import lie_down


def test_segments_are_in_order_and_apart():
    found = segments(parts())
    assert [(s["stretch"], s["side"]) for s in found] == [
        ("knee_to_chest", "left"),
        ("knee_to_chest", "right"),
        ("lying_hamstring", "left"),
        ("bridge", "both"),
    ]
    assert all(a["end_s"] < b["start_s"] for a, b in pairwise(found))
    assert all(s["start_s"] < s["hold_start_s"] < s["hold_end_s"] < s["end_s"] for s in found)
    assert 60 <= parts()[-1].end_s <= 90


def test_between_two_stretches_the_body_moves_without_a_jump():
    body = Body.load("man")
    routine = parts()
    bridge = routine[-1]
    times = np.arange(bridge.start_s - bridge.move_s - 0.2, bridge.start_s + 0.3, 0.1)
    skin = np.unique(body.faces)[::5]
    bodies = [pose_in(body, routine, float(t)).vertices[skin] for t in times]
    steps = [np.linalg.norm(b - a, axis=1).max() for a, b in pairwise(bodies)]
    assert max(steps) < 0.15
    assert np.linalg.norm(bodies[-1] - bodies[0], axis=1).max() > 0.3
    assert min(b[:, 2].min() for b in bodies) > -0.06


def test_the_way_between_two_poses_begins_and_ends_in_them():
    body = Body.load("woman")
    one, two = lie_down(body).finish(), lie_down(body, neck_lift=30).finish()
    for share, want in ((0.0, one), (1.0, two)):
        got = Poser.between(one, two, share).finish()
        assert np.abs(got.vertices - want.vertices).max() < 1e-3
