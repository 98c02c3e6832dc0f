"""What the live session says that isn't a check's own words: short, kind, plain."""

from __future__ import annotations

from formcheck.coach.live.plan import PlanStep
from formcheck.coach.live.state import PauseReason

READY = "Good. Get ready."
GO_IN = "Go slowly into the stretch."
AGAIN = "When you're ready, go slowly into it again."
HOLD = "Hold, and keep breathing."
GO_ON = "Go on when you're ready."
COME_OUT = "Slowly come out of it."
LONG_ENOUGH = "That's long enough. Slowly come out of it."
ALL_DONE = "That's all. Well done."
MARCH = "March in place: lift your knees in turn."
MARCH_ON = "Keep marching."
WARM = "Warm enough. Well done."
SLOW_START = "I'll start all the same, but I may miss things."
PAUSED = {
    PauseReason.OUT_OF_PICTURE: "Come back into the picture.",
    PauseReason.SECOND_PERSON: "One person at a time, please.",
    PauseReason.ASKED: "Paused.",
    PauseReason.DISCONNECTED: "The connection is lost. Your time is kept.",
}
BACK_AGAIN = "There you are. On we go."


def named(measure: str) -> str:
    """A measure in words: `knee_flexion_left_deg` is the left knee."""
    name = measure.removesuffix("_deg").removesuffix("_ratio")
    for side in ("left", "right"):
        if name.endswith(f"_{side}"):
            part = name.removesuffix(f"_{side}").removesuffix("_flexion")
            return f"{side} {part.replace('_', ' ')}"
    return name.removesuffix("_flexion").replace("_", " ")


def side_words(step: PlanStep) -> str:
    """Which side it is, and what that side does; empty for a stretch without sides."""
    if step.side == "both":
        return ""
    means = step.stretch.side_means
    return (
        f"{step.side.capitalize()} side: {means}." if means else f"{step.side.capitalize()} side."
    )


def next_step(step: PlanStep, before: PlanStep | None, *, either_side: bool = False) -> str:
    """What comes now, after `before`; `either_side` may come first."""
    side = "" if either_side else side_words(step)
    if before is None:
        return f"{step.stretch.name}. {side}".strip()
    if before.stretch.id != step.stretch.id:
        return f"Next: {step.stretch.name}. {step.stretch.how_to[0]} {side}".strip()
    return f"Now the other side. {side}".strip()


def advice(reason: str) -> str:
    """What to do about a measure that can't be told; empty where waiting is best."""
    for ending in (" is out of the picture", " is hidden"):
        if reason.endswith(ending):
            return (
                f"I can't see your {reason.removesuffix(ending)}: move the camera, or move along."
            )
    if reason == "turn side-on":
        return "Turn side-on to the camera."
    if "which leg" in reason:
        return "I can't tell your legs apart. Put the camera straight beside you."
    return ""
