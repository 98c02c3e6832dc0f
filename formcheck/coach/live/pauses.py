"""When does the session stand still? Out of the picture, a second person, asked for, cut off."""

from __future__ import annotations

from formcheck.coach.live.since import Since
from formcheck.coach.live.state import PauseReason

OUT_AFTER_S = 2.0
"""Not seen for so long is out of the picture. The hold timer stands still from the first moment."""
BACK_AFTER_S = 0.8
SECOND_AFTER_S = 0.5
"""The model sees a second body for single frames where there is none."""
ALONE_AFTER_S = 1.0


class Pauses:
    """Keeps the reason why the session is paused, if it is."""

    def __init__(self) -> None:
        self.asked = False
        self.cut_off = False
        self._out = self._second = False
        self._unseen, self._seen = Since(), Since()
        self._others, self._alone = Since(), Since()

    @property
    def reason(self) -> PauseReason | None:
        """Why nothing goes on; None while it does."""
        if self.cut_off:
            return PauseReason.DISCONNECTED
        if self.asked:
            return PauseReason.ASKED
        if self._second:
            return PauseReason.SECOND_PERSON
        return PauseReason.OUT_OF_PICTURE if self._out else None

    @property
    def blind(self) -> bool:
        """What is seen must not be judged: it may be somebody else, or isn't meant to count."""
        return self.asked or self.cut_off or self._second

    def step_people(self, t_s: float, people: int) -> None:
        """How many bodies this picture shows."""
        if self._others.step(t_s, people > 1) >= SECOND_AFTER_S:
            self._second = True
        if self._alone.step(t_s, people <= 1) >= ALONE_AFTER_S:
            self._second = False

    def step_seen(self, t_s: float, seen: bool, *, may_leave: bool) -> None:
        """Whether the person is seen; `may_leave` where nobody needs to be in the picture."""
        away_s, back_s = self._unseen.step(t_s, not seen), self._seen.step(t_s, seen)
        if may_leave:
            self._out = False
        elif away_s >= OUT_AFTER_S:
            self._out = True
        elif back_s >= BACK_AFTER_S:
            self._out = False
