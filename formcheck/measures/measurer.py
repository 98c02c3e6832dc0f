"""`Measurer`: frame by frame from landmarks to every named measure, with what it must remember."""

from __future__ import annotations

from formcheck.measures.angles import NO_OUTLINE, measure_body
from formcheck.measures.back import FlatBack, back_curvature
from formcheck.measures.body import Body, BodyTracker
from formcheck.measures.calibration import Calibration, load_calibration
from formcheck.measures.correction import JOINTS
from formcheck.measures.jitter import Jitter
from formcheck.measures.measure import Measure
from formcheck.measures.resting_head import RestingHead
from formcheck.measures.resting_shoulders import RestingShoulders
from formcheck.measures.spine import spine_flexion
from formcheck.measures.thighs import ThighLines
from formcheck.measures.twist import twist_measures
from formcheck.pose.frame import SIDES, PoseFrame


class Measurer:
    """Keeps the body's identity and its own rest over one recording or live session.

    Args:
        calibration: of the pose model the frames come from; the default is that of `full`.

    Attributes:
        thighs: by side, what the outline tells of the thigh in the newest frame.
    """

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._calibration = calibration or load_calibration()
        self._tracker = BodyTracker(self._calibration.attitude)
        self._thigh_lines = ThighLines()
        self.thighs = NO_OUTLINE
        self._jitter = {f"{joint}_{side}_deg": Jitter() for joint in JOINTS for side in SIDES}
        self._head = RestingHead()
        self._shoulders = RestingShoulders()
        self._back = FlatBack()

    def step(self, frame: PoseFrame) -> tuple[Body, dict[str, Measure]]:
        """The body in this frame and its measures by name. Frames come in time order."""
        body = self._tracker.step(frame)
        self.thighs = self._thigh_lines.step(body)
        measures = measure_body(body, self._calibration, self.thighs)
        measures.update(twist_measures(body, self._calibration.twist, self._shoulders))
        for name, jitter in self._jitter.items():
            measures[name] = jitter.step(frame.t_s, measures[name])
        measures["head_lift_deg"] = self._head.step(body, measures["neck_flexion_deg"])
        curvature = back_curvature(body) if body.believable else Measure.unknown(body.reason)
        measures["back_curvature_deg"] = curvature
        measures["back_rounding_deg"] = self._back.step(body, curvature)
        measures["spine_flexion_deg"] = spine_flexion(body, self._calibration.spine)
        return body, measures
