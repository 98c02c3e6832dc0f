"""How a stretch moves: named controls over time.

A stretch is described by *controls*, one number each (mostly degrees): the
elevation of a thigh, the bend of a knee, how far the hands have come. A
`Script` says what a clip does - when it enters, holds and leaves, which faults
it shows and when - and turns that into the controls at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from formcheck.bench.truth import BOUNCE_RAMP_S
from tools.render.repetitions import CALM, Repetition, Tempo, smooth, swing
from tools.render.room import Box
from tools.render.skeleton import Body, PosedBody

Controls = dict[str, float]

FAULT_RAMP_S = 0.5
"""A fault grows and fades in this time; its start and end are the middles."""


@dataclass(frozen=True)
class FaultKind:
    """What a mistake does to the controls.

    Attributes:
        moves: change of each control per degree of the fault's size.
        sizes_deg: range of clear sizes.
        to: the first control of `moves` goes to a value in this range instead.
        measure: the angle of the truth file that tells the fault's real size;
            None if the script's own size is the truth.
    """

    moves: Mapping[str, float]
    sizes_deg: tuple[float, float] = (0.0, 0.0)
    to: tuple[float, float] | None = None
    measure: str | None = None


@dataclass(frozen=True)
class Stretch:
    """One stretch: key poses, what moves when, what can go wrong.

    Attributes:
        id: as in the library.
        position: supine, prone, kneeling or sitting, during the hold.
        start: controls at rest, before and after.
        hold: range of each control in good form.
        pose: puts a body into the pose for a stretched side and controls.
        via: controls that pass through another value on the way in and out.
        windows: the share of the entry during which a control moves.
        breath: degrees per breath of each control.
        tremble: controls that shake and drift a little.
        bounce: change of each control per degree of a bounce.
        driver: the angle of the truth file that the stretch drives.
        faults: by check id.
        sided: whether left and right differ.
        named_for_other_side: the stretch's side, as the truth names it, is the other one than the
            side the pose is built for.
        enter_s: range of durations of a calm entry.
        peak: for a stretch that is repeated, the controls at the top of a repetition; `hold` then
            is where each one starts from.
        other_peak: the controls at the other end, where it goes two ways from the middle.
        alternates: whether the repetitions go to the left and the right in turn.
        name: of this way of doing it, where one stretch is rendered in two ways; else the id.
        ends: names of the two ends ("round", "hollow"); empty where they are the two sides.
        tempo: its calm pace.
        props: what the person sits on or leans against.
        views: camera views that suit it, the first the best.
    """

    id: str
    position: str
    start: Controls
    hold: Mapping[str, tuple[float, float]]
    pose: Callable[[Body, str, Controls], PosedBody]
    via: Controls = field(default_factory=dict)
    windows: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    breath: Controls = field(default_factory=dict)
    tremble: tuple[str, ...] = ()
    bounce: Controls = field(default_factory=dict)
    driver: str = "hip_flexion_{side}_deg"
    faults: Mapping[str, FaultKind] = field(default_factory=dict)
    sided: bool = True
    named_for_other_side: bool = False
    enter_s: tuple[float, float] = (1.8, 3.0)
    peak: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    other_peak: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    alternates: bool = False
    name: str = ""
    ends: tuple[str, ...] = ()
    tempo: Tempo = CALM
    props: tuple[Box, ...] = ()
    views: tuple[str, ...] = ("side", "three_quarter")

    @property
    def called(self) -> str:
        """What tells it from the other scripts."""
        return self.name or self.id


@dataclass(frozen=True)
class Fault:
    """A mistake in a clip; start and end are when it is half there."""

    check: str
    start_s: float
    end_s: float
    size_deg: float


@dataclass(frozen=True)
class Bounce:
    """A run of bounces: peak-to-peak size and rate of the driving angle."""

    start_s: float
    end_s: float
    rate_hz: float
    size_deg: float

    @property
    def count(self) -> int:
        """Whole bounces in the run."""
        return int((self.end_s - self.start_s) * self.rate_hz + 0.25)


@dataclass(frozen=True)
class Script:
    """What happens in a clip, second by second.

    Attributes:
        stretch, side: which stretch, for which side of the person.
        hold: the controls of this person's good form.
        rest_s, enter_s, hold_s, leave_s, end_s: durations of the phases.
        faults, bounces: what goes wrong.
        repetitions: of a stretch that is repeated, within the time of the hold.
        peak, other_peak: the controls of this person at the two ends of a repetition.
        breath_hz: breathing rate.
        tremor_deg: size of the shaking.
        seed: of tremor and drift.
    """

    stretch: Stretch
    side: str
    hold: Controls
    rest_s: float = 2.0
    enter_s: float = 2.4
    hold_s: float = 10.0
    leave_s: float = 2.0
    end_s: float = 1.5
    faults: tuple[Fault, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    repetitions: tuple[Repetition, ...] = ()
    peak: Controls = field(default_factory=dict)
    other_peak: Controls = field(default_factory=dict)
    breath_hz: float = 0.25
    tremor_deg: float = 0.2
    seed: int = 0

    @property
    def hold_start_s(self) -> float:
        """When the entry ends."""
        return self.rest_s + self.enter_s

    @property
    def hold_end_s(self) -> float:
        """When the leaving begins."""
        return self.hold_start_s + self.hold_s

    @property
    def duration_s(self) -> float:
        """Length of the clip."""
        return self.hold_end_s + self.leave_s + self.end_s

    def phase(self, t_s: float) -> str:
        """start, enter, hold, leave or end; of the repetition that runs, if there are any."""
        if self.repetitions:
            return self._phase_of_repetitions(t_s)
        ends = (
            ("start", self.rest_s),
            ("enter", self.hold_start_s),
            ("hold", self.hold_end_s),
            ("leave", self.hold_end_s + self.leave_s),
        )
        return next((name for name, end in ends if t_s < end), "end")

    def _phase_of_repetitions(self, t_s: float) -> str:
        for repetition in self.repetitions:
            if repetition.start_s <= t_s < repetition.end_s:
                return repetition.phase(t_s)
        return "start" if t_s < self.repetitions[-1].end_s else "end"

    def controls(self, t_s: float) -> Controls:
        """Every control at a time."""
        progress = self._progress(t_s)
        now = {name: self._between(name, progress) for name in self.stretch.start}
        share = swing(self.repetitions, t_s)
        for name, top in (self.peak if share > 0 else self.other_peak).items():
            now[name] += abs(share) * (top - now[name])
        for fault in self.faults:
            if fault.check in self.stretch.faults:
                grown = _window(t_s, fault.start_s, fault.end_s, FAULT_RAMP_S)
                for name, per_deg in self.stretch.faults[fault.check].moves.items():
                    now[name] += grown * per_deg * fault.size_deg
        for bounce in self.bounces:
            off = bounce.size_deg / 2 * np.sin(2 * np.pi * bounce.rate_hz * (t_s - bounce.start_s))
            inner = BOUNCE_RAMP_S / 2
            grown = _window(t_s, bounce.start_s + inner, bounce.end_s - inner, BOUNCE_RAMP_S)
            for name, share in self.stretch.bounce.items():
                now[name] += grown * share * float(off)
        self._live(now, t_s, progress)
        return now

    def _progress(self, t_s: float) -> float:
        entered = (t_s - self.rest_s) / self.enter_s
        left = (t_s - self.hold_end_s) / self.leave_s
        return float(np.clip(min(entered, 1 - left), 0, 1))

    def _between(self, name: str, progress: float) -> float:
        start, end = self.stretch.start[name], self.hold.get(name, self.stretch.start[name])
        if name in self.stretch.via:
            via = self.stretch.via[name]
            first, second = smooth(progress / 0.6), smooth((progress - 0.4) / 0.6)
            return start + (via - start) * first + (end - via) * second
        low, high = self.stretch.windows.get(name, (0.0, 1.0))
        return start + (end - start) * smooth((progress - low) / (high - low))

    def _live(self, now: Controls, t_s: float, progress: float) -> None:
        """Nobody lies quite still: breathing, shaking, slow drift."""
        breath = float(np.sin(2 * np.pi * self.breath_hz * t_s))
        for name, size in self.stretch.breath.items():
            now[name] += size * breath
        rng = np.random.default_rng(self.seed)
        for name in self.stretch.tremble:
            fast = rng.uniform(4, 9, 3), rng.uniform(0, 2 * np.pi, 3)
            slow = rng.uniform(0.04, 0.12, 2), rng.uniform(0, 2 * np.pi, 2)
            shake = np.sin(2 * np.pi * fast[0] * t_s + fast[1]).mean()
            drift = np.sin(2 * np.pi * slow[0] * t_s + slow[1]).mean()
            size = self.tremor_deg * (0.2 + 0.8 * progress)
            now[name] += float(size * (shake + 3.0 * drift))


def _window(t_s: float, start_s: float, end_s: float, ramp_s: float) -> float:
    """0 outside, 1 inside, half at the two ends."""
    up = smooth((t_s - start_s) / ramp_s + 0.5)
    return up * (1 - smooth((t_s - end_s) / ramp_s + 0.5))
