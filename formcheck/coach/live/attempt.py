"""One go at a step, as the person hears it: a hold, or repetitions without a stop between."""

from __future__ import annotations

from enum import Enum, auto

from formcheck.coach.feedback import Feedback, Phase
from formcheck.coach.live.fault_talk import FaultTalk
from formcheck.coach.live.holding import HoldTalk
from formcheck.coach.live.nudges import Nudges
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.speaker import COUNT, Speaker
from formcheck.coach.live.stage import Stage
from formcheck.coach.live.state import Breath, Tone


class Outcome(Enum):
    """What an attempt has come to."""

    GOING_ON = auto()
    TOO_SHORT = auto()
    """Come out of it before it was a hold."""
    STOPPED_MOVING = auto()
    HOLD_OVER = auto()
    """More holds are to come."""
    STEP_DONE = auto()


class Attempt:
    """Tells of a hold or of repetitions while they go on, and what they have come to.

    Args:
        stage: of the stretch; the attempt is at its current step.
        t_s: now.
        feedback: the coach's, of the picture with which it began.
        speaker: says what there is to say.
        nudges: say why a repetition wasn't counted.
        preferences: the person's.

    Attributes:
        tones: of the newest picture.
    """

    def __init__(
        self,
        stage: Stage,
        t_s: float,
        feedback: Feedback,
        speaker: Speaker,
        nudges: Nudges,
        preferences: Preferences,
    ) -> None:
        self.tones: tuple[Tone, ...] = ()
        self._stage, self._book = stage, stage.current
        self._speaker, self._nudges, self._preferences = speaker, nudges, preferences
        self._faults = FaultTalk(stage.stretch.checks, speaker)
        self._holds_before = len(stage.holds(self._book))
        self._counted = stage.repetitions(self._book)
        self._talk: HoldTalk | None = None
        if not self._book.step.moving:
            start_s = t_s - feedback.hold.held_s
            self._talk = HoldTalk(start_s, stage.target_s(self._book), preferences)

    @property
    def over(self) -> bool:
        """The hold has all it needs: the person may come out of it."""
        return self._talk is not None and self._talk.over

    @property
    def fault_line(self) -> str:
        """What the weightiest open fault asks for; empty without one."""
        return self._faults.line

    def breath(self, t_s: float) -> Breath | None:
        """In or out; None where no breath is paced."""
        return None if self._talk is None or self._talk.over else self._talk.breath(t_s)

    def step(self, t_s: float, feedback: Feedback) -> Outcome:
        """Take in a picture."""
        self.tones = ()
        if self._talk is None:
            return self._move(t_s, feedback)
        if not self._stage.holding(self._book):
            return self._end_hold()
        clock = feedback.hold
        self.tones = self._talk.step(t_s, clock.held_s, clock.credited_s, self._speaker)
        self._faults.step(feedback, over=self._talk.over)
        return Outcome.GOING_ON

    def _end_hold(self) -> Outcome:
        self._speaker.new_hold()
        self._speaker.drop("come_out")
        if len(self._stage.holds(self._book)) == self._holds_before:
            return Outcome.TOO_SHORT
        return Outcome.STEP_DONE if self._stage.done(self._book) else Outcome.HOLD_OVER

    def _move(self, t_s: float, feedback: Feedback) -> Outcome:
        """Repetitions are counted aloud."""
        stage, book = self._stage, self._book
        self._faults.step(feedback, moving=True)
        step_done, counted = stage.done(book), stage.repetitions(book)
        if counted > self._counted:
            self._counted = counted
            if self._preferences.counts and not step_done:
                self._speaker.say(t_s, "count", str(counted), "count", COUNT, within_s=1.2)
        self._nudges.not_counted(t_s, stage.partial(book))
        if step_done:
            self.tones = (Tone.DONE,)
            return Outcome.STEP_DONE
        return Outcome.GOING_ON if feedback.phase is Phase.MOVE else Outcome.STOPPED_MOVING
