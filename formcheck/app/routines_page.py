"""Routines: those that ship, and one's own, made and changed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

import streamlit as st

from formcheck.app.dose_view import ask_dose, ask_side, at_first
from formcheck.app.live_link import start_button
from formcheck.app.words import minutes_words, plain
from formcheck.coach.live.plan import REST_S, plan_for_routine
from formcheck.coach.live.usable import usable_routines
from formcheck.errors import FormcheckError
from formcheck.stretches.definition import Stretch, library
from formcheck.stretches.routine import (
    Routine,
    RoutineStep,
    delete_routine,
    id_for,
    save_routine,
    shipped_routines,
)
from formcheck.wording import small_first

_DRAFT = "routine_draft"
_FIRST = "lying_hamstring"
MOST_STEPS = 30
_LONGEST_WARM_UP_MIN = 30
_LONGEST_REST_S = 120
_NAME_PX = 320
"""As wide as a phone: there the buttons stand below the name, else beside it."""


@dataclass
class Draft:
    """A routine being made or changed.

    Attributes:
        id: of the one that is changed; empty for a new one.
        name, about, warm_up_s: as in `Routine`.
        steps: by a number that a step keeps while it is moved up and down.
    """

    id: str = ""
    name: str = ""
    about: str = ""
    warm_up_s: float = 0.0
    steps: dict[int, RoutineStep] = field(default_factory=dict)

    @classmethod
    def of(cls, routine: Routine, *, copied: bool) -> Draft:
        """To change a routine, or to make one's own from it."""
        name = f"My {small_first(routine.name)}" if copied else routine.name
        steps = dict(enumerate(routine.steps))
        return cls("" if copied else routine.id, name, routine.about, routine.warm_up_s, steps)

    def add(self) -> None:
        """One more stretch, at the end; again the last one, to be changed."""
        last = list(self.steps.values())[-1:]
        stretch = last[0].stretch if last else _FIRST
        self.steps[max(self.steps, default=-1) + 1] = RoutineStep(stretch=stretch)

    def take_out(self, number: int) -> None:
        """One stretch less."""
        del self.steps[number]

    def move(self, number: int, by: int) -> None:
        """Up (-1) or down (1)."""
        order = list(self.steps)
        here = order.index(number)
        there = min(len(order) - 1, max(0, here + by))
        order.insert(there, order.pop(here))
        self.steps = {one: self.steps[one] for one in order}

    def routine(self) -> Routine:
        """What it has come to; it needs a name and a step."""
        return Routine(
            id=self.id or id_for(self.name),
            name=self.name,
            about=self.about,
            warm_up_s=self.warm_up_s,
            steps=tuple(self.steps.values()),
        )


def show() -> None:
    """Draw the page: the routines, or the one that is being made or changed."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    if draft is None:
        _show_all()
    else:
        _edit(draft)


def _show_all() -> None:
    st.title("Routines")
    st.markdown("Stretches one after the other, with their sides, seconds and rests.")
    st.button(
        "Make a routine", icon=":material/add:", type="primary", on_click=_begin, key="new_routine"
    )
    routines, problems = usable_routines()
    for problem in problems:
        st.warning(plain(f"Left out: {problem}"), icon=":material/edit_off:")
    shipped = shipped_routines()
    mine = [one for one in routines.values() if one != shipped.get(one.id)]
    for routine in mine:
        _card(routine, own=True)
    for routine in routines.values():
        if routine not in mine:
            _card(routine, own=False)


def _card(routine: Routine, *, own: bool) -> None:
    with st.container(border=True):
        st.subheader(plain(routine.name), anchor=False)
        facts = [minutes_words(plan_for_routine(routine).duration_s / 60)]
        if own:
            facts.append("your own")
        st.caption(" · ".join(facts))
        if routine.about:
            st.markdown(plain(routine.about))
        names = [library()[step.stretch].name for step in routine.steps]
        st.markdown("\n".join(f"{n}. {plain(name)}" for n, name in enumerate(names, 1)))
        with st.container(horizontal=True, gap="small"):
            start_button("Start", f"start_{routine.id}", {"routine": routine.id}, "secondary")
            changeable = own and routine.id not in shipped_routines()
            st.button(
                "Change" if changeable else "Copy and change",
                icon=":material/edit:" if changeable else ":material/content_copy:",
                on_click=_begin,
                args=(routine,),
                kwargs={"copied": not changeable},
                key=f"change_{routine.id}",
            )
            if own:
                with st.popover("Delete", icon=":material/delete:"):
                    st.markdown(f"This deletes **{plain(routine.name)}**. Your sessions stay.")
                    st.button(
                        "Delete it",
                        type="primary",
                        on_click=_delete,
                        args=(routine.id,),
                        key=f"delete_{routine.id}",
                    )


def _begin(routine: Routine | None = None, *, copied: bool = False) -> None:
    if routine is None:
        draft = Draft()
        draft.add()
    else:
        draft = Draft.of(routine, copied=copied)
    _forget()
    st.session_state[_DRAFT] = draft


def _delete(routine_id: str) -> None:
    try:
        delete_routine(routine_id)
    except FormcheckError as error:
        st.toast(plain(str(error)), icon=":material/error:")
    else:
        st.toast("Deleted.", icon=":material/check:")


def _edit(draft: Draft) -> None:
    st.title("Change a routine" if draft.id else "Make a routine")
    _head(draft)
    for number in list(draft.steps):
        draft.steps[number] = _step(draft, number)
    st.button(
        "Add a stretch",
        icon=":material/add:",
        on_click=draft.add,
        disabled=len(draft.steps) >= MOST_STEPS,
        key="routine_add",
    )
    problem, minutes = _tried(draft)
    if draft.name and problem:
        st.warning(plain(problem), icon=":material/edit_off:")
    elif draft.name:
        st.caption(f"It takes {minutes_words(minutes)}, rests and changes included.")
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Save",
            type="primary",
            icon=":material/check:",
            disabled=bool(problem),
            key="routine_save",
        ):
            _save(draft)
        st.button("Cancel", on_click=_forget, key="routine_cancel")
    if not draft.name:
        st.caption("Give it a name, then it can be saved.")


def _tried(draft: Draft) -> tuple[str, float]:
    """What keeps it from being saved, if anything; and its minutes."""
    if not draft.name:
        return "It has no name yet.", 0.0
    try:
        return "", plan_for_routine(draft.routine()).duration_s / 60
    except FormcheckError as error:
        return str(error), 0.0


def _save(draft: Draft) -> None:
    try:
        save_routine(draft.routine())
    except FormcheckError as error:
        st.warning(plain(str(error)), icon=":material/error:")
    else:
        st.toast("Saved.", icon=":material/check:")
        _forget()
        st.rerun()


def _forget() -> None:
    for key in [one for one in st.session_state if str(one).startswith("routine_")]:
        del st.session_state[key]


def _head(draft: Draft) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draft.name = st.text_input(
            "Name", max_chars=80, key=at_first("routine_name", draft.name)
        ).strip()
        draft.about = st.text_input(
            "A line about it", max_chars=300, key=at_first("routine_about", draft.about)
        ).strip()
    with right:
        minutes = st.number_input(
            "Warm-up, in minutes",
            0,
            _LONGEST_WARM_UP_MIN,
            key=at_first("routine_warm_up", round(draft.warm_up_s / 60)),
            help="Marching in place before the first stretch; 0 for none.",
        )
        draft.warm_up_s = 60.0 * minutes


def _step(draft: Draft, number: int) -> RoutineStep:
    """One stretch's form; the step as it is filled in now."""
    key, known = f"routine_{number}", library()
    names = sorted(known, key=lambda one: known[one].name)
    before = draft.steps[number]
    order = list(draft.steps)
    place = order.index(number) + 1
    with st.container(border=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            chosen = st.selectbox(
                f"Stretch {place}",
                names,
                format_func=lambda one: known[one].name,
                width=_NAME_PX,
                key=at_first(f"{key}_stretch", before.stretch),
            )
            for label, icon, by, last in (
                ("Up", "arrow_upward", -1, place == 1),
                ("Down", "arrow_downward", 1, place == len(order)),
            ):
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    help=f"{label}: stretch {place}",
                    disabled=last,
                    on_click=draft.move,
                    args=(number, by),
                    key=f"{key}_{label.lower()}",
                )
            st.button(
                "",
                icon=":material/delete:",
                help=f"Take out: stretch {place}",
                disabled=len(order) == 1,
                on_click=draft.take_out,
                args=(number,),
                key=f"{key}_out",
            )
        with st.container(horizontal=True, gap="medium"):
            return _filled_in(known[chosen], before, key)


def _filled_in(stretch: Stretch, before: RoutineStep, key: str) -> RoutineStep:
    same = before.stretch == stretch.id
    side = ask_side(stretch, before.sides if same else "both", f"{key}_{stretch.id}")
    hold_s, times = ask_dose(
        stretch, before.hold_s if same else None, before.repetitions if same else None, key
    )
    rest_s = REST_S if before.rest_s is None else before.rest_s
    if hold_s and times > 1:
        longest_s = max(_LONGEST_REST_S, round(rest_s))
        rest_s = st.number_input(
            "Rest, in seconds", 0, longest_s, key=at_first(f"{key}_rest", round(rest_s))
        )
    return RoutineStep(
        stretch=stretch.id,
        sides=cast(Literal["both", "left", "right"], side),
        hold_s=hold_s,
        repetitions=times,
        rest_s=float(rest_s),
    )
