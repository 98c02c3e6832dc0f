"""Stretch now: choose, press Start, be coached, see how it went."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.app.live import summary_view
from formcheck.app.live.choice import camera_place, choose
from formcheck.app.live.component import camera, poster_of
from formcheck.app.live.desk import DESK
from formcheck.app.live.visit import Order, Visit
from formcheck.app.visit import settings
from formcheck.stretches.definition import Stretch


def show() -> None:
    """Draw the page: the choice and the camera, or the summary."""
    visit = _visit()
    if visit is not None and visit.over:
        if summary_view.show(visit):
            _forget()
            st.rerun()
        return
    with st.container(key="live_aside_title"):
        st.title("Stretch now")
        usual = settings()
    # The camera's place never changes, so that it isn't taken down while a session runs.
    left, right = st.columns([3, 2], gap="large")
    with right, st.container(key="live_aside_choice"):
        chosen = choose(usual)
    with left:
        visit = _visit_for(chosen.order)
        camera(
            token=visit.token,
            title=chosen.order.plan.name,
            invite=chosen.invite,
            poster=poster_of(chosen.stretches[0].id),
            resume=visit.begun,
            settings=usual,
            on_event=_event,
        )
    with st.container(key="live_aside_how"):
        _how(chosen.stretches)


# visits


def _visit() -> Visit | None:
    token = st.session_state.get("live_token")
    return DESK.find(token) if token else None


def _visit_for(order: Order) -> Visit:
    """This page's visit; a new one where there is none (any more)."""
    visit = _visit()
    if visit is None:
        visit = DESK.open(order)
        st.session_state["live_token"] = visit.token
    else:
        visit.reorder(order)
    return visit


def _forget() -> None:
    st.session_state.pop("live_token", None)


def _event() -> None:
    """The camera has something to say; which rerun it causes draws what follows from it."""
    said = st.session_state["live_camera"]
    if said.get("earlier"):
        earlier = DESK.find(said["earlier"])
        if earlier is not None:
            st.session_state["live_token"] = earlier.token
    if said.get("lost"):
        _forget()


# beside it


def _how(stretches: Sequence[Stretch]) -> None:
    if len(stretches) == 1:
        _how_to(stretches[0])
        return
    for tab, stretch in zip(st.tabs([one.name for one in stretches]), stretches, strict=True):
        with tab:
            camera_place(stretch)
            _how_to(stretch)


def _how_to(stretch: Stretch) -> None:
    how, mistakes = st.columns([3, 2], gap="large")
    with how:
        st.subheader(":material/format_list_numbered: How to do it")
        st.markdown("\n".join(f"{n}. {step}" for n, step in enumerate(stretch.how_to, 1)))
    with mistakes:
        st.subheader(":material/warning: Common mistakes")
        st.markdown("\n".join(f"- {line}" for line in stretch.mistakes))
