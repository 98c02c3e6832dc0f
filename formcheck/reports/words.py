"""Figures and the standing sentences of a report, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from statistics import median

from formcheck.history.records import CheckRecord, PainStop, SessionRecord, StretchRecord
from formcheck.stretches.definition import library

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not the locale's: a report is the same on every machine."""

FOOT = (
    "formcheck measures angles from a camera's picture. It is no diagnosis and no substitute for "
    "an examination."
)


def day(when: date) -> str:
    """2 March 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """2 Mar 2026."""
    return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"


def moment(when: datetime) -> str:
    """2 March 2026, 08:30."""
    return f"{day(when.date())}, {when:%H:%M}"


def clock(seconds: float) -> str:
    """45 s, 2 min 05 s, or 3 h 10 min."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    if whole < 5400:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def middle_s(seconds: Iterable[float | None]) -> str:
    """The median of those that are known: 2.4 s; a dash without any."""
    known = [value for value in seconds if value is not None]
    return f"{median(known):.1f} s" if known else "–"


def share(value: float | None) -> str:
    """85 %; a dash where it isn't known."""
    return "–" if value is None else f"{value:.0%}".replace("%", " %")


def angle(value_deg: float | None, error_deg: float | None) -> str:
    """82° ± 6°; a dash where it couldn't be told."""
    if value_deg is None:
        return "–"
    return f"{value_deg:.0f}°" if error_deg is None else f"{value_deg:.0f}° ± {error_deg:.0f}°"


def signed(value_deg: float) -> str:
    """+8° or −3°."""
    whole = round(value_deg)
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{abs(whole)}°"


def measure(name: str) -> str:
    """hip_flexion_left_deg: hip flexion."""
    return " ".join(
        part for part in name.split("_") if part not in ("left", "right", "both", "deg")
    )


def score(points: int | None) -> str:
    """91 of 100, or why there is none."""
    return "no score" if points is None else f"{points} of 100"


def with_side(stretch: StretchRecord) -> str:
    """Its name, and the side where it was one."""
    return stretch.name + (f", {stretch.side}" if stretch.side in ("left", "right") else "")


def pain(stop: PainStop, names: dict[str, str]) -> str:
    """What is known of a pain stop, in one sentence."""
    where = [names.get(stop.stretch, stop.stretch.replace("_", " "))]
    where += [stop.side] if stop.side in ("left", "right") else []
    doing = " in " + ", ".join(where) if where[0] else ""
    hurt = f" What hurt: {stop.place}." if stop.place else ""
    said = f" In their own words: “{stop.words}”" if stop.words else ""
    return f"Stopped because it hurt, at {clock(stop.t_s)}{doing}.{hurt}{said}"


def found(check: CheckRecord) -> str:
    """What was found of a check: where the faults were, or why it can't be told."""
    if check.verdict == "fix":
        spans = [f"{e.start_s:.1f}–{e.end_s:.1f} s" for e in check.episodes]
        shown = ", ".join(spans[:4]) + (f" and {len(spans) - 4} more" if len(spans) > 4 else "")
        return f"{check.say} {f'At {shown}.' if spans else ''}".strip()
    if check.verdict == "cant_tell":
        return sentence(check.reason or "could not be told")
    return ""


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "”")) else ".")


def not_told(stretches: Iterable[StretchRecord]) -> tuple[str, ...]:
    """What the camera can't tell: checks that couldn't be told, and what no camera sees of it."""
    lines: list[str] = []
    for stretch in stretches:
        for check in stretch.checks:
            if check.verdict == "cant_tell":
                lines.append(f"{stretch.name}, “{check.name}”: {check.reason or 'not told'}.")
        known = library().get(stretch.stretch)
        lines += [f"{stretch.name}: {line}." for line in (known.cant_see if known else ())]
    return tuple(dict.fromkeys(lines))


def how_measured(sessions: Iterable[SessionRecord]) -> tuple[str, ...]:
    """Model, versions, and what the errors mean, with the published figures."""
    used = sorted({(s.model, s.mediapipe, s.formcheck) for s in sessions})
    tools = "; ".join(
        f"pose model {model} of MediaPipe {mediapipe}, formcheck {version}"
        for model, mediapipe, version in used
    )
    return (
        f"Found and judged by {tools}, from one camera, without markers.",
        "Angles are clinical flexion: 0° is in line. “±” is the stated error, a half-width that "
        "holds the true angle in about 90 % of cases; it was fitted on rendered people whose "
        "angles are known exactly (docs/accuracy.md).",
        "For comparison, published error of such a camera against a reference at the knee, side "
        "view: −2.3° ± 6.4° (Cosoli 2026). Experts with a goniometer have a minimum detectable "
        "change of 6–7° in a straight-leg raise.",
        "“In good form” is time in position without a fault that withholds credit. The score is "
        "100 minus the penalties named; there is none where too little could be measured.",
    )
