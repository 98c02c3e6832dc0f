"""`Coach`: one engine for live and recorded frames. `step` takes a frame and says what it sees.

Its only clock is the frames' own time, so the same recording gives the same result on any machine
at any speed. A held stretch is timed by a `HoldKeeper`, a moving one counted by a
`RepetitionKeeper`; a stretch that can be done either way has both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal

from formcheck.coach.cues import CueDesk
from formcheck.coach.feedback import CheckState, Cue, Feedback, HoldClock, Phase
from formcheck.coach.holding import HoldKeeper
from formcheck.coach.judge import STEADY_SWING_DEG, WOBBLE_SHARE, Judgement, SteadyMeasure, judge
from formcheck.coach.moment import MAX_STEP_S, Seen
from formcheck.coach.progress import FinishedHold
from formcheck.coach.repeating import JudgedRepetition, RepetitionKeeper
from formcheck.coach.repetition import SAY, Leg, Partial
from formcheck.coach.result import StretchResult, held_long, result
from formcheck.measures.calibration import Calibration
from formcheck.measures.filters import Trend
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import Check, Stretch, filled

SWING_S = 0.6
"""The driving angle's swing is looked at over so much time."""


@dataclass(frozen=True)
class _Now:
    """One frame, measured and judged."""

    seen: Seen
    side: str
    driver_name: str
    driver: Measure
    judgements: dict[str, Judgement]


class Coach:
    """Judges one stretch, frame by frame.

    Args:
        stretch: what is being done.
        side: `left`, `right`, or `auto` to take the side that is in position; a stretch of both
            sides ignores it.
        calibration: of the pose model the frames come from; the default is that of `full`.
        way: whether a stretch that can be held or moved is to be done in the one way only.
        measurer: to go on with what is known of the person; the default is a new one.
    """

    def __init__(
        self,
        stretch: Stretch,
        side: str = "auto",
        calibration: Calibration | None = None,
        way: Literal["either", "hold", "move"] = "either",
        measurer: Measurer | None = None,
    ) -> None:
        self.stretch = stretch
        sides = [s for s in stretch.possible_sides if side in ("auto", "both", s) or s == "both"]
        held = stretch.hold is not None and (way != "move" or not stretch.moves)
        moved = stretch.moves and (way != "hold" or stretch.hold is None)
        self._hold_checks = [check for check in stretch.checks if check.in_holds]
        self._move_checks = [check for check in stretch.checks if check.in_repetitions]
        self._holding = HoldKeeper(stretch, sides, self._hold_checks) if held else None
        self._repeating = RepetitionKeeper(stretch, sides, self._move_checks) if moved else None
        self._only_side = sides[0] if len(sides) == 1 else ""
        self._measurer = measurer or Measurer(calibration)
        self._steady = {check.id: SteadyMeasure() for check in stretch.checks}
        self._swing = Trend(SWING_S)
        self._cues = CueDesk(stretch.checks)
        self._last_t_s = nan
        self._not_counted: tuple[float, Partial] | None = None

    @property
    def holds(self) -> list[FinishedHold]:
        """Every hold that is over."""
        return self._holding.finished if self._holding is not None else []

    @property
    def repetitions(self) -> list[JudgedRepetition]:
        """Every counted repetition."""
        return self._repeating.finished if self._repeating is not None else []

    @property
    def partial(self) -> list[Partial]:
        """Every attempt at a repetition that was not counted, and why."""
        return self._repeating.partial if self._repeating is not None else []

    def step(self, frame: PoseFrame) -> Feedback:
        """Judge one frame. Frames come in time order; gaps and unseen frames are fine.

        Raises:
            ValueError: the frame is not later than the one before.
        """
        if isfinite(self._last_t_s) and frame.t_s <= self._last_t_s:
            raise ValueError(f"frame at {frame.t_s} s comes after one at {self._last_t_s} s")
        now = self._look(frame)
        self._last_t_s = frame.t_s
        if self._holding is not None:
            judgements = [now.judgements[check.id] for check in self._hold_checks]
            begun = self._holding.advance(now.seen, now.driver, judgements)
            if begun and not self._moving(now):
                self._cues.forget()
        if self._repeating is not None:
            self._count(self._repeating, now)
        return self._feedback(now)

    def finish(self) -> None:
        """No more frames: a hold that is still going on ends with the last one."""
        if self._holding is not None:
            self._holding.finish()
        if self._repeating is not None:
            self._repeating.finish()

    def holds_so_far(self) -> list[FinishedHold]:
        """The finished holds, and the one going on as if it ended with the newest frame."""
        return self._holding.so_far() if self._holding is not None else []

    def result(self) -> StretchResult:
        """Everything judged so far, summed up."""
        return result_together(self.stretch, [self])

    # seeing

    def _look(self, frame: PoseFrame) -> _Now:
        body, measures = self._measurer.step(frame)
        pause_s = frame.t_s - self._last_t_s
        seen = Seen(frame.t_s, pause_s if pause_s <= MAX_STEP_S else 0.0, body, measures)
        side = ""
        if self._repeating is not None:
            self._repeating.locate(seen)
            side = self._repeating.side
        if self._holding is not None:
            self._holding.locate(seen)
            side = self._holding.side or side
        told = side or self._only_side
        first = told or self.stretch.possible_sides[0]
        name = filled(self.stretch.driver, first, body.near_side)
        return _Now(
            seen=seen,
            side=side,
            driver_name=name if told else "",
            driver=measures[name] if told else Measure.unknown("not in position yet"),
            judgements=self._judge(seen, told),
        )

    def _judge(self, seen: Seen, side: str) -> dict[str, Judgement]:
        """Every bound check of this moment, by id; those of movement are judged by the keepers."""
        wobble_deg = WOBBLE_SHARE * max(0.0, self._swing_deg(seen, side) - STEADY_SWING_DEG)
        judgements = {}
        for check in self.stretch.checks:
            if check.kind != "bound" or not side:
                judgements[check.id] = Judgement.cant_tell("not in position yet")
                continue
            name = filled(check.measure, side, seen.body.near_side)
            measure = self._steady[check.id].step(seen.t_s, seen.measures[name])
            wobble = wobble_deg if name.endswith("_deg") else 0.0
            judgements[check.id] = judge(check.bound, measure, wobble)
        return judgements

    def _swing_deg(self, seen: Seen, side: str) -> float:
        if self._repeating is None or (self._holding is not None and self._holding.side):
            return self._holding.swing_deg if self._holding is not None else 0.0
        if not side:
            return 0.0
        name = filled(self.stretch.driver, side, seen.body.near_side)
        self._swing.step(seen.t_s, seen.measures[name].value)
        return self._swing.spread

    def _count(self, repeating: RepetitionKeeper, now: _Now) -> None:
        near_side = now.seen.body.near_side
        side = repeating.side or self.stretch.possible_sides[0]
        repeating.advance(
            now.seen,
            [now.judgements[check.id] for check in self._move_checks],
            [
                now.seen.measures[filled(check.measure or self.stretch.driver, side, near_side)]
                for check in self._move_checks
            ],
        )
        refused = repeating.new_partial()
        if refused is not None:
            self._not_counted = now.seen.t_s, refused

    # telling

    def _feedback(self, now: _Now) -> Feedback:
        phase, body = self._phase(now), now.seen.body
        at_fault = self._at_fault(phase)
        hold = self._holding.current if self._holding is not None else None
        judgements = dict(now.judgements)
        if hold is not None and hold.judgements:
            judgements |= dict(zip((c.id for c in self._hold_checks), hold.judgements, strict=True))
        return Feedback(
            t_s=now.seen.t_s,
            phase=phase,
            seen=body.believable,
            view=str(body.view),
            position=str(body.position),
            side=now.side,
            measures=now.seen.measures,
            driver=now.driver_name,
            checks=tuple(
                self._state(check, judgements[check.id], now, at_fault)
                for check in self.stretch.checks
            ),
            hold=self._holding.clock() if self._holding is not None else HoldClock(dose_s=0.0),
            cue=self._cue(now.seen.t_s, phase, at_fault),
            message=self._message(phase, now, at_fault),
            repetitions=self._done_on(now.side),
            repetition=self._repeating.clock() if self._repeating is not None else None,
        )

    def _state(self, check: Check, judged: Judgement, now: _Now, at_fault: set[str]) -> CheckState:
        measure = check.measure or self.stretch.driver
        return CheckState(
            id=check.id,
            verdict=judged.verdict,
            measure=filled(measure, now.side, now.seen.body.near_side),
            reason=judged.reason,
            in_episode=check.id in at_fault,
            label=check.name,
        )

    def _at_fault(self, phase: Phase) -> set[str]:
        if phase is Phase.MOVE and self._repeating is not None:
            return self._repeating.at_fault
        if self._holding is not None and self._holding.current is not None:
            return self._holding.current.at_fault
        return set()

    def _done_on(self, side: str) -> int:
        counted = sum(done.repetition.side == side for done in self.repetitions)
        return counted or sum(done.book.side == side for done in self.holds)

    def _phase(self, now: _Now) -> Phase:
        moving = self._moving(now)
        if self._holding is not None and self._holding.current is not None:
            # a stop at the far end between repetitions is none of its own
            return Phase.MOVE if moving and self.repetitions else Phase.HOLD
        if moving:
            return Phase.MOVE
        if self._holding is not None and self._holding.side:
            return Phase.ENTER
        if self.holds or self.repetitions:
            return Phase.REST
        body = now.seen.body
        in_place = body.believable and body.position == self.stretch.position
        return Phase.ENTER if in_place else Phase.SET_UP

    def _moving(self, now: _Now) -> bool:
        """Whether repetitions are under way, rather than a hold."""
        if self._repeating is None or not self._repeating.going_on(now.seen.t_s):
            return False
        holds = [hold.book.held_s for hold in self.holds]
        if self._holding is not None and self._holding.current is not None:
            holds.append(self._holding.clock().held_s)
        return not held_long(self.stretch, holds)

    def _cue(self, t_s: float, phase: Phase, at_fault: set[str]) -> Cue | None:
        if phase not in (Phase.HOLD, Phase.MOVE):
            return None
        cue = self._cues.step(t_s, at_fault)
        if cue is None and self._not_counted is not None and phase is Phase.MOVE:
            when_s, refused = self._not_counted
            cue = self._cues.aside(t_s, SAY[refused.why]) if t_s - when_s < 2.0 else None
            self._not_counted = None if cue else self._not_counted
        return cue

    def _message(self, phase: Phase, now: _Now, at_fault: set[str]) -> str:
        body = now.seen.body
        if not body.believable:
            return "I can't see you well: bring your whole body into the picture."
        if phase is Phase.HOLD:
            return self._cues.message(at_fault) or "Hold, and keep breathing."
        if phase is Phase.MOVE and self._repeating is not None:
            return self._cues.message(at_fault) or self._next_end(self._repeating)
        if phase is Phase.REST:
            return "Rest."
        if body.view not in self.stretch.camera.views:
            return self.stretch.camera.place
        return self.stretch.how_to[0] if phase is Phase.SET_UP else self.stretch.how_to[-2]

    def _next_end(self, repeating: RepetitionKeeper) -> str:
        """Where the movement leads next."""
        cycle = self.stretch.cycle
        assert cycle is not None
        if repeating.leg is Leg.AWAY and cycle.hold_s:
            return f"Stay: {cycle.away_name}."
        going_back = repeating.leg in (Leg.AWAY, Leg.RETURN)
        return f"And back: {cycle.back_name}." if going_back else f"Slowly: {cycle.away_name}."


def result_together(stretch: Stretch, coaches: Sequence[Coach]) -> StretchResult:
    """Everything judged so far by the coaches of one stretch, summed up as one."""
    return result(
        stretch,
        [hold for coach in coaches for hold in coach.holds],
        [done for coach in coaches for done in coach.repetitions],
        [one for coach in coaches for one in coach.partial],
    )
