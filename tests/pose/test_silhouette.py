from dataclasses import replace

import cv2
import numpy as np
import pytest
from pose.samples import LITE, person

from formcheck.pose.frame import OUTLINE_STATIONS, Landmark, PoseFrame
from formcheck.pose.landmarker import PoseEstimator
from formcheck.pose.silhouette import outline_beside_trunk, thighs_in_outline

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


THIGH_PX = 120.0


def thigh(turn_deg, width=lambda s: 60 - 20 * s, towards_deg=30.0):
    """A mask with one thigh and landmarks `turn_deg` off it; its width in pixels by s from hip."""
    mask = np.zeros((480, 640), dtype=np.float32)
    hip = np.array([200.0, 200.0])
    along = np.array([np.cos(np.radians(towards_deg)), np.sin(np.radians(towards_deg))])
    across = np.array([-along[1], along[0]])
    s = np.linspace(-0.3, 1.2, 60)
    edges = [
        [hip + v * THIGH_PX * along + sign * width(v) / 2 * across for v in s] for sign in (1, -1)
    ]
    cv2.fillPoly(mask, [np.rint(edges[0] + edges[1][::-1]).astype(int)], 1.0)
    read = np.radians(towards_deg - turn_deg)
    xy = np.full((33, 2), 5.0)
    xy[Landmark.LEFT_HIP] = hip
    xy[Landmark.LEFT_KNEE] = hip + THIGH_PX * np.array([np.cos(read), np.sin(read)])
    return mask, xy


@pytest.mark.parametrize("turn_deg", [0, 6, -6, 12])
@pytest.mark.parametrize("towards_deg", [30.0, -100.0, 178.0])
def test_the_thigh_lies_in_the_middle_between_its_edges(turn_deg, towards_deg):
    left, right = thighs_in_outline(*thigh(turn_deg, towards_deg=towards_deg))
    assert (left - towards_deg + 180) % 360 - 180 == pytest.approx(0, abs=1.5)
    assert np.isnan(right)


def test_where_something_else_lies_beside_the_thigh_only_the_free_part_is_looked_at():
    mask, xy = thigh(5)
    cv2.circle(mask, (185, 190), 60, 1.0, -1)  # the trunk about the hip
    assert thighs_in_outline(mask, xy)[0] == pytest.approx(30, abs=2)
    cv2.line(mask, (300, 140), (220, 310), 1.0, 40)  # an arm across its middle
    assert np.isnan(thighs_in_outline(mask, xy)).all()


def test_a_thigh_beside_the_body_or_out_of_the_picture_is_not_told():
    mask, xy = thigh(0)
    assert np.isnan(thighs_in_outline(mask, xy + 150)).all()
    assert np.isnan(thighs_in_outline(mask, np.full((33, 2), np.nan))).all()
    assert np.isnan(thighs_in_outline(mask, *[thigh(35)[1]])).all()


def test_a_mirrored_frame_has_its_thighs_mirrored():
    mask, xy = thigh(4)
    frame = replace(
        PoseFrame.unseen(0.0, (640, 480)), xy_px=xy, thigh_deg=thighs_in_outline(mask, xy)
    )
    assert frame.mirrored().thigh_deg == pytest.approx([np.nan, 150], abs=2, nan_ok=True)
    exchanged = frame.with_sides_exchanged([Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE])
    assert exchanged.thigh_deg == pytest.approx([np.nan, 30], abs=2, nan_ok=True)
    arms = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]
    assert frame.with_sides_exchanged(arms).thigh_deg == pytest.approx(frame.thigh_deg, nan_ok=True)


def test_the_estimator_gives_the_outline():
    with PoseEstimator(LITE) as estimator:
        frame = estimator.estimate(person(), 0.0)
    # both sides together; at the hip the raised thigh adds to it
    thickness = frame.outline.sum(axis=0)[:16]
    assert ((thickness > 0.3) & (thickness < 0.6)).all()
    raised = frame.xy_px[Landmark.LEFT_KNEE] - frame.xy_px[Landmark.LEFT_HIP]
    read_deg = np.degrees(np.arctan2(raised[1], raised[0]))
    told_deg = frame.thigh_deg[np.isfinite(frame.thigh_deg)]
    assert len(told_deg) > 0
    assert np.abs(told_deg - read_deg).min() < 12
