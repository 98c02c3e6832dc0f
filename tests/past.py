"""Sessions as the history keeps them, for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from formcheck.history import (
    BounceRecord,
    CheckRecord,
    EpisodeRecord,
    HoldRecord,
    NewSession,
    PenaltyRecord,
    SessionRecord,
    StretchRecord,
)

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def hold(side="left", start_s=4.0, held_s=20.0, *, peak_deg=78.0, error_deg=4.0, score=90):
    return HoldRecord(
        side=side,
        start_s=start_s,
        end_s=start_s + held_s,
        held_s=held_s,
        credited_s=held_s - 2.0,
        longest_s=held_s / 2.0,
        peak_measure=f"hip_flexion_{side}_deg",
        peak_value_deg=peak_deg,
        peak_error_deg=error_deg,
        score=score,
        coverage=0.95,
    )


def hamstring(*holds, score=90, fault="knee_not_locked", at=((12.0, 14.0),)):
    """A hamstring stretch; `fault` is the check that needs mending, None for good form."""
    faults = tuple(EpisodeRecord(start_s, end_s, 1.5) for start_s, end_s in at)
    checks = [
        CheckRecord(
            check=check,
            name=name,
            say=say,
            verdict="fix" if check == fault else "good",
            measured=0.95,
            good=0.8 if check == fault else 0.93,
            episodes=faults if check == fault else (),
        )
        for check, name, say in (
            ("knee_not_locked", "Knee soft, not locked", "Soften the knee a little."),
            ("no_bounce", "No bouncing", "Hold still, no bouncing."),
        )
    ]
    checks.append(
        CheckRecord(
            check="head_down",
            name="Head down",
            say="Rest your head on the floor.",
            verdict="cant_tell",
            reason="too close to call",
            measured=0.9,
            good=0.2,
        )
    )
    return StretchRecord(
        stretch="lying_hamstring",
        name="Lying hamstring stretch",
        side="left",
        view="side",
        position="supine",
        score=score,
        coverage=0.95,
        holds=holds or (hold(),),
        checks=tuple(checks),
        bounces=(BounceRecord(20.1, 23.3, 5, 1.6, 8.0, 40.0),) if fault == "no_bounce" else (),
        penalties=(PenaltyRecord(fault, 10.0, "not for 2.0 s of 19.0 s measured"),)
        if fault
        else (),
    )


def keep(history, *stretches, profile="Anna", day=0, notes=(), **new):
    """Put a finished session into the history, `day` days after a certain Monday; gives its uid."""
    when = MONDAY + timedelta(days=day)
    new = {"kind": "live", "model": "full", "started_at": when, **new}
    writer = history.begin(NewSession(profile=profile, **new))
    writer.finish(stretches or (hamstring(),), 60.0, notes)
    return writer.uid


def session(day, *stretches, model="full", hour=7, kind="live"):
    """A finished session, `day` days after a certain Monday, in no history."""
    start = MONDAY.replace(hour=hour) + timedelta(days=day)
    return SessionRecord(
        uid=f"{day}-{hour}",
        profile="Anna",
        kind=kind,
        started_at=start,
        utc_offset_min=60,
        saved_at=start,
        ending="finished",
        source="" if kind == "live" else "a.mp4",
        routine="",
        model=model,
        formcheck="0.1.0",
        mediapipe="1.2.2",
        duration_s=60.0,
        score=90,
        coverage=0.95,
        stretches=stretches or (hamstring(),),
    )


def session_with(*checks, day=0):
    """One of a recording, with a hamstring stretch that has these checks."""
    return session(day, replace(hamstring(), checks=checks), kind="video")
