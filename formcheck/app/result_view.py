"""The result of a check: the video with its timeline, the verdicts, the downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from math import inf

import streamlit as st

from formcheck.app import save_view, verdict_view
from formcheck.app.checking import CheckJob
from formcheck.app.files import address, download_address, offered
from formcheck.app.parts import Part, parts, stretch_lane
from formcheck.app.player import Lane, lanes
from formcheck.app.player.component import Moment, show_player
from formcheck.app.trace_data import TraceData, read_trace
from formcheck.app.verdict_view import JUMP
from formcheck.app.words import duration, plain, side_words
from formcheck.app.workspace import Workspace
from formcheck.recorded import Checked
from formcheck.stretches.definition import library

_TOLD_BY_THE_SCORE = ("No score:", "No hold of", "None of the known stretches")
_AROUND_S = 3.0
"""Of a part's angles, so much is shown before and after it."""


def show(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    """Draw the result page."""
    video = checked.source.kind == "video"
    found = parts(checked)
    _heading(workspace, job, checked, found)
    part = _chosen(found)
    trace, shown = _trace(job, part) if video else (None, [])
    left, right = st.columns([3, 2], gap="large")
    with left:
        _pictures(job, checked, [*stretch_lane(found), *shown], part)
        _downloads(job, checked)
    with right:
        if part is None:
            _unrecognised(workspace, job, checked)
        else:
            if video:
                verdict_view.score(part.judged)
            verdict_view.checks(part.judged, video=video)
        _notes(checked)
    if part is not None:
        verdict_view.holds(part.judged)
        verdict_view.repetitions(part.judged)
        verdict_view.bouncing(part.judged)
        if trace is not None:
            verdict_view.angle(part.judged, trace, shown)
        with st.expander("Not this stretch?"):
            _as_another(workspace, job, checked)


def _chosen(found: Sequence[Part]) -> Part | None:
    """The stretch to look at; a choice among them, with their scores, where there are several."""
    if len(found) < 2:
        return found[0] if found else None
    number = st.pills(
        "Stretches in this recording",
        range(len(found)),
        default=0,
        required=True,
        format_func=lambda n: f"{found[n].when}  {found[n].name}{_points(found[n])}",
        key="which_part",
    )
    return found[number or 0]


def _points(part: Part) -> str:
    points = part.judged.score.points
    return "" if points is None else f" · {points}"


def _trace(job: CheckJob, part: Part | None) -> tuple[TraceData, list[Lane]]:
    """Read once for each part, with its timeline; only the one looked at stays in memory."""
    around_s = part.span_s if part else None
    if around_s is not None:
        around_s = around_s[0] - _AROUND_S, around_s[1] + _AROUND_S
    kept: tuple[str, object, TraceData, list[Lane]] | None = st.session_state.get("trace")
    if kept is None or kept[:2] != (job.ticket, around_s):
        trace = read_trace(job.trace, around_s)
        shown = lanes(part.judged, trace.verdicts) if part else []
        kept = st.session_state["trace"] = job.ticket, around_s, trace, shown
    return kept[2:]


def _heading(workspace: Workspace, job: CheckJob, checked: Checked, found: Sequence[Part]) -> None:
    title, another = st.columns([4, 1], vertical_alignment="bottom")
    with title:
        if len(found) > 1:
            st.title(f"{len(found)} stretches")
        elif found:
            st.title(found[0].judged.stretch.name)
        else:
            st.title("Which stretch is this?" if checked.person_seen else "I couldn't see anyone")
        words = [plain(job.path.name)]
        if len(found) == 1:
            words.insert(0, side_words(checked.side, found[0].judged.stretch).capitalize())
        if checked.duration_s:
            words.append(duration(checked.duration_s))
        st.caption(" · ".join(word for word in words if word))
    with another:
        save_view.show(job, checked)
        if st.button("Check another", icon=":material/add:", key="another", width="stretch"):
            workspace.clear()
            forget_view()
            st.rerun()


def forget_view() -> None:
    """What belongs to the result that was looked at."""
    for name in (JUMP, "trace", "which_part"):
        st.session_state.pop(name, None)


def _pictures(job: CheckJob, checked: Checked, shown: Sequence[Lane], part: Part | None) -> None:
    if checked.source.kind == "photo":
        st.image(str(job.annotated), width="stretch", alt="Your photo with joints and angles drawn")
        return
    names = {told.check.id: told.check.name for told in part.judged.checks} if part else {}
    first_s, last_s = (part.span_s if part else None) or (-inf, inf)
    moments = [
        Moment(names[still.check], still.t_s, address(job, f"still-{number}"))
        for number, still in enumerate(job.stills)
        if still.check in names and first_s <= still.t_s <= last_s
    ]
    show_player(
        address(job, "annotated"),
        checked.duration_s or 0.0,
        shown,
        moments,
        st.session_state.get(JUMP, (0.0, 0)),
        key="player",
    )


def _notes(checked: Checked) -> None:
    for note in checked.notes:
        # what wasn't recognised, and a missing score, have their own words on this page
        if not note.startswith(_TOLD_BY_THE_SCORE):
            st.info(note, icon=":material/info:")


def _downloads(job: CheckJob, checked: Checked) -> None:
    names = {
        "annotated": "Photo" if checked.source.kind == "photo" else "Video",
        "report-pdf": "Report (PDF)",
        "report-html": "Report (HTML)",
        "result": "Result (JSON)",
        "trace": "Angles (CSV)",
    }
    there = offered(job, checked)
    links = "".join(
        f'<a href="{escape(download_address(job, what))}" download>{escape(name)}</a>'
        for what, name in names.items()
        if what in there
    )
    st.html(f'<div class="downloads"><span>Save:</span>{links}</div>')


def _unrecognised(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    if checked.person_seen:
        st.markdown("I couldn't tell which stretch this is. If it's one of these, choose it.")
        _as_another(workspace, job, checked)


def _as_another(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    """Check the same recording as a stretch that the person names."""
    known = library()
    now = checked.judged.stretch.id if checked.judged else ""
    seen = [one.stretch for one in checked.recognised]
    others = sorted(
        (one for one in known if one != now),
        key=lambda one: (seen.index(one) if one in seen else len(seen), known[one].name),
    )
    chosen = st.selectbox(
        "Stretch", others, format_func=lambda one: known[one].name, key="another_stretch"
    )
    if st.button("Check again as this", icon=":material/refresh:", key="again"):
        workspace.check_again(job, replace(job.options, stretch=known[chosen], side="auto"))
        forget_view()
        st.rerun()
