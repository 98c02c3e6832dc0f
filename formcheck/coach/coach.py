"""`Coach`: one engine for live and recorded frames. `step` takes a frame and says what it sees.

Its only clock is the frames' own time, so the same recording gives the same result on any machine
at any speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, nan

from formcheck.coach.cues import CueDesk
from formcheck.coach.feedback import CheckState, Cue, Feedback, HoldClock, Phase
from formcheck.coach.gate import TREND_S, GateWatch
from formcheck.coach.judge import STEADY_SWING_DEG, WOBBLE_SHARE, Judgement, SteadyMeasure, judge
from formcheck.coach.progress import FinishedHold, HoldInProgress
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.filters import Trend
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import Stretch, filled

MAX_STEP_S = 0.5
"""Frames further apart than this tell nothing of the time between them."""
OUT_GRACE_S = 0.7
"""Out of position for no longer than this, the hold goes on; that time is not added."""
UNSEEN_GRACE_S = 4.0
"""The same while it can't be told: legs mixed up by the model take up to 3 s to come clear."""
TO_AND_FRO_S = 1.6
TO_AND_FRO_DEG = 4.0
"""In position so long, the driving angle's mean of one half within so little of the other's, the
hold begins though the person doesn't come to rest. An entry of 80 degrees in 2 s moves on by 30."""
MIN_HOLD_S = 2.0
"""Shorter stays in position are passing through, not holds."""
ENTRY_S = 3.0
"""How far back the way into the hold is looked at for its speed."""


@dataclass(frozen=True)
class _Now:
    """One frame, measured and judged."""

    t_s: float
    dt_s: float
    body: Body
    measures: Mapping[str, Measure]
    watch: GateWatch | None
    inside: bool | None
    driver_name: str
    driver: Measure
    judgements: list[Judgement]


class Coach:
    """Judges one stretch, frame by frame.

    Args:
        stretch: what is being done.
        side: `left`, `right`, or `auto` to take the side that is in position; a stretch of both
            sides ignores it.
        calibration: of the pose model the frames come from; the default is that of `full`.
    """

    def __init__(
        self, stretch: Stretch, side: str = "auto", calibration: Calibration | None = None
    ) -> None:
        self.stretch = stretch
        self.holds: list[FinishedHold] = []
        sides = [s for s in stretch.possible_sides if side in ("auto", "both", s) or s == "both"]
        self._watches = [GateWatch(stretch, s) for s in sides]
        self._measurer = Measurer(calibration)
        self._steady = [SteadyMeasure() for _ in stretch.checks]
        self._driver_trends = {s: Trend(TREND_S) for s in sides}
        self._entry_speeds: list[tuple[float, float]] = []
        self._cues = CueDesk(stretch.checks)
        self._hold: HoldInProgress | None = None
        self._entering: list[_Now] = []
        self._last_inside_s = self._last_outside_s = self._last_t_s = nan
        self._credited_s: dict[str, float] = {}

    def step(self, frame: PoseFrame) -> Feedback:
        """Judge one frame. Frames come in time order; gaps and unseen frames are fine.

        Raises:
            ValueError: the frame is not later than the one before.
        """
        if isfinite(self._last_t_s) and frame.t_s <= self._last_t_s:
            raise ValueError(f"frame at {frame.t_s} s comes after one at {self._last_t_s} s")
        now = self._look(frame)
        self._last_t_s = frame.t_s
        if self._hold is not None:
            self._go_on(self._hold, now)
        elif now.watch is not None:
            self._enter(now)
        else:
            self._entering.clear()
        return self._feedback(now)

    def finish(self) -> None:
        """No more frames: a hold that is still going on ends with the last one."""
        if self._hold is not None:
            self._end(self._hold, self._last_inside_s)

    # seeing

    def _look(self, frame: PoseFrame) -> _Now:
        body, measures = self._measurer.step(frame)
        watch, inside = self._where(frame.t_s, measures, body.near_side)
        side = watch.side if watch is not None else self._watches[0].side
        name = filled(self.stretch.driver, side, body.near_side)
        told = watch is not None or len(self._watches) == 1
        pause_s = frame.t_s - self._last_t_s
        return _Now(
            t_s=frame.t_s,
            dt_s=pause_s if pause_s <= MAX_STEP_S else 0.0,
            body=body,
            measures=measures,
            watch=watch,
            inside=inside,
            driver_name=name if told else "",
            driver=measures[name] if told else Measure.unknown("not in position yet"),
            judgements=self._judge(frame.t_s, measures, body.near_side, watch),
        )

    def _where(
        self, t_s: float, measures: Mapping[str, Measure], near_side: str
    ) -> tuple[GateWatch | None, bool | None]:
        """The side being held, or else the one in position, and whether it is in position."""
        held = self._hold.book.side if self._hold is not None else ""
        inside = {
            watch: watch.step(t_s, measures, near_side, watch.side == held)
            for watch in self._watches
        }
        for watch, trend in zip(self._watches, self._driver_trends.values(), strict=True):
            driver = measures[filled(self.stretch.driver, watch.side, near_side)]
            trend.step(t_s, driver.value)
        self._entry_speeds.append((t_s, self._fastest_deg_s()))
        while self._entry_speeds[0][0] < t_s - ENTRY_S:
            self._entry_speeds.pop(0)
        if held:
            return next((w, i) for w, i in inside.items() if w.side == held)
        ready = [watch for watch, is_in in inside.items() if is_in]
        if not ready:
            return None, None if None in inside.values() else False
        sign = 1.0 if self.stretch.driver_peak == "max" else -1.0
        return max(ready, key=lambda w: sign * self._driver_trends[w.side].median), True

    def _fastest_deg_s(self) -> float:
        slopes = [abs(t.slope) for t in self._driver_trends.values() if isfinite(t.slope)]
        return max(slopes, default=nan)

    def _judge(
        self,
        t_s: float,
        measures: Mapping[str, Measure],
        near_side: str,
        watch: GateWatch | None,
    ) -> list[Judgement]:
        swing_deg = self._driver_trends[watch.side].spread if watch else 0.0
        wobble_deg = WOBBLE_SHARE * max(0.0, swing_deg - STEADY_SWING_DEG)
        judgements = []
        for check, steady in zip(self.stretch.checks, self._steady, strict=True):
            if check.kind != "bound" or (watch is None and len(self._watches) > 1):
                judgements.append(Judgement.cant_tell("not in position yet"))
                continue
            name = filled(check.measure, watch.side if watch else self._watches[0].side, near_side)
            wobble = wobble_deg if name.endswith("_deg") else 0.0
            judgements.append(judge(check.bound, steady.step(t_s, measures[name]), wobble))
        return judgements

    # timing

    def _enter(self, now: _Now) -> None:
        watch = now.watch
        assert watch is not None
        if self._entering and self._entering[0].watch is not watch:
            self._entering.clear()
        self._entering.append(now)
        since_s = self._entering[0].t_s
        if watch.settled:
            start_s = max(since_s, now.t_s - TREND_S / 2.0)
        elif self._to_and_fro(now.t_s):
            start_s = now.t_s - TO_AND_FRO_S
        else:
            return
        speeds = [deg_s for _, deg_s in self._entry_speeds if isfinite(deg_s)]
        self._hold = HoldInProgress(
            self.stretch, watch.side, now.driver_name, start_s, max(speeds, default=nan)
        )
        self._cues.forget()
        for moment in self._entering:
            if moment.t_s > start_s:
                self._book(self._hold, moment, moment.dt_s)
        self._entering.clear()
        self._last_inside_s, self._last_outside_s = now.t_s, -inf

    def _to_and_fro(self, t_s: float) -> bool:
        """In position for long enough without getting anywhere: bouncing from the start."""
        if t_s - self._entering[0].t_s < TO_AND_FRO_S:
            return False
        half_s = t_s - TO_AND_FRO_S / 2.0
        halves: tuple[list[float], list[float]] = ([], [])
        for moment in self._entering:
            if moment.t_s >= t_s - TO_AND_FRO_S and isfinite(moment.driver.value):
                halves[moment.t_s >= half_s].append(moment.driver.value)
        if not all(halves):
            return False
        earlier, later = (sum(half) / len(half) for half in halves)
        return abs(later - earlier) <= TO_AND_FRO_DEG

    def _go_on(self, hold: HoldInProgress, now: _Now) -> None:
        if now.inside:
            # frames that couldn't tell are passed over like frames that are missing
            pause_s = now.t_s - max(self._last_inside_s, self._last_outside_s)
            self._last_inside_s = now.t_s
            self._book(hold, now, pause_s if pause_s <= MAX_STEP_S else 0.0)
            return
        if now.inside is False:
            self._last_outside_s = now.t_s
        grace_s = OUT_GRACE_S if now.inside is False else UNSEEN_GRACE_S
        if now.t_s - self._last_inside_s > grace_s:
            watch = now.watch
            assert watch is not None
            left_s = watch.departure_s(self._last_inside_s)
            self._end(hold, max(hold.book.start_s, min(self._last_inside_s, left_s)))

    def _book(self, hold: HoldInProgress, now: _Now, dt_s: float) -> None:
        hold.add(now.t_s, dt_s, now.driver, now.judgements)

    def _end(self, hold: HoldInProgress, end_s: float) -> None:
        finished = hold.finish(end_s)
        self._hold = None
        if finished.book.held_s >= MIN_HOLD_S:
            self.holds.append(finished)
            side = finished.book.side
            self._credited_s[side] = self._credited_s.get(side, 0.0) + finished.book.credited_s

    # telling

    def _feedback(self, now: _Now) -> Feedback:
        hold = self._hold
        judgements, at_fault = now.judgements, set[str]()
        if hold is not None:
            judgements, at_fault = hold.judgements or judgements, hold.at_fault
        phase = self._phase(now)
        cue: Cue | None = None
        if phase is Phase.HOLD:
            cue = self._cues.step(now.t_s, at_fault)
        side = hold.book.side if hold else now.watch.side if now.watch else ""
        return Feedback(
            t_s=now.t_s,
            phase=phase,
            seen=now.body.believable,
            view=str(now.body.view),
            position=str(now.body.position),
            side=side,
            measures=now.measures,
            driver=now.driver_name,
            checks=tuple(
                CheckState(
                    id=check.id,
                    verdict=judged.verdict,
                    measure=filled(check.measure or self.stretch.driver, side, now.body.near_side),
                    reason=judged.reason,
                    in_episode=check.id in at_fault,
                )
                for check, judged in zip(self.stretch.checks, judgements, strict=True)
            ),
            hold=self._clock(now, side),
            cue=cue,
            message=self._message(phase, now, at_fault),
            repetitions=sum(done.book.side == side for done in self.holds),
        )

    def _phase(self, now: _Now) -> Phase:
        if self._hold is not None:
            return Phase.HOLD
        if now.watch is not None:
            return Phase.ENTER
        if self.holds:
            return Phase.REST
        in_place = now.body.believable and now.body.position == self.stretch.position
        return Phase.ENTER if in_place else Phase.SET_UP

    def _clock(self, now: _Now, side: str) -> HoldClock:
        dose_s = self.stretch.dose.side_total_s
        earlier_s = self._credited_s.get(side, 0.0)
        if self._hold is not None:
            frozen = not now.inside
            return self._hold.book.clock(earlier_s, dose_s, frozen)
        last = self.holds[-1].book if self.holds else None
        if last is None:
            return HoldClock(dose_s=dose_s)
        total_s = self._credited_s.get(last.side, 0.0)
        return HoldClock(last.held_s, last.credited_s, last.longest_s, total_s, dose_s)

    def _message(self, phase: Phase, now: _Now, at_fault: set[str]) -> str:
        if not now.body.believable:
            return "I can't see you well: bring your whole body into the picture."
        if phase is Phase.HOLD:
            return self._cues.message(at_fault) or "Hold, and keep breathing."
        if phase is Phase.REST:
            return "Rest."
        if now.body.view not in self.stretch.camera.views:
            return self.stretch.camera.place
        return self.stretch.how_to[0] if phase is Phase.SET_UP else self.stretch.how_to[-2]
