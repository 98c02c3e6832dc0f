"""What the screen shows: the line to read, checks, limbs, the angle that matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from formcheck.coach.feedback import CheckState, Feedback, Verdict
from formcheck.coach.live import words
from formcheck.coach.live.flow import Flow
from formcheck.coach.live.safety import safety_text
from formcheck.coach.live.state import LimbColour, LiveAngle, LiveCheck, LivePhase
from formcheck.measures.measure import joint_landmarks, limb_landmarks
from formcheck.stretches.definition import Check
from formcheck.wording import counted

_COLOUR: Mapping[Verdict, LimbColour] = {
    Verdict.GOOD: "good",
    Verdict.FIX: "fix",
    Verdict.CANT_TELL: "cant_tell",
}
_RANK: Sequence[LimbColour] = ("plain", "cant_tell", "good", "fix")


def message(flow: Flow, feedback: Feedback | None) -> str:
    """The one line on the screen."""
    if flow.paused_for is not None:
        return words.PAUSED[flow.paused_for]
    if flow.phase is LivePhase.DONE:
        return words.ALL_DONE
    if flow.phase is LivePhase.STOPPED:
        return safety_text().stop.said
    if flow.stage is None:
        return words.MARCH_ON if flow.march.marching else words.MARCH
    step = flow.stage.current.step
    if flow.phase is LivePhase.SET_UP:
        return flow.setup.fix[1] or "Stay like that for a moment."
    if flow.phase is LivePhase.COUNTDOWN:
        return f"Starting in {ceil(flow.countdown_s)}"
    if flow.phase is LivePhase.REST:
        left = counted(ceil(max(0.0, flow.rest_s)), "second")
        return f"Rest: {left}. {words.side_words(step)}".strip()
    if flow.phase is LivePhase.HOLD and flow.attempt is not None:
        if flow.attempt.over:
            return words.COME_OUT
        if step.moving and feedback is not None:
            return flow.attempt.fault_line or feedback.message
        return flow.attempt.fault_line or words.HOLD
    return step.stretch.how_to[-2]


def checks(feedback: Feedback, definitions: Sequence[Check]) -> tuple[LiveCheck, ...]:
    """Each check as it stands."""
    return tuple(
        LiveCheck(state.id, check.name, str(state.verdict), state.in_episode, state.reason)
        for check, state in zip(definitions, feedback.checks, strict=True)
    )


def limbs(feedback: Feedback) -> dict[int, LimbColour]:
    """Colours of the joints of judged limbs, the worst of each; nothing with nobody seen."""
    found: dict[int, LimbColour] = {}
    if not feedback.seen:
        return found
    for state in feedback.checks:
        colour = "fix" if state.in_episode else _COLOUR[state.verdict]
        for joint in limb_landmarks(state.measure):
            before = found.get(int(joint), "plain")
            found[int(joint)] = max(before, colour, key=_RANK.index)
    return found


def angle(feedback: Feedback, definitions: Sequence[Check]) -> LiveAngle | None:
    """The angle of the weightiest open fault, or the driving one; None with nobody seen."""
    if not feedback.seen:
        return None
    name = _fault_measure(feedback.checks, definitions) or feedback.driver
    measure = feedback.measures.get(name)
    if measure is None:
        return None
    joints = joint_landmarks(name)
    vertex = int(joints[len(joints) // 2]) if len(joints) == 3 else None
    told = measure.known
    return LiveAngle(
        measure=name,
        deg=measure.value if told else None,
        error_deg=measure.error if told else None,
        landmark=vertex,
        label=words.named(name),
        reason=measure.reason,
    )


def _fault_measure(states: Sequence[CheckState], definitions: Sequence[Check]) -> str:
    weight = {check.id: check.weight for check in definitions}
    at_fault = [s for s in states if s.in_episode and s.measure.endswith("_deg")]
    worst = max(at_fault, key=lambda state: weight[state.id], default=None)
    return worst.measure if worst is not None else ""
