"""Which way the square is turned: where the plain and the mirrored reading agree, once for all."""

from __future__ import annotations

from formcheck.pose.turns import LEAST_LOOKS, Turns

BAD, GOOD = {0.0: 0.3, 6.0: 0.02, -6.0: 0.2}, {0.0: 0.03}


def test_while_the_readings_agree_it_stays_upright() -> None:
    turns = Turns()
    for _ in range(20):
        turns.learn(GOOD)
    assert turns.now_deg == 0.0


def test_a_turn_that_agrees_better_is_taken_after_a_few_looks() -> None:
    turns = Turns()
    for _ in range(LEAST_LOOKS - 1):
        turns.learn(BAD)
    assert turns.now_deg == 0.0, "a single misreading turns nothing"
    turns.learn(BAD)
    assert turns.now_deg == 6.0


def test_a_turn_that_agrees_hardly_better_is_not_worth_the_step() -> None:
    turns = Turns()
    for _ in range(20):
        turns.learn({0.0: 0.2, 6.0: 0.15, -6.0: 0.3})
    assert turns.now_deg == 0.0


def test_now_and_then_a_misreading_is_nothing() -> None:
    turns = Turns()
    for k in range(40):
        turns.learn(BAD if k % 10 == 9 else GOOD)
    assert turns.now_deg == 0.0


def test_it_goes_on_from_a_turn_that_no_longer_agrees() -> None:
    turns = Turns()
    for _ in range(LEAST_LOOKS):
        turns.learn(BAD)
    for _ in range(30):
        turns.learn({6.0: 0.4, 0.0: 0.02, -6.0: 0.4})
    assert turns.now_deg == 0.0


def test_where_nobody_is_read_nothing_is_learned() -> None:
    turns = Turns()
    turns.learn({})
    assert turns.now_deg == 0.0
