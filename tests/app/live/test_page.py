"""The page around the camera, as Streamlit draws it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app.live.watching import show_to, watched
from live_people import bridging, lying, stretching, waiting_to_bridge
from people import Rep
from streamlit.testing.v1 import AppTest

from formcheck.app.live.desk import DESK
from formcheck.app.live.visit import Visit
from formcheck.coach.live.plan import PlanStep
from formcheck.history import History
from formcheck.settings import Settings, write_settings
from formcheck.stretches.definition import library
from formcheck.stretches.routine import routines


def live_page(**asked: str) -> AppTest:
    def page() -> None:
        from formcheck.app.live import page

        page.show()

    test = AppTest.from_function(page, default_timeout=60)
    for name, value in asked.items():
        test.query_params[name] = value
    return test.run()


def visit_of(page: AppTest) -> Visit:
    assert not page.exception
    found = DESK.find(page.session_state["live_token"])
    assert found is not None
    return found


def words_of(page: AppTest) -> str:
    return "\n".join(part.value for part in [*page.markdown, *page.caption, *page.title])


def test_every_stretch_can_be_chosen_with_how_to_mistakes_and_camera() -> None:
    page = live_page()
    for stretch in library().values():
        page.selectbox(key="live_stretch").set_value(stretch.id).run()
        steps = visit_of(page).order.plan.steps
        assert {step.stretch.id for step in steps} == {stretch.id}  # type: ignore[union-attr]
        told = words_of(page)
        assert [line for line in [*stretch.how_to, *stretch.mistakes] if line not in told] == []
        assert stretch.camera.place in told


def test_every_routine_can_be_chosen() -> None:
    page = live_page()
    page.button_group(key="live_what").set_value("A routine").run()
    for routine in routines().values():
        page.selectbox(key="live_routine").set_value(routine.id).run()
        assert visit_of(page).order.plan.routine == routine.id


def test_a_routine_that_cannot_be_used_is_told_and_the_others_work(home: Path) -> None:
    folder = home / "routines"
    folder.mkdir()
    (folder / "one.toml").write_text("id = 'one'\nname = 'One'\n[[steps]]\nstretch = 'handstand'\n")
    page = live_page(routine="gentle_start")
    assert visit_of(page).order.plan.routine == "gentle_start"
    assert "one.toml" in page.warning[0].value
    assert "No stretch is called 'handstand'" in page.warning[0].value


def test_an_address_carries_the_choice_and_nonsense_in_it_does_no_harm() -> None:
    asked = {"stretch": "lying_hamstring", "side": "left", "hold_s": "12", "model": "lite"}
    order = visit_of(live_page(**asked, repetitions="3")).order
    assert order.model == "lite"
    (step,) = order.plan.steps
    assert (step.side, step.hold_s, step.repetitions) == ("left", 12, 3)  # type: ignore[union-attr]
    nonsense = dict.fromkeys(("hold_s", "repetitions", "countdown_s", "rest_s"), "nan")
    visit_of(live_page(stretch="no_such", routine="none", side="up", model="x", **nonsense))


def test_settings_that_cannot_be_read_are_told_once_and_one_can_stretch(home: Path) -> None:
    (home / "settings.toml").write_text("colour = 'pink'\n")

    def page() -> None:
        from formcheck.app import page

        page.main()

    whole = AppTest.from_function(page, default_timeout=60).run()
    assert not whole.exception
    assert whole.title[0].value == "Stretch now"
    told = [part.value for part in [*whole.warning, *whole.caption]]
    assert sum("unknown key colour" in words for words in told) == 1


def test_a_profile_added_or_chosen_meanwhile_is_offered() -> None:
    with History.open() as history:
        page = live_page()
        assert page.selectbox(key="live_profile").options == ["Me"]
        history.add_profile("Ann")
        write_settings(Settings(profile="Ben"))
        page.run()
        assert page.selectbox(key="live_profile").options == ["Ben", "Ann"]
        assert visit_of(live_page()).order.profile == "Ben"


def test_a_history_that_cannot_be_opened_keeps_nobody_from_stretching(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORMCHECK_DATABASE_URL", "sqlite:////no/such/folder/history.sqlite3")
    assert visit_of(live_page()).order.profile == "Me"


@pytest.mark.parametrize("preset", ["heavy", "/there/own.task"])
def test_the_model_of_the_settings_is_the_one_that_looks(preset: str) -> None:
    write_settings(Settings(model=preset))
    assert visit_of(live_page()).order.model == preset
    assert visit_of(live_page(model="lite")).order.model == "lite"
    assert visit_of(live_page(model="/etc/passwd")).order.model == preset


def test_distances_are_told_in_feet_to_who_likes_that() -> None:
    write_settings(Settings(units="imperial"))
    asked: list[dict[str, str]] = [{"stretch": "bridge"}, {"routine": "before_sleep"}]
    for one in asked:
        page = live_page(**one)
        told = words_of(page)
        assert "about 8 feet away" in told
        assert "2.5 m" not in told
        plan = visit_of(page).order.plan
        places = [step.stretch.camera.place for step in plan.steps if isinstance(step, PlanStep)]
        assert all(re.search(r"about \d+ feet", place) for place in places)


def test_a_choice_made_too_late_changes_nothing_under_way() -> None:
    page = live_page(stretch="bridge")
    visit = visit_of(page)
    with watched(visit):
        page.selectbox(key="live_stretch").set_value("childs_pose").run()
        assert visit_of(page) is visit
    assert visit.order.plan.steps[0].stretch.id == "bridge"  # type: ignore[union-attr]


def test_the_summary_of_nothing_says_so_and_leads_back() -> None:
    page = live_page()
    visit = visit_of(page)
    with watched(visit):
        visit.end()
    page.run()
    assert page.title[0].value == "Session ended"
    assert "Nothing was held" in words_of(page)
    page.button(key="live_again").click().run()
    assert page.title[0].value == "Stretch now"
    assert visit_of(page) is not visit


def test_the_summary_of_repetitions_shows_each_and_why_one_was_not_counted() -> None:
    page = live_page(stretch="bridge")
    page.button_group(key="live_how_bridge").set_value("Move").run()
    visit = visit_of(page)
    reps = bridging(Rep(), Rep(reach=0.55), Rep())
    with watched(visit):
        show_to(visit, [waiting_to_bridge(6.0), reps, waiting_to_bridge(2.0)])
        visit.end()
    page.run()
    assert not page.exception
    assert page.metric[0].value == "100 of 100"
    told = words_of(page)
    assert "of the repetitions could be measured" in told
    assert "**Counted:** 2 in all." in told
    assert "1×: Not far enough." in told
    assert "Saved in your history" in told
    assert "hold" not in told.lower()


def test_the_summary_of_a_hold_has_its_times_and_its_score() -> None:
    page = live_page(side="right", hold_s="20", repetitions="1")
    visit = visit_of(page)
    with watched(visit):
        show_to(visit, [lying(4.0), stretching("right"), lying(1.0)])
        visit.end()
    page.run()
    assert page.title[0].value == "Well done"
    assert "of the holds could be measured" in words_of(page)
    (row,) = page.table[0].value.to_dict("records")
    assert (row["Hold"], row["Held"], row["Score"]) == ("1", "20 s", "100")


def test_the_summary_of_no_repetition_speaks_of_repetitions() -> None:
    page = live_page(stretch="bridge")
    page.button_group(key="live_how_bridge").set_value("Move").run()
    visit = visit_of(page)
    with watched(visit):
        show_to(visit, [waiting_to_bridge(6.0)])
        visit.end()
    page.run()
    assert not page.exception
    assert "No repetition was counted, so nothing was saved." in words_of(page)
