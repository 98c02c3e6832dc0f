"""What the report of one session says."""

from __future__ import annotations

from collections.abc import Sequence

from formcheck.history.records import HoldRecord, SessionRecord, StretchRecord
from formcheck.reports import charts, words
from formcheck.reports.content import (
    SIGNS,
    VERDICTS,
    Block,
    Cell,
    Chart,
    Fact,
    Points,
    Report,
    Section,
    Still,
    Stills,
    Table,
    Tone,
    Words,
)
from formcheck.wording import counted

_KINDS = {
    "live": "Live session in front of the camera",
    "video": "Recorded video",
    "photo": "Photo",
}
_ORDER = {"fix": 0, "good": 1, "cant_tell": 2}


def session_report(session: SessionRecord, stills: Sequence[Still] = ()) -> Report:
    """One session for a professional.

    Args:
        session: what was judged.
        stills: pictures at the start of faults, for `session`'s checks.
    """
    sections = [_section(stretch, stills, session) for stretch in session.stretches]
    if not session.stretches:
        sections.append(Section("What was done", (Words("No stretch was judged."),)))
    return Report(
        title="Stretching form report",
        about=_about(session),
        facts=_facts(session),
        warnings=_warnings(session),
        sections=(*sections, *closing([session])),
        foot=words.FOOT,
    )


def closing(sessions: Sequence[SessionRecord]) -> tuple[Section, ...]:
    """What can't be told, and how it was measured."""
    lines = words.not_told(stretch for session in sessions for stretch in session.stretches)
    notes = tuple(dict.fromkeys(note for session in sessions for note in session.notes))
    told = (Section("What could not be told", (Points((*lines, *notes)),)),)
    how = Section("How this was measured", (Points(words.how_measured(sessions)),), small=True)
    return (*(told if lines or notes else ()), how)


def _about(session: SessionRecord) -> tuple[str, ...]:
    kind = _KINDS[session.kind] + (f" “{session.source}”" if session.source else "")
    lasted = f", {words.clock(session.duration_s)}" if session.kind != "photo" else ""
    lines = [session.profile, f"{words.moment(session.local_start)}. {kind}{lasted}."]
    if session.routine:
        lines.append(f"Routine: {session.routine.replace('_', ' ')}.")
    if session.warm_up_s > 0:
        lines.append(f"Warm-up: {words.clock(session.warm_up_s)} of marching.")
    return tuple(lines)


def _warnings(session: SessionRecord) -> tuple[str, ...]:
    names = {stretch.stretch: stretch.name for stretch in session.stretches}
    lines = [words.pain(stop, names) for stop in session.pain_stops]
    if session.ending == "open":
        lines.append("This session was not finished; what was held until then is below.")
    return tuple(lines)


def _facts(session: SessionRecord) -> tuple[Fact, ...]:
    if session.kind == "photo":
        return ()
    coverage = session.coverage
    measured = f"{words.share(coverage)} could be measured" if coverage is not None else ""
    facts = [Fact("Score", words.score(session.score), measured)]
    counted = sum(one.counted for s in session.stretches for one in s.repetitions)
    if counted:
        facts.append(Fact("Repetitions", str(counted), "counted"))
    if session.held_s > 0 or not counted:
        facts.append(Fact("In position", words.clock(session.held_s), _holds(session)))
        facts.append(Fact("In good form", words.clock(session.credited_s), _of_held(session)))
    faults = [c.name for s in session.stretches for c in s.checks if c.verdict == "fix"]
    checks = sum(len(stretch.checks) for stretch in session.stretches)
    facts.append(Fact("To mend", f"{len(faults)} of {checks}", "checks"))
    return tuple(facts)


def _holds(session: SessionRecord) -> str:
    return counted(sum(len(stretch.holds) for stretch in session.stretches), "hold")


def _of_held(session: SessionRecord) -> str:
    return words.share(session.credited_s / session.held_s) if session.held_s else ""


def _section(stretch: StretchRecord, stills: Sequence[Still], session: SessionRecord) -> Section:
    blocks: list[Block] = []
    if not stretch.view and _dose(stretch):
        blocks.append(Words(_dose(stretch)))
    if stretch.view:
        view = stretch.view.replace("_", "-")
        position = f" Position: {stretch.position.replace('_', ' ')}." if stretch.position else ""
        blocks.append(Words(f"Camera: {view}.{position} {_dose(stretch)}".strip()))
    if stretch.holds:
        blocks.append(_hold_table(stretch.holds, stretch.holds[0].peak_measure))
    if stretch.repetitions:
        blocks.append(Words(_repetitions(stretch)))
        if any(one.counted for one in stretch.repetitions):
            blocks.append(_repetition_table(stretch))
    blocks.append(_check_table(stretch, session.kind == "photo"))
    if stretch.holds or stretch.repetitions:
        done = "held" if stretch.holds else "repeated (pale: not counted)"
        caption = f"{stretch.name}: when it was {done}, and when something was to mend."
        blocks.append(Chart(charts.timeline(stretch), caption))
    pictures = _pictures(stretch, stills)
    if pictures:
        blocks.append(Stills(pictures))
    return Section(words.with_side(stretch), tuple(blocks))


def _dose(stretch: StretchRecord) -> str:
    if stretch.dose_side_s is None or not stretch.holds:
        return ""
    sides: dict[str, float] = {}
    for hold in stretch.holds:
        sides[hold.side] = sides.get(hold.side, 0.0) + hold.credited_s
    told = [
        f"{'' if side == 'both' else f'{side} '}{seconds:.0f} s" for side, seconds in sides.items()
    ]
    aim = f"{stretch.dose_side_s:.0f} s" + ("" if "both" in sides else " a side")
    return f"In good form: {', '.join(told)}, of an aim of {aim}."


def _hold_table(holds: Sequence[HoldRecord], measure: str) -> Table:
    name = words.measure(measure)
    head = ("Side", "From – to", "Held", "In good form", "Longest", f"Furthest {name}", "Score")
    rows = tuple(
        (
            Cell(hold.side),
            Cell(f"{hold.start_s:.1f} – {hold.end_s:.1f} s"),
            Cell(f"{hold.held_s:.1f} s"),
            Cell(f"{hold.credited_s:.1f} s"),
            Cell(f"{hold.longest_s:.1f} s"),
            Cell(words.angle(hold.peak_value_deg, hold.peak_error_deg)),
            Cell("–" if hold.score is None else f"{hold.score} ({words.share(hold.coverage)})"),
        )
        for hold in holds
    )
    widths = (0.09, 0.19, 0.10, 0.14, 0.11, 0.22, 0.15)
    return Table(head, rows, widths, frozenset(range(1, 7)))


def _repetitions(stretch: StretchRecord) -> str:
    done = sum(one.counted for one in stretch.repetitions)
    partial = [one.reason for one in stretch.repetitions if not one.counted]
    line = f"{counted(done, 'repetition')} counted."
    if partial:
        reasons = ", ".join(dict.fromkeys(reason for reason in partial if reason))
        line += f" {len(partial)} more did not count{f': {reasons}' if reasons else ''}."
    return line


def _repetition_table(stretch: StretchRecord) -> Table:
    """A row a side: how many, how far, how fast."""
    rows = []
    sign = -1.0 if stretch.driver_peak == "min" else 1.0
    for side in ("left", "right", "both"):
        counted = [one for one in stretch.repetitions if one.side == side and one.counted]
        if not counted:
            continue
        told = [one for one in counted if one.peak_deg is not None]
        best = max(told, key=lambda one: sign * (one.peak_deg or 0.0), default=None)
        rows.append(
            (
                Cell(side),
                Cell(str(len(counted))),
                Cell("–" if not stretch.dose_repetitions else str(stretch.dose_repetitions)),
                Cell(words.angle(best.peak_deg, best.peak_error_deg) if best else "–"),
                Cell(words.middle_s([one.out_s for one in counted])),
                Cell(words.middle_s([one.return_s for one in counted])),
            )
        )
    measure = next((one.peak_measure for one in stretch.repetitions if one.peak_measure), "")
    name = words.measure(measure) or "angle"
    head = ("Side", "Counted", "Aim", f"Furthest {name}", "Way in (median)", "Way back (median)")
    return Table(head, tuple(rows), (0.1, 0.12, 0.1, 0.26, 0.2, 0.22), frozenset(range(1, 6)))


def _check_table(stretch: StretchRecord, photo: bool) -> Table:
    points = {penalty.check: penalty.points for penalty in stretch.penalties}
    rows = []
    for check in sorted(stretch.checks, key=lambda check: _ORDER.get(check.verdict, 3)):
        tone: Tone = check.verdict if check.verdict in VERDICTS else ""  # type: ignore[assignment]
        sign = f"{SIGNS.get(check.verdict, '')} {VERDICTS.get(check.verdict, check.verdict)}"
        lost = points.get(check.check)
        rows.append(
            (
                Cell(sign, tone),
                Cell(check.name, "strong" if tone == "fix" else ""),
                Cell(words.found(check)),
                Cell("" if photo else words.share(check.measured)),
                Cell("" if lost is None else f"−{lost:g}"),
            )
        )
    head = ("Verdict", "Check", "Found", "Measured", "Points")
    return Table(head, tuple(rows), (0.13, 0.24, 0.42, 0.11, 0.10), frozenset({3, 4}))


def _pictures(stretch: StretchRecord, stills: Sequence[Still]) -> tuple[tuple[Still, str], ...]:
    """Those of this stretch's faults: another one of the session may have the same checks."""
    return tuple(
        (still, f"{still.t_s:.1f} s. {check.name}: {check.say}")
        for still in stills
        for check in stretch.checks
        if still.check == check.check
        and any(e.start_s <= still.t_s <= e.end_s for e in check.episodes)
    )
