from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pose.samples import DAMAGED_INSIDE, DAMAGED_OUTSIDE, LITE

from formcheck.errors import ModelError
from formcheck.pose.bundle import check_bundle
from formcheck.pose.landmarker import PoseEstimator, estimate_photo

Make = Callable[[Path, Path], Path]


def is_one_sentence_about(path: Path, error: BaseException) -> bool:
    """Names the file, in one line, and ends like a sentence."""
    text = str(error)
    return str(path) in text and "\n" not in text and text.endswith(".") and ". " not in text


def test_a_whole_bundle_passes() -> None:
    check_bundle(LITE)


@pytest.mark.parametrize("damage", DAMAGED_OUTSIDE)
def test_a_damaged_file_is_refused_before_mediapipe_sees_it(damage: str, tmp_path: Path) -> None:
    path = DAMAGED_OUTSIDE[damage](tmp_path / "model.task", LITE)
    with pytest.raises(ModelError) as caught:
        check_bundle(path)
    assert is_one_sentence_about(path, caught.value)


@pytest.mark.parametrize("damage", DAMAGED_INSIDE)
def test_what_only_mediapipe_can_tell_is_as_plain(
    damage: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = DAMAGED_INSIDE[damage](tmp_path / "model.task", LITE)
    check_bundle(path)
    picture = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(ModelError) as live, PoseEstimator(path) as estimator:
        estimator.estimate(picture, 0.0)
    with pytest.raises(ModelError) as photo:
        estimate_photo(path, picture)
    assert is_one_sentence_about(path, live.value)
    assert is_one_sentence_about(path, photo.value)
    assert capfd.readouterr().err == ""


def test_the_core_does_not_load_what_it_does_not_need() -> None:
    heavy = "{'cv2', 'mediapipe', 'av', 'streamlit', 'requests'}"
    code = (
        "import sys, formcheck.pose, formcheck.pose.frame, formcheck.doctor\n"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)\n"
        "import formcheck.pose.landmarker\n"
        "assert not {'cv2', 'mediapipe'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
