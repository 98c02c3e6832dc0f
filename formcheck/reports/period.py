"""What the report of a period says: what was done, how regularly, and what really changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from formcheck.errors import HistoryError
from formcheck.history.records import SessionRecord
from formcheck.history.regularity import AIM_PER_WEEK, Regularity, regularity
from formcheck.history.trends import FaultTrend, SideTrend, StretchTrend, stretch_trends
from formcheck.reports import charts, words
from formcheck.reports.content import (
    Block,
    Cell,
    Chart,
    Fact,
    Report,
    Section,
    Table,
    Tone,
    Words,
)
from formcheck.reports.session import closing
from formcheck.wording import counted

_FAULTS = 5
"""Most frequent faults shown for a stretch."""


def period_report(sessions: Sequence[SessionRecord], since: date, until: date) -> Report:
    """All sessions of one person from `since` to `until`, both included, for a professional.

    Args:
        sessions: of one person; those outside of the period are left out.
        since: first day.
        until: last day.

    Raises:
        HistoryError: there is no session in it, or they are of several people.
    """
    inside = sorted(
        (s for s in sessions if since <= s.day <= until), key=lambda s: (s.started_at, s.uid)
    )
    if not inside:
        raise HistoryError("There is no session in this period; choose other days.")
    names = {session.profile for session in inside}
    if len(names) > 1:
        raise HistoryError("A report is about one person; choose a profile.")
    regular = regularity(inside, until)
    trends = stretch_trends(inside)
    sections = [Section("How regularly", _regular(regular, since, until))]
    sections += [Section(trend.name, _stretch(trend)) for trend in trends]
    return Report(
        title="Stretching progress report",
        about=(inside[0].profile, f"{words.day(since)} to {words.day(until)}."),
        facts=_facts(inside, regular),
        warnings=tuple(_pain(inside)),
        sections=(*sections, *closing(inside)),
        foot=words.FOOT,
    )


def _facts(sessions: Sequence[SessionRecord], regular: Regularity) -> tuple[Fact, ...]:
    held_s = sum(session.held_s for session in sessions)
    credited_s = sum(session.credited_s for session in sessions)
    good = words.share(credited_s / held_s) if held_s else ""
    return (
        Fact("Sessions", str(len(sessions)), f"on {counted(len(regular.days), 'day')}"),
        Fact("In position", words.clock(held_s), f"{good} in good form" if good else ""),
        Fact(
            "Sessions a week",
            "–" if regular.per_week is None else f"{regular.per_week:g}",
            f"last weeks; the aim is {AIM_PER_WEEK[0]}–{AIM_PER_WEEK[1]}",
        ),
        Fact(
            "Weeks in a row",
            str(regular.streak_weeks),
            f"longest {counted(regular.longest_streak_weeks, 'week')}",
        ),
    )


def _pain(sessions: Sequence[SessionRecord]) -> list[str]:
    lines = []
    for session in sessions:
        names = {stretch.stretch: stretch.name for stretch in session.stretches}
        lines += [
            f"{words.day(session.day)}: {words.pain(stop, names)}" for stop in session.pain_stops
        ]
    return lines


def _regular(regular: Regularity, since: date, until: date) -> tuple[Block, ...]:
    reached = sum(week.reached for week in regular.weeks)
    line = (
        f"{reached} of {len(regular.weeks)} weeks had stretching on at least "
        f"{AIM_PER_WEEK[0]} days."
    )
    return (
        Words(line),
        Chart(
            charts.calendar(regular.days, since, until),
            "Days with a session, a column a week, Monday at the top; darker is held longer.",
        ),
    )


def _stretch(trend: StretchTrend) -> tuple[Block, ...]:
    blocks: list[Block] = [_sides(trend)]
    blocks += [Words(_change(trend, side)) for side in trend.sides]
    if trend.symmetry is not None:
        blocks.append(Words(_symmetry(trend)))
    angles = charts.angles(trend.sides)
    if angles is not None:
        name = words.measure(trend.measure)
        caption = f"Furthest {name} of each session with its error; dashed: the own baseline."
        blocks.append(Chart(angles, caption))
    scored = charts.scores(trend.sides)
    if scored is not None:
        blocks.append(Chart(scored, "Score of each session, out of 100."))
    if trend.faults:
        blocks.append(_faults(trend.faults[:_FAULTS]))
    return tuple(blocks)


def _sides(trend: StretchTrend) -> Table:
    held = any(point.held_s > 0 for side in trend.sides for point in side.points)
    rows = []
    for side in trend.sides:
        count = len(side.points)
        scores = [point.score for point in side.points if point.score is not None]
        done, reached = _held(trend, side) if held else _moved(trend, side)
        rows.append(
            (
                Cell(side.side),
                Cell(str(count)),
                Cell(done),
                Cell("–" if reached is None else f"{reached} of {count}"),
                Cell(f"{median(scores):.0f}" if scores else "–"),
                Cell(f"{len(scores)} of {count}"),
            )
        )
    what = "In good form (median)" if held else "Repetitions (median)"
    dose = f"{trend.dose_side_s:g} s" if held and trend.dose_side_s else ""
    if not held and trend.dose_repetitions:
        dose = str(trend.dose_repetitions)
    head = ("Side", "Sessions", what, f"{dose or 'Dose'} reached", "Score (median)", "Scored")
    return Table(head, tuple(rows), (0.12, 0.12, 0.23, 0.19, 0.18, 0.16), frozenset(range(1, 6)))


def _held(trend: StretchTrend, side: SideTrend) -> tuple[str, int | None]:
    """Seconds in good form, and how often they reached the dose."""
    seconds = [point.credited_s for point in side.points]
    dose_s = trend.dose_side_s
    return f"{median(seconds):.0f} s", sum(s >= dose_s for s in seconds) if dose_s else None


def _moved(trend: StretchTrend, side: SideTrend) -> tuple[str, int | None]:
    """Repetitions, and how often they reached the dose."""
    counts = [point.repetitions for point in side.points]
    dose = trend.dose_repetitions
    return f"{median(counts):.0f}", sum(count >= dose for count in counts) if dose else None


def _change(trend: StretchTrend, side: SideTrend) -> str:
    name = words.measure(trend.measure).capitalize() + (
        f", {side.side}" if side.side != "both" else ""
    )
    told = side.change
    if told is None:
        return f"{name}: too few sessions with an angle for a baseline and a comparison."
    if told.real:
        which = "further" if told.change_deg > 0 else "less far"
        verdict = f"a real change, {which}: beyond the minimum detectable change"
    else:
        verdict = "no change that can be told from error: within the minimum detectable change"
    return (
        f"{name}: baseline {told.baseline_deg:.0f}° (first sessions), now {told.now_deg:.0f}°, "
        f"{words.signed(told.change_deg)}; {verdict} of {told.mdc_deg:.0f}°."
    )


def _symmetry(trend: StretchTrend) -> str:
    told = trend.symmetry
    assert told is not None
    between = f"left {told.left_deg:.0f}°, right {told.right_deg:.0f}°"
    if told.even:
        return f"Left and right: {between}; even, within the error of {told.mdc_deg:.0f}°."
    return f"Left and right: {between}; a difference beyond the error of {told.mdc_deg:.0f}°."


def _faults(faults: Sequence[FaultTrend]) -> Table:
    tones: dict[str, Tone] = {"fades": "good", "grows": "fix"}
    rows = tuple(
        (
            Cell(fault.name),
            Cell(f"{fault.at_fault} of {fault.told}"),
            Cell(
                "–"
                if fault.earlier is None
                else f"{words.share(fault.earlier)} → {words.share(fault.later)}"
            ),
            Cell(fault.trend, tones.get(fault.trend, "")),
        )
        for fault in faults
    )
    head = ("To mend", "Sessions", "Earlier → later", "Trend")
    return Table(head, rows, (0.36, 0.18, 0.24, 0.22), frozenset({1, 2, 3}))
