"""Which way the looked-at square is turned: by the reading that the mirror image bears out."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from people import Person
from pose.samples import LITE

from formcheck.measures.geometry import flexion_deg
from formcheck.pose.frame import PoseFrame, landmark
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model
from formcheck.pose.region import Region
from formcheck.pose.search import Searcher
from formcheck.pose.tasks import Pose

TRUE = Person().bent("right", hip=80, knee=10).frame(0.0)
MIXED = Person().bent("right", hip=30, knee=60).frame(0.0)
RGB = np.zeros((480, 640, 3), np.uint8)
SAMPLE = Path(__file__).resolve().parents[2] / "sample_videos" / "lying_hamstring.mp4"


class Scripted:
    """Stands for the landmark model: by the square's turn, what it reads there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, readings: dict[float, PoseFrame]) -> None:
        self.searcher = Searcher(LITE)
        self.tried: list[float] = []
        width, height = TRUE.size_px

        def everywhere(_rgb: np.ndarray) -> list[Pose]:
            back = TRUE.mirrored()
            return [Pose(back.xy_px / [width, height], back.world_m, back.visibility, None)]

        def cut(region: Region, _rgb: np.ndarray) -> Region:
            self.tried.append(region.turn_deg)
            return region

        def there(region: Region) -> list[Pose]:
            read = readings.get(region.turn_deg)
            return [Pose(read.xy_px, read.world_m, read.visibility, None)] if read else []

        monkeypatch.setattr(Region, "cut", cut)
        monkeypatch.setattr(Region, "to_picture", lambda _region, points: points)
        monkeypatch.setattr(self.searcher._everywhere, "poses", everywhere)
        monkeypatch.setattr(self.searcher._there, "poses", there)

    def turn_deg(self, read: PoseFrame, before_deg: float = 0.0) -> float:
        region = Region.around(TRUE, before_deg)
        assert region is not None
        return self.searcher.search(RGB, read, region, None).turn_deg


def test_where_both_readings_agree_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Scripted(monkeypatch, {})
    assert model.turn_deg(TRUE, before_deg=6.0) == 6.0
    assert model.tried == []


def test_a_turn_that_agrees_with_the_mirror_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Scripted(monkeypatch, {6.0: MIXED, -6.0: TRUE})
    assert model.turn_deg(TRUE) == 0.0  # agreed once: this is where the legs were
    assert model.turn_deg(MIXED) == -6.0
    assert model.tried == [6.0, -6.0]


@pytest.mark.parametrize("elsewhere", [{6.0: MIXED, -6.0: MIXED}, {}])
def test_without_a_better_turn_it_stays(
    monkeypatch: pytest.MonkeyPatch, elsewhere: dict[float, PoseFrame]
) -> None:
    assert Scripted(monkeypatch, elsewhere).turn_deg(MIXED, before_deg=-6.0) == -6.0


def test_a_mirror_image_gone_wrong_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading stays with what was agreed on before, though another turn agrees with it."""
    model = Scripted(monkeypatch, {6.0: MIXED})
    assert model.turn_deg(TRUE) == 0.0
    back = MIXED.mirrored()
    wrong = Pose(back.xy_px / np.array(TRUE.size_px), back.world_m, back.visibility, None)
    monkeypatch.setattr(model.searcher._everywhere, "poses", lambda _rgb: [wrong])
    assert model.turn_deg(TRUE) == 0.0


def test_the_legs_of_the_hamstring_sample_are_not_mixed() -> None:
    """At one turn of the square the model mixes them in 15 % of these frames."""
    truth = json.loads(SAMPLE.with_suffix(".truth.json").read_text("utf-8"))["frames"]
    off_deg = []
    with av.open(str(SAMPLE)) as clip, PoseEstimator(resolve_model("full")) as estimator:
        for index, picture in enumerate(clip.decode(video=0)):
            if index % 3 or picture.time < 5.5:
                continue
            if picture.time > 14.0:
                break
            frame = estimator.estimate(picture.to_ndarray(format="rgb24"), picture.time)
            for side in ("left", "right"):
                points = (frame.xy_px[landmark(side, p)] for p in ("hip", "knee", "ankle"))
                true_deg = np.interp(picture.time, truth["t_s"], truth[f"knee_flexion_{side}_deg"])
                off_deg.append(flexion_deg(*points) - true_deg)
    assert len(off_deg) > 150
    assert np.mean(np.abs(off_deg) > 15.0) < 0.05
