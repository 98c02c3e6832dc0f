"""Truth files are whole, samples are small, and a clip can be drawn."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from tools.render.geometry import angle_deg
from tools.render.sample_clips import MOST_BYTES, SAMPLES
from tools.render.skeleton import BODIES
from tools.render.stretches import STRETCHES
from tools.render.variation import balanced, plan_clip

FOLDER = Path(__file__).parents[2] / "sample_videos"
CLIPS = [s.stretch for s in SAMPLES]


def check_truth(truth):
    frames = truth["frames"]
    count = len(frames["t_s"])
    assert set(frames["phase"]) == {"start", "enter", "hold", "leave", "end"}
    for name, column in frames.items():
        if not name.startswith("joints"):
            assert len(column) == count, name
    for joints in (frames["joints_px"], frames["joints_m"]):
        assert len(joints) == 13
        assert all(len(track) == count for track in joints.values())
    w, h = truth["size_px"]
    px = np.array(list(frames["joints_px"].values()))
    assert px.min() > 0
    assert (px < [w, h]).all()
    turns = truth.get("repetitions", [])
    assert len(truth["holds"]) == (0 if turns else 1)
    last_s = (turns or truth["holds"])[-1]["end_s"]
    assert last_s < frames["t_s"][-1]
    for episode in (*truth["faults"], *truth["bounces"]):
        assert episode["size_deg"] > 0
        assert episode["start_s"] < episode["end_s"] <= last_s
    for turn in turns:
        assert turn["start_s"] < turn["top_start_s"] < turn["top_end_s"] < turn["end_s"]
    middle = count // 2
    at = {n: t[middle] for n, t in frames["joints_m"].items()}
    knee = 180 - angle_deg(at["left_hip"], at["left_knee"], at["left_ankle"])
    assert knee == pytest.approx(frames["knee_flexion_left_deg"][middle], abs=0.5)


def test_each_sample_is_of_a_stretch_of_its_own():
    assert len(set(CLIPS)) == len(CLIPS)
    assert set(CLIPS) <= set(STRETCHES)


@pytest.mark.parametrize("stretch", CLIPS)
def test_a_sample_has_its_truth_and_is_small(stretch):
    path = FOLDER / f"{stretch}.mp4"
    truth = json.loads(path.with_suffix(".truth.json").read_text())
    check_truth(truth)
    assert truth["stretch"] == STRETCHES[stretch].id
    assert path.stat().st_size <= MOST_BYTES
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        assert stream.frames == len(truth["frames"]["t_s"])
        assert [stream.width, stream.height] == truth["size_px"]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert 10 <= stream.frames / truth["fps"] <= 35
    head = path.read_bytes()[: 1 << 16]
    assert b"moov" in head[:64] or head.find(b"moov") < head.find(b"mdat")  # plays while loading


def test_the_hamstring_sample_locks_then_bounces():
    truth = json.loads((FOLDER / "lying_hamstring.truth.json").read_text())
    t = np.array(truth["frames"]["t_s"])
    knee = np.array(truth["frames"][f"knee_flexion_{truth['side']}_deg"])
    (locked,), (bounce,) = truth["faults"], truth["bounces"]
    assert knee[(t > locked["start_s"] + 0.4) & (t < locked["end_s"] - 0.4)].max() < 2
    assert knee[(t > bounce["start_s"]) & (t < bounce["end_s"])].min() > 8
    assert truth["near_side"] == truth["side"]


def test_the_cat_and_the_cow_alternate():
    truth = json.loads((FOLDER / "cat_cow.truth.json").read_text())
    ends = [(turn["end"], turn["peak"]) for turn in truth["repetitions"]]
    assert [end for end, _ in ends] == ["round", "hollow", "round", "hollow"]
    assert min(p for e, p in ends if e == "round") > max(p for e, p in ends if e == "hollow") + 30


def test_bodies_are_small_and_say_where_they_come_from():
    assert sum(p.stat().st_size for p in BODIES.iterdir()) < 4_000_000
    assert "CC0" in (BODIES / "NOTICE").read_text()


def test_a_seed_always_gives_the_same_plan():
    stretch = STRETCHES["bridge"]
    assert plan_clip(stretch, 5) == plan_clip(stretch, 5)
    assert plan_clip(stretch, 5) != plan_clip(stretch, 6)


@pytest.mark.parametrize("stretch", STRETCHES.values(), ids=list(STRETCHES))
def test_a_set_of_clips_covers_sides_cameras_and_faults(stretch):
    plans = [plan_clip(stretch, i, **balanced(stretch, i)) for i in range(24)]
    cases = {(p.script.side, p.viewpoint.azimuth_deg < 0) for p in plans if
             p.viewpoint.view != "feet"}  # fmt: skip
    assert len(cases) == 4
    shown = {f.check for p in plans for f in p.script.faults}
    assert shown == set(stretch.faults)
    assert any(p.script.bounces for p in plans) == bool(stretch.bounce)
    assert sum(not p.script.faults and not p.script.bounces for p in plans) >= 6
    for p in plans:
        for f in p.script.faults:
            assert f.end_s <= p.script.hold_end_s


def test_a_clip_can_be_drawn(tmp_path):
    pytest.importorskip("moderngl")
    from tools.render.clip import render_clip

    plan = plan_clip(STRETCHES["bridge"], 1, view="side", fps=3.0, size_px=(160, 120), hold_s=3.0)
    path = tmp_path / "clip.mp4"
    truth = json.loads(render_clip(plan, path).read_text())
    with av.open(str(path)) as video:
        pictures = [f.to_ndarray(format="rgb24") for f in video.decode(video=0)]
    assert len(pictures) == len(truth["frames"]["t_s"])
    first, held = pictures[0].astype(int), pictures[len(pictures) // 2].astype(int)
    assert first.std() > 10
    assert np.abs(first - held).mean() > 1  # the hips went up
