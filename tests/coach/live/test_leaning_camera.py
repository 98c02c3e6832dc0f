"""Whether the camera is level, told by the pose model's own landmarks of a sample clip."""

from pathlib import Path

import av
import cv2
import pytest
from live_people import hamstring_session

from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.models import resolve_model

CLIP = Path(__file__).parents[3] / "sample_videos" / "lying_hamstring.mp4"
LYING_S = 1.2
"""The person lies flat for so long before a leg goes up."""


@pytest.mark.parametrize(("lean_deg", "level"), [(-12.0, False), (0.0, True), (12.0, False)])
def test_a_picture_turned_by_12_degrees_is_told_from_a_level_one(lean_deg, level):
    session = hamstring_session("right")
    with av.open(str(CLIP)) as clip, PoseEstimator(resolve_model("full")) as estimator:
        for number, frame in enumerate(clip.decode(video=0)):
            if frame.time > LYING_S:
                break
            if number % 3 == 0:
                picture = frame.to_ndarray(format="rgb24")
                state = session.step(estimator.estimate(turned(picture, lean_deg), frame.time))
    assert [tick.ok for tick in state.setup if tick.id == "level"] == [level]


def turned(picture, degrees):
    """The picture turned clockwise about its middle, what is missing at the corners mirrored in."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
