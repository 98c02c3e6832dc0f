"""What is said when it doesn't go on by itself: what to change, how to go in, why not counted."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from formcheck.coach.feedback import Feedback
from formcheck.coach.live import words
from formcheck.coach.live.other import OtherStretch
from formcheck.coach.live.setup import SetupList
from formcheck.coach.live.since import Since
from formcheck.coach.live.speaker import INFO, SESSION, Speaker
from formcheck.coach.live.stage import Stage
from formcheck.coach.repetition import SAY, Partial
from formcheck.measures.body import Body

FIX_AFTER_S = 2.0
"""Something wrong with the set-up is said once it has been wrong for so long."""
FIX_AGAIN_S = 12.0
FIX_AT_MOST = 3
ADVICE_AFTER_S = 3.0
ADVICE_AGAIN_S = 15.0
HOW_TO_AFTER_S = 12.0
"""Not in position for so long: the next line of the how-to is said."""
WRONG_SIDE_AGAIN_S = 10.0
NOT_COUNTED_AGAIN_S = 10.0
MARCH_AFTER_S = 5.0
MARCH_AGAIN_S = 12.0


class Nudges:
    """Keeps count of what was said, so that nobody is nagged."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._other = OtherStretch()
        self._said: dict[str, list[float]] = {}
        self._wrong: tuple[str, float] = ("", inf)
        self._untold: tuple[str, float] = ("", inf)
        self._lines = 0
        self._line_s = 0.0
        self._still = Since()
        self._partial = 0

    def restart(self, t_s: float) -> None:
        """Something else begins."""
        self._wrong = self._untold = ("", inf)
        self._other.forget()
        self._said.clear()
        self._lines, self._line_s = 0, t_s

    def setting_up(self, t_s: float, body: Body, stage: Stage, setup: SetupList) -> None:
        """The most important line of the set-up list that is wrong."""
        wrong, fix = setup.fix
        if not wrong:
            self._wrong = ("", inf)
            return
        if self._wrong[0] != wrong:
            self._wrong = (wrong, t_s)
        if wrong == "position":
            self._other_stretch(t_s, body, stage)
        said = self._said.get(wrong, [])
        due = not said or (len(said) < FIX_AT_MOST and t_s - said[-1] >= FIX_AGAIN_S)
        if t_s - self._wrong[1] >= FIX_AFTER_S and due:
            self._say(t_s, wrong, "set_up", fix, SESSION - 10)

    def entering(
        self, t_s: float, feedback: Feedback, body: Body, stage: Stage, setup: SetupList
    ) -> None:
        """Not in position yet: why it can't be told, another stretch, or a line of the how-to."""
        self._other_stretch(t_s, body, stage)
        measure = feedback.measures.get(feedback.driver)
        reason = measure.reason if measure is not None else ""
        if self._untold[0] != reason:
            self._untold = (reason, t_s)
        tip = words.advice(reason)
        if tip and reason == "turn side-on":
            tip = next((tick.fix for tick in setup.ticks if tick.id == "view" and tick.fix), tip)
        last = self._said.get("advice", [-inf])[-1]
        if tip and t_s - self._untold[1] >= ADVICE_AFTER_S and t_s - last >= ADVICE_AGAIN_S:
            self._say(t_s, "advice", "advice", tip, INFO)
            self._line_s = t_s
        elif t_s - self._line_s >= HOW_TO_AFTER_S and self._lines < len(stage.stretch.how_to):
            line = stage.stretch.how_to[self._lines]
            self._lines, self._line_s = self._lines + 1, t_s
            self._speaker.say(t_s, "how_to", line, priority=INFO)

    def wrong_side(self, t_s: float, did: str, wanted: str) -> None:
        """A hold on a side that is done already."""
        if t_s - self._said.get("wrong_side", [-inf])[-1] >= WRONG_SIDE_AGAIN_S:
            line = f"That's your {did} side again. It's the {wanted} side's turn."
            self._say(t_s, "wrong_side", "wrong_side", line, SESSION)

    def not_counted(self, t_s: float, partial: Sequence[Partial]) -> None:
        """A repetition that wasn't counted, and why: once for each reason in a row."""
        new, self._partial = partial[self._partial :], len(partial)
        if not new:
            return
        line = SAY[new[-1].why]
        last = self._said.get(line, [-inf])[-1]
        if t_s - last >= NOT_COUNTED_AGAIN_S:
            self._said.setdefault(line, []).append(t_s)
            self._speaker.say(t_s, "not_counted", line, priority=INFO, within_s=2.0)

    def marching(self, t_s: float, marching: bool) -> None:
        """In the warm-up, standing still."""
        still_s = self._still.step(t_s, not marching)
        last = self._said.get("march", [-inf])[-1]
        if still_s >= MARCH_AFTER_S and t_s - last >= MARCH_AGAIN_S:
            self._say(t_s, "march", "march", words.MARCH_ON, INFO)

    def _other_stretch(self, t_s: float, body: Body, stage: Stage) -> None:
        sides = tuple(book.step.side for book in stage.books if not stage.done(book))
        measures = stage.measurer.measures
        line = self._other.step(t_s, body, measures, stage.stretch, stage.recognised_as(sides))
        if line:
            self._speaker.say(t_s, "other_stretch", line, priority=INFO, within_s=4.0)

    def _say(self, t_s: float, key: str, cue_id: str, line: str, priority: int) -> None:
        self._said.setdefault(key, []).append(t_s)
        self._speaker.say(t_s, cue_id, line, priority=priority)
