"""One visit to the live page: its token, its session, its place in the history.

A visit outlives its connection, so that a lost socket or a reload goes on where it was.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from formcheck.app.live.clock import SessionClock
from formcheck.app.live.face import LIMB_ENDS, body, face
from formcheck.app.live.keeper import Keeper
from formcheck.app.live.pictures import FrameRate, RgbImage, brightness
from formcheck.coach.live.plan import Plan
from formcheck.coach.live.preferences import Preferences
from formcheck.coach.live.session import LiveSession
from formcheck.coach.live.state import LiveCue, LivePhase, LiveState, PictureQuality
from formcheck.coach.live.summary import LiveSummary
from formcheck.measures.calibration import load_calibration
from formcheck.pose.frame import PoseFrame
from formcheck.pose.models import known_models, model_name

KEPT_S = 600.0
"""So long a session waits for its page to come back."""
SAVE_EVERY_S = 1.0
CUE_AGAIN_S = 2.0
"""An answer can be lost with its line: a cue is sent again for so long; a page says each once."""

LAST_WORDS_S = 4.0
"""After the last hold: long enough for "That's all. Well done." and its tone."""


@dataclass(frozen=True)
class Order:
    """What the person chose.

    Attributes:
        plan: what to go through.
        model: name of the pose model.
        profile: whose session it is.
        preferences: how to be coached.
    """

    plan: Plan
    model: str
    profile: str
    preferences: Preferences = field(default_factory=Preferences)


class Visit:
    """One person at the live page, from the page's opening to the session's summary.

    Its methods may be called from any thread.

    Args:
        token: known to this person's page only.
        order: what to do; may be changed until the session begins.
    """

    def __init__(self, token: str, order: Order) -> None:
        self.token = token
        self.clock = SessionClock()
        self.summary: LiveSummary | None = None
        self.keeper: Keeper | None = None
        self._order = order
        self._lock = threading.RLock()
        self._session: LiveSession | None = None
        self._last: LiveState | None = None
        self._cues: deque[tuple[float, LiveCue]] = deque(maxlen=4)
        self._rate = FrameRate()
        self._holder: object | None = None
        self._displace: Callable[[], None] = lambda: None
        self._left_s = time.monotonic()
        self._saved_at_s = 0.0
        self._over_s = 0.0

    @property
    def order(self) -> Order:
        """What is to be done, or is being done."""
        return self._order

    def reorder(self, order: Order) -> None:
        """Choose something else; ignored once the session has begun."""
        with self._lock:
            if self._session is None:
                self._order = order

    @property
    def model(self) -> str:
        """Name of the pose model that looks at the pictures."""
        return self._order.model

    @property
    def begun(self) -> bool:
        """Whether the person has pressed Start."""
        return self._session is not None

    @property
    def over(self) -> bool:
        """Whether there is a summary."""
        return self.summary is not None

    @property
    def closing(self) -> bool:
        """Whether there is a summary, and everything was said."""
        return self.over and time.monotonic() >= self._over_s

    def abandoned(self, now_s: float) -> bool:
        """Whether it began, and nobody has watched it for too long."""
        with self._lock:
            alone = self.begun and self._holder is None
            return alone and now_s - self._left_s > KEPT_S

    # connections

    def enter(self, holder: object, displace: Callable[[], None]) -> None:
        """A page takes the session over; the one before is told to hang up."""
        with self._lock:
            if self._holder is not None:
                self._displace()
            self._holder, self._displace = holder, displace
            self.clock.new_page()
            self._rate = FrameRate()
            if self._session is None:
                self._session = self._begin()

    def leave(self, holder: object) -> None:
        """A page has gone; unless another one took over, the session waits."""
        with self._lock:
            if self._holder is holder:
                self._holder = None
                self._left_s = time.monotonic()
                if self._session is None:
                    return
                self._session.disconnected()
                if self._last is not None and self._session.snapshot().pain is not None:
                    self.end()  # it hurt, and nobody came back to say where
                self._save()

    @property
    def watched(self) -> bool:
        """Whether a page is connected."""
        return self._holder is not None

    def greeting(self) -> dict[str, Any]:
        """What a page needs to know first."""
        with self._lock:
            last = face(self._last) if self._last is not None else None
            done = self._session is not None and self._session.snapshot().done
            return {"limbs": LIMB_ENDS, "model": self.model, "face": last, "done": done}

    # pictures and words

    def see(self, frame: PoseFrame, people: int, rgb: RgbImage) -> dict[str, Any]:
        """Take one picture in; the answer for the page."""
        with self._lock:
            if self._session is None:
                return {}
            rate_hz = self._rate.step(frame.t_s)
            quality = PictureQuality(brightness(rgb), people)
            if rate_hz is not None:
                quality = replace(quality, frame_rate_hz=rate_hz)
            state = self._session.step(frame, quality)
            self._last = state
            if state.cue is not None:
                self._cues.append((state.t_s, state.cue))
            said = [c.to_json() for t_s, c in self._cues if state.t_s - t_s <= CUE_AGAIN_S]
            if frame.t_s - self._saved_at_s >= SAVE_EVERY_S:
                self._saved_at_s = frame.t_s
                self._save()
            if state.phase is LivePhase.DONE:
                self.end(at_once=False)
            drawn = state.pose if state.pose is not None else frame
            return {"body": body(drawn), "face": face(state), "say": said}

    def told(self, said: dict[str, Any]) -> None:
        """The person pressed something; what isn't known is ignored."""
        with self._lock:
            session, what = self._session, said.get("do")
            if session is None or self.over:
                return
            if what == "pause":
                session.pause()
            elif what == "resume":
                session.resume()
            elif what == "skip":
                session.skip()
            elif what == "end":
                self.end()
            elif what == "hurt":
                session.hurt()
                self._save()
            elif what == "hurt_where":
                session.hurt(*_where(said))
                self.end()
            elif what == "model" and said.get("name") in known_models():
                self._change_model(session, str(said["name"]))

    def end(self, *, at_once: bool = True) -> None:
        """Sum up and write down; harmless when done twice.

        Args:
            at_once: say nothing more; else the last words may still be said.
        """
        with self._lock:
            if self._session is None or self.over:
                return
            self.summary = self._session.finish()
            self._over_s = time.monotonic() + (0.0 if at_once else LAST_WORDS_S)
            if self.keeper is not None:
                self.keeper.keep(self.summary)

    def _begin(self) -> LiveSession:
        order = self._order
        self.keeper = Keeper(order.profile, model_name(order.model), order.plan.routine)
        return LiveSession(
            order.plan, calibration=load_calibration(order.model), preferences=order.preferences
        )

    def _change_model(self, session: LiveSession, model: str) -> None:
        """Begin anew with another model; not once something is done, which it didn't measure."""
        so_far = session.snapshot()
        if so_far.done or so_far.pain is not None:
            return
        if self.keeper is not None:
            self.keeper.keep(session.finish())
        self._order = replace(self._order, model=model)
        self._session, self._last = self._begin(), None
        self._cues.clear()

    def _save(self) -> None:
        if self._session is not None and self.keeper is not None and not self.over:
            self.keeper.keep(self._session.snapshot())


def _where(said: dict[str, Any]) -> tuple[str, None, str]:
    """Where it hurt, and the person's own words, as `LiveSession.hurt` takes them."""
    places, words = said.get("places"), said.get("words")
    where = ", ".join(str(one)[:40] for one in places[:8]) if isinstance(places, list) else ""
    return where, None, str(words or "").strip()[:500]
