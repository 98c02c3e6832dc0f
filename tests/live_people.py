"""Whole live sessions of stick people: scripted scenes, one after the other, and a player."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from people import HamstringClip, MovingClip, Person, Rep, exact

from formcheck.coach.live import LiveSession, LiveState, PictureQuality, plan_for_stretch
from formcheck.pose.frame import PoseFrame
from formcheck.stretches.definition import library

HAMSTRING = library()["lying_hamstring"]
BRIDGE = library()["bridge"]
AZIMUTH = {"right": 0.0, "left": 180.0}
"""Where the camera stands so that this side is nearest."""


@dataclass(frozen=True)
class Scene:
    """So many seconds of something; `at` gives the frame at a time of the scene, or None."""

    seconds: float
    at: Callable[[float], PoseFrame | None]


def lying(seconds: float, near: str = "right") -> Scene:
    """Flat on the back, side-on."""
    person = Person(azimuth=AZIMUTH[near])
    return Scene(seconds, person.frame)


def sitting(seconds: float, near: str = "right") -> Scene:
    """Sitting upright with long legs: what a lying person begins with."""
    person = Person(azimuth=AZIMUTH[near], trunk=90.0, hip={"left": 90.0, "right": 90.0})
    return Scene(seconds, person.frame)


def gone(seconds: float) -> Scene:
    """Nobody in the picture."""
    return Scene(seconds, lambda _t_s: None)


def stretching(side: str = "right", held_s: float = 20.0, **faults: object) -> Scene:
    """Lie, lift the leg, hold for so long from 3 s on, lower it, lie."""
    clip = HamstringClip(
        side=side,
        person=Person(azimuth=AZIMUTH[side]),
        hold=(3.0, 3.0 + held_s),
        duration_s=held_s + 6.0,
        **faults,
    )
    return Scene(clip.duration_s, lambda t_s: clip.at(t_s).frame(t_s))


def marcher(
    lift_deg: float = 50.0, steps_hz: float = 1.8, azimuth: float = 0.0, trunk: float = 90.0
) -> Callable[[float], PoseFrame]:
    """Standing, thighs lifted in turn; `steps_hz` counts each knee."""
    standing = Person(trunk=trunk, azimuth=azimuth, px_per_m=140.0)

    def at(t_s: float) -> PoseFrame:
        step, share = divmod(t_s * steps_hz, 1.0)
        lifted = lift_deg * 4.0 * share * (1.0 - share)
        side = "left" if int(step) % 2 else "right"
        return standing.bent(side, hip=lifted, knee=lifted).frame(t_s)

    return at


def both(degrees: float) -> dict[str, float]:
    """A joint's angle on both sides."""
    return {"left": degrees, "right": degrees}


HIPS_DOWN = Person(hip=both(56.0), knee=both(106.0))
"""On the back with bent knees: where a bridge begins."""
HIPS_UP = Person(trunk=-19.0, hip=both(8.0), knee=both(92.0))


def bridging(*reps: Rep) -> Scene:
    """Bridges to and fro."""
    clip = MovingClip(HIPS_DOWN, HIPS_UP, reps)
    return Scene(clip.duration_s, lambda t_s: clip.at(t_s).frame(t_s))


def waiting_to_bridge(seconds: float) -> Scene:
    """Still, with the hips down."""
    return Scene(seconds, HIPS_DOWN.frame)


def frames(scenes: Iterable[Scene], fps: float = 15.0, start_s: float = 0.0) -> Iterator[PoseFrame]:
    """The scenes as the camera sees them, one after the other."""
    k, began_s, size_px = 0, 0.0, Person().size_px
    for scene in scenes:
        while k / fps < began_s + scene.seconds - 1e-9:
            t_s = k / fps
            frame = scene.at(t_s - began_s)
            if frame is None:
                frame = PoseFrame.unseen(start_s + t_s, size_px)
            yield replace(frame, t_s=start_s + t_s)
            k += 1
        began_s += scene.seconds


def leaning(frame: PoseFrame, lean_deg: float) -> PoseFrame:
    """The same seen by a camera that leans: the picture turned about its middle."""
    lean = np.radians(lean_deg)
    turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    middle = np.array(frame.size_px) / 2.0
    world_m = frame.world_m.copy()
    world_m[:, :2] = world_m[:, :2] @ turn
    return replace(frame, xy_px=(frame.xy_px - middle) @ turn + middle, world_m=world_m)


def hamstring_session(side: str = "both", **how: object) -> LiveSession:
    """A session of the hamstring stretch, one hold of 20 s a side."""
    wanted = {"hold_s": 20.0, "repetitions": 1, "rest_s": 5.0, **how}
    return LiveSession(
        plan_for_stretch(HAMSTRING, side, **wanted), calibration=exact(elevation_deg=0.0)
    )


def bridge_session(repetitions: int = 4) -> LiveSession:
    """A session of bridges that are moved, not held."""
    plan = plan_for_stretch(BRIDGE, hold_s=0, repetitions=repetitions)
    return LiveSession(plan, calibration=exact(elevation_deg=0.0))


def play(
    session: LiveSession,
    pictures: Iterable[PoseFrame],
    quality: PictureQuality | Callable[[float], PictureQuality] | None = None,
) -> list[LiveState]:
    """What the session said to each picture."""
    picture = quality if callable(quality) else lambda _t_s: quality or PictureQuality()
    return [session.step(frame, picture(frame.t_s)) for frame in pictures]


def phases(states: Iterable[LiveState]) -> list[str]:
    """The phases in their order, each once."""
    found: list[str] = []
    for state in states:
        if not found or found[-1] != state.phase:
            found.append(str(state.phase))
    return found


def said(states: Iterable[LiveState]) -> list[tuple[float, str, str]]:
    """(time, kind, words) of every cue."""
    return [(s.t_s, s.cue.kind, s.cue.text) for s in states if s.cue is not None]


def words(states: Iterable[LiveState]) -> str:
    """All that was said."""
    return " ".join(text for _, _, text in said(states))


def first(states: Iterable[LiveState], phase: str, after_s: float = 0.0) -> LiveState:
    """The first state of a phase."""
    return next(state for state in states if state.phase == phase and state.t_s >= after_s)
