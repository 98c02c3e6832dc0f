"""Which way to show the square to the landmark model: turned or not, and which mirror image.

Whether the model mixes both legs hangs on a few degrees of turning and on which of two mirror
images it sees, and that differs from posture to posture. In a hamstring stretch, mirrored, the
knee jumped by 3.3 degrees (root mean square, from picture to picture) as it was, by 0.8 seen in the
mirror; not mirrored it was the other way round (0.8 and 2.6).

Both mirror images are moved to the same middle, so going over from one to the other costs little.
Another turn has another middle, off by a few degrees of its own: it is taken only where at the
present one both images never agree and neither is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from formcheck.pose.region import Sight
from formcheck.pose.search import DISAGREE_TRUNKS, Found

Choice = TypeVar("Choice")

MOST_TRUNKS = 0.2
"""Readings further off are as wrong as can be."""
LEAST_LOOKS = 3
"""So many looks at another sight are needed before it is taken."""
BETTER = 0.5
"""And there the readings must be nearer by this factor."""
TURN_WEIGHT = 0.1
"""Of the newest look in the mean: of five looks a second the last 2 s count, so that a leg which is
misread on its way up turns nothing."""
MIRROR_WEIGHT = 0.2
"""The last five looks in which a leg was in doubt count."""
WRONG_TRUNKS = 0.1
"""A mirror image whose readings are off by less in the mean is kept: where legs are mixed they are
off by 0.3 to 1 (rendered hamstring stretches), where one of the two only has a bias, by 0.06."""
RIGHT_TRUNKS = 0.05
"""So near to what is believed a reading is right, whatever its mirror image shows."""


class Sights:
    """Remembers how well readings agree at each turn, and which of two mirror images is wrong.

    Attributes:
        now: the sight to use.
    """

    def __init__(self) -> None:
        self.now = Sight()
        self._apart: dict[float, _Mean] = {}
        self._off: dict[Sight, _Mean] = {}

    def learn(self, found: Found) -> None:
        """Take in a look."""
        for turn_deg, apart in found.apart_trunks().items():
            self._apart.setdefault(turn_deg, _Mean(TURN_WEIGHT)).learn(apart)
        if found.in_doubt:  # else no image is better than another
            for sight, off in found.off_trunks().items():
                self._off.setdefault(sight, _Mean(MIRROR_WEIGHT)).learn(off)
        self.now = self._better_image()
        if self.now not in self._off or self._off[self.now].trunks > RIGHT_TRUNKS:
            turn_deg = _best(self._apart, self.now.turn_deg, DISAGREE_TRUNKS)
            self.now = replace(self.now, turn_deg=turn_deg)

    def _better_image(self) -> Sight:
        now = self.now
        images = {sight: self._off[sight] for sight in (now, now.mirror) if sight in self._off}
        return _best(images, now, WRONG_TRUNKS)


class _Mean:
    """A mean in which the newest counts most.

    Attributes:
        trunks: the mean.
        looks: how many it is of.
    """

    def __init__(self, weight: float) -> None:
        self.trunks = 0.0
        self.looks = 0
        self._weight = weight

    def learn(self, trunks: float) -> None:
        trunks = min(trunks, MOST_TRUNKS)
        self.trunks += (self._weight if self.looks else 1.0) * (trunks - self.trunks)
        self.looks += 1


def _best(means: Mapping[Choice, _Mean], now: Choice, good_trunks: float) -> Choice:
    """What is used now; or what is much nearer, if that is worse than `good_trunks`."""
    known = {choice: mean.trunks for choice, mean in means.items() if mean.looks >= LEAST_LOOKS}
    if known.get(now, 0.0) <= good_trunks:
        return now
    best = min(known, key=lambda choice: known[choice])
    return best if known[best] < BETTER * known[now] else now
