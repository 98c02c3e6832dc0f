"""Who says what, when: one voice, one thing at a time, the most important first.

- A fault is said once per episode; open for 10 s more, once again; then no more of it.
- When it is mended it is praised, once.
- Nothing is said while something else is still being said. What has waited too long is dropped: a
  count of seconds that comes late is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formcheck.coach.live.state import INTERRUPTS, CueKind, LiveCue
from formcheck.stretches.definition import Check

SPEAKING_S_PER_CHARACTER = 0.07
"""About 14 characters a second: a calm voice reading English."""
LEAST_SPEAKING_S = 0.8
PAUSE_S = 0.7
"""Between two cues, so that they are heard as two."""
REMIND_AFTER_S = 10.0
PRAISE_WITHIN_S = 4.0
"""Praise that comes later is no longer understood as an answer."""

SESSION = 80
"""Priority of what the session itself has to say: come back, the other side."""
FIX = 50
"""Of a fault; its weight, at most 100, adds up to 20."""
REMINDER = 45
PRAISE = 40
INFO = 30
COUNT = 20


@dataclass(frozen=True)
class _Wish:
    """Something that wants to be said, until `until_s`."""

    id: str
    text: str
    kind: CueKind
    priority: int
    until_s: float


@dataclass
class _Told:
    """A fault that was said: when, whether again, and when it was mended."""

    at_s: float
    reminded: bool = False
    mended_s: float | None = None


class Speaker:
    """Decides what is said. Frame time is its clock."""

    def __init__(self) -> None:
        self._wishes: list[_Wish] = []
        self._told: dict[str, _Told] = {}
        self._checks: Sequence[Check] = ()
        self._at_fault: frozenset[str] = frozenset()
        self._free_s = float("-inf")
        self._serial = 0

    def say(
        self,
        t_s: float,
        cue_id: str,
        text: str,
        kind: CueKind = "info",
        priority: int = INFO,
        within_s: float = 3.0,
    ) -> None:
        """Ask for something to be said within so many seconds; it replaces an older one's wish."""
        self.drop(cue_id)
        self._wishes.append(_Wish(cue_id, text, kind, priority, t_s + within_s))

    def drop(self, *cue_ids: str) -> None:
        """What is no longer true needn't be said."""
        self._wishes = [wish for wish in self._wishes if wish.id not in cue_ids]

    def hush(self) -> None:
        """Forget every wish and every fault: the session went on to something else."""
        self._wishes.clear()
        self.new_hold()

    def new_hold(self) -> None:
        """Faults may be told anew, those of the last hold aren't praised any more."""
        self._told.clear()
        self._at_fault = frozenset()

    def faults(self, t_s: float, checks: Sequence[Check], at_fault: Iterable[str]) -> None:
        """Which faults are open in this frame of a hold.

        Args:
            t_s: frame time.
            checks: of the stretch.
            at_fault: ids of those with an open episode.
        """
        self._checks = checks
        self._at_fault = frozenset(at_fault)
        for check_id, told in self._told.items():
            if check_id in self._at_fault:
                told.mended_s = None
            elif told.mended_s is None:
                told.mended_s = t_s

    def step(self, t_s: float) -> LiveCue | None:
        """The cue that is due now; None while another is being said, or with nothing to say."""
        self._wishes = [wish for wish in self._wishes if wish.until_s >= t_s]
        self._forget_mended(t_s)
        wishes = [*self._wishes, *self._about_faults(t_s)]
        best = max(wishes, key=lambda wish: wish.priority, default=None)
        if best is None or (t_s < self._free_s and best.priority < INTERRUPTS):
            return None
        self.drop(best.id)
        self._book(t_s, best)
        seconds = max(LEAST_SPEAKING_S, SPEAKING_S_PER_CHARACTER * len(best.text))
        self._free_s = t_s + seconds + PAUSE_S
        self._serial += 1
        return LiveCue(self._serial, best.id, best.text, best.kind, best.priority)

    def _about_faults(self, t_s: float) -> Iterable[_Wish]:
        for check in self._checks:
            told = self._told.get(check.id)
            if check.id in self._at_fault:
                if told is None:
                    priority = FIX + round(check.weight / 5)
                    yield _Wish(check.id, check.say, "fix", priority, t_s)
                elif not told.reminded and t_s - told.at_s >= REMIND_AFTER_S:
                    yield _Wish(check.id, check.say, "fix", REMINDER, t_s)
            elif told is not None and told.mended_s is not None:
                yield _Wish(check.id, check.praise, "praise", PRAISE, t_s)

    def _book(self, t_s: float, said: _Wish) -> None:
        if said.kind == "fix":
            if said.id in self._told:
                self._told[said.id].reminded = True
            else:
                self._told[said.id] = _Told(t_s)
        elif said.kind == "praise":
            self._told.pop(said.id, None)

    def _forget_mended(self, t_s: float) -> None:
        """An episode is over for good once it was praised, or the time for praise has passed."""
        for check_id, told in list(self._told.items()):
            if told.mended_s is not None and t_s - told.mended_s > PRAISE_WITHIN_S:
                del self._told[check_id]
