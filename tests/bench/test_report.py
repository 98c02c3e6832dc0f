"""The whole report: aims reached or not, failures by name, tables that hold together."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
from bench.made_up import bounce, fault, outcome, truth, with_knee

from formcheck.bench.accuracy import judged
from formcheck.bench.failures import failure_of, legs_exchanged, near_side_wrong, worst
from formcheck.bench.outcome import Outcome, ToldBounce
from formcheck.bench.tables import accuracy_in_words, table
from formcheck.bench.targets import Target, targets

LEGS = {"left_knee": 400.0, "right_knee": 200.0, "left_ankle": 500.0, "right_ankle": 200.0}


def aim(words: str, *outcomes: Outcome) -> Target:
    found = [target for target in targets(outcomes) if words in target.aim]
    assert len(found) == 1, words
    return found[0]


def locked(name: str = "locked", **said: object) -> Outcome:
    return outcome(with_knee(truth(name), 0.5, 4.0, 6.0), **said)


def test_angles_within_the_limit_reach_the_aim() -> None:
    assert aim("Near knee flexion, side view", outcome(off_deg=2.9)).reached
    assert not aim("Near knee flexion, side view", outcome(off_deg=3.1)).reached
    assert aim("Near hip flexion, side view", outcome(off_deg=4.9)).reached


def test_a_padded_error_fails_its_aim() -> None:
    assert not aim("Near knee flexion: median", outcome(off_deg=1.0, stated_deg=3.0)).reached
    assert aim("Near knee flexion: median", outcome(off_deg=1.0, stated_deg=2.4)).reached
    assert not aim("Near knee flexion: stated", outcome(off_deg=3.0, stated_deg=2.4)).reached


def test_locked_and_soft_knees_have_to_be_told_apart() -> None:
    blamed = {"knee_not_locked": ((4.0, 6.0),)}
    assert aim("told apart", locked(fix=blamed), outcome()).reached
    assert not aim("told apart", locked(), outcome()).reached
    assert not aim("told apart", outcome(cant_tell=("knee_not_locked",))).reached


def test_bounces_have_to_be_found_and_none_made_up() -> None:
    true = truth(bounces=(bounce(3.0, 6.0, 6, 2.0, 8.0),))
    right, twice = ToldBounce(3.0, 6.0, 6, 2.0, 8.0), ToldBounce(3.0, 6.0, 12, 4.0, 8.0)
    assert aim("found ≥ 95 %", outcome(true, bounces=(right,))).reached
    assert not aim("found ≥ 95 %", outcome(true)).reached
    assert not aim("count within 1", outcome(true, bounces=(twice,))).reached
    assert not aim("rate within 15 %", outcome(true, bounces=(twice,))).reached
    assert aim("No bounce told", outcome()).reached
    assert not aim("No bounce told", outcome(bounces=(right,))).reached


def test_nothing_to_tell_by_is_neither_reached_nor_failed() -> None:
    assert aim("found ≥ 95 %", outcome()).reached is None
    assert aim("20° lift", outcome()).reached is None


def test_one_false_fix_in_a_short_clean_clip_fails() -> None:
    assert aim("Clean clips", outcome()).reached
    assert not aim("Clean clips", outcome(fix={"head_down": ((3.0, 4.0),)})).reached


def test_a_right_clip_has_no_failures() -> None:
    assert failure_of(outcome()).what == ()
    assert worst([outcome()]) == []


def test_failures_are_named_worst_first() -> None:
    slight = outcome(truth("slight"), off_deg=11.0)
    bad = outcome(truth("bad"), holds=(), recognised=())
    listed = worst([outcome(), slight, bad])
    assert [failure.clip for failure in listed] == ["bad", "slight"]
    assert "hold not told" in listed[0].what
    assert "recognised as none of the known" in listed[0].what
    assert "near knee flexion off by 11° (mean +11°)" in listed[1].what


def test_exchanged_legs_are_noticed() -> None:
    true = truth()
    joints = {
        name: np.column_stack([np.full(100, x), np.full(100, 300.0 if "knee" in name else 100.0)])
        for name, x in LEGS.items()
    }
    legs = np.stack([joints[name] for name in LEGS], axis=1)
    some = legs.copy()
    some[50:] = some[50:, [1, 0, 3, 2]]
    one = outcome(truth(joints_px=joints), legs_px=legs, legs_raw_px=some)
    assert legs_exchanged(one, one.told.legs_px) == 0.0
    assert legs_exchanged(one, one.told.legs_raw_px) == pytest.approx(31 / 61)
    half = outcome(truth(joints_px=joints), legs_px=some / 2, size_px=(320, 240))
    assert legs_exchanged(half, half.told.legs_px) == pytest.approx(31 / 61)
    assert legs_exchanged(outcome(true), legs) is None


def test_the_wrong_near_side_is_noticed() -> None:
    sides = ["right"] * 30 + ["left"] * 40 + [""] * 30
    one = outcome(near_side=sides)
    assert near_side_wrong(one) == pytest.approx(40 / 50)
    assert "near side wrong in 80% of the hold" in failure_of(one).what


def test_the_report_is_plain_data_and_its_tables_hold_together() -> None:
    outcomes = [
        outcome(),
        locked(fix={"knee_not_locked": ((4.0, 6.0),)}),
        outcome(truth("lifted", faults=(fault("head_down", 3.0, 5.0),)), holds=()),
    ]
    report = {
        "folder": "clips",
        "fps": 15.0,
        "clips": 3,
        "minutes": 0.5,
        "held_minutes": 0.3,
        "stretches": {"lying_hamstring": 3},
        "models": [{"model": "full", "sha256": "0" * 64, **judged(outcomes)}],
    }
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    words = accuracy_in_words(report, "2026-11-21")
    assert "lifted: hold not told" in words
    blocks = [block for block in words.split("\n\n") if block.startswith("|")]
    assert len(blocks) >= 7
    for block in blocks:
        assert len(Counter(line.count("|") for line in block.splitlines())) == 1


def test_a_table_is_padded() -> None:
    assert table(["a", "number"], [["long name", "1"]]).splitlines() == [
        "| a         | number |",
        "| :-------- | -----: |",
        "| long name |      1 |",
    ]
