"""Lanes say what was judged when, and never call good what couldn't be told."""

from __future__ import annotations

from dataclasses import replace

from formcheck.app.player import Span, lanes
from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import HoldBook
from formcheck.coach.judge import Episode
from formcheck.coach.progress import FinishedHold
from formcheck.coach.result import CheckResult, HoldResult, StretchResult
from formcheck.coach.score import Score
from formcheck.stretches.definition import library

STRETCH = library()["lying_hamstring"]
CHECKS = {check.id: check for check in STRETCH.checks}
NONE = Score(None, 0.0, ())


def judged(*told: CheckResult) -> StretchResult:
    book = HoldBook("left", "hip_flexion_left_deg", 2.0, (True,), True)
    hold = FinishedHold(book, 12.0, ((),), (), ({},))
    return StretchResult(STRETCH, (HoldResult(hold, NONE),), told, (), NONE)


def told(check: str, verdict: Verdict, *episodes: Episode) -> CheckResult:
    return CheckResult(CHECKS[check], verdict, "", 1.0, 1.0, episodes)


def moments(words: str, start_s: float, end_s: float) -> list[tuple[float, str]]:
    return [(n / 10, words) for n in range(round(10 * start_s), round(10 * end_s) + 1)]


def test_a_fault_cuts_into_what_was_good_and_unknown_stays_unknown() -> None:
    verdicts = [
        *moments("head_down:good knee_not_locked:good", 2.0, 5.9),
        *moments("head_down:cant_tell knee_not_locked:good", 6.0, 12.0),
    ]
    fault = Episode(4.0, 5.0, 20.0)
    shown = lanes(judged(told("head_down", Verdict.FIX, fault)), verdicts)
    assert [lane.name for lane in shown] == ["In position", "Head down"]
    assert shown[0].spans == (Span("hold", 2.0, 12.0),)
    assert shown[1].spans == (
        Span("good", 2.0, 4.0),
        Span("fix", 4.0, 5.0),
        Span("good", 5.0, 5.9),
        Span("cant_tell", 5.9, 12.0),
    )


def test_what_is_to_be_fixed_stands_first() -> None:
    verdicts = moments("head_down:good knee_not_locked:good", 2.0, 12.0)
    fix = told("knee_not_locked", Verdict.FIX, Episode(3.0, 4.0, 1.0))
    shown = lanes(judged(told("head_down", Verdict.GOOD), fix), verdicts)
    assert [lane.name for lane in shown] == ["In position", "Knee soft, not locked", "Head down"]


def test_a_flicker_is_left_out_and_a_pause_is_not_bridged() -> None:
    verdicts = [
        *moments("head_down:good", 2.0, 4.0),
        *moments("head_down:cant_tell", 4.1, 4.2),
        *moments("head_down:good", 4.3, 6.0),
        *moments("head_down:good", 9.0, 12.0),
    ]
    (_, lane) = lanes(judged(told("head_down", Verdict.GOOD)), verdicts)
    assert lane.spans == (Span("good", 2.0, 6.0), Span("good", 9.0, 12.0))


def test_what_was_judged_after_the_person_had_left_is_not_shown() -> None:
    verdicts = moments("head_down:good", 1.0, 14.0)
    (_, lane) = lanes(judged(told("head_down", Verdict.GOOD)), verdicts)
    assert lane.spans == (Span("good", 2.0, 12.0),)


def test_a_fault_of_a_moment_that_was_no_episode_is_not_called_good() -> None:
    verdicts = moments("head_down:fix", 2.0, 12.0)
    (_, lane) = lanes(judged(told("head_down", Verdict.CANT_TELL)), verdicts)
    assert lane.spans == (Span("cant_tell", 2.0, 12.0),)


def test_bouncing_has_its_own_sign() -> None:
    bouncing = told("no_bounce", Verdict.FIX, Episode(4.0, 6.0, 8.0))
    (_, lane) = lanes(judged(bouncing), [])
    assert [span.kind for span in lane.spans] == ["good", "bounce", "good"]


def test_without_a_hold_there_is_nothing_to_show() -> None:
    nothing = replace(judged(told("head_down", Verdict.CANT_TELL)), holds=())
    assert lanes(nothing, []) == []
