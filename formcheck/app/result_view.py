"""The result of a check: the score, the video, every check, the holds, the angle, the downloads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

import streamlit as st

from formcheck.app.angle_chart import Theme, angle_chart, bands, curves
from formcheck.app.checking import CheckJob
from formcheck.app.words import (
    SIGNS,
    clock,
    measure_words,
    percent,
    plain,
    sentence,
    side_words,
    span,
)
from formcheck.app.workspace import Workspace
from formcheck.coach.feedback import Verdict
from formcheck.coach.result import CheckResult, StretchResult
from formcheck.recorded import Checked, Options
from formcheck.recorded.as_json import as_json
from formcheck.stretches.definition import library

_BEFORE_S = 1.0
"""A jump lands this long before the moment, so that the eye is there in time."""
_MOST_TIMES = 6
_SCROLL = (
    "<script>/* {times} */document.querySelector('video')"
    "?.scrollIntoView({{block: 'nearest', behavior: 'smooth'}})</script>"
)
"""On a phone the video is far above the button that moves it."""
_ORDER = (Verdict.FIX, Verdict.GOOD, Verdict.CANT_TELL)


def show(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    """Draw the result page."""
    judged = checked.judged
    _heading(workspace, job, checked)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _pictures(job, checked)
        _downloads(job, checked)
    with right:
        if judged is None:
            _unrecognised(workspace, job, checked)
        else:
            _score(checked, judged)
            _checks(judged, checked)
        _notes(checked)
    if judged is not None:
        _holds(judged)
        _bounce(judged)
        _angle(job, checked, judged)
        _not_this_one(workspace, job, checked)


def _heading(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    judged = checked.judged
    title, another = st.columns([4, 1], vertical_alignment="bottom")
    with title:
        if judged is not None:
            st.title(judged.stretch.name)
        else:
            st.title("Which stretch is this?" if checked.person_seen else "I couldn't see anyone")
        parts = [plain(job.path.name)]
        if judged is not None:
            parts.insert(0, side_words(checked.side, judged.stretch).capitalize())
        if checked.duration_s:
            parts.append(f"{checked.duration_s:.0f} seconds")
        st.caption(" · ".join(part for part in parts if part))
    with another:
        if st.button("Check another", icon=":material/add:", key="another", width="stretch"):
            workspace.clear()
            st.session_state.pop("jump", None)
            st.rerun()


def _pictures(job: CheckJob, checked: Checked) -> None:
    if checked.source.kind == "photo":
        st.image(str(job.annotated), width="stretch", alt="Your photo with joints and angles drawn")
        return
    start_s, times = st.session_state.get("jump", (0, 0))
    if not times:
        st.video(job.annotated, muted=True)
        return
    # A jump to the same second twice is a new one only if something else differs too.
    beyond_s = int(checked.duration_s or 0) + 60 + times
    st.video(job.annotated, start_time=start_s, end_time=beyond_s, autoplay=True, muted=True)
    st.html(_SCROLL.format(times=times), unsafe_allow_javascript=True)


def _jump_to(at_s: float) -> None:
    _, times = st.session_state.get("jump", (0, 0))
    st.session_state["jump"] = (max(0, int(at_s - _BEFORE_S)), times + 1)


def _times(key: str, episodes: Sequence[tuple[float, float]]) -> None:
    """Buttons that move the video to where it happened."""
    with st.container(horizontal=True, gap="xsmall"):
        for number, (start_s, end_s) in enumerate(episodes[:_MOST_TIMES]):
            st.button(
                span(start_s, end_s),
                key=f"jump_{key}_{number}",
                icon=":material/play_circle:",
                help=f"Show {clock(start_s)} in the video",
                on_click=_jump_to,
                args=(start_s,),
            )
    if len(episodes) > _MOST_TIMES:
        st.caption(f"and {len(episodes) - _MOST_TIMES} more times")


def _score(checked: Checked, judged: StretchResult) -> None:
    if checked.source.kind == "photo":
        return
    score = judged.score
    with st.container(border=True):
        if score.points is None:
            st.metric("Score", "No score")
            why = "too little of the hold could be measured" if judged.holds else "no hold was seen"
            st.caption(sentence(why))
            return
        st.metric("Score", f"{score.points} of 100")
        st.caption(f"{percent(score.coverage)} of the hold could be measured.")
        if score.penalties:
            names = {told.check.id: told.check.name for told in judged.checks}
            lost = [f"{names.get(p.check, p.check)}: −{p.points:g}" for p in score.penalties]
            st.caption("Points off: " + "; ".join(lost))


def _checks(judged: StretchResult, checked: Checked) -> None:
    for verdict in _ORDER:
        for told in judged.checks:
            if told.verdict is verdict:
                _check(told, video=checked.source.kind == "video")


def _check(told: CheckResult, *, video: bool) -> None:
    sign = SIGNS[told.verdict]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(sign.word, icon=sign.icon, color=sign.colour)
            st.markdown(f"**{told.check.name}**", width="content")
        if told.verdict is Verdict.FIX:
            st.markdown(told.check.say)
            if video and told.episodes:
                _times(told.check.id, [(e.start_s, e.end_s) for e in told.episodes])
        elif told.reason:
            st.caption(sentence(told.reason))


def _notes(checked: Checked) -> None:
    for note in checked.notes:
        # Notes that name an option of the command line have their own words on this page.
        if "--" not in note:
            st.info(note, icon=":material/info:")


def _holds(judged: StretchResult) -> None:
    if not judged.holds:
        return
    st.subheader("How long you held it")
    rows = []
    for held in judged.holds:
        book = held.hold.book
        peak = f"{book.peak_deg:.0f}° ± {book.peak_error_deg:.0f}°".replace("-", "−")
        rows.append(
            {
                "When": span(book.start_s, held.hold.end_s),
                "Score": "none" if held.score.points is None else str(held.score.points),
                "Held": f"{book.held_s:.0f} s",
                "In good form": f"{book.credited_s:.0f} s",
                "Longest in one go": f"{book.longest_s:.0f} s",
                "Furthest": peak if isfinite(book.peak_deg) else "can't tell",
                **({"Side": book.side.capitalize()} if judged.stretch.sides == "each" else {}),
            }
        )
    st.table(rows, border="horizontal")
    low, high = judged.stretch.dose.hold_s
    furthest = measure_words(judged.holds[0].hold.book.driver)
    st.caption(
        f"Aim for {low:g} to {high:g} seconds at a time. Furthest: {furthest.lower()}, in degrees."
    )


def _bounce(judged: StretchResult) -> None:
    if not judged.bounces:
        return
    st.subheader("Bouncing")
    rate = sum(bounce.rate_hz for bounce in judged.bounces) / len(judged.bounces)
    size = max(bounce.size_deg for bounce in judged.bounces)
    st.markdown(
        f"About **{sum(bounce.count for bounce in judged.bounces)} bounces**, {rate:.1f} a second, "
        f"up to {size:.0f}° to and fro. Try to settle and stay still."
    )
    bouncing = any(told.check.kind == "bounce" and told.episodes for told in judged.checks)
    if not bouncing:
        _times("bounce", [(bounce.start_s, bounce.end_s) for bounce in judged.bounces])


def _angle(job: CheckJob, checked: Checked, judged: StretchResult) -> None:
    if checked.source.kind == "photo":
        return
    found = curves(checked, job.trace)
    if not found:
        return
    st.subheader("Your angle over time")
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    described = f"{found[0].name} over time, with holds, faults and bounces marked"
    st.altair_chart(angle_chart(found, bands(judged), theme), width="stretch", alt=described)
    straight = "0° is straight. " if "bend" in found[0].name.lower() else ""
    st.caption(f"{straight}Where the line has a gap, it couldn't be told.")


def _downloads(job: CheckJob, checked: Checked) -> None:
    stem = job.path.stem
    photo = checked.source.kind == "photo"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Photo" if photo else "Video",
            job.annotated.read_bytes,
            f"{stem}-checked{job.annotated.suffix}",
            "image/png" if photo else "video/mp4",
            icon=":material/download:",
            on_click="ignore",
            key="download_annotated",
        )
        st.download_button(
            "Result (JSON)",
            lambda: _json(job, checked),
            f"{stem}-result.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            key="download_json",
        )
        st.download_button(
            "Angles (CSV)",
            job.trace.read_bytes,
            f"{stem}-angles.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="download_csv",
        )


def _json(job: CheckJob, checked: Checked) -> str:
    """The contract's JSON, with the name of the recording instead of its place on this machine."""
    result = as_json(checked)
    result["source"]["path"] = job.path.name
    return json.dumps(result, indent=2, ensure_ascii=False)


def _unrecognised(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    if checked.person_seen:
        st.markdown("I couldn't tell which stretch this is. If it's one of these, choose it.")
        _as_another(workspace, job, checked)


def _not_this_one(workspace: Workspace, job: CheckJob, checked: Checked) -> None:
    with st.expander("Not this stretch?"):
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
        workspace.check_again(Options(stretch=known[chosen], model=job.options.model))
        st.session_state.pop("jump", None)
        st.rerun()
