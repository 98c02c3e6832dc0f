"""From phase to phase, hands-free: what happens next, and what is said about it.

    set-up -> countdown -> enter -> hold -> rest -> enter ... -> the other side -> the next stretch

A hold that the coach sees begins is taken wherever the person is in that order: during the
countdown, a rest, or a set-up with nothing wrong. So what is timed live is what the same pictures
would give as a recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from formcheck.coach.feedback import Feedback, Phase
from formcheck.coach.live import words
from formcheck.coach.live.attempt import Attempt, Outcome
from formcheck.coach.live.march import March
from formcheck.coach.live.nudges import Nudges
from formcheck.coach.live.parts import parts
from formcheck.coach.live.pauses import Pauses
from formcheck.coach.live.plan import Plan, PlanStep, WarmUpStep
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.setup import SetupList
from formcheck.coach.live.speaker import INFO, SESSION, Speaker
from formcheck.coach.live.stage import Stage, WatchingMeasurer
from formcheck.coach.live.state import LivePhase, PauseReason, PictureQuality, Tone
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.pose.frame import PoseFrame
from formcheck.wording import counted

MAX_STEP_S = 0.5
"""Rest and countdown go on by no more than this from one picture to the next."""
FREE_PHASES = (LivePhase.SET_UP, LivePhase.COUNTDOWN)
"""Nobody need be in the picture yet: the set-up list says what is missing."""


@dataclass(frozen=True)
class Now:
    """One picture: seen, judged."""

    t_s: float
    dt_s: float
    feedback: Feedback
    body: Body


class Flow:
    """Where the session is, and how it goes on.

    Args:
        plan: what to go through.
        calibration: of the pose model; None for that of `full`.
        preferences: the person's.
    """

    def __init__(
        self, plan: Plan, calibration: Calibration | None, preferences: Preferences
    ) -> None:
        self.speaker, self.setup, self.pauses = Speaker(), SetupList(), Pauses()
        self.march = March()
        self.stages: list[Stage] = []
        self.stage: Stage | None = None
        self.warm_up: WarmUpStep | None = None
        self.phase = LivePhase.SET_UP
        self.attempt: Attempt | None = None
        self.tones: tuple[Tone, ...] = ()
        self.countdown_s = self.rest_s = 0.0
        self.number = 0
        self._nudges = Nudges(self.speaker)
        self._calibration = calibration
        self._preferences = preferences
        self._ahead = parts(plan)
        self._before_pause = self.phase
        self._paused_for: PauseReason | None = None
        self._last_s: float | None = None
        self._next_part(0.0, None)

    # one picture

    def step(self, frame: PoseFrame, quality: PictureQuality) -> Feedback | None:
        """Take in a picture; None in the warm-up, where no stretch is judged."""
        t_s = frame.t_s
        dt_s = 0.0 if self._last_s is None else min(MAX_STEP_S, t_s - self._last_s)
        self._last_s, self.tones = t_s, ()
        self.pauses.step_people(t_s, quality.people)
        if self.pauses.blind:
            frame = PoseFrame.unseen(t_s, frame.size_px)
        if self.stage is None:
            self._warm(frame)
            return None
        feedback = self.stage.look(frame)
        body = self.stage.measurer.body
        assert body is not None
        if self.phase is LivePhase.SET_UP:
            self._choose_side(self.stage, body)
        self.setup.step(frame, body, quality, self.stage.current.step, blind=self.pauses.blind)
        if not self.pauses.blind:
            self.pauses.step_seen(t_s, feedback.seen, may_leave=self.phase in FREE_PHASES)
        now = Now(t_s, dt_s, feedback, body)
        if not self._pause(t_s):
            self._go_on(self.stage, now)
        return feedback

    def skip(self, t_s: float) -> None:
        """Leave out what is going on now."""
        self.pauses.asked = False
        if self.phase is LivePhase.PAUSED:
            self.phase = self._before_pause
        self.speaker.hush()
        if self.stage is None:
            self._next_part(t_s, None)
            return
        self.stage.current.skipped = True
        self._advance(self.stage, t_s, self.stage.measurer.body)

    def close(self, phase: LivePhase) -> None:
        """Nothing more is judged."""
        if self.stage is not None:
            self.stage.finish()
        self.phase, self.attempt, self.tones = phase, None, ()
        self.speaker.hush()

    def _go_on(self, stage: Stage, now: Now) -> None:
        if self.phase is LivePhase.SET_UP:
            self._set_up(stage, now)
        elif self.phase is LivePhase.COUNTDOWN:
            self._count_down(stage, now)
        elif self.phase is LivePhase.ENTER:
            if not self._begun(stage, now):
                self._nudges.entering(now.t_s, now.feedback, now.body, stage, self.setup)
        elif self.phase is LivePhase.HOLD:
            self._hold(stage, now)
        elif self.phase is LivePhase.REST:
            self._rest(stage, now)

    # before the hold

    def _set_up(self, stage: Stage, now: Now) -> None:
        if self.setup.clear and self._begun(stage, now):
            return
        if self.setup.ready(now.t_s):
            self.phase, self.countdown_s = LivePhase.COUNTDOWN, self._preferences.countdown_s
            self.speaker.drop("set_up")
            if self.setup.shortcomings:
                self.speaker.say(now.t_s, "poorer", words.SLOW_START, "info", SESSION, 8.0)
            else:
                ready_s = self.countdown_s
                self.speaker.say(now.t_s, "countdown", words.READY, "info", SESSION, ready_s)
            return
        self._nudges.setting_up(now.t_s, now.body, stage, self.setup)

    def _count_down(self, stage: Stage, now: Now) -> None:
        if not self.setup.clear:
            self.phase = LivePhase.SET_UP
            self.speaker.drop("countdown")
            return
        if self._begun(stage, now):
            return
        self.countdown_s -= now.dt_s
        if self.countdown_s <= 1e-9:
            self._enter(now.t_s, words.GO_IN)

    def _choose_side(self, stage: Stage, body: Body) -> None:
        """Before the first side: the one nearest the camera, so that nobody has to turn round."""
        free = stage.free_order and body.believable
        if free and stage.stretch.camera.near == "stretched":
            stage.turn_to(body.near_side)
            self.number = stage.current.number

    def _enter(self, t_s: float, line: str) -> None:
        self.phase = LivePhase.ENTER
        self._nudges.restart(t_s)
        self.speaker.say(t_s, "enter", line, priority=SESSION, within_s=2.0)

    # holding, or moving

    def _begun(self, stage: Stage, now: Now) -> bool:
        """Whether a hold, or the movement, is going on; then the phase is that."""
        feedback = now.feedback
        if stage.current.step.moving:
            if feedback.phase is not Phase.MOVE or not self._right_side(stage, now):
                return False
            self._take(stage, now)
            return True
        if feedback.phase is not Phase.HOLD:
            return False
        if not stage.holding(stage.current) and not self._right_side(stage, now):
            return False
        self._take(stage, now)
        return True

    def _right_side(self, stage: Stage, now: Now) -> bool:
        """Whether this side is to be done; another one that is open becomes the current one."""
        side, wanted = now.feedback.side, stage.current.step.side
        if wanted in (side, "both") or stage.turn_to(side):
            return True
        self._nudges.wrong_side(now.t_s, side, wanted)
        return False

    def _take(self, stage: Stage, now: Now) -> None:
        book = stage.current
        book.begun = True
        self.number = book.number
        self.phase = LivePhase.HOLD
        self.speaker.drop("countdown", "enter", "rest", "set_up")
        self.speaker.new_hold()
        self._nudges.restart(now.t_s)
        self.attempt = Attempt(
            stage, now.t_s, now.feedback, self.speaker, self._nudges, self._preferences
        )
        self._hold(stage, now)

    def _hold(self, stage: Stage, now: Now) -> None:
        assert self.attempt is not None
        outcome = self.attempt.step(now.t_s, now.feedback)
        self.tones = self.attempt.tones
        if outcome is Outcome.GOING_ON:
            return
        self.attempt = None
        if outcome is Outcome.TOO_SHORT:
            self._enter(now.t_s, words.GO_IN)
        elif outcome is Outcome.STOPPED_MOVING:
            self._enter(now.t_s, words.GO_ON)
        elif outcome is Outcome.HOLD_OVER:
            self._begin_rest(now.t_s, stage.current.step, "Rest.")
        else:
            self._advance(stage, now.t_s, now.body)

    # between holds

    def _begin_rest(self, t_s: float, step: PlanStep, line: str) -> None:
        self.phase, self.rest_s = LivePhase.REST, step.rest_s
        if step.rest_s > 0:
            again = f"{line} Again in {counted(ceil(step.rest_s), 'second')}."
            self.speaker.say(t_s, "rest", again, priority=SESSION)

    def _rest(self, stage: Stage, now: Now) -> None:
        if self._begun(stage, now):
            return
        self.rest_s -= now.dt_s
        if self.rest_s <= 1e-9:
            self._enter(now.t_s, words.AGAIN)

    def _advance(self, stage: Stage, t_s: float, body: Body | None) -> None:
        """To the other side, the next stretch, or the end."""
        before = stage.current.step
        self.attempt = None
        following = stage.open_book()
        if following is None:
            stage.finish()
            self._next_part(t_s, before)
            return
        stage.current = following
        following.begun = True
        self.number = following.number
        self.setup.restart()
        self._nudges.restart(t_s)
        step = following.step
        self.speaker.say(t_s, "next", words.next_step(step, before), priority=SESSION, within_s=8.0)
        turn = step.stretch.camera.near == "stretched" and body is not None
        if turn and body is not None and body.near_side != step.side:
            self.phase = LivePhase.SET_UP
        else:
            self.phase, self.rest_s = LivePhase.REST, step.rest_s

    def _next_part(self, t_s: float, before: PlanStep | None) -> None:
        self.phase, self.attempt = LivePhase.SET_UP, None
        self.setup = SetupList()
        self._nudges.restart(t_s)
        part = next(self._ahead, None)
        if part is None:
            self.phase = LivePhase.DONE
            self.speaker.hush()
            self.speaker.say(t_s, "all_done", words.ALL_DONE, priority=SESSION, within_s=10.0)
            return
        if isinstance(part, WarmUpStep):
            self.stage, self.warm_up, self.phase = None, part, LivePhase.WARM_UP
            self.number += 1
            self.march = March(self.march.marched_s)
            self.speaker.say(t_s, "next", words.MARCH, priority=SESSION, within_s=8.0)
            return
        # a new measurer with each stretch: the set-up shows the start position anew, while an old
        # one may be from before the person turned round (a twist sample seen after its own mirror
        # image lost all its credit that way; the other five samples are judged alike either way)
        measurer = WatchingMeasurer(self._calibration)
        self.stage, self.warm_up = Stage(part, self._calibration, measurer), None
        self.stages.append(self.stage)
        self.stage.current.begun = True
        self.number = self.stage.current.number
        line = words.next_step(self.stage.current.step, before, either_side=self.stage.free_order)
        self.speaker.say(t_s, "next", line, priority=SESSION, within_s=8.0)

    # warm-up and pauses

    def _warm(self, frame: PoseFrame) -> None:
        warm_up = self.warm_up
        if warm_up is None or self.phase is LivePhase.DONE:
            return
        t_s = frame.t_s
        self.pauses.step_seen(t_s, frame.seen, may_leave=False)
        paused = self._pause(t_s)
        self.march.step(frame, counts=not paused)
        if paused:
            return
        self._nudges.marching(t_s, self.march.marching)
        if self.march.seconds >= warm_up.duration_s:
            self.tones = (Tone.DONE,)
            self.speaker.hush()
            self.speaker.say(t_s, "warm", words.WARM, priority=SESSION, within_s=4.0)
            self._next_part(t_s, None)

    def _pause(self, t_s: float) -> bool:
        """Whether the session stands still now; enters and leaves the pause."""
        reason = self.pauses.reason
        if self.phase in FREE_PHASES and not (self.pauses.asked or self.pauses.cut_off):
            reason = None
        if reason is not None and reason is not self.paused_for:
            if self.phase is not LivePhase.PAUSED:
                self._before_pause, self.phase = self.phase, LivePhase.PAUSED
            self._paused_for = reason
            self.speaker.hush()
            self.speaker.say(t_s, "paused", words.PAUSED[reason], priority=SESSION)
        elif reason is None and self.phase is LivePhase.PAUSED:
            self._paused_for = None
            self.phase = self._before_pause
            self._nudges.restart(t_s)
            self.speaker.drop("paused")
            self.speaker.say(t_s, "back", words.BACK_AGAIN, priority=INFO)
        return self.phase is LivePhase.PAUSED

    @property
    def paused_for(self) -> PauseReason | None:
        """Why it stands still; None while it goes on."""
        return self._paused_for if self.phase is LivePhase.PAUSED else None
