from dataclasses import replace

import cv2
import numpy as np
import pytest
from pose.samples import LITE, person

from formcheck.pose.frame import OUTLINE_STATIONS, Landmark, PoseFrame
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.silhouette import outline_beside_trunk

TRUNK_PX = 200.0


def landmarks(shoulder, hip):
    xy = np.full((33, 2), 5.0)
    xy[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = shoulder
    xy[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = hip
    return xy


def painted(above_px, below_px, height=480, width=640):
    """A body along the picture's middle: `above_px(s)` high over it, `below_px(s)` under it."""
    mask = np.zeros((height, width), dtype=np.float32)
    x = np.arange(150, 490)
    s = (420.0 - x) / TRUNK_PX  # shoulders at x = 420, hips at 220
    top = [(int(i), round(240 - above_px(v))) for i, v in zip(x, s, strict=True)]
    bottom = [(int(i), round(240 + below_px(v))) for i, v in zip(x, s, strict=True)]
    cv2.fillPoly(mask, [np.array(top + bottom[::-1])], 1.0)
    return mask


SHOULDER, HIP = (420.0, 240.0), (220.0, 240.0)


def test_the_outline_is_told_on_both_sides_in_trunk_lengths():
    mask = painted(lambda s: 40 + 60 * s * (1 - s), lambda _s: 30)
    found = outline_beside_trunk(mask, landmarks(SHOULDER, HIP))
    along = np.linspace(0, 1, OUTLINE_STATIONS)
    # walking to the left of the picture, its top is on the right hand
    assert found[0] == pytest.approx((40 + 60 * along * (1 - along)) / TRUNK_PX, abs=0.01)
    assert found[1] == pytest.approx(np.full(OUTLINE_STATIONS, 30 / TRUNK_PX), abs=0.01)


def test_a_turned_picture_tells_the_same():
    mask = painted(lambda s: 40 + 60 * s * (1 - s), lambda _s: 30)
    upright = outline_beside_trunk(mask, landmarks(SHOULDER, HIP))
    quarter = np.ascontiguousarray(np.rot90(mask, -1))  # (x, y) goes to (479 - y, x)
    turned = outline_beside_trunk(quarter, landmarks((239.0, 420.0), (239.0, 220.0)))
    assert turned == pytest.approx(upright, abs=0.01)


def test_what_reaches_out_of_the_picture_is_not_told():
    found = outline_beside_trunk(painted(lambda _s: 400, lambda _s: 30), landmarks(SHOULDER, HIP))
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()


def test_nothing_is_told_where_the_trunk_is_not_on_the_body():
    mask = painted(lambda _s: 40, lambda _s: 30)
    assert np.isnan(outline_beside_trunk(mask, landmarks((420, 100), (220, 100)))).all()
    assert np.isnan(outline_beside_trunk(mask, np.full((33, 2), np.nan))).all()


def test_a_mirrored_frame_has_its_outline_on_the_other_hand():
    mask = painted(lambda s: 40 + 60 * s * (1 - s), lambda _s: 30)
    xy = landmarks(SHOULDER, HIP)
    frame = replace(PoseFrame.unseen(0.0, (640, 480)), outline=outline_beside_trunk(mask, xy))
    flipped = np.ascontiguousarray(mask[:, ::-1])
    xy[:, 0] = 639 - xy[:, 0]
    assert frame.mirrored().outline == pytest.approx(outline_beside_trunk(flipped, xy), abs=0.01)


def test_the_estimator_gives_the_outline_only_where_it_is_asked_for():
    with PoseEstimator(LITE, segmentation=True) as estimator:
        outlined = estimator.estimate(person(), 0.0)
    with PoseEstimator(LITE) as estimator:
        plain = estimator.estimate(person(), 0.0)
    # both sides together; at the hip the raised thigh adds to it
    thickness = outlined.outline.sum(axis=0)[:16]
    assert ((thickness > 0.3) & (thickness < 0.6)).all()
    assert np.isnan(plain.outline).all()
