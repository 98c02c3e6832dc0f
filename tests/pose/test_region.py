"""Where the landmark model looks: squares of the picture, head up, with known corners."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.frame import LANDMARK_COUNT, Landmark, PoseFrame
from formcheck.pose.landmark_model import CUT_PX, Pose
from formcheck.pose.region import SIDE_RADII, Region, SteadyRegion

UPRIGHT = Region(np.array([300.0, 200.0]), np.array([0.0, -1.0]), 100.0)


def body(
    hips: tuple[float, float], head: tuple[float, float], foot: tuple[float, float]
) -> PoseFrame:
    xy = np.tile(np.asarray(hips, float), (LANDMARK_COUNT, 1))
    xy[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR]] = head
    xy[Landmark.LEFT_FOOT_INDEX] = foot
    return PoseFrame(0.0, (640, 480), xy, np.zeros((LANDMARK_COUNT, 3)), np.ones(LANDMARK_COUNT))


def test_it_lies_around_the_hips_and_reaches_the_foot_with_the_head_up() -> None:
    region = Region.around(body((300, 200), (400, 200), (180, 200)))
    assert region is not None
    assert region.side_px == pytest.approx(SIDE_RADII * 120)
    # the head is to the right in the picture, so up in the square
    above = region.to_picture(np.array([[0.5, 0.0]]))[0]
    assert above == pytest.approx((300 + region.side_px / 2, 200))


def test_a_body_without_extent_has_none() -> None:
    assert Region.around(body((300, 200), (300, 200), (300, 200))) is None


def test_the_corners_of_an_upright_square() -> None:
    corners = UPRIGHT.to_picture(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
    np.testing.assert_allclose(corners, [[250, 150], [350, 150], [350, 250]])


@given(
    st.floats(-np.pi, np.pi),
    st.floats(60, 500),
    st.tuples(st.floats(200, 400), st.floats(150, 330)),
)
def test_what_is_cut_out_lies_where_its_points_say(
    angle: float, side_px: float, centre: tuple[float, float]
) -> None:
    """A spot of the picture is found in the cut, and back, wherever the square lies."""
    region = Region(np.array(centre), np.array([np.sin(angle), -np.cos(angle)]), side_px)
    spot = region.to_picture(np.array([[0.6, 0.3]]))[0]
    yy, xx = np.mgrid[:480, :640] + 0.5
    wide = max(4.0, side_px / 40)
    light = 250 * np.exp(-((xx - spot[0]) ** 2 + (yy - spot[1]) ** 2) / (2 * wide**2))
    cut = region.cut(np.repeat(light.astype(np.uint8)[..., None], 3, axis=2))[..., 0].astype(float)
    if not (10 < spot[0] < 630 and 10 < spot[1] < 470):
        return
    middle = np.array([(cut.sum(axis=a) @ (np.arange(CUT_PX) + 0.5)) / cut.sum() for a in (0, 1)])
    if cut[[0, -1]].max() < 3 and cut[:, [0, -1]].max() < 3:
        np.testing.assert_allclose(region.to_picture(middle[None] / CUT_PX)[0], spot, atol=1.0)


def test_the_world_stands_as_the_picture_does() -> None:
    """Who lies across the picture, head to the right, lies so in space, too."""
    lying = Region(np.array([300.0, 200.0]), np.array([1.0, 0.0]), 100.0)
    head_up = np.tile([0.0, -0.5, 0.2], (LANDMARK_COUNT, 1))
    pose = Pose(np.full((LANDMARK_COUNT, 2), 0.5), head_up, np.ones(LANDMARK_COUNT), None)
    frame = lying.frame(1.5, (640, 480), pose)
    assert frame.world_m[0] == pytest.approx([0.5, 0.0, 0.2])
    assert (frame.t_s, frame.size_px) == (1.5, (640, 480))


def test_a_mask_is_spread_where_it_was_cut() -> None:
    mask = np.zeros((CUT_PX, CUT_PX), np.float32)
    mask[: CUT_PX // 2] = 1.0  # the upper half of the square
    spread = UPRIGHT.spread(mask, (640, 480))
    assert spread.shape == (480, 640)
    assert spread[160:190, 260:340].min() == pytest.approx(1.0)
    assert spread[210:, :].max() == spread[:140, :].max() == spread[:, :240].max() == 0.0


def test_beyond_the_picture_it_is_black() -> None:
    edge = Region(np.array([0.0, 0.0]), np.array([0.0, -1.0]), 100.0)
    cut = edge.cut(np.full((480, 640, 3), 255, np.uint8))
    assert cut[: CUT_PX // 2 - 2].max() == 0
    assert cut[CUT_PX // 2 + 2 :, CUT_PX // 2 + 2 :].min() == 255


@pytest.mark.parametrize("side_px", [180.0, 900.0, 2400.0], ids=["small", "large", "very large"])
def test_a_fine_pattern_is_averaged_not_picked_from(side_px: float) -> None:
    """Stripes of a pixel each show as grey; where pixels are picked they show as stripes."""
    rgb = np.zeros((2400, 2400, 3), np.uint8)
    rgb[:, ::2] = 200
    cut = Region(np.array([1200.0, 1200.0]), np.array([0.0, -1.0]), side_px).cut(rgb)
    assert cut.mean() == pytest.approx(100.0, abs=2.0)
    if side_px > CUT_PX:
        assert cut[4:-4, 4:-4].std() < 60, "100 where every pixel is picked"


def test_a_large_picture_gives_the_same_cut() -> None:
    rgb = np.random.default_rng(3).integers(0, 255, (60, 80, 3)).astype(np.uint8)
    large = np.kron(rgb, np.ones((16, 16, 1), np.uint8))
    larger = np.kron(rgb, np.ones((32, 32, 1), np.uint8))
    up = np.array([0.6, -0.8])
    plain = Region(np.array([600.0, 500.0]), up, 500.0).cut(large)
    finer = Region(np.array([1200.0, 1000.0]), up, 1000.0).cut(larger)
    assert np.abs(plain.astype(int) - finer.astype(int)).mean() < 2.0


def moved(region: Region, *, by: tuple[float, float] = (0, 0), scale: float = 1.0) -> Region:
    return Region(region.centre_px + np.array(by), region.up, region.side_px * scale)


def test_small_differences_move_nothing() -> None:
    steady = SteadyRegion()
    steady.learn(UPRIGHT, 0.0)
    for k, x in enumerate((2, -2, 2, -2)):
        steady.learn(moved(UPRIGHT, by=(x, 0)), 0.2 * (k + 1))
    assert steady.now is UPRIGHT


def test_a_single_look_astray_moves_nothing_a_lasting_change_does() -> None:
    steady = SteadyRegion()
    for k in range(10):
        steady.learn(UPRIGHT, 0.2 * k)
    there = moved(UPRIGHT, by=(5, 0))
    steady.learn(there, 2.0)
    assert steady.now is UPRIGHT
    for k in range(11, 30):
        steady.learn(there, 0.2 * k)
    assert steady.now is not None
    assert steady.now.centre_px == pytest.approx(there.centre_px, abs=2.6)
    assert steady.now.side_px == pytest.approx(UPRIGHT.side_px)


def test_the_place_in_the_end_does_not_hang_on_how_often_was_looked() -> None:
    ends = []
    for every_s in (0.1, 0.2, 0.4):
        steady = SteadyRegion()
        steady.learn(UPRIGHT, 0.0)
        for k in range(1, round(6.0 / every_s)):
            steady.learn(moved(UPRIGHT, by=(7, 3), scale=1.1), k * every_s)
        assert steady.now is not None
        ends.append(steady.now.side_px)
    assert ends == pytest.approx([110.0] * 3, rel=0.05)


@pytest.mark.parametrize(
    "there",
    [
        moved(UPRIGHT, by=(40, 0)),
        moved(UPRIGHT, scale=1.4),
        Region(UPRIGHT.centre_px, np.array([1.0, 0.0]), UPRIGHT.side_px),
    ],
    ids=["moved", "nearer", "turned over"],
)
def test_a_large_change_is_followed_at_once(there: Region) -> None:
    steady = SteadyRegion()
    steady.learn(UPRIGHT, 0.0)
    steady.learn(there, 0.2)
    assert steady.now is there
    steady.learn(None, 0.4)
    assert steady.now is there


@pytest.mark.parametrize(
    "there",
    [
        moved(UPRIGHT, by=(8, 0)),
        Region(UPRIGHT.centre_px, np.array([0.2, -0.98]) / np.hypot(0.2, 0.98), UPRIGHT.side_px),
    ],
    ids=["moved", "turned"],
)
def test_a_frame_that_shows_the_body_elsewhere_is_followed_and_the_next_look_believed(
    there: Region,
) -> None:
    steady = SteadyRegion()
    for k in range(20):
        steady.learn(UPRIGHT, 0.2 * k)
    steady.follow(there)
    assert steady.now is not None
    assert steady.now.centre_px == pytest.approx(there.centre_px)
    assert steady.now.up == pytest.approx(there.up)
    came_to = moved(there, by=(4, 0))
    steady.learn(came_to, 4.0)
    assert steady.now.centre_px == pytest.approx(came_to.centre_px)
    for k in range(1, 5):  # and then the mean of the looks since
        steady.learn(moved(there, by=(4 + 2 * (-1) ** k, 0)), 4.0 + 0.2 * k)
    assert steady.now.centre_px == pytest.approx(came_to.centre_px, abs=2.1)


def test_a_frame_moves_nothing_by_a_little_or_by_a_misread_foot() -> None:
    steady = SteadyRegion()
    steady.follow(UPRIGHT)
    assert steady.now is None, "only looks tell that there is somebody"
    steady.learn(UPRIGHT, 0.0)
    for there in (moved(UPRIGHT, by=(3, 0)), moved(UPRIGHT, scale=1.5), None):
        steady.follow(there)
        assert steady.now is UPRIGHT


def test_nothing_is_known_before_the_first_and_after_forgetting() -> None:
    steady = SteadyRegion()
    assert steady.now is None
    steady.learn(UPRIGHT, 0.0)
    steady.forget()
    assert steady.now is None
    steady.learn(moved(UPRIGHT, by=(2, 0)), 0.2)
    assert steady.now is not None
    assert steady.now.centre_px[0] == 302.0, "where it was before is forgotten"
