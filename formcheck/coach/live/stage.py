"""One stretch of the session: its coach, its sides, and what each has earned.

A step is done when its holds have collected its dose together, or when its repetitions are done. A
hold is a repetition done once it collected its seconds, or was kept up for so long: its faults cost
credit and score, but nobody has to hang on for it. A hold that ended early counts with what it
collected; the next one only needs what is still missing. Twice as many holds as planned are enough
in any case, so that nobody is kept for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from formcheck.coach.coach import Coach
from formcheck.coach.feedback import Feedback, Phase
from formcheck.coach.live.plan import PlanStep
from formcheck.coach.live.series import SeriesRecorder
from formcheck.coach.progress import FinishedHold
from formcheck.coach.repeating import JudgedRepetition
from formcheck.coach.repetition import Partial
from formcheck.coach.result import StretchResult, result
from formcheck.measures.body import Body
from formcheck.measures.calibration import Calibration
from formcheck.measures.measure import Measure
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame

NEARLY_S = 0.5
"""So much short of its seconds, a hold still counts: the last tone sounds a moment before."""
LEAST_TARGET_S = 5.0
"""A hold worth going into, when only little is missing."""


class WatchingMeasurer(Measurer):
    """A measurer that keeps what it saw last: set-up and recognition needn't look again."""

    def __init__(self, calibration: Calibration | None) -> None:
        super().__init__(calibration)
        self.body: Body | None = None
        self.measures: Mapping[str, Measure] = {}

    def step(self, frame: PoseFrame) -> tuple[Body, dict[str, Measure]]:
        """As `Measurer.step`."""
        self.body, measures = super().step(frame)
        self.measures = measures
        return self.body, measures


@dataclass
class StepBook:
    """What one step of the plan has come to.

    Attributes:
        number: place in the plan, from 1.
        begun: it was the person's turn to do it.
        skipped: left undone on request.
        series: its driving angle over time.
    """

    number: int
    step: PlanStep
    begun: bool = False
    skipped: bool = False
    series: SeriesRecorder = field(default_factory=SeriesRecorder)


class Stage:
    """Coaches the consecutive steps of one stretch; every frame passes through it.

    Args:
        books: of the steps: one, or two of different sides.
        calibration: of the pose model.
        measurer: that of the session.
    """

    def __init__(
        self,
        books: Sequence[StepBook],
        calibration: Calibration | None,
        measurer: WatchingMeasurer,
    ) -> None:
        self.books = tuple(books)
        self.current = self.books[0]
        self.stretch = self.current.step.stretch
        side = "auto" if len(self.books) > 1 else self.current.step.side
        self.measurer = measurer
        way: Literal["hold", "move"] = "move" if self.current.step.moving else "hold"
        self.coach = Coach(self.stretch, side, calibration, way, measurer)
        self._newest: Feedback | None = None

    def look(self, frame: PoseFrame) -> Feedback:
        """Judge one frame."""
        feedback = self.coach.step(frame)
        self._newest = feedback
        self.current.series.step(feedback, self.current.step)
        return feedback

    def finish(self) -> None:
        """No more frames."""
        self.coach.finish()

    # the sides

    @property
    def free_order(self) -> bool:
        """No side was held yet, and either may come first."""
        return len(self.books) > 1 and not self.coach.holds and not self.coach.repetitions

    def turn_to(self, side: str) -> bool:
        """Make this side the current one; False where it isn't planned or is done already."""
        for book in self.books:
            if book.step.side == side and not self.done(book):
                if book is not self.current:
                    self._change_places(book)
                return True
        return False

    def _change_places(self, book: StepBook) -> None:
        """`book` is done first; the plan's numbers follow what is really done."""
        before = self.current
        if not self.begun(before) and not self.begun(book):
            before.number, book.number = book.number, before.number
            before.begun = False
            before.series = SeriesRecorder()  # its time begins when it is its turn
        self.current, book.begun = book, True

    def recognised_as(self, sides: tuple[str, ...]) -> tuple[str, ...]:
        """Sides by which recognition may call what is done: an alternating movement has each."""
        return self.stretch.possible_sides if "both" in sides else sides

    # the books

    def holds(self, book: StepBook) -> list[FinishedHold]:
        """The finished holds of this step's side."""
        return [hold for hold in self.coach.holds if hold.book.side == book.step.side]

    def moves(self, book: StepBook) -> list[JudgedRepetition]:
        """The counted repetitions of this step."""
        return [
            one for one in self.coach.repetitions if book.step.side in ("both", one.repetition.side)
        ]

    def partial(self, book: StepBook) -> list[Partial]:
        """Attempts at a repetition of this step that weren't counted."""
        return [one for one in self.coach.partial if book.step.side in ("both", one.side)]

    def begun(self, book: StepBook) -> bool:
        """Something of this step was done."""
        return bool(self.holds(book) or self.moves(book))

    def result(self, book: StepBook, *, going_on: bool = False) -> StretchResult:
        """This step's own result; with the hold `going_on` as if it ended now."""
        holds = self.coach.holds_so_far() if going_on else self.coach.holds
        own = [hold for hold in holds if hold.book.side == book.step.side]
        return result(self.stretch, own, self.moves(book), self.partial(book))

    def holding(self, book: StepBook) -> bool:
        """A hold of this step's side is going on."""
        newest = self._newest
        return newest is not None and newest.phase is Phase.HOLD and newest.side == book.step.side

    def credited_s(self, book: StepBook) -> float:
        """Seconds credited to this step, the hold going on included."""
        earlier_s = sum(hold.book.credited_s for hold in self.holds(book))
        newest = self._newest
        return earlier_s + (newest.hold.credited_s if newest and self.holding(book) else 0.0)

    def repetitions(self, book: StepBook) -> int:
        """Holds that collected their seconds or were kept up for so long, or movements counted."""
        step = book.step
        if step.moving:
            return len(self.moves(book))
        done, credited_s = 0, 0.0
        for hold in self.holds(book):
            target_s = self._target_s(step, credited_s) - NEARLY_S
            done += max(hold.book.credited_s, hold.book.held_s) >= target_s
            credited_s += hold.book.credited_s
        return done

    def target_s(self, book: StepBook) -> float:
        """Seconds the current or next hold should collect."""
        return self._target_s(book.step, sum(hold.book.credited_s for hold in self.holds(book)))

    def done(self, book: StepBook) -> bool:
        """Whether the step has come to what was planned, or was skipped."""
        step = book.step
        if book.skipped or self.repetitions(book) >= step.total_repetitions:
            return True
        if step.moving:
            return False
        enough = self.credited_s(book) >= step.dose_s - NEARLY_S
        return enough or len(self.holds(book)) >= 2 * step.repetitions + 1

    def open_book(self) -> StepBook | None:
        """The next step that isn't done."""
        return next((book for book in self.books if not self.done(book)), None)

    @staticmethod
    def _target_s(step: PlanStep, credited_s: float) -> float:
        missing_s = max(LEAST_TARGET_S, step.dose_s - credited_s)
        return min(step.hold_s, missing_s)
