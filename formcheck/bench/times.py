"""How right the hold timer, the bounce counter and the recognition are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formcheck.bench.outcome import Outcome, ToldBounce, ToldHold
from formcheck.bench.truth import TrueBounce, TrueHold
from formcheck.bench.verdicts import must_be_found

HOLD_WITHIN_S = 0.5
"""A held time this near to the true one is right."""


@dataclass(frozen=True)
class HoldCase:
    """One true hold; errors are told minus true, in seconds, None where no hold was told.

    A hold that was told in pieces counts as one: from the first start to the last end, the pieces'
    held times added up.
    """

    clip: str
    stretch: str
    view: str
    supported: bool
    true_s: float
    pieces: int
    side_right: bool
    start_error_s: float | None
    end_error_s: float | None
    held_error_s: float | None

    @property
    def right(self) -> bool:
        """The held time is within `HOLD_WITHIN_S` of the truth."""
        return self.held_error_s is not None and abs(self.held_error_s) <= HOLD_WITHIN_S


@dataclass(frozen=True)
class BounceCase:
    """One true bout of bouncing.

    Attributes:
        asked: it is one of those that must be found (see `must_be_found`).
        found: bouncing was told in it.
        count_error: told minus true cycles; None where none was found.
        rate_error: (told - true) / true rate; likewise.
        size_error_deg: told minus true size; likewise.
    """

    clip: str
    stretch: str
    view: str
    supported: bool
    asked: bool
    found: bool
    count_error: int | None
    rate_error: float | None
    size_error_deg: float | None


@dataclass(frozen=True)
class RecognitionCase:
    """What a clip was taken for: (stretch, side), empty where it was none of the known."""

    clip: str
    stretch: str
    side: str
    view: str
    supported: bool
    told: tuple[str, str]

    @property
    def stretch_right(self) -> bool:
        """The right stretch came first."""
        return self.told[0] == self.stretch

    @property
    def right(self) -> bool:
        """The right stretch and side came first."""
        return self.told == (self.stretch, self.side)


def hold_cases(outcomes: Iterable[Outcome]) -> list[HoldCase]:
    """Every true hold against the told holds that overlap it most."""
    cases = []
    for outcome in outcomes:
        for hold in outcome.truth.holds:
            cases.append(_hold_case(outcome, hold))
    return cases


def extra_holds(outcome: Outcome) -> list[ToldHold]:
    """Told holds that overlap no true one, nor a repetition, whose end may be held for a while."""
    true = (*outcome.truth.holds, *outcome.truth.repetitions)
    return [t for t in outcome.told.holds if not any(h.overlap_s(t.start_s, t.end_s) for h in true)]


def bounce_cases(outcomes: Iterable[Outcome]) -> list[BounceCase]:
    """Every true bout of bouncing."""
    return [_bounce_case(outcome, b) for outcome in outcomes for b in outcome.truth.bounces]


def false_bounces(outcome: Outcome) -> list[ToldBounce]:
    """Told bouncing where there is none in truth."""
    true = outcome.truth.bounces
    return [
        b for b in outcome.told.bounces if not any(t.overlap_s(b.start_s, b.end_s) for t in true)
    ]


def recognition_case(outcome: Outcome) -> RecognitionCase:
    """What a clip was taken for."""
    truth = outcome.truth
    told = outcome.told.recognised[0] if outcome.told.recognised else ("", "")
    return RecognitionCase(truth.name, truth.stretch, truth.side, truth.view, truth.supported, told)


def _hold_case(outcome: Outcome, hold: TrueHold) -> HoldCase:
    truth = outcome.truth
    pieces = [p for p in outcome.told.holds if _belongs(p, hold, truth.holds)]
    start_s = min((piece.start_s for piece in pieces), default=None)
    end_s = max((piece.end_s for piece in pieces), default=None)
    held_s = sum(piece.held_s for piece in pieces)
    return HoldCase(
        clip=truth.name,
        stretch=truth.stretch,
        view=truth.view,
        supported=truth.supported,
        true_s=hold.length_s,
        pieces=len(pieces),
        side_right=bool(pieces) and all(piece.side == hold.side for piece in pieces),
        start_error_s=start_s - hold.start_s if start_s is not None else None,
        end_error_s=end_s - hold.end_s if end_s is not None else None,
        held_error_s=held_s - hold.length_s if pieces else None,
    )


def _belongs(piece: ToldHold, hold: TrueHold, holds: Sequence[TrueHold]) -> bool:
    shared_s = hold.overlap_s(piece.start_s, piece.end_s)
    most_s = max(other.overlap_s(piece.start_s, piece.end_s) for other in holds)
    return shared_s > 0 and shared_s == most_s


def _bounce_case(outcome: Outcome, bounce: TrueBounce) -> BounceCase:
    truth = outcome.truth
    told = [b for b in outcome.told.bounces if bounce.overlap_s(b.start_s, b.end_s)]
    main = max(told, key=lambda b: bounce.overlap_s(b.start_s, b.end_s), default=None)
    return BounceCase(
        clip=truth.name,
        stretch=truth.stretch,
        view=truth.view,
        supported=truth.supported,
        asked=must_be_found(bounce.size_deg, bounce.rate_hz),
        found=bool(told),
        count_error=sum(b.count for b in told) - bounce.count if told else None,
        rate_error=main.rate_hz / bounce.rate_hz - 1.0 if main else None,
        size_error_deg=main.size_deg - bounce.size_deg if main else None,
    )
