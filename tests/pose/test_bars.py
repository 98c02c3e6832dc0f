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
        ({"top": 90, "bottom": 70}, (0, 90, 160, 210)),
        ({"left": 40, "right": 60}, (40, 0, 200, 120)),
        ({"top": 50, "bottom": 50, "left": 30, "right": 30}, (30, 50, 190, 170)),
    ],
)
def test_the_picture_inside_its_bars_is_found(bars, box):
    assert without_bars(padded(picture(), **bars)) == box


def test_an_empty_picture_is_left_whole():
    assert without_bars(np.full((100, 200, 3), 80, np.uint8)) == (0, 0, 200, 100)


def test_a_narrow_edge_is_left_on():
    assert without_bars(padded(picture(), top=2)) == (0, 0, 160, 122)
