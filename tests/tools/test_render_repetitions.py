"""Repetitions: what the script says is what the body does and what the truth file tells."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tools.render.back import back_line
from tools.render.clip import pose_at
from tools.render.repetitions import CALM, Repetition, in_turn, swing
from tools.render.skeleton import Body
from tools.render.stretches import STRETCHES
from tools.render.variation import plan_clip

REPEATED = sorted(name for name, stretch in STRETCHES.items() if stretch.peak)


def test_a_repetition_goes_there_stays_and_comes_back():
    one = Repetition(2.0, rise_s=1.0, top_s=1.0, fall_s=2.0, reach=0.5)
    assert [one.share(t) for t in (1.9, 3.0, 3.9, 6.0, 9.0)] == [0.0, 0.5, 0.5, 0.0, 0.0]
    assert [one.phase(t) for t in (2.5, 3.5, 5.0)] == ["enter", "hold", "leave"]
    assert one.end_s == 6.0


def test_repetitions_follow_one_another_and_never_overlap():
    turns = in_turn(CALM, [1.0, -1.0, 0.4, -1.0], 3.0, np.random.default_rng(0))
    assert turns[0].start_s == 3.0
    assert all(a.end_s <= b.start_s for a, b in pairwise(turns))
    times = np.arange(0, turns[-1].end_s + 1, 0.05)
    where = np.array([swing(turns, t) for t in times])
    assert where.max() == pytest.approx(1.0)
    assert where.min() == pytest.approx(-1.0)


@pytest.mark.parametrize("name", REPEATED)
def test_the_clip_has_time_for_its_repetitions(name):
    for seed in range(6):
        script = plan_clip(STRETCHES[name], seed).script
        assert script.repetitions
        assert script.repetitions[0].start_s >= script.hold_start_s
        assert script.repetitions[-1].end_s <= script.hold_end_s
        assert script.phase(0.0) == "start"
        assert script.phase(script.duration_s - 0.1) == "end"
        top = script.repetitions[0]
        assert script.phase((top.top_start_s + top.top_end_s) / 2) == "hold"


@pytest.mark.parametrize("person", ["woman", "heavy_man"])
def test_the_back_rounds_and_sinks_in_turn(person):
    body = Body.load(person)
    plan = plan_clip(STRETCHES["cat_cow"], 3, fault_count=0)
    curves = {}
    for r in (r for r in plan.script.repetitions if abs(r.reach) == 1.0):
        posed = pose_at(body, plan.script, (r.top_start_s + r.top_end_s) / 2)
        curves[np.sign(r.reach)] = back_line(posed)
    flat = back_line(pose_at(body, plan.script, 0.5))
    assert curves[1]["back_curvature_deg"] > flat["back_curvature_deg"] + 20
    assert curves[-1]["back_curvature_deg"] < flat["back_curvature_deg"] - 12
    assert curves[1]["spine_flexion_deg"] > 75
    assert curves[-1]["spine_flexion_deg"] < 0
