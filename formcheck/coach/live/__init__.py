"""The live session around `Coach.step`: hands-free from set-up to the summary; no camera in here.

    plan = plan_for_stretch(stretch)
    session = LiveSession(plan)
    state = session.step(pose_frame, PictureQuality(...))   # for each picture
    summary = session.finish()

Frame time and a person's own actions are its only clocks.
"""

from formcheck.coach.live.plan import (
    Plan,
    PlanStep,
    WarmUpStep,
    plan_for_routine,
    plan_for_stretch,
)
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.safety import safety_text
from formcheck.coach.live.session import LiveSession
from formcheck.coach.live.state import LivePhase, LiveState, PictureQuality
from formcheck.coach.live.summary import LiveSummary, Snapshot

__all__ = [
    "LivePhase",
    "LiveSession",
    "LiveState",
    "LiveSummary",
    "PictureQuality",
    "Plan",
    "PlanStep",
    "Preferences",
    "Snapshot",
    "WarmUpStep",
    "plan_for_routine",
    "plan_for_stretch",
    "safety_text",
]
