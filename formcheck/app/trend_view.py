"""One stretch over time: how far on each side, the score, the dose, what needs mending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from formcheck.app.chart_theme import theme_now
from formcheck.app.progress_charts import (
    Amount,
    Shown,
    dose_chart,
    motion_chart,
    motion_limits_deg,
    score_chart,
    shown_points,
)
from formcheck.app.words import measure_words, plain
from formcheck.history.trends import Change, FaultTrend, SideTrend, StretchTrend, Symmetry

_SIDE_WORDS = {"left": "Left", "right": "Right", "both": "Both sides"}
_MANY = 6


def show(trends: Sequence[StretchTrend], since: datetime | None) -> None:
    """Draw the stretch that is chosen; the one done most often first."""
    names = {trend.stretch: trend.name for trend in trends}
    key = "trend_stretch"
    if len(trends) > _MANY:
        chosen = st.selectbox("Stretch", list(names), format_func=lambda one: names[one], key=key)
    else:
        chosen = st.pills(
            "Stretch",
            list(names),
            default=next(iter(names)),
            required=True,
            format_func=lambda one: names[one],
            label_visibility="collapsed",
            key=key,
        )
    trend = next((one for one in trends if one.stretch == chosen), trends[0])
    shown = [shown_points(side, since) for side in trend.sides]
    st.header(trend.name)
    if not any(shown):
        st.caption("Not done in this time. Choose a longer one above.")
        return
    _motion(trend, shown)
    _score_and_dose(trend, [point for points in shown for point in points], since)
    _faults(trend.faults)


def _motion(trend: StretchTrend, shown: Sequence[list[Shown]]) -> None:
    angle = measure_words(trend.measure).lower() if trend.measure else "angle"
    st.subheader(f"How far: {angle}")
    limits = motion_limits_deg(
        [point for points in shown for point in points], [side.change for side in trend.sides]
    )
    columns = st.columns(len(trend.sides), gap="large")
    for column, side, points in zip(columns, trend.sides, shown, strict=True):
        with column:
            _side(side, points, limits)
    if trend.symmetry is not None:
        st.markdown(_symmetry_words(trend.symmetry))
    st.caption(
        "Each bar is the camera's error. The dashed line is where you began; inside the band "
        "around it a change may be chance. You are only ever compared with yourself."
    )


def _side(side: SideTrend, points: Sequence[Shown], limits_deg: tuple[float, float]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{_SIDE_WORDS[side.side]}**", width="content")
        _change_badge(side.change)
    st.markdown(_change_words(side.change))
    if any(point.peak_deg is not None for point in points):
        st.altair_chart(
            motion_chart(points, side.change, limits_deg, theme_now()),
            width="stretch",
            alt=f"How far over time, {_SIDE_WORDS[side.side].lower()}, with error bars",
        )
    else:
        st.caption("The angle couldn't be told in this time.")


def _change_badge(change: Change | None) -> None:
    if change is None:
        st.badge("Too early to tell", icon=":material/hourglass_empty:", color="gray")
    elif not change.real:
        st.badge("No sure change", icon=":material/drag_handle:", color="gray")
    elif change.change_deg > 0:
        st.badge("Further", icon=":material/trending_up:", color="green")
    else:
        st.badge("Less far", icon=":material/trending_down:", color="orange")


def _change_words(change: Change | None) -> str:
    if change is None:
        return "It takes at least three sessions in which the angle could be told."
    then = f"{change.now_deg:.0f}° now, {change.baseline_deg:.0f}° at first"
    size = f"{abs(change.change_deg):.0f}°"
    if not change.real:
        return f"{then}. A change below {change.mdc_deg:.0f}° may be the camera's error."
    more = "further" if change.change_deg > 0 else "less far"
    return f"{then}: {size} {more}, beyond the {change.mdc_deg:.0f}° that error may explain."


def _symmetry_words(symmetry: Symmetry) -> str:
    both = f"{symmetry.left_deg:.0f}° on the left, {symmetry.right_deg:.0f}° on the right"
    if symmetry.even:
        return f"**Left against right:** {both}. That is even, as far as a camera can tell."
    return (
        f"**Left against right:** {both}. The difference is beyond the {symmetry.mdc_deg:.0f}° "
        "that error may explain."
    )


def _score_and_dose(trend: StretchTrend, points: Sequence[Shown], since: datetime | None) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Score")
        if any(point.score is not None for point in points):
            st.altair_chart(
                score_chart(points, theme_now()), width="stretch", alt="The score over time"
            )
        else:
            st.caption("No score: too little could be measured.")
    with right:
        _dose(trend, points, since)


def _dose(trend: StretchTrend, points: Sequence[Shown], since: datetime | None) -> None:
    """Seconds of what is held, repetitions of what is moved."""
    moved = all(point.credited_s == 0 for point in points)
    amount: Amount = "repetitions" if moved else "credited_s"
    aim = trend.dose_repetitions if moved else trend.dose_side_s
    st.subheader("Repetitions" if moved else "Time in good form")
    st.altair_chart(
        dose_chart(points, amount, aim, theme_now()),
        width="stretch",
        alt="What each side did over time, against the aim",
    )
    if aim is None:
        return
    reached = [
        getattr(point, amount) >= aim
        for side in trend.sides
        for point in side.points
        if since is None or point.at >= since
    ]
    st.caption(
        f"The aim is {aim:g} {'repetitions' if moved else 'seconds'} a side in each session: "
        f"reached {sum(reached)} of {len(reached)} times."
    )


def _faults(faults: Sequence[FaultTrend]) -> None:
    st.subheader("What needed mending")
    if not faults:
        st.markdown("Nothing so far. Well done.")
        return
    for fault in faults[:5]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _fault_badge(fault)
            often = f"in {fault.at_fault} of {fault.told} sessions"
            st.markdown(f"**{plain(fault.name)}**, {often}{_shares(fault)}", width="content")


def _fault_badge(fault: FaultTrend) -> None:
    if fault.trend == "fades":
        st.badge("Fading", icon=":material/trending_down:", color="green")
    elif fault.trend == "grows":
        st.badge("More often", icon=":material/trending_up:", color="orange")
    elif fault.trend == "no clear change":
        st.badge("No clear change", icon=":material/drag_handle:", color="gray")
    else:
        st.badge("Too early to tell", icon=":material/hourglass_empty:", color="gray")


def _shares(fault: FaultTrend) -> str:
    if fault.earlier is None or fault.later is None:
        return ""
    return f"; lately in {fault.later:.0%}, before that in {fault.earlier:.0%}"
