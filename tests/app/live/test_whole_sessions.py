"""Whole sessions in a real browser: nobody touches anything after Start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from app.live.browsing import begin, browser, shown
from app.live.camera_files import SAMPLES, frames, still, write
from app.serving import CHROMIUM, Server
from kept_poses import KeptPoses

from formcheck.history import SessionRecord
from formcheck.recorded import Options, check_file
from formcheck.recorded.as_json import as_json
from formcheck.stretches.definition import stretch_named

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.timeout(240),
]
FIRST_STILL_S = 12.0
"""The person lies there before the clip begins: time for the set-up and the countdown."""
CLIP_S = 31.2
REST_S = 4.0
"""Between the sides, the person lies there again."""
MENDED_S = 3.0
"""Until what was mended is no longer shown: half a second of doubt, and time to read."""
SETTLED_S = 2.5
"""Until a hold is shown: it must have come to rest, told by a few pictures a second at worst."""
SLACK_S = 1.2
"""A frame is answered, and what is said about it drawn, some frames later."""


def camera_of(folder: Path, name: str, *, both_sides: bool) -> Path:
    """The clip after a still, then, for the other side, its mirror image after another."""
    path = folder / f"{name}.mjpeg"
    clip = list(frames(SAMPLES / f"{name}.mp4"))
    count = 0
    for mirrored, before_s in ((False, FIRST_STILL_S), (True, REST_S))[: 1 + both_sides]:
        for part in (still(clip[0], before_s), clip):
            count += write(path, part, mirrored=mirrored, number=count)
    write(path, still(clip[-1], 10.0), mirrored=both_sides, number=count)
    return path


def times(log: list[dict[str, Any]], **wanted: Any) -> list[float]:
    """When the page showed something, by the camera's clock."""
    return [one["at_s"] for one in log if all(one[name] == value for name, value in wanted.items())]


def saved(server: Server) -> SessionRecord:
    with server.history() as history:
        return history.sessions()[-1]


def test_the_hamstring_stretch_of_both_sides_hands_free(
    server: Server, folder: Path, kept_poses: KeptPoses
) -> None:
    camera = camera_of(folder, "lying_hamstring", both_sides=True)
    with browser(folder, camera) as context:
        page = context.pages[0]
        begin(page, server.address, hold_s=20, repetitions=1, rest_s=0, countdown_s=3)
        page.get_by_role("heading", name="Well done").wait_for(timeout=110_000)
        log = shown(page)
        spoken = [one["text"] for one in page.evaluate("formcheckLive.spoken")]
        heard = page.evaluate("heard")
        assert page.evaluate("window.overlapping") == 0
        page.get_by_text("Saved in your history").wait_for()
        page.get_by_text("One thing to work on").wait_for()
        page.locator("[data-testid=stVegaLiteChart]").first.wait_for()
        words = page.locator("[data-testid=stMain]").inner_text()
    phases = list(dict.fromkeys((one["which"].split(":")[0], one["phase"]) for one in log))
    first, other = "Right", "Left"
    order = [
        (first, "set_up"),
        (first, "countdown"),
        (first, "hold"),
        (other, "set_up"),
        (other, "hold"),
        (other, "done"),
    ]
    assert [step for step in phases if step in order] == order
    ticks = dict(log[times_index(log, "countdown")]["ticks"])
    assert {ticks[one] for one in ("body", "position", "view", "distance", "alone")} == {"good"}
    counted = dict.fromkeys(one["countdown"] for one in log if one["countdown"])
    assert list(counted) == ["3", "2", "1"]

    truth_hold_s, truth_knee_s, truth_bounce_s = 4.8, (10.0, 13.5), (20.0, 23.0)
    for start_s in (FIRST_STILL_S, FIRST_STILL_S + CLIP_S + REST_S):
        there = [one for one in log if start_s <= one["at_s"] < start_s + CLIP_S]
        holding = times(there, phase="hold")[0]
        assert -SLACK_S < holding - (start_s + truth_hold_s) < SETTLED_S
        soften = times(there, cue="Soften the knee a little.", kind="fix")
        told_within(soften, start_s + truth_knee_s[0], start_s + truth_knee_s[1])
        bounce = times(there, cue="Hold still, no bouncing.", kind="fix")
        told_within(bounce, start_s + truth_bounce_s[0], start_s + truth_bounce_s[1])
    assert set(spoken) <= set(heard)
    assert not any("Starting in" in one for one in heard)  # it counts seconds
    assert spoken.count("Soften the knee a little.") == 2
    assert "Now the other side. Left side: the raised leg." in spoken
    assert spoken[-1] == "That's all. Well done."
    assert "right side" in words
    assert "left side" in words

    session = saved(server)
    assert session.ending == "finished"
    holds = [hold for stretch in session.stretches for hold in stretch.holds]
    assert [hold.side for hold in holds] == ["right", "left"]
    agrees_with_the_recording(session, kept_poses)


def told_within(told: list[float], start_s: float, end_s: float) -> None:
    """It was shown while the fault lasted, and not before nor long after."""
    assert told
    assert start_s <= told[0] < end_s + SLACK_S
    assert told[-1] < end_s + MENDED_S


def times_index(log: list[dict[str, Any]], phase: str) -> int:
    return next(n for n, one in enumerate(log) if one["phase"] == phase)


def agrees_with_the_recording(session: SessionRecord, kept_poses: KeptPoses) -> None:
    """The clip's own side, judged live through browser and socket, and from the file."""
    stretch = stretch_named("lying_hamstring")
    options = Options(stretch=stretch, model="full")
    with kept_poses.in_use():
        recorded = as_json(check_file(SAMPLES / "lying_hamstring.mp4", options))
    (wanted,) = recorded["holds"]
    hold = session.stretches[0].holds[0]
    assert hold.held_s == pytest.approx(wanted["held_s"], abs=0.3)
    assert hold.score is not None
    assert abs(hold.score - wanted["score"]) <= 2
    live = {check.check: check.verdict for check in session.stretches[0].checks}
    assert live == {check["id"]: check["verdict"] for check in recorded["checks"]}


@pytest.mark.parametrize(
    ("name", "check"), [("childs_pose", "hips_to_heels"), ("bridge", "hips_up")]
)
def test_a_stretch_of_both_sides_at_once(
    server: Server, folder: Path, name: str, check: str
) -> None:
    stretch = stretch_named(name)
    fix = next(one.say for one in stretch.checks if one.id == check)
    camera = camera_of(folder, name, both_sides=False)
    with browser(folder, camera) as context:
        page = context.pages[0]
        begin(page, server.address, stretch=name, hold_s=10, repetitions=1, countdown_s=3)
        page.get_by_role("heading", name="Well done").wait_for(timeout=60_000)
        log = shown(page)
        page.get_by_text("Saved in your history").wait_for()
    assert -SLACK_S < times(log, phase="hold")[0] - (FIRST_STILL_S + 4.8) < SETTLED_S
    told = times(log, cue=fix, kind="fix")
    told_within(told, FIRST_STILL_S + 11.0, FIRST_STILL_S + 14.5)
    session = saved(server)
    assert [one.stretch for one in session.stretches] == [name]
    verdicts = {one.check: one.verdict for one in session.stretches[0].checks}
    assert verdicts[check] == "fix"
