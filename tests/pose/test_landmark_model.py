"""The landmark model without MediaPipe's task around it gives what the task gives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import mediapipe
import numpy as np
import pytest
from pose.samples import DAMAGED_INSIDE, LITE, members, person
from pose.whole_picture import whole_picture

from formcheck.errors import ModelError
from formcheck.pose import landmark_model
from formcheck.pose.bundle import MEMBERS
from formcheck.pose.landmark_model import CUT_PX, LandmarkModel, Pose, cores
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import models_folder
from formcheck.pose.native import chatter_withheld
from formcheck.pose.region import Region, Sight

FULL = models_folder() / "pose_full.task"


@pytest.fixture(scope="module")
def cuts() -> list[np.ndarray]:
    """A body in squares of several sizes and turns, one of them half out of the picture."""
    found = Region.around(estimate_photo(LITE, person()))
    assert found is not None
    half_out = Region(np.array([0.0, 240.0]), found.up, found.side_px)
    shown = [found.shown(Sight(turn, mirrored)) for turn in (0, 6, -20) for mirrored in (0, 1)]
    return [region.cut(person()) for region in [*shown, half_out]]


def as_mediapipe_has_it(model: Path, cuts: list[np.ndarray]) -> list[Pose | None]:
    """What MediaPipe's own task says of whole pictures, told that the body fills them."""
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in zip(MEMBERS, [whole_picture(), members(model)[1]], strict=True):
            archive.writestr(name, data)
    vision = mediapipe.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_buffer=bundle.getvalue()),
        output_segmentation_masks=True,
    )
    poses = []
    with chatter_withheld(), vision.PoseLandmarker.create_from_options(options) as task:
        for cut in cuts:
            told = task.detect(mediapipe.Image(mediapipe.ImageFormat.SRGB, cut))
            poses.append(_first(told) if told.pose_landmarks else None)
    return poses


def _first(told: mediapipe.tasks.vision.PoseLandmarkerResult) -> Pose:
    marks, world = told.pose_landmarks[0], told.pose_world_landmarks[0]
    return Pose(
        np.array([(mark.x, mark.y) for mark in marks]),
        np.array([(mark.x, mark.y, mark.z) for mark in world]),
        np.array([mark.visibility for mark in marks]),
        np.squeeze(told.segmentation_masks[0].numpy_view()).copy(),
    )


@pytest.mark.parametrize("model", [LITE, FULL], ids=["lite", "full"])
def test_it_reads_as_mediapipes_task_does(model: Path, cuts: list[np.ndarray]) -> None:
    reader = LandmarkModel(model, segmentation=True)
    blank = np.zeros((CUT_PX, CUT_PX, 3), np.uint8)
    seen = 0
    for cut, theirs in zip([*cuts, blank], as_mediapipe_has_it(model, [*cuts, blank]), strict=True):
        ours = reader.poses(cut)
        assert bool(ours) == (theirs is not None)
        if theirs is None:
            continue
        seen += 1
        np.testing.assert_allclose(ours[0].xy * CUT_PX, theirs.xy * CUT_PX, atol=0.02)
        np.testing.assert_allclose(ours[0].world_m, theirs.world_m, atol=2e-4)
        np.testing.assert_allclose(ours[0].visibility, theirs.visibility, atol=1e-3)
        assert ours[0].mask is not None
        assert theirs.mask is not None
        np.testing.assert_allclose(ours[0].mask, theirs.mask, atol=0.01)
    assert len(cuts) - 1 <= seen <= len(cuts), "nobody is seen in a blank picture"
    reader.close()


def test_several_cores_read_the_same_to_the_bit(cuts: list[np.ndarray]) -> None:
    one, three = (LandmarkModel(LITE, threads=threads) for threads in (1, 3))
    for cut in cuts:
        for ours, others in zip(one.poses(cut), three.poses(cut), strict=True):
            assert ours.mask is None
            np.testing.assert_array_equal(ours.xy, others.xy)
            np.testing.assert_array_equal(ours.world_m, others.world_m)


def test_a_heatmap_moves_a_landmark_only_where_it_knows_better() -> None:
    cells = np.full((64, 64, 39), -9.0, np.float32)
    cells[20, 10, 0] = 5.0  # two cells from where it was read
    cells[20, 20, 1] = 5.0  # too far away
    cells[0, 0, 2] = 5.0  # beyond the edge, towards which -0.5 of a cell is cut off to 0
    cells[8, 8, 3] = -0.1  # not sure enough
    cells[0:3, 0:3, 4] = 5.0  # of the window at a corner only what is inside counts
    at = np.array([[12, 20], [12, 20], [-0.5, 0], [8, 8], [1, 1], [70, 3]]) / 64
    moved = landmark_model._refined(at, cells) * 64
    expected = [[10, 20], [12, 20], [0, 0], [8, 8], [1, 1], [70, 3]]
    np.testing.assert_allclose(moved, expected, atol=0.1)


@pytest.mark.parametrize("damage", DAMAGED_INSIDE)
def test_another_model_is_refused(damage: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="isn't a pose model"):
        LandmarkModel(DAMAGED_INSIDE[damage](tmp_path / "model.task", LITE))


def test_it_takes_no_more_cores_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores() >= 1
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: {0, 3}, raising=False)
    assert cores() == 2
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert cores() == 1


def test_closing_twice_is_harmless() -> None:
    model = LandmarkModel(LITE)
    model.close()
    model.close()
    assert model._model is None
