"""A visit without a browser: what it says, keeps and begins anew."""

from __future__ import annotations

from datetime import UTC, datetime

from app.live.watching import show_to, watched
from live_people import BRIDGE, HAMSTRING, Scene, bridging, lying, marcher, waiting_to_bridge
from people import Rep

from formcheck.app.live.visit import Order, Visit
from formcheck.coach.live.plan import Plan, plan_for_stretch
from formcheck.history import History


def visit(plan: Plan) -> Visit:
    return Visit("token", Order(plan, "full", "Ada"))


def serials(answers: list[dict[str, object]]) -> list[int]:
    """Of the cues in the order of their first appearance."""
    said = [cue["serial"] for answer in answers for cue in answer["say"]]  # type: ignore[attr-defined]
    return list(dict.fromkeys(said))


def test_another_model_begins_anew_and_nothing_of_before_is_said_again() -> None:
    one = visit(plan_for_stretch(HAMSTRING))
    with watched(one):
        before = show_to(one, [lying(3.0)])
        one.told({"do": "model", "name": "lite"})
        greeting = one.greeting()
        assert (greeting["model"], greeting["face"], greeting["done"]) == ("lite", None, False)
        after = show_to(one, [lying(3.0)], start_s=3.0)
    assert before[-1]["face"]["phase"] == "countdown"
    assert after[0]["face"]["phase"] == "set_up"
    assert len(after[0]["say"]) == 1
    assert serials(before) == serials(after) == list(range(1, len(serials(after)) + 1))


def test_what_was_marched_before_another_model_is_a_session_of_its_own() -> None:
    one = visit(plan_for_stretch(HAMSTRING, warm_up_s=60.0))
    with watched(one):
        show_to(one, [Scene(6.0, marcher())])
        first = one.keeper
        one.told({"do": "model", "name": "lite"})
        assert one.keeper is not first
        assert first is not None
        assert first.wait(20)
    with History.open() as history:
        (session,) = history.sessions("Ada")
    assert session.state(datetime.now(UTC)) == "stopped"
    assert session.warm_up_s > 3.0


def test_once_a_repetition_is_done_the_model_stays() -> None:
    one = visit(plan_for_stretch(BRIDGE, hold_s=0))
    with watched(one):
        show_to(one, [waiting_to_bridge(6.0), bridging(Rep(), Rep())])
        one.told({"do": "model", "name": "lite"})
        assert one.model == "full"
        assert one.greeting()["done"]
        one.end()
    assert one.summary is not None
    assert one.summary.steps[0].repetitions == 2
