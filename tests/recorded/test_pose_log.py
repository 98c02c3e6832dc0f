from dataclasses import fields, replace

import numpy as np
from people import Person

from formcheck.pose.frame import OUTLINE_STATIONS, PoseFrame
from formcheck.recorded.pose_log import PoseLog

OUTLINE = np.linspace(0.1, 0.5, 2 * OUTLINE_STATIONS).reshape(2, -1)
FRAMES = [
    replace(Person().frame(0.0), outline=OUTLINE),
    PoseFrame.unseen(0.1, (640, 480)),
    replace(Person().frame(0.2), outline=OUTLINE + 0.1, thigh_deg=np.array([30.0, np.nan])),
]


def test_frames_come_back_as_they_were():
    with PoseLog() as log:
        for frame in FRAMES:
            log.append(frame)
        for _ in range(2):  # again and again
            for back, before in zip(log, FRAMES, strict=True):
                for name in (field.name for field in fields(PoseFrame)):
                    np.testing.assert_array_equal(getattr(back, name), getattr(before, name))


def test_logs_are_put_together(tmp_path):
    path = tmp_path / "part.poses"
    with PoseLog(path) as part:
        for frame in FRAMES:
            part.append(frame)
    with PoseLog() as log:
        log.append(FRAMES[0])
        log.extend(path)
        assert log.frames == len(list(log)) == 4
