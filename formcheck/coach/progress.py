"""A hold in progress: every moment judged and booked, fault episodes and bounces alongside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan

from formcheck.coach.bouncing import Bouncing
from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import HoldBook, Moment
from formcheck.coach.judge import Episode, EpisodeTracker, Judgement
from formcheck.coach.moment import Seen
from formcheck.measures.measure import Measure
from formcheck.measures.oscillation import Bounce
from formcheck.stretches.definition import Check, Stretch


@dataclass(frozen=True)
class FinishedHold:
    """A hold with what was judged in it.

    Attributes:
        book: its side and times.
        end_s: when the person began to leave.
        episodes: fault episodes of each check that judges holds, in the definition's order.
        bounces: bouncing found in it.
        reasons: per check, seconds by reason why it couldn't be told.
    """

    book: HoldBook
    end_s: float
    episodes: tuple[tuple[Episode, ...], ...]
    bounces: tuple[Bounce, ...]
    reasons: tuple[Mapping[str, float], ...]


class HoldInProgress:
    """From the moment the person has settled in position until they leave.

    Args:
        stretch: what is being held.
        checks: those that judge a hold.
        side: the person's side.
        driver: name of the driving measure, sides filled in.
        start_s: when they had settled.
        entry_speed_deg_s: fastest movement of the driving angle on the way in; NaN if unknown.
    """

    def __init__(
        self,
        stretch: Stretch,
        checks: Sequence[Check],
        side: str,
        driver: str,
        start_s: float,
        entry_speed_deg_s: float,
    ) -> None:
        self.checks = checks
        self.book = HoldBook(
            side,
            driver,
            start_s,
            tuple(check.withholds_credit for check in checks),
            stretch.driver_peak == "max",
        )
        self._entry_speed_deg_s = entry_speed_deg_s
        self._trackers = [EpisodeTracker(check) for check in checks]
        self._bounces = Bouncing(driver)
        self._reasons = tuple(defaultdict[str, float](float) for _ in checks)
        self._judgements: list[Judgement] = []

    def add(
        self, seen: Seen, dt_s: float, driver: Measure, judgements: Sequence[Judgement]
    ) -> None:
        """Book the time from the last frame to this one.

        Args:
            seen: the frame.
            dt_s: the seconds to book; 0 after a gap.
            driver: the driving angle.
            judgements: of each check now; those of movement (bounce, entry) are filled in here.
        """
        t_s, usable = seen.t_s, driver.usable
        self._bounces.step(seen, driver)
        self._judgements = [
            self._of_movement(check, driver) or judgement
            for check, judgement in zip(self.checks, judgements, strict=True)
        ]
        self.book.add(
            Moment(
                t_s,
                dt_s,
                tuple((judged.verdict, judged.measured) for judged in self._judgements),
                driver.value if usable else nan,
                driver.error if usable else nan,
            )
        )
        for judged, tracker, reasons in zip(
            self._judgements, self._trackers, self._reasons, strict=True
        ):
            tracker.step(t_s, judged)
            if judged.verdict is Verdict.CANT_TELL:
                reasons[judged.reason] += dt_s
        self._book_bounces()

    def finish(self, end_s: float) -> FinishedHold:
        """The person began to leave at `end_s`; what came after is dropped."""
        self._bounces.finish()
        self._book_bounces()
        self.book.close(end_s)
        bounces = tuple(b for b in self._bounces.episodes if b.end_s <= end_s + 0.3)
        episodes = []
        for check, tracker in zip(self.checks, self._trackers, strict=True):
            if check.kind == "bounce":
                episodes.append(tuple(Episode(b.start_s, b.end_s, b.size_deg) for b in bounces))
            else:
                episodes.append(tracker.finish(self.book.start_s, end_s))
        return FinishedHold(self.book, end_s, tuple(episodes), bounces, self._reasons)

    @property
    def judgements(self) -> list[Judgement]:
        """Of the newest moment, those of movement filled in."""
        return self._judgements

    @property
    def at_fault(self) -> set[str]:
        """Ids of the checks with an open fault episode."""
        open_now = {c.id for c, t in zip(self.checks, self._trackers, strict=True) if t.open}
        if self._bounces.now:
            open_now |= {check.id for check in self.checks if check.kind == "bounce"}
        return open_now

    def _of_movement(self, check: Check, driver: Measure) -> Judgement | None:
        if check.kind == "bound":
            return None
        if check.kind == "bounce":
            if not driver.usable:
                return Judgement.cant_tell(driver.reason)
            verdict = Verdict.FIX if self._bounces.now else Verdict.GOOD
            return Judgement(verdict, driver.value, True)
        return self._of_entry(check)

    def _of_entry(self, check: Check) -> Judgement:
        speed, limit = self._entry_speed_deg_s, check.max if check.max is not None else inf
        if not isfinite(speed):
            return Judgement.cant_tell("the way into the stretch wasn't seen")
        guard = ENTRY_SPEED_ERROR * limit
        if speed > limit + guard:
            return Judgement(Verdict.FIX, speed, True)
        if speed <= limit - guard:
            return Judgement(Verdict.GOOD, speed, True)
        return Judgement(Verdict.CANT_TELL, speed, True, "too close to call")

    def _book_bounces(self) -> None:
        """Bouncing is known a little after it began: put it into the moments it belongs to."""
        for i, check in enumerate(self.checks):
            if check.kind != "bounce":
                continue
            episodes = self._bounces.episodes
            for bounce in episodes:
                self.book.amend(i, bounce.start_s, bounce.end_s, Verdict.FIX)
            if episodes:
                self.book.amend(i, episodes[-1].end_s, inf, Verdict.GOOD)


ENTRY_SPEED_ERROR = 0.15
"""Share of the limit within which an entry speed is too close to call."""
