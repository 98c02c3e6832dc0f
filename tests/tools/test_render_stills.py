"""Stills are different, true, and drawn once."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from tools.render.camera import Camera
from tools.render.clip import pose_at
from tools.render.skeleton import BODIES, SIDES, Body
from tools.render.stretches import STRETCHES
from tools.render.truth import TruthLog
from tools.render.wider import WIDER, draw_changes, pose_wider

pytest.importorskip("moderngl")

from tools.render.renderer import Stage
from tools.render.stills import OFTEN, TRUTH, TURN, Still, build, draw, plan_still

PEOPLE = ("old_woman", "slim_man")


def plan(number, turn=TURN, view="side"):
    return plan_still(number, 3, turn, view, PEOPLE, (160, 120))


def camera_of(truth):
    c = truth["camera"]
    eye, target = tuple(c["eye"]), tuple(c["target"])
    return Camera(eye, target, c["fov_deg"], c["roll_deg"], tuple(truth["size_px"]))


def test_the_truth_of_a_still_is_that_of_a_clip_at_that_moment():
    still = plan(TURN.index("seated_hamstring"))
    still = Still(still.plan, still.t_s, {})
    stage = Stage()
    picture, truth = draw(still, BODIES, stage)
    stage.close()
    assert picture.shape == (120, 160, 3)
    assert picture.std() > 10
    script = still.plan.script
    log = TruthLog(script, camera_of(truth), 30.0)
    body = Body.load(still.plan.person, still.plan.scale)
    posed = pose_at(body, script, still.t_s)
    log.add(still.t_s, posed)
    frames = log.document({})["frames"]
    joints = {name: track[0] for name, track in frames["joints_px"].items()}
    assert truth["joints_px"] == joints
    assert all(0 < x < 160 and 0 < y < 120 for x, y in joints.values())
    assert truth["phase"] == frames["phase"][0]
    assert truth["near_side"] == log.near_side()
    assert truth["values"] == {
        name: column[0]
        for name, column in frames.items()
        if name not in ("t_s", "phase", "joints_px", "joints_m")
    }


def test_a_rerun_draws_only_what_is_missing(tmp_path):
    turn = ["lying_hamstring", "knee_to_chest"]
    build(tmp_path, 1, 2, turn=turn, size_px=(160, 120))
    first = (tmp_path / TRUTH).read_text()
    before = (tmp_path / "00000.jpg").stat().st_mtime_ns
    (tmp_path / TRUTH).write_text(first[:-20])  # broken off while the second line was written
    build(tmp_path, 1, 3, turn=turn, size_px=(160, 120))
    again = (tmp_path / TRUTH).read_text()
    assert again.startswith(first)
    assert (tmp_path / "00000.jpg").stat().st_mtime_ns == before
    lines = [json.loads(line) for line in again.splitlines()]
    assert [line["file"] for line in lines] == ["00000.jpg", "00001.jpg", "00002.jpg"]
    assert [line["stretch"] for line in lines] == [*turn, turn[0]]
    assert lines[0]["person"] == lines[1]["person"] != lines[2]["person"]
    assert cv2.imread(str(tmp_path / "00002.jpg")).shape == (120, 160, 3)


def test_two_thirds_lie_on_the_back_or_bend_over_long_legs():
    assert set(TURN) <= set(STRETCHES) == set(WIDER)
    assert sum(name in OFTEN for name in TURN) / len(TURN) == pytest.approx(2 / 3, abs=0.03)


def test_the_side_camera_stands_more_crookedly_than_in_a_clip():
    offs, phases = [], []
    for number in range(3 * len(TURN)):
        still = plan(number)
        view = still.plan.viewpoint
        offs.append(abs(abs(view.azimuth_deg) - 90))
        assert 0.3 <= view.height_m <= 1.4
        phases.append(still.plan.script.phase(still.t_s))
    assert 20 < max(offs) <= 25
    assert set(phases) == {"start", "enter", "hold", "leave"}
    assert {plan(n).plan.viewpoint.view for n in range(4)} == {"side"}
    assert 28 < abs(abs(plan(0, view="three_quarter").plan.viewpoint.azimuth_deg) - 90) < 47


@pytest.mark.parametrize("name", ["lying_hamstring", "double_knee_to_chest", "bridge"])
def test_changes_are_wide_and_stop_at_the_floor(name):
    body = Body.load("woman")
    rng = np.random.default_rng(0)
    script = plan(0, turn=[name]).plan.script
    for t_s in (0.0, script.rest_s + script.enter_s / 2, script.hold_start_s + 1):
        plain = pose_at(body, script, t_s)
        for _ in range(3):
            posed = pose_wider(body, script, t_s, draw_changes(script, rng))
            assert (
                posed.vertices[:, 2].min() > min(-0.03, plain.vertices[:, 2].min() - 0.008) - 1e-9
            )
            apart = [
                np.linalg.norm(posed.joints[f"{s}_ankle"] - plain.joints[f"{s}_ankle"])
                for s in SIDES
            ]
            assert max(apart) < 0.6
