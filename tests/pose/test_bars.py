import numpy as np
import pytest

from formcheck.pose.bars import without_bars


def picture(height=120, width=160):
    return np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)


def padded(rgb, left=0, top=0, right=0, bottom=0, colour=(10, 20, 30)):
    height, width = rgb.shape[0] + top + bottom, rgb.shape[1] + left + right
    whole = np.full((height, width, 3), colour, dtype=np.uint8)
    whole[top : top + rgb.shape[0], left : left + rgb.shape[1]] = rgb
    noise = np.random.default_rng(2).integers(0, 4, whole.shape, dtype=np.uint8)
    return np.where(whole == whole[0, 0], whole + noise, whole).astype(np.uint8)


@pytest.mark.parametrize(
    ("bars", "box"),
    [
        ({}, (0, 0, 160, 120)),
        ({"top": 90, "bottom": 90}, (0, 90, 160, 210)),
        ({"top": 90, "bottom": 88}, (0, 90, 160, 210)),
        ({"left": 40, "right": 40}, (40, 0, 200, 120)),
        ({"top": 50, "bottom": 50, "left": 30, "right": 30}, (30, 50, 190, 170)),
    ],
)
def test_the_picture_inside_its_bars_is_found(bars, box):
    assert without_bars(padded(picture(), **bars)) == box


def wall_and_floor(wall, floor, *, horizon=70):
    """A plain room, with somebody in front of it."""
    whole = np.full((120, 160, 3), wall, dtype=np.uint8)
    whole[horizon:] = floor
    whole[60:90, 40:110] = picture(30, 70)
    return whole


def test_a_plain_wall_is_no_bar():
    everything = (0, 0, 160, 120)
    for room in (
        wall_and_floor((140, 132, 128), (90, 90, 110)),
        wall_and_floor((140, 132, 128), (90, 90, 110))[::-1],
        wall_and_floor((140, 132, 128), (140, 132, 128)),  # twins in colour, not in width
        wall_and_floor((140, 132, 128), (110, 132, 128), horizon=75),  # in width, not in colour
    ):
        assert without_bars(np.ascontiguousarray(room)) == everything
        across = np.ascontiguousarray(room.transpose(1, 0, 2))
        assert without_bars(across) == (0, 0, 120, 160)


def test_a_bar_on_one_side_is_left_on():
    assert without_bars(padded(picture(), top=30)) == (0, 0, 160, 150)


def test_an_empty_picture_is_left_whole():
    assert without_bars(np.full((100, 200, 3), 80, np.uint8)) == (0, 0, 200, 100)


def test_a_narrow_edge_is_left_on():
    assert without_bars(padded(picture(), top=2)) == (0, 0, 160, 122)
