"""Making, changing and deleting a routine of one's own on the page."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from formcheck.stretches.routine import (
    Routine,
    RoutineStep,
    routines,
    save_routine,
    shipped_routines,
)

MINE = Routine(
    id="mine",
    name="Mine",
    about="Quiet.",
    warm_up_s=120,
    steps=(
        RoutineStep(stretch="lying_hamstring", sides="left", hold_s=25, repetitions=3, rest_s=20),
        RoutineStep(stretch="bridge", sides="both", hold_s=0, repetitions=12, rest_s=15),
        RoutineStep(stretch="childs_pose", sides="both", hold_s=30, repetitions=1, rest_s=15),
    ),
)


def routines_page() -> AppTest:
    def page() -> None:
        from formcheck.app import routines_page

        routines_page.show()

    return sound(AppTest.from_function(page, default_timeout=30).run())


def sound(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    return sound(page.button(key=key).click().run())


def test_those_that_ship_are_shown_and_cannot_be_deleted() -> None:
    page = routines_page()
    assert {one.value for one in page.subheader} == {
        one.name for one in shipped_routines().values()
    }
    assert not [one for one in page.button if str(one.key).startswith("delete_")]
    assert "about 1" in " ".join(one.value for one in page.caption)


def test_a_routine_is_made_with_steps_in_order_seconds_and_rest(home: Path) -> None:
    page = press(routines_page(), "new_routine")
    assert page.button(key="routine_save").disabled
    page.text_input(key="routine_name").set_value("My evening!")
    page.number_input(key="routine_warm_up").set_value(2)
    page.button_group(key="routine_0_lying_hamstring_side").set_value("left")
    page.number_input(key="routine_0_hold_lying_hamstring").set_value(20).run()
    page.number_input(key="routine_0_times_lying_hamstring_False").set_value(2).run()
    page.number_input(key="routine_0_rest").set_value(10).run()
    press(page, "routine_add")
    page.selectbox(key="routine_1_stretch").set_value("bridge").run()
    page.button_group(key="routine_1_how_bridge").set_value("Move").run()
    press(page, "routine_1_up")
    press(page, "routine_save")
    assert [path.name for path in (home / "routines").iterdir()] == ["my_evening.toml"]
    made = routines()["my_evening"]
    assert (made.name, made.warm_up_s) == ("My evening!", 120)
    bridge, hamstring = made.steps
    assert (bridge.stretch, bridge.hold_s) == ("bridge", 0)
    assert hamstring == RoutineStep(
        stretch="lying_hamstring", sides="left", hold_s=20, repetitions=2, rest_s=10
    )
    assert "My evening\\!" in {one.value for one in page.subheader}


def test_what_is_opened_and_saved_unchanged_stays_as_it_was() -> None:
    save_routine(MINE)
    press(press(routines_page(), "change_mine"), "routine_save")
    assert routines()["mine"] == MINE


def test_a_step_is_taken_out_and_a_change_can_be_cancelled() -> None:
    save_routine(MINE)
    page = press(routines_page(), "change_mine")
    press(page, "routine_1_out")
    press(page, "routine_cancel")
    assert routines()["mine"] == MINE
    press(press(press(page, "change_mine"), "routine_1_out"), "routine_save")
    assert [step.stretch for step in routines()["mine"].steps] == ["lying_hamstring", "childs_pose"]


def test_one_that_ships_is_copied_under_a_name_of_its_own() -> None:
    page = press(routines_page(), "change_gentle_start")
    assert page.text_input(key="routine_name").value == "My gentle start"
    press(page, "routine_save")
    mine, shipped = routines()["my_gentle_start"], shipped_routines()["gentle_start"]
    assert [step.stretch for step in mine.steps] == [step.stretch for step in shipped.steps]
    assert routines()["gentle_start"] == shipped


def test_ones_own_is_deleted() -> None:
    save_routine(MINE)
    press(routines_page(), "delete_mine")
    assert "mine" not in routines()


def test_a_file_that_cannot_be_used_is_told(home: Path) -> None:
    (home / "routines").mkdir()
    (home / "routines" / "evening.toml").write_text("nam = 'Evening'\n")
    (told,) = routines_page().warning
    assert "evening.toml" in told.value
    assert "did you mean 'name'" in told.value
