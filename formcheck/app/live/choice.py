"""What to do: a stretch or a routine, with its few options. An address may carry the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from formcheck.app.dose_view import LONGEST_HOLD_S, MOST_TIMES, ask_dose, ask_side
from formcheck.app.live.visit import Order
from formcheck.app.model_choice import ask_model
from formcheck.app.profile_view import profile_names
from formcheck.app.visit import shared_history
from formcheck.app.words import minutes_words, plain
from formcheck.coach.live.plan import (
    REST_S,
    Plan,
    PlanStep,
    plan_for_routine,
    plan_for_stretch,
)
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.usable import usable_routines
from formcheck.errors import FormcheckError
from formcheck.history.store import MAX_NAME
from formcheck.pose.models import known_models
from formcheck.settings import Settings, usual_model
from formcheck.stretches.definition import Stretch, library
from formcheck.stretches.in_words import in_units
from formcheck.stretches.routine import Routine
from formcheck.units import Units

Named = TypeVar("Named", Stretch, Routine)
_ONE, _ROUTINE = "One stretch", "A routine"
_MODELS_FOR = {"full": "Best for most computers", "lite": "For a slow computer"}
_FIRST = "lying_hamstring"


@dataclass(frozen=True)
class Chosen:
    """What to do, its stretches in their order, and how it begins in words."""

    order: Order
    stretches: Sequence[Stretch]
    invite: str


def choose(settings: Settings) -> Chosen:
    """Ask what to do."""
    asked = st.query_params
    known_routines, problems = usable_routines()
    start = _ROUTINE if asked.get("routine") in known_routines else _ONE
    what = st.segmented_control(
        "What would you like to do?",
        [_ONE, _ROUTINE],
        default=start,
        required=True,
        key="live_what",
    )
    if what != _ROUTINE:
        return _a_stretch(settings)
    for problem in problems:
        st.warning(plain(f"Left out: {problem}"), icon=":material/edit_off:")
    return _a_routine(known_routines, settings)


def _a_stretch(settings: Settings) -> Chosen:
    alphabetical = sorted(library().items(), key=lambda item: item[1].name)
    known = {stretch_id: in_units(one, settings.units) for stretch_id, one in alphabetical}
    stretch = _one_of("stretch", known, _FIRST)
    side = ask_side(stretch, st.query_params.get("side", "both"), "live")
    camera_place(stretch)
    with st.expander("More", icon=":material/tune:"):
        asked_s = _asked_number("hold_s", 0, 5, LONGEST_HOLD_S) or None
        asked_times = _asked_number("repetitions", 0, 1, MOST_TIMES) or None
        hold_s, times = ask_dose(stretch, asked_s, asked_times, "live")
        model, profile, preferences = _order_settings(settings)
    rest_s = _asked_number("rest_s", round(REST_S), 0, 120)
    plan = plan_for_stretch(stretch, side, hold_s=hold_s, repetitions=times, rest_s=rest_s)
    return Chosen(Order(plan, model, profile, preferences), [stretch], _invitation(plan))


def _one_of(what: str, known: Mapping[str, Named], usual: str = "") -> Named:
    """A stretch or a routine; at first the one the address asks for, else `usual` or the first."""
    ids = list(known)
    asked = st.query_params.get(what, usual)
    chosen = st.selectbox(
        what.capitalize(),
        ids,
        index=ids.index(asked if asked in ids else ids[0]),
        format_func=lambda one: known[one].name,
        key=f"live_{what}",
    )
    return known[chosen]


def _a_routine(known: dict[str, Routine], settings: Settings) -> Chosen:
    routine = _one_of("routine", known)
    plan = _in_units(plan_for_routine(routine), settings.units)
    st.markdown(routine.about)
    stretches = _stretches_of(plan)
    st.markdown("\n".join(f"{n}. {one.name}" for n, one in enumerate(stretches, 1)))
    with st.expander("More", icon=":material/tune:"):
        model, profile, preferences = _order_settings(settings)
    return Chosen(Order(plan, model, profile, preferences), stretches, _invitation(plan))


def _order_settings(settings: Settings) -> tuple[str, str, Preferences]:
    """Model, profile and preferences."""
    asked = st.query_params.get("model", "")
    usual = asked if asked in known_models() else usual_model(settings)
    model = ask_model(usual, _MODELS_FOR, "live_model")
    countdown_s = st.slider(
        "Countdown, in seconds", 3, 10, _asked_number("countdown_s", 3, 3, 10), key="live_countdown"
    )
    names = [settings.profile]
    with suppress(FormcheckError):  # without its history one can still stretch
        names = profile_names(shared_history(), settings)
    profile = st.selectbox(
        "Whose session is it?",
        names,
        index=names.index(settings.profile),
        accept_new_options=True,
        key="live_profile",
        help="A new name begins a new history.",
    )
    preferences = Preferences(countdown_s=float(countdown_s), voice=settings.voice)
    return model, (profile or settings.profile).strip()[:MAX_NAME], preferences


def _asked_number(name: str, usual: int, low: int, high: int) -> int:
    """A number from the address, as a link or a bookmark may carry it."""
    try:
        return max(low, min(high, round(float(st.query_params[name]))))
    except (KeyError, ValueError, OverflowError):
        return usual


def _invitation(plan: Plan) -> str:
    return (
        f"It takes {minutes_words(plan.duration_s / 60)}. "
        "Press Start, put the screen where you can see or hear it, "
        "and get into place: the rest needs no hands."
    )


def _in_units(plan: Plan, units: Units) -> Plan:
    """The plan with its stretches' words in these units."""
    steps = [
        replace(step, stretch=in_units(step.stretch, units)) if isinstance(step, PlanStep) else step
        for step in plan.steps
    ]
    return replace(plan, steps=tuple(steps))


def camera_place(stretch: Stretch) -> None:
    """Where the camera goes."""
    st.caption(f":material/videocam: {stretch.camera.place}")


def _stretches_of(plan: Plan) -> list[Stretch]:
    steps = [step for step in plan.steps if isinstance(step, PlanStep)]
    return list({step.stretch.id: step.stretch for step in steps}.values())
