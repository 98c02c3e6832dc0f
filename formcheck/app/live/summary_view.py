"""How a live session went: score, holds or repetitions, what went well, what to work on."""

from __future__ import annotations

import streamlit as st

from formcheck.app import verdict_view
from formcheck.app.angle_chart import angle_chart
from formcheck.app.angles import Angle, Curve, limits
from formcheck.app.chart_theme import theme_now
from formcheck.app.live.visit import Visit
from formcheck.app.player import Lane, Span
from formcheck.app.player.timeline import Kind
from formcheck.app.words import clock, duration, pain_stop, percent, plain
from formcheck.coach.live.safety import safety_text
from formcheck.coach.live.summary import LiveSummary, Pain, StepSummary

_TITLES = {
    "finished": "Well done",
    "stopped": "Session ended",
    "pain": "Stopped, and that was right",
}


def show(visit: Visit) -> bool:
    """Draw the summary; whether the person wants to stretch again."""
    summary = visit.summary
    assert summary is not None
    title, button = st.columns([4, 1], vertical_alignment="bottom")
    with title:
        st.title(_TITLES[summary.ending])
        st.caption(f"{plain(summary.name)} · {duration(summary.end_s - summary.start_s)}")
    label, icon = ("Stretch again", "replay") if summary.pain is None else ("Back", "arrow_back")
    with button:
        again = st.button(label, icon=f":material/{icon}:", key="live_again", width="stretch")
    if summary.pain is not None:
        _pain(summary.pain)
        _saved(visit, summary)
    else:
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _score(summary)
            _saved(visit, summary)
        with right:
            _words(summary)
    for step in summary.steps:
        _step(step, several=len(summary.steps) > 1)
    return again


def _pain(pain: Pain) -> None:
    """What was told, and what to do now; no score and no praise for what hurt."""
    st.markdown(pain_stop(pain.where, pain.words))
    st.warning(safety_text().stop.advice, icon=":material/front_hand:")


def _score(summary: LiveSummary) -> None:
    with st.container(border=True):
        if summary.score is None:
            st.metric("Score", "No score")
            little = f"Too little of {_what(summary)} could be measured."
            st.caption(little if summary.done else f"{_nothing(summary)}.")
        else:
            st.metric("Score", f"{summary.score} of 100")
            told = percent(summary.coverage or 0.0)
            st.caption(f"{told} of {_what(summary)} could be measured.")


def _what(summary: LiveSummary) -> str:
    """What was measured, in words."""
    held = any(step.result.holds for step in summary.steps)
    moved = any(step.result.repetitions for step in summary.steps)
    names = ["the holds"] if held else []
    return " and ".join([*names, "the repetitions"] if moved else names)


def _nothing(summary: LiveSummary) -> str:
    """That nothing was done, in words."""
    moving = bool(summary.steps) and all(step.moving for step in summary.steps)
    return "No repetition was counted" if moving else "Nothing was held"


def _saved(visit: Visit, summary: LiveSummary) -> None:
    keeper = visit.keeper
    if keeper is not None and not keeper.wait(5.0):
        st.caption(":material/hourglass: Still saving this session …")
    elif keeper is not None and keeper.trouble:
        st.warning(f"This session isn't saved. {plain(keeper.trouble)}", icon=":material/error:")
    elif keeper is not None and keeper.uid:
        st.caption(":material/check_circle: Saved in your history.")
    else:
        st.caption(f":material/info: {_nothing(summary)}, so nothing was saved.")


def _words(summary: LiveSummary) -> None:
    if summary.went_well:
        st.subheader(":material/thumb_up: What went well")
        st.markdown("\n".join(f"- {line}" for line in summary.went_well))
    if summary.work_on:
        st.subheader(":material/target: One thing to work on")
        st.markdown(summary.work_on)


def _step(step: StepSummary, *, several: bool) -> None:
    side = "" if step.side == "both" else f"{step.side} side"
    if several:
        st.subheader(f"{step.name}{', ' if side else ''}{side}")
    else:
        st.subheader("Your repetitions" if step.moving else "Your holds")
    if not step.result.done and not step.result.partial:
        nothing = "No repetition." if step.moving else "No hold."
        st.markdown("Skipped." if step.skipped else nothing)
        return
    if step.skipped:
        st.caption("Left before it was done.")
    if step.moving:
        verdict_view.repetition_list(step.result, _start_s(step))
    else:
        st.table(_rows(step), border="horizontal")
    if any(point.deg is not None for point in step.series.points):
        _chart(step)


def _start_s(step: StepSummary) -> float:
    """When the clock begins that its times are shown by."""
    return step.series.points[0].t_s if step.series.points else 0.0


def _rows(step: StepSummary) -> list[dict[str, str]]:
    return [
        {"Hold": str(number), **verdict_view.hold_cells(held)}
        for number, held in enumerate(step.result.holds, 1)
    ]


def _chart(step: StepSummary) -> None:
    series = step.series
    start_s = _start_s(step)
    end_s = max(series.points[-1].t_s - start_s, 1.0)
    done = "repetitions" if step.moving else "holds"
    described = f"{series.label} over time, with {done} and faults marked"
    chart = angle_chart(_angle(step, start_s), _lanes(step, start_s), end_s, theme_now())
    st.altair_chart(chart, width="stretch", alt=described)
    faults = [
        f"- {clock(fault.start_s - start_s)}: {fault.label.lower()}" for fault in series.faults
    ]
    if faults:
        with st.expander(f"What to fix, and when ({len(faults)})"):
            st.markdown("\n".join(faults))


def _angle(step: StepSummary, start_s: float) -> Angle:
    series, there = step.series, "Far enough" if step.moving else "In position"
    asked = limits((series.gate_min_deg, series.gate_max_deg), there, "°", gate=True)
    points = [(point.t_s - start_s, point.deg) for point in series.points]
    return Angle(series.label, "°", (Curve(series.label, points),), tuple(asked))


def _lanes(step: StepSummary, start_s: float) -> list[Lane]:
    series = step.series
    kind: Kind = "repetition" if step.moving else "hold"
    done = tuple(Span(kind, start - start_s, end - start_s) for start, end in series.holds)
    faults: dict[str, list[Span]] = {}
    for fault in series.faults:
        span = Span("fix", fault.start_s - start_s, fault.end_s - start_s)
        faults.setdefault(fault.label, []).append(span)
    return [
        Lane("Repetitions" if step.moving else "In position", done),
        *(Lane(label, tuple(spans)) for label, spans in faults.items()),
    ]
