"""One session of the history in full: its holds, checks and notes; its report; deleting it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import streamlit as st

from formcheck.app import kept_videos
from formcheck.app.files import kept_address
from formcheck.app.player.component import show_player
from formcheck.app.words import SIGNS, measure_words, pain_stop, percent, plain, sentence, span
from formcheck.coach.feedback import Verdict
from formcheck.errors import FormcheckError, HistoryError
from formcheck.history import (
    CheckRecord,
    History,
    HoldRecord,
    RepetitionRecord,
    SessionRecord,
    StretchRecord,
)
from formcheck.pose.models import resolve_model
from formcheck.reports import Report, Still, as_html, as_pdf, session_report

_KINDS = {"live": "In front of the camera", "video": "From a video", "photo": "From a photo"}
_STATES = {
    "open": "Still going on",
    "interrupted": "Interrupted: what was held until then is here",
    "stopped": "Stopped",
    "finished": "",
    "pain": "Stopped because it hurt",
}


def day_words(session: SessionRecord) -> str:
    """When it was, to read: "Friday 20 November 2026, 18:05"."""
    start = session.local_start
    return f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M}"


def show(history: History, session: SessionRecord, deleted: Callable[[], None]) -> None:
    """Draw the session; `deleted` is called once it is gone."""
    st.header(day_words(session))
    facts = [_KINDS[session.kind], plain(session.source), f"model {session.model}"]
    state = _STATES.get(session.state(datetime.now(UTC)), "")
    st.caption(" · ".join(part for part in (*facts, state) if part))
    for stop in session.pain_stops:
        st.warning(pain_stop(stop.place, stop.words), icon=":material/front_hand:")
    for stretch in session.stretches:
        _stretch(stretch)
    if not session.stretches:
        st.caption("No stretch was judged in it.")
    for note in session.notes:
        st.info(plain(note), icon=":material/sticky_note_2:")
    _video(session)
    _report(session)
    with st.popover("Delete this session", icon=":material/delete:"):
        st.markdown("It is overwritten in the file, so nobody can bring it back.")
        if st.button("Delete for good", type="primary", key=f"delete_{session.uid}"):
            try:
                kept_videos.delete(session.uid)
                history.delete_session(session.uid)
            except HistoryError as error:
                st.warning(str(error))
            else:
                deleted()


def _stretch(stretch: StretchRecord) -> None:
    side = f", {stretch.side} side" if stretch.side in ("left", "right") else ""
    st.subheader(f"{stretch.name}{side}")
    with st.container(horizontal=True, gap="large"):
        score = "No score" if stretch.score is None else f"{stretch.score} of 100"
        st.metric("Score", score, width="content")
        st.metric("Held", f"{stretch.held_s:.0f} s", width="content")
        st.metric("In good form", f"{stretch.credited_s:.0f} s", width="content")
        if stretch.coverage is not None:
            st.metric("Could be measured", percent(stretch.coverage), width="content")
    left, right = st.columns(2, gap="large")
    with left:
        for verdict in (Verdict.FIX, Verdict.GOOD, Verdict.CANT_TELL):
            for check in stretch.checks:
                if check.verdict == verdict:
                    _check(check, verdict)
    with right:
        if stretch.holds:
            st.table([_hold_row(hold) for hold in stretch.holds], border="horizontal")
        if stretch.repetitions:
            st.table([_repetition_row(one) for one in stretch.repetitions], border="horizontal")
        for bounce in stretch.bounces:
            size = f", up to {bounce.size_deg:.0f}°" if bounce.size_deg is not None else ""
            st.caption(f"Bouncing at {span(bounce.start_s, bounce.end_s)}: {bounce.count}×{size}")


def _check(check: CheckRecord, verdict: Verdict) -> None:
    sign = SIGNS[verdict]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(sign.word, icon=sign.icon, color=sign.colour)
        st.markdown(f"**{plain(check.name)}**", width="content")
    if verdict is Verdict.FIX:
        when = ", ".join(span(one.start_s, one.end_s) for one in check.episodes[:4])
        st.caption(f"{plain(check.say)} ({when})" if when else plain(check.say))
    elif check.reason:
        st.caption(sentence(plain(check.reason)))


def _hold_row(hold: HoldRecord) -> dict[str, str]:
    furthest = "can't tell"
    if hold.peak_value_deg is not None:
        error = f" ± {hold.peak_error_deg:.0f}°" if hold.peak_error_deg is not None else ""
        furthest = f"{hold.peak_value_deg:.0f}°{error}".replace("-", "−")
    return {
        "When": span(hold.start_s, hold.end_s),
        "Side": hold.side.capitalize(),
        "Held": f"{hold.held_s:.0f} s",
        "In good form": f"{hold.credited_s:.0f} s",
        "Furthest": furthest,
        "Angle": measure_words(hold.peak_measure) if hold.peak_measure else "",
        "Score": "none" if hold.score is None else str(hold.score),
    }


def _repetition_row(repetition: RepetitionRecord) -> dict[str, str]:
    return {
        "When": span(repetition.start_s, repetition.end_s),
        "Side": repetition.side.capitalize(),
        "Counted": "yes" if repetition.counted else f"no: {repetition.reason}",
        "Furthest": "" if repetition.peak_deg is None else f"{repetition.peak_deg:.0f}°",
        "Way there": "" if repetition.out_s is None else f"{repetition.out_s:.1f} s",
        "Way back": "" if repetition.return_s is None else f"{repetition.return_s:.1f} s",
    }


def report_of(session: SessionRecord) -> Report:
    """Its report; with a picture of each fault, the face blurred, while its video is kept."""
    from formcheck.reports.stills import fault_stills  # a page that only looks needs no pose model

    path = kept_videos.kept(session.uid)
    stills: tuple[Still, ...] = ()
    if path is not None and session.kind == "video":
        with suppress(FormcheckError):  # without its pictures the report is still worth having
            stills = fault_stills(session, path, resolve_model())
    return session_report(session, stills)


def _report(session: SessionRecord) -> None:
    with st.container(horizontal=True, gap="small"):
        for kind, make, mime in (
            ("PDF", lambda: as_pdf(report_of(session)), "application/pdf"),
            ("HTML", lambda: as_html(report_of(session)), "text/html"),
        ):
            st.download_button(
                f"Report ({kind})",
                make,
                f"formcheck-{session.day:%Y-%m-%d}.{kind.lower()}",
                mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"report_{kind}_{session.uid}",
            )


def _video(session: SessionRecord) -> None:
    path = kept_videos.kept(session.uid)
    if path is None:
        return
    with st.expander("The video you kept", icon=":material/movie:"):
        if path.suffix == ".mp4":
            address = kept_address(session.uid)
            show_player(address, session.duration_s, [], [], (0.0, 0), key=f"kept_{session.uid}")
        else:
            st.image(str(path))
        if st.button("Delete only the video", key=f"delete_video_{session.uid}"):
            kept_videos.delete(session.uid)
            st.rerun()
