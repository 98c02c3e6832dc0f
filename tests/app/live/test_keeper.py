"""Sessions in the history as they go, and never in the way of a picture."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from live_people import (
    bridge_session,
    bridging,
    frames,
    hamstring_session,
    lying,
    play,
    stretching,
    waiting_to_bridge,
)
from people import Rep

from formcheck.app.live.keeper import Keeper
from formcheck.coach.live.summary import HoldSoFar, LiveSummary, Pain, Snapshot
from formcheck.history import History

NOTHING = Snapshot(t_s=3.0, holds=(), results=(), marched_s=0.0, pain=None)
HOLD = HoldSoFar("lying_hamstring", "left", 4.0, 9.0, 5.0, 4.5, 3.0, finished=False)
SUMMARY = LiveSummary(
    name="Lying hamstring stretch",
    routine="",
    ending="finished",
    start_s=0.0,
    end_s=10.0,
    steps=(),
    results=(),
    score=None,
    coverage=None,
    went_well=(),
    work_on="",
    pain=None,
    marched_s=0.0,
)


def keeper() -> Keeper:
    return Keeper("Ada", "full", "")


def test_a_session_without_anything_held_leaves_no_trace() -> None:
    one = keeper()
    one.keep(NOTHING)
    one.keep(SUMMARY)
    assert one.wait(0)
    assert one.uid == ""
    with History.open() as history:
        assert history.profiles() == []


def test_a_hold_is_written_while_it_goes_on() -> None:
    one = keeper()
    one.keep(replace(NOTHING, t_s=9.0, holds=(HOLD,)))
    until = time.monotonic() + 20
    with History.open() as history:
        while time.monotonic() < until:
            found = history.sessions()
            if found and found[0].stretches and found[0].stretches[0].holds:
                break
            time.sleep(0.05)
        (hold,) = found[0].stretches[0].holds
        assert (hold.side, hold.held_s) == ("left", 5.0)
        assert found[0].state(datetime.now(UTC)) == "open"
        one.keep(replace(SUMMARY, pain=Pain(9.5, "knee", "lying_hamstring", "left"), ending="pain"))
        assert one.wait(20)
        assert history.session(one.uid).pain_stops[0].place == "knee"


def test_pain_is_written_at_once_and_told_better_later() -> None:
    one = keeper()
    one.keep(replace(NOTHING, pain=Pain(2.5, "", "lying_hamstring", "left")))
    until = time.monotonic() + 20
    while not one.uid and time.monotonic() < until:
        time.sleep(0.02)
    told = Pain(2.5, "thigh", "lying_hamstring", "left", "a pull")
    one.keep(replace(SUMMARY, pain=told, ending="pain"))
    assert one.wait(20)
    with History.open() as history:
        (stop,) = history.session(one.uid).pain_stops
        assert (stop.t_s, stop.place, stop.words) == (2.5, "thigh", "a pull")


def test_a_hold_that_came_to_nothing_is_taken_back() -> None:
    one = keeper()
    one.keep(replace(NOTHING, holds=(HOLD,)))
    one.keep(SUMMARY)
    assert one.wait(20)
    assert one.uid == ""
    with History.open() as history:
        assert history.sessions("Ada") == []


def test_repetitions_are_written_while_they_go_on_and_in_the_end() -> None:
    one, session = keeper(), bridge_session()
    play(session, frames([waiting_to_bridge(6.0), bridging(Rep(), Rep()), waiting_to_bridge(2.0)]))
    one.keep(session.snapshot())
    until = time.monotonic() + 20
    with History.open() as history:
        while not history.sessions() and time.monotonic() < until:
            time.sleep(0.02)
        one.keep(session.finish())
        assert one.wait(20)
        (stretch,) = history.session(one.uid).stretches
        assert sum(each.counted for each in stretch.repetitions) == 2


def test_the_score_kept_is_the_score_shown() -> None:
    """Also where the sides' own scores, each rounded, have another mean."""
    one, session = keeper(), hamstring_session()
    right = [lying(4.0), stretching("right", locked=(8.0, 11.0)), lying(6.0, near="left")]
    play(session, frames([*right, stretching("left", head_up=(9.0, 14.0))]))
    summary = session.finish()
    one.keep(summary)
    assert one.wait(20)
    with History.open() as history:
        kept = history.session(one.uid)
    assert [step.result.score.points for step in summary.steps] == [95, 96]
    assert (kept.score, kept.coverage) == (summary.score, summary.coverage) == (96, 1.0)


def test_a_history_that_cannot_be_written_is_told_and_blocks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/no/such/folder/h.db")
    one = keeper()
    began_s = time.monotonic()
    for _ in range(100):
        one.keep(replace(NOTHING, holds=(HOLD,)))
    assert time.monotonic() - began_s < 1.0
    one.keep(SUMMARY)
    assert one.wait(20)
    assert one.trouble.endswith(".")
