"""The drawn pictures: there for every stretch that is drawn, small, and not all the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tools.render.illustrations import FOLDER, LOOKS, MOST_BYTES, SIZE_PX, poses
from tools.render.stretches import STRETCHES


def pictures(stretch_id):
    paths = [FOLDER / f"{stretch_id}{part}.webp" for part in ("_start", "", "_mistake")]
    return [cv2.imread(str(path)) for path in paths], paths


@pytest.mark.parametrize("stretch_id", sorted(LOOKS))
def test_start_hold_and_mistake_are_drawn_and_differ(stretch_id):
    drawn, paths = pictures(stretch_id)
    for picture, path in zip(drawn, paths, strict=True):
        assert picture is not None, path
        assert picture.shape == (SIZE_PX[1], SIZE_PX[0], 3)
        assert path.stat().st_size <= MOST_BYTES
    start, hold, mistake = (picture.astype(int) for picture in drawn)
    assert np.abs(start - hold).mean() > 0.5
    assert np.abs(mistake - hold).mean() > 0.2


def test_all_of_them_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.webp")) < 2_000_000


def test_each_shows_a_mistake_of_its_own_stretch():
    for stretch_id, look in LOOKS.items():
        stretch = STRETCHES[stretch_id]
        assert look.mistake in stretch.faults or look.change, stretch_id
        found = poses(stretch, look)
        assert set(found) == {"start", "hold", "mistake"}
        assert found["mistake"] != found["hold"] != found["start"]
