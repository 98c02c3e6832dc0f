"""`LiveSession`: pictures in, `LiveState` out, from the set-up to the summary, hands-free."""

from __future__ import annotations

from dataclasses import replace

from formcheck.coach.feedback import Feedback
from formcheck.coach.live import show
from formcheck.coach.live.closing import finished_results, holds_so_far, summary
from formcheck.coach.live.flow import Flow
from formcheck.coach.live.plan import Plan
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.safety import safety_text
from formcheck.coach.live.session_time import SessionTime
from formcheck.coach.live.stage import Stage, StepBook
from formcheck.coach.live.state import (
    INTERRUPTS,
    LiveClock,
    LivePhase,
    LiveState,
    PictureQuality,
    RepetitionCount,
    WarmUpClock,
)
from formcheck.coach.live.summary import Ending, LiveSummary, Pain, Snapshot
from formcheck.measures.calibration import Calibration
from formcheck.pose.frame import PoseFrame

SCORE_EVERY_S = 1.0
OVER = (LivePhase.DONE, LivePhase.STOPPED)


class LiveSession:
    """A live session, from set-up to summary. One thread at a time.

    The only clocks are the frames' times and what the person does. Every frame passes through the
    coach, set-up and rests included, so that nothing it has to learn is missed, and a hold is timed
    and judged just as a recording of it would be.

    Args:
        plan: what to go through.
        calibration: of the pose model the frames come from; None for that of `full`.
        preferences: the person's.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        calibration: Calibration | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        self.plan = plan
        self._flow = Flow(plan, calibration, preferences or Preferences())
        self._time = SessionTime()
        self._start_s: float | None = None
        self._state: LiveState | None = None
        self._ending: Ending = "finished"
        self._pain: Pain | None = None
        self._score: tuple[StepBook | None, float, int | None] = (None, 0.0, None)

    # pictures

    def step(self, frame: PoseFrame, picture: PictureQuality | None = None) -> LiveState:
        """What to say and show about this picture.

        A frame that isn't newer than the last is passed over. Where frame times went back by more
        than a second, the camera's clock began anew, and time goes on from where it was.

        Args:
            frame: the body, or `PoseFrame.unseen`.
            picture: what else is known of it.
        """
        t_s = self._time.at(frame.t_s)
        if t_s is None and self._state is not None:
            return replace(self._state, cue=None, tones=())
        assert t_s is not None
        if self._start_s is None:
            self._start_s = t_s
        flow = self._flow
        flow.pauses.cut_off = False
        feedback: Feedback | None = None
        if flow.phase in OVER:
            flow.tones = ()
        else:
            moved = frame if t_s == frame.t_s else replace(frame, t_s=t_s)
            before = flow.stage
            feedback = flow.step(moved, picture or PictureQuality())
            if flow.stage is not before:
                feedback = None  # it tells of a stretch that is over
        self._state = self._told(t_s, feedback)
        return self._state

    def unseen(self, t_s: float, size_px: tuple[int, int] = (640, 480)) -> LiveState:
        """A picture in which nobody was found."""
        return self.step(PoseFrame.unseen(t_s, size_px))

    # what the person, or the connection, does

    def pause(self) -> None:
        """Stand still until `resume`."""
        self._flow.pauses.asked = True

    def resume(self) -> None:
        """Go on."""
        self._flow.pauses.asked = False

    def skip(self) -> None:
        """Leave out this step (a side of a stretch, or the warm-up) and go to the next."""
        if self._flow.phase not in OVER:
            self._flow.skip(self._now_s)

    def disconnected(self) -> None:
        """No pictures come until the next `step`, whose clock may have begun anew.

        What was held is kept, nothing is added.
        """
        self._flow.pauses.cut_off = True
        self._time.renew()

    def stop(self) -> None:
        """End the session before its end."""
        if self._flow.phase not in OVER:
            self._ending = "stopped"
            self._flow.close(LivePhase.STOPPED)

    def hurt(self, where: str = "", t_s: float | None = None, said: str = "") -> None:
        """Stop at once because it hurts; called again, it adds where.

        Args:
            where: what hurt, as the person says it.
            t_s: the frame time; None for the newest.
            said: the person's own words.
        """
        flow = self._flow
        if self._pain is None:
            at_s = self._now_s if t_s is None else max(self._now_s, t_s + self._time.offset_s)
            step = flow.stage.current.step if flow.stage is not None else None
            stretch, side = (step.stretch.id, step.side) if step else ("", "")
            self._pain = Pain(at_s, where, stretch, side, said)
            self._ending = "pain"
            flow.close(LivePhase.STOPPED)
            stop = safety_text().stop
            flow.speaker.say(at_s, "hurt", stop.said, priority=INTERRUPTS, within_s=5.0)
            flow.speaker.say(at_s, "hurt_advice", stop.advice, priority=INTERRUPTS - 1, within_s=20)
            return
        self._pain = replace(
            self._pain, where=where or self._pain.where, words=said or self._pain.words
        )

    # what it came to

    def finish(self) -> LiveSummary:
        """End the session, if it hasn't ended, and sum it up; again gives the same."""
        self.stop()
        flow = self._flow
        times_s = (self._start_s or 0.0, self._now_s)
        return summary(
            self.plan, flow.stages, self._ending, times_s, self._pain, flow.march.seconds
        )

    def snapshot(self) -> Snapshot:
        """What was done so far, the hold going on included: to be written down each second."""
        flow = self._flow
        return Snapshot(
            t_s=self._now_s,
            holds=holds_so_far(flow.stages),
            results=finished_results(flow.stages),
            marched_s=flow.march.seconds,
            pain=self._pain,
        )

    @property
    def state(self) -> LiveState | None:
        """The newest; None before the first picture."""
        return self._state

    # telling

    @property
    def _now_s(self) -> float:
        return self._state.t_s if self._state is not None else 0.0

    def _told(self, t_s: float, feedback: Feedback | None) -> LiveState:
        flow, stage = self._flow, self._flow.stage
        step = stage.current.step if stage is not None else None
        told = LiveState(
            t_s=t_s,
            phase=flow.phase,
            pause=flow.paused_for,
            stretch=step.stretch.id if step else "",
            name=step.stretch.name if step else "Warm-up",
            side=step.side if step else "",
            side_means=step.stretch.side_means if step and step.side != "both" else "",
            step=flow.number,
            steps=len(self.plan.steps),
            setup=flow.setup.ticks,
            countdown_s=flow.countdown_s if flow.phase is LivePhase.COUNTDOWN else None,
            rest_s=max(0.0, flow.rest_s) if flow.phase is LivePhase.REST else None,
            cue=flow.speaker.step(t_s),
            message=show.message(flow, feedback),
            tones=flow.tones,
            breath=flow.attempt.breath(t_s) if flow.attempt is not None else None,
            warm_up=self._warm_up(),
        )
        if stage is None or feedback is None:
            return told
        return replace(
            told,
            hold=_clock(stage, feedback),
            repetition=_repetitions(stage, feedback),
            angle=show.angle(feedback, stage.stretch.checks),
            checks=show.checks(feedback, stage.stretch.checks),
            limbs=show.limbs(feedback),
            score=self._score_so_far(t_s, stage),
            pose=stage.measurer.body.frame if stage.measurer.body is not None else None,
        )

    def _warm_up(self) -> WarmUpClock | None:
        flow = self._flow
        if flow.warm_up is None:
            return None
        return WarmUpClock(flow.march.seconds, flow.warm_up.duration_s, flow.march.marching)

    def _score_so_far(self, t_s: float, stage: Stage) -> int | None:
        """Of the current step, once a second: it takes a copy of the hold going on."""
        book, at_s, points = self._score
        if book is not stage.current or t_s - at_s >= SCORE_EVERY_S:
            holding = self._flow.attempt is not None  # what else looks like a hold isn't taken yet
            points = stage.result(stage.current, going_on=holding).score.points
            self._score = stage.current, t_s, points
        return points


def _clock(stage: Stage, feedback: Feedback) -> LiveClock:
    book, step = stage.current, stage.current.step
    holding = stage.holding(book)
    held_s = credited_s = 0.0
    finished = stage.holds(book)
    if holding:
        held_s, credited_s = feedback.hold.held_s, feedback.hold.credited_s
    elif finished:
        held_s, credited_s = finished[-1].book.held_s, finished[-1].book.credited_s
    return LiveClock(
        held_s=held_s,
        credited_s=credited_s,
        target_s=stage.target_s(book),
        side_credited_s=stage.credited_s(book),
        dose_s=step.dose_s,
        frozen=holding and feedback.hold.frozen,
        holding=holding,
    )


def _repetitions(stage: Stage, feedback: Feedback) -> RepetitionCount:
    step = stage.current.step
    clock = feedback.repetition
    return RepetitionCount(
        done=stage.repetitions(stage.current),
        of=step.total_repetitions,
        moving=step.moving,
        rejected=clock.why_not if clock is not None else "",
    )
