"""Progress: how often, how far, how long, how well; every session, and each in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from formcheck.app import session_view, trend_view
from formcheck.app.chart_theme import theme_now
from formcheck.app.look_back import LookBack, forget_read, look_back
from formcheck.app.profile_view import profile_names
from formcheck.app.progress_charts import calendar_chart
from formcheck.app.visit import settings, shared_history
from formcheck.errors import HistoryError
from formcheck.history import History, SessionRecord
from formcheck.history.regularity import AIM_PER_WEEK
from formcheck.reports import Report, as_html, as_pdf, period_report

_PERIODS = {"3 months": 92, "A year": 366, "All": None}


def show() -> None:
    """Draw the page."""
    try:
        _show(shared_history())
    except HistoryError as error:
        st.title("Progress")
        st.error(str(error), icon=":material/database:")


def _show(history: History) -> None:
    now = settings()
    names = profile_names(history, now)
    heading, whose = st.columns([3, 1], vertical_alignment="bottom")
    heading.title("Progress")
    profile = now.profile
    if len(names) > 1:
        with whose:
            chosen = st.selectbox("Whose?", names, index=names.index(now.profile), key="whose")
            profile = chosen or profile
    today = datetime.now().astimezone().date()
    past = look_back(history, profile, today)
    if not past.sessions:
        _nothing_yet()
        return
    _regularity(past, today)
    period = st.segmented_control(
        "Show", list(_PERIODS), default="3 months", required=True, key="period"
    )
    days = _PERIODS[period or "3 months"]
    since = None if days is None else datetime.combine(today, datetime.min.time()) - timedelta(days)
    if past.progress.stretches:
        trend_view.show(past.progress.stretches, since)
    _sessions(history, past.sessions, since)
    _report(history, profile, past.sessions, since, today)


def _nothing_yet() -> None:
    st.markdown(
        "There is nothing here yet. Stretch in front of the camera, or check a recording and save "
        "it. Then you'll see here how often you stretched, how far you got, and what to work on."
    )
    with st.container(horizontal=True, gap="small"):
        pages = st.session_state.get("pages", {})
        if "" in pages:
            st.page_link(pages[""], label="Stretch now", icon=":material/videocam:")
        if "check" in pages:
            st.page_link(pages["check"], label="Check a recording", icon=":material/movie:")
    st.caption("Sessions from another machine? Bring them here on the page Settings.")


def _regularity(past: LookBack, today: date) -> None:
    found = past.progress.regularity
    low, high = AIM_PER_WEEK
    this_week = found.weeks[-1].days if found.weeks else 0
    figures = [("Days this week", f"{this_week}", f"{low} to {high} days a week are a good aim.")]
    if found.per_week is not None:
        figures.append(("Sessions a week, lately", f"{found.per_week:g}", "The last four weeks."))
    if found.streak_weeks > 1:
        figures.append(("Weeks in a row", f"{found.streak_weeks}", f"With {low} days or more."))
    figures.append(("Sessions in all", f"{len(past.sessions)}", ""))
    figures.append(("Held in all", _long(sum(day.held_s for day in found.days)), ""))
    with st.container(horizontal=True, gap="large"):
        for name, value, meaning in figures:
            st.metric(name, value, help=meaning or None, width="content")
    weeks = 26
    st.altair_chart(
        calendar_chart(found, today, weeks, theme_now()),
        width="stretch",
        alt=f"A square for each day of the last {weeks} weeks, darker with more time held",
    )


def _long(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _sessions(history: History, sessions: Sequence[SessionRecord], since: datetime | None) -> None:
    st.header("Sessions")
    newest = [one for one in sessions if since is None or one.local_start >= since][::-1]
    if not newest:
        st.caption("None in this time. Choose a longer one above.")
        return
    chosen = st.dataframe(
        [_row(one) for one in newest],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=min(38 * len(newest) + 40, 360),
        column_config={
            "When": st.column_config.DatetimeColumn(format="ddd D MMM YYYY, HH:mm"),
            "Score": st.column_config.ProgressColumn(min_value=0, max_value=100, format="%d"),
            "Held": st.column_config.NumberColumn(format="%d s"),
            "In good form": st.column_config.NumberColumn(format="%d s"),
        },
        key=f"sessions_{len(sessions)}",
    )
    rows = chosen["selection"]["rows"]
    if not rows or rows[0] >= len(newest):
        st.caption("Tick a session to see all of it.")
        return
    with st.container(border=True):
        session_view.show(history, history.session(newest[rows[0]].uid), _deleted)


def _report(
    history: History,
    profile: str,
    sessions: Sequence[SessionRecord],
    since: datetime | None,
    today: date,
) -> None:
    """Of the time that is shown, for a professional."""
    if not any(since is None or one.local_start >= since for one in sessions):
        return
    first = sessions[0].day if since is None else since.date()
    last = max(today, sessions[-1].day)

    def made() -> Report:
        return period_report(history.sessions(profile, since=first, until=last), first, last)

    st.subheader("For a professional")
    st.caption("A report of the time shown above, to print or to hand on.")
    with st.container(horizontal=True, gap="small"):
        for kind, make, mime in (
            ("PDF", lambda: as_pdf(made()), "application/pdf"),
            ("HTML", lambda: as_html(made()), "text/html"),
        ):
            st.download_button(
                f"Report ({kind})",
                make,
                f"formcheck-{first}-{last}.{kind.lower()}",
                mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"report_{kind}",
            )


def _deleted() -> None:
    forget_read()
    st.toast("The session is deleted.", icon=":material/check:")
    st.rerun()


def _row(session: SessionRecord) -> dict[str, object]:
    state = session.state(datetime.now(UTC))
    endings = {"interrupted": " (interrupted)", "pain": " (stopped: it hurt)", "open": " (now)"}
    stretches = ", ".join(dict.fromkeys(stretch.name for stretch in session.stretches))
    return {
        "When": session.local_start,
        "Stretches": (stretches or "nothing was held") + endings.get(state, ""),
        "Score": session.score,
        "Held": round(session.held_s),
        "In good form": round(session.credited_s),
    }
