"""Which way to turn the square that is looked at: where the mirror image bears out the reading.

Whether the model mixes both legs hangs on a few degrees of turning, and that differs from posture
to posture; where it does, the plain and the mirrored reading differ, too (see
`formcheck.pose.search.DISAGREE_TRUNKS`).
"""

from __future__ import annotations

from collections.abc import Mapping

from formcheck.pose.search import DISAGREE_TRUNKS

WEIGHT = 0.1
"""Of the newest look in the mean: of five looks a second the last 2 s count, so that a leg which is
misread on its way up turns nothing."""
MOST_TRUNKS = 0.2
"""Readings further apart differ as much as can be."""
LEAST_LOOKS = 3
"""So many looks at another turn are needed before it is taken."""
BETTER = 0.5
"""And there the readings must be nearer by this factor: another turn is off by a few degrees of its
own, which shows as a step."""


class Turns:
    """Remembers how well plain and mirrored readings agree at each turn.

    Attributes:
        now_deg: the turn to use.
    """

    def __init__(self) -> None:
        self.now_deg = 0.0
        self._apart: dict[float, float] = {}
        self._looks: dict[float, int] = {}

    def learn(self, apart_trunks: Mapping[float, float]) -> None:
        """Take in, by turn, how far the legs of the two readings are apart."""
        for deg, apart in apart_trunks.items():
            apart = min(apart, MOST_TRUNKS)
            before = self._apart.setdefault(deg, apart)
            self._apart[deg] = before + WEIGHT * (apart - before)
            self._looks[deg] = self._looks.get(deg, 0) + 1
        known = {deg: self._apart[deg] for deg, n in self._looks.items() if n >= LEAST_LOOKS}
        now = known.get(self.now_deg, 0.0)
        if now > DISAGREE_TRUNKS:
            best_deg = min(known, key=lambda deg: known[deg])
            if known[best_deg] < BETTER * now:
                self.now_deg = best_deg
