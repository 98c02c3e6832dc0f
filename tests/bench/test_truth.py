"""Truth files: read as they are, or refused with the file's and the key's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.made_up import truth_file

from formcheck.bench.truth import find_clips, load_truth
from formcheck.errors import UnusableInput

FRAMES = {"t_s": [0.0, 0.1], "phase": ["hold", "hold"]}


def test_a_truth_file_is_read(tmp_path: Path) -> None:
    true = load_truth(truth_file(tmp_path / "one.truth.json"))
    assert (true.name, true.stretch, true.side) == ("one", "lying_hamstring", "right")
    assert true.holds[0].length_s == pytest.approx(0.2)
    assert true.bounces[0].count == 2
    assert np.isnan(true.values["knee_flexion_right_deg"][2])
    assert true.joints_px["right_knee"].shape == (4, 2)


def test_a_bounce_is_as_large_as_the_driving_angle_swings(tmp_path: Path) -> None:
    t_s = np.arange(0.0, 6.0, 0.1)
    hip_deg = 80.0 - 2.0 * t_s + 2.3 * np.sin(2 * np.pi * 1.4 * t_s)
    bounce = {"start_s": 1.0, "end_s": 5.0, "rate_hz": 1.4, "size_deg": 6.0, "count": 6}
    frames = {
        "t_s": t_s.tolist(),
        "phase": ["hold"] * len(t_s),
        "hip_flexion_right_deg": hip_deg.tolist(),
    }
    path = tmp_path / "one.truth.json"
    true = load_truth(truth_file(path, bounces=[bounce], frames=frames))
    assert true.bounces[0].size_deg == pytest.approx(4.6, abs=0.05)
    del frames["hip_flexion_right_deg"]
    assert load_truth(truth_file(path, bounces=[bounce], frames=frames)).bounces[0].size_deg == 6.0


def test_an_extended_hip_is_below_zero(tmp_path: Path) -> None:
    frames = {
        "t_s": [0.0, 0.1, 0.2],
        "phase": ["hold"] * 3,
        "hip_flexion_right_deg": [25.0, 8.0, 40.0],
        "hip_sagittal_right_deg": [-23.7, None, 39.0],
    }
    true = load_truth(truth_file(tmp_path / "one.truth.json", bounces=[], frames=frames))
    assert true.values["hip_flexion_right_deg"].tolist() == [-23.7, 8.0, 40.0]


def test_values_between_frames_are_interpolated_and_missing_stays_missing(tmp_path: Path) -> None:
    true = load_truth(truth_file(tmp_path / "one.truth.json"))
    values = true.at("knee_flexion_right_deg", np.array([0.05, 0.15, 0.5]))
    assert values[0] == pytest.approx(11.0)
    assert np.isnan(values[1:]).all()


def test_a_stretch_alike_on_both_sides_is_judged_as_both(tmp_path: Path) -> None:
    true = load_truth(truth_file(tmp_path / "one.truth.json", stretch="bridge", side="left"))
    assert (true.side, true.holds[0].side) == ("both", "both")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": 2}, "schema"),
        ({"stretch": None}, "stretch: is missing"),
        ({"stretch": "handstand"}, "no stretch is called 'handstand'"),
        ({"side": "up"}, "side: "),
        ({"near_side": "both"}, "near_side: "),
        ({"holds": [{"side": "right", "start_s": 3.0, "end_s": 1.0}]}, "holds.0: end_s must be"),
        ({"holds": [{"side": "right", "start_s": -1, "end_s": 1.0}]}, "holds.0.start_s: "),
        ({"faults": [{"start_s": 1.0, "end_s": 2.0}]}, "faults.0.check: is missing"),
        ({"frames": {**FRAMES, "phase": ["hold"]}}, "frames: phase has 1 entries, t_s has 2"),
        ({"frames": {**FRAMES, "phase": ["hold", "dance"]}}, "frames.phase.1: "),
        ({"frames": {**FRAMES, "t_s": [0.1, 0.1]}}, "frames: t_s must ascend"),
        ({"frames": {**FRAMES, "knee_flexion_left_deg": [1.0]}}, "knee_flexion_left_deg has 1"),
        ({"frames": {**FRAMES, "knee_flexion_left_deg": "x"}}, "frames.knee_flexion_left_deg: "),
        ({"frames": {**FRAMES, "joints_px": {"left_hip": [[0, 0]]}}}, "joints_px.left_hip has 1"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_key(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(UnusableInput) as refusal:
        load_truth(truth_file(tmp_path / "wrong.truth.json", **changes))
    message = str(refusal.value)
    assert message.startswith("wrong.truth.json: ")
    assert words in message
    assert "\n" not in message


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.truth.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"wrong\.truth\.json isn't JSON"):
        load_truth(path)


def test_clips_are_videos_with_truth_beside_them(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.mp4").touch()
        truth_file(tmp_path / f"{name}.truth.json")
    (tmp_path / "unknown.mp4").touch()
    assert [clip.truth.name for clip in find_clips(tmp_path)] == ["a", "b"]


def test_truth_without_its_video_is_refused(tmp_path: Path) -> None:
    truth_file(tmp_path / "a.truth.json")
    with pytest.raises(UnusableInput, match=r"a\.truth\.json has no video"):
        find_clips(tmp_path)


def test_a_folder_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no truth files"):
        find_clips(tmp_path)
    with pytest.raises(UnusableInput, match="there is no folder"):
        find_clips(tmp_path / "nowhere")
