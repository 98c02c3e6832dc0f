"""What was judged of one stretch: the score, every check, the holds, bouncing, the angles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import isfinite

import streamlit as st

from formcheck.app.angle_chart import angle_chart
from formcheck.app.angles import Angle, angles
from formcheck.app.chart_theme import theme_now
from formcheck.app.player import Lane
from formcheck.app.trace_data import TraceData
from formcheck.app.words import SIGNS, clock, measure_words, percent, sentence, span
from formcheck.coach.feedback import Verdict
from formcheck.coach.repetition import Repetition
from formcheck.coach.result import CheckResult, HoldResult, StretchResult

_MOST_TIMES = 6
_MOST_ROWS = 12
_ORDER = (Verdict.FIX, Verdict.GOOD, Verdict.CANT_TELL)
JUMP = "jump"
"""Where the video was told to go, and how many times it was told so: see `player`."""


def score(judged: StretchResult) -> None:
    """The points, how much they rest on, and what took points off."""
    told = judged.score
    with st.container(border=True):
        if told.points is None:
            st.metric("Score", "No score")
            what = "hold" if judged.stretch.hold is not None else "repetition"
            unseen = f"no {what} was seen"
            st.caption(sentence("too little of it could be measured" if judged.done else unseen))
            return
        st.metric("Score", f"{told.points} of 100")
        what = "the repetitions" if judged.repetitions else "the hold"
        st.caption(f"{percent(told.coverage)} of {what} could be measured.")
        if told.penalties:
            names = {one.check.id: one.check.name for one in judged.checks}
            lost = [f"- **−{one.points:g}** {names[one.check]}" for one in told.penalties]
            st.markdown("Points off:\n" + "\n".join(lost))


def checks(judged: StretchResult, *, video: bool) -> None:
    """A card for each check, those to fix first."""
    for verdict in _ORDER:
        for told in judged.checks:
            if told.verdict is verdict:
                _check(told, judged, video=video)


def _check(told: CheckResult, judged: StretchResult, *, video: bool) -> None:
    sign = SIGNS[told.verdict]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(sign.word, icon=sign.icon, color=sign.colour)
            st.markdown(f"**{told.check.name}**", width="content")
        if told.verdict is Verdict.FIX:
            st.markdown(told.check.say)
            if video and told.episodes:
                key = f"{judged.stretch.id}_{told.check.id}"
                times(key, [(one.start_s, one.end_s) for one in told.episodes])
        elif told.reason:
            st.caption(sentence(told.reason))


def times(key: str, episodes: Sequence[tuple[float, float]]) -> None:
    """Buttons that move the video to where it happened."""
    with st.container(horizontal=True, gap="xsmall"):
        for number, (start_s, end_s) in enumerate(episodes[:_MOST_TIMES]):
            st.button(
                span(start_s, end_s),
                key=f"jump_{key}_{start_s:.2f}_{number}",
                icon=":material/play_circle:",
                help=f"Show {clock(start_s)} in the video",
                on_click=_jump_to,
                args=(start_s,),
            )
    if len(episodes) > _MOST_TIMES:
        st.caption(f"and {len(episodes) - _MOST_TIMES} more times, see the timeline")


def _jump_to(at_s: float) -> None:
    _, told = st.session_state.get(JUMP, (0.0, 0))
    st.session_state[JUMP] = (at_s, told + 1)


def holds(judged: StretchResult) -> None:
    """Every hold with its times."""
    if not judged.holds:
        return
    st.subheader("How long you held it")
    rows = []
    for held in judged.holds:
        book = held.hold.book
        rows.append(
            {
                "When": span(book.start_s, held.hold.end_s),
                **hold_cells(held),
                **({"Side": book.side.capitalize()} if judged.stretch.sides == "each" else {}),
            }
        )
    st.table(rows, border="horizontal")
    furthest = measure_words(judged.holds[0].hold.book.driver)
    dose_s = judged.stretch.dose.hold_s
    aim = f"Aim for {dose_s[0]:g} to {dose_s[1]:g} seconds at a time. " if dose_s else ""
    st.caption(f"{aim}Furthest: {furthest.lower()}, in degrees.")


def hold_cells(held: HoldResult) -> dict[str, str]:
    """One hold in a table: its score, its times, how far it went."""
    book = held.hold.book
    peak = f"{book.peak_deg:.0f}° ± {book.peak_error_deg:.0f}°".replace("-", "−")
    return {
        "Score": "none" if held.score.points is None else str(held.score.points),
        "Held": f"{book.held_s:.0f} s",
        "In good form": f"{book.credited_s:.0f} s",
        "Longest in one go": f"{book.longest_s:.0f} s",
        "Furthest": peak if isfinite(book.peak_deg) else "can't tell",
    }


def repetitions(judged: StretchResult) -> None:
    """How many on each side, how far and how fast; and those not counted, with the reason."""
    if not judged.repetitions and not judged.partial:
        return
    st.subheader("Repetitions")
    repetition_list(judged)


def repetition_list(judged: StretchResult, zero_s: float = 0.0) -> None:
    """As `repetitions`, without its heading; the times shown count from `zero_s`."""
    done = [one.repetition for one in judged.repetitions]
    sides = dict.fromkeys(one.side for one in done)
    counts = [f"{sum(one.side == side for one in done)} {_side_words(side)}" for side in sides]
    st.markdown(f"**Counted:** {', '.join(counts) or 'none'}.")
    if done:
        st.table([_repetition_row(one, zero_s) for one in done[:_MOST_ROWS]], border="horizontal")
        if len(done) > _MOST_ROWS:
            st.caption(f"and {len(done) - _MOST_ROWS} more, see the timeline")
    if judged.partial:
        reasons = Counter(one.why for one in judged.partial)
        st.markdown("**Not counted:**")
        lines = [f"- {count}×: {sentence(why)}" for why, count in reasons.most_common()]
        st.markdown("\n".join(lines))


def _side_words(side: str) -> str:
    return f"on the {side}" if side in ("left", "right") else "in all"


def _repetition_row(one: Repetition, zero_s: float) -> dict[str, str]:
    unit = "°" if one.driver.endswith("_deg") else ""
    digits = 0 if unit else 2
    known = isfinite(one.peak) and isfinite(one.peak_error)
    peak = f"{one.peak:.{digits}f}{unit} ± {one.peak_error:.{digits}f}{unit}".replace("-", "−")
    ways = [f"{way:.1f} s" if isfinite(way) else "can't tell" for way in (one.out_s, one.return_s)]
    return {
        "When": span(one.start_s - zero_s, one.end_s - zero_s),
        "Side": one.side.capitalize(),
        "Furthest": peak if known else "can't tell",
        "Way there": ways[0],
        "Way back": ways[1],
    }


def bouncing(judged: StretchResult) -> None:
    """How often, how fast and how far."""
    if not judged.bounces:
        return
    st.subheader("Bouncing")
    rate = sum(bounce.rate_hz for bounce in judged.bounces) / len(judged.bounces)
    size = max(bounce.size_deg for bounce in judged.bounces)
    st.markdown(
        f"About **{sum(bounce.count for bounce in judged.bounces)} bounces**, {rate:.1f} a second, "
        f"up to {size:.0f}° to and fro. Try to settle and stay still."
    )
    if not any(told.check.kind == "bounce" and told.episodes for told in judged.checks):
        times(judged.stretch.id, [(one.start_s, one.end_s) for one in judged.bounces])


def angle(judged: StretchResult, trace: TraceData, shown: Sequence[Lane]) -> None:
    """The angles over time, one at a time, with what was asked of them."""
    found = angles(judged, trace)
    if not found:
        return
    st.subheader("Your angles over time")
    chosen = _chosen(found, judged.stretch.id)
    st.altair_chart(
        angle_chart(chosen, shown, trace.end_s, theme_now(), trace.start_s),
        width="stretch",
        alt=f"{chosen.name} over time, with its limits, holds, faults and bounces marked",
    )
    straight = "0° is straight. " if "bend" in chosen.name.lower() else ""
    st.caption(
        f"{straight}Where the line has a gap, it couldn't be told. Near a limit nobody is blamed: "
        "the camera is off by a few degrees."
    )


def _chosen(found: Sequence[Angle], stretch: str) -> Angle:
    if len(found) == 1:
        return found[0]
    names = [one.name for one in found]
    name = st.pills(
        "Which angle?",
        names,
        default=names[0],
        required=True,
        label_visibility="collapsed",
        key=f"angle_{stretch}",
    )
    return next((one for one in found if one.name == name), found[0])
