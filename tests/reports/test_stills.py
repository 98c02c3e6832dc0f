"""Pictures in a report show the fault and not who it is."""

import io
from pathlib import Path

import numpy as np
import pytest
from past import session_with
from PIL import Image

from formcheck.history.records import CheckRecord, EpisodeRecord
from formcheck.media.source import FrameReader
from formcheck.media.writer import AnnotatedVideo
from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import resolve_model
from formcheck.reports.stills import MOST, WIDE_PX, fault_stills, picture_at, without_face

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "lying_hamstring.mp4"


@pytest.fixture(scope="module")
def model():
    return resolve_model("lite")


@pytest.fixture(scope="module")
def scene(model):
    with FrameReader(SAMPLE, start_s=12.0) as reader:
        rgb = next(reader).rgb
    return rgb, estimate_photo(model, rgb)


def head_box(frame):
    face = frame.xy_px[[Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR]]
    x, y = face.mean(axis=0).round().astype(int)
    return np.s_[max(0, y - 12) : y + 12, max(0, x - 12) : x + 12]


def test_the_head_is_blurred_and_the_rest_is_as_it_was(scene):
    rgb, frame = scene
    blurred = without_face(rgb, frame)
    box = head_box(frame)
    detail = np.abs(np.diff(rgb[box].astype(float), axis=1)).mean()
    left = np.abs(np.diff(blurred[box].astype(float), axis=1)).mean()
    assert left < 0.35 * detail
    x, y = frame.xy_px[Landmark.RIGHT_KNEE].round().astype(int)
    near_knee = np.s_[y - 15 : y + 15, x - 15 : x + 15]
    assert np.array_equal(blurred[near_knee], rgb[near_knee])


def test_without_a_person_there_is_no_picture(scene):
    rgb, _ = scene
    unseen = PoseFrame.unseen(0.0, (rgb.shape[1], rgb.shape[0]))
    assert without_face(rgb, unseen) is None


def faulty(*starts):
    episodes = tuple(EpisodeRecord(start, start + 2.0) for start in starts)
    return CheckRecord("knee_not_locked", "Knee", "Soften.", "fix", episodes=episodes)


def test_a_picture_for_each_fault_in_time_order(model):
    bounce = CheckRecord("no_bounce", "N", "S", "fix", episodes=(EpisodeRecord(20.0, 22.0),))
    stills = fault_stills(session_with(bounce, faulty(10.0, 15.0)), SAMPLE, model)
    assert [(still.check, still.t_s) for still in stills] == [
        ("knee_not_locked", 10.6),
        ("knee_not_locked", 15.6),
        ("no_bounce", 20.6),
    ]
    for still in stills:
        picture = Image.open(io.BytesIO(still.jpeg))
        assert picture.size == still.size_px
        assert not picture.getexif()


def test_faces_are_blurred_in_them(model):
    def detail(jpeg):
        rgb = np.asarray(Image.open(jpeg))
        box = head_box(estimate_photo(model, plain))
        return np.abs(np.diff(rgb[box].astype(float), axis=1)).mean()

    plain, as_it_was = picture_at(SAMPLE, 10.6, WIDE_PX), io.BytesIO()
    Image.fromarray(plain).save(as_it_was, "JPEG", quality=82)
    (still,) = fault_stills(session_with(faulty(10.0)), SAMPLE, model)
    assert detail(io.BytesIO(still.jpeg)) < 0.5 * detail(as_it_was)


def still_video(path, rgb):
    height, width = (size // 2 * 2 for size in rgb.shape[:2])
    with AnnotatedVideo(path, (width, height), fps=5.0) as video:
        for n in range(10):
            video.write(np.ascontiguousarray(rgb[:height, :width]), n / 5.0)
    return path


def test_a_picture_with_somebody_else_in_it_is_left_out(model, scene, tmp_path):
    rgb, _ = scene
    alone = still_video(tmp_path / "alone.mp4", rgb)
    two = still_video(tmp_path / "two.mp4", np.vstack([rgb, rgb]))
    assert len(fault_stills(session_with(faulty(0.0)), alone, model)) == 1
    assert fault_stills(session_with(faulty(0.0)), two, model) == ()


def test_only_so_many_and_none_past_the_end(model):
    many = [CheckRecord(f"c{n}", "N", "S", "fix", episodes=(EpisodeRecord(n, n + 1),))
            for n in range(3, 15)]  # fmt: skip
    assert len(fault_stills(session_with(*many), SAMPLE, model)) == MOST
    assert fault_stills(session_with(faulty(5000.0)), SAMPLE, model) == ()


def test_a_recording_that_is_gone_leaves_the_report_without_pictures(model, tmp_path):
    assert fault_stills(session_with(faulty(1.0)), tmp_path / "gone.mp4", model) == ()
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    assert picture_at(tmp_path / "broken.mp4", 1.0, WIDE_PX) is None
