"""A hold as the person hears it: tones, seconds, breath, and the word to come out."""

from __future__ import annotations

from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.speaker import COUNT, SESSION, Speaker
from formcheck.coach.live.state import Breath, Tone
from formcheck.coach.live.words import COME_OUT, LONG_ENOUGH

HALF_FROM_S = 16.0
"""Shorter holds have their half-way tone, but no words for it."""
FIVE_MORE_FROM_S = 12.0
TOO_LONG = 1.5
TOO_LONG_AND_S = 10.0
"""A hold whose faults keep it from collecting its seconds is ended half as long again and 10 s
later."""


class HoldTalk:
    """One hold, from the first tone to the last.

    Args:
        start_s: when it began.
        target_s: credited seconds it should collect.
        preferences: pace of the breath, and whether seconds are counted aloud.
    """

    def __init__(self, start_s: float, target_s: float, preferences: Preferences) -> None:
        self.target_s = target_s
        self.over = False
        self._start_s = start_s
        self._preferences = preferences
        self._sounded: set[str] = set()

    def step(
        self, t_s: float, held_s: float, credited_s: float, speaker: Speaker
    ) -> tuple[Tone, ...]:
        """The tones of this moment; words go to the speaker.

        Credit can be taken back (bouncing is known late), so each sounds once only.
        """
        tones: list[Tone] = []
        left_s = self.target_s - credited_s
        if self._first("start"):
            tones.append(Tone.HOLD_START)
        if left_s <= self.target_s / 2.0 and self._first("half"):
            tones.append(Tone.HALF_WAY)
            if self.target_s >= HALF_FROM_S:
                self._count(t_s, speaker, "half_way", "Half-way.")
        if left_s <= 5.0 and self.target_s >= FIVE_MORE_FROM_S and self._first("five"):
            self._count(t_s, speaker, "five_more", "Five more.")
        for second in (3, 2, 1):
            if left_s <= second and self.target_s > second and self._first(f"last {second}"):
                tones.append(Tone.LAST_THREE)
        if left_s <= 0.0 and self._first("done"):
            tones.append(Tone.DONE)
            self._come_out(t_s, speaker, COME_OUT)
        too_long_s = TOO_LONG * self.target_s + TOO_LONG_AND_S
        if held_s >= too_long_s and not self.over:
            self._come_out(t_s, speaker, LONG_ENOUGH)
        return tuple(tones)

    def breath(self, t_s: float) -> Breath:
        """In for some seconds, out for more, from the start of the hold."""
        in_s, out_s = self._preferences.breathe_in_s, self._preferences.breathe_out_s
        at_s = (t_s - self._start_s) % (in_s + out_s)
        if at_s < in_s:
            return Breath("in", in_s - at_s, in_s)
        return Breath("out", in_s + out_s - at_s, out_s)

    def _come_out(self, t_s: float, speaker: Speaker, words: str) -> None:
        self.over = True
        speaker.drop("half_way", "five_more")
        speaker.say(t_s, "come_out", words, priority=SESSION, within_s=6.0)

    def _count(self, t_s: float, speaker: Speaker, cue_id: str, words: str) -> None:
        if self._preferences.counts:
            speaker.say(t_s, cue_id, words, kind="count", priority=COUNT, within_s=1.2)

    def _first(self, what: str) -> bool:
        if what in self._sounded:
            return False
        self._sounded.add(what)
        return True
