"""How the trunk lies and where the camera stands: as read, and corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.attitude import AS_READ, READINGS, Attitude, attitude_features
from formcheck.measures.body import BodyTracker
from formcheck.measures.measurer import Measurer
from formcheck.measures.networks import Correction
from formcheck.measures.view import BodyAxes, View, position
from formcheck.pose.frame import FloatArray, PoseFrame

RAISED = Person().bent("right", hip=80, knee=10).bent("left", hip=5, knee=3)


@dataclass(frozen=True)
class Adding:
    """A correction that always adds the same."""

    add_deg: tuple[float, float, float, float]

    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        assert np.isfinite(features).all()
        return np.array(self.add_deg), np.arange(1.0, 1.0 + len(READINGS))


def towards_front(deg: float) -> Adding:
    """Turns a camera that is read straight beside by so much to the front."""
    turn = np.radians(deg)
    share = np.degrees([np.cos(turn) - 1.0, 0.0, np.sin(turn)])
    return Adding((share[0], share[1], share[2], 0.0))


def attitude_of(frame: PoseFrame, correction: Correction) -> Attitude:
    return Attitude.of(frame, BodyAxes.of(frame), position(frame), correction)


def test_a_mirrored_person_is_the_same_person() -> None:
    there, back = RAISED.frame(0.0), RAISED.frame(0.0).mirrored()
    np.testing.assert_allclose(
        attitude_features(there, BodyAxes.of(there), position(there)),
        attitude_features(back, BodyAxes.of(back), position(back)),
        atol=1e-9,
    )


def test_it_turns_the_camera_to_the_same_side_of_a_mirrored_person() -> None:
    frame = RAISED.frame(0.0)
    read = attitude_of(frame, AS_READ)
    for shown, near in ((frame, -1.0), (frame.mirrored(), 1.0)):
        attitude = attitude_of(shown, towards_front(20.0))
        assert attitude.to_camera[0] * near > 0.9
        assert np.linalg.norm(attitude.to_camera) == pytest.approx(1.0)
        assert attitude.to_camera[2] - read.to_camera[2] == pytest.approx(0.34, abs=0.06)


def test_where_the_camera_stands_after_correction_decides_on_the_view() -> None:
    frame = RAISED.frame(0.0)
    assert BodyTracker().step(frame).view is View.SIDE
    turned = BodyTracker(towards_front(45.0)).step(frame)
    assert turned.view is View.THREE_QUARTER
    assert turned.off_side_deg == pytest.approx(45.0, abs=8.0)


def test_the_trunk_leans_as_corrected_with_the_error_that_is_stated() -> None:
    frame = RAISED.frame(0.0)
    (_, bare), (_, told) = (
        Measurer(replace(exact(), attitude=attitude)).step(frame)
        for attitude in (AS_READ, Adding((0.0, 0.0, 0.0, 6.0)))
    )
    lean = told["trunk_lean_deg"]
    assert lean.value - bare["trunk_lean_deg"].value == pytest.approx(6.0)
    assert lean.error == pytest.approx(4.0)
    assert lean.usable


def test_off_the_side_view_no_verdict_rests_on_the_trunks_lean() -> None:
    _, told = Measurer(replace(exact(), attitude=towards_front(45.0))).step(RAISED.frame(0.0))
    assert told["trunk_lean_deg"].known
    assert not told["trunk_lean_deg"].usable


def test_nobody_has_no_attitude() -> None:
    body = BodyTracker(towards_front(20.0)).step(PoseFrame.unseen(0.0, (640, 480)))
    assert np.isnan(body.attitude.to_camera).all()
    assert np.isnan(body.attitude.trunk_lean_error_deg)
    assert np.isnan(body.off_side_deg)
