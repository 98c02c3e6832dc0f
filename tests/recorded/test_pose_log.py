from dataclasses import replace

import numpy as np
import pytest
from people import Person

from formcheck.pose.frame import OUTLINE_STATIONS, PoseFrame
from formcheck.recorded.pose_log import PoseLog

OUTLINE = np.linspace(0.1, 0.5, 2 * OUTLINE_STATIONS).reshape(2, -1)
FRAMES = [
    replace(Person().frame(0.0), outline=OUTLINE),
    PoseFrame.unseen(0.1, (640, 480)),
    replace(Person().frame(0.2), outline=OUTLINE + 0.1),
]


@pytest.mark.parametrize("outlined", [True, False])
def test_frames_come_back_as_they_were(outlined):
    with PoseLog(outlined=outlined) as log:
        for frame in FRAMES:
            log.append(frame)
        for _ in range(2):  # again and again
            back = list(log)
            assert [frame.t_s for frame in back] == [0.0, 0.1, 0.2]
            for frame, before in zip(back, FRAMES, strict=True):
                for name in ("xy_px", "world_m", "visibility"):
                    np.testing.assert_array_equal(getattr(frame, name), getattr(before, name))
                expected = before.outline if outlined else np.full_like(OUTLINE, np.nan)
                np.testing.assert_array_equal(frame.outline, expected)


def test_logs_are_put_together(tmp_path):
    path = tmp_path / "part.poses"
    with PoseLog(path, outlined=True) as part:
        for frame in FRAMES:
            part.append(frame)
    with PoseLog(outlined=True) as log:
        log.append(FRAMES[0])
        log.extend(path)
        assert log.frames == len(list(log)) == 4
