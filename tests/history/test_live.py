"""What the live session tells, as the history keeps it."""

from math import nan

from judged import finished_hold

from formcheck.coach.live.summary import HoldSoFar, LiveSummary, Pain, Snapshot
from formcheck.coach.result import result
from formcheck.history import NewSession, PainStop
from formcheck.history.live import finish_live, save_snapshot
from formcheck.stretches.definition import stretch_named


def snapshot(t_s, holds, results=(), pain=None):
    return Snapshot(t_s, tuple(holds), tuple(results), 40.0, pain)


def so_far(stretch="lying_hamstring", side="left", held_s=3.0, *, finished=False):
    return HoldSoFar(stretch, side, 5.0, 5.0 + held_s, held_s, held_s, held_s, finished)


def test_the_hold_in_progress_is_kept_before_any_is_finished(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    save_snapshot(writer, snapshot(8.0, [so_far()]))
    session = history.session(writer.uid)
    assert (session.held_s, session.warm_up_s, session.score) == (3.0, 40.0, None)
    assert session.stretches[0].side == "left"


def test_a_hold_that_ends_takes_the_place_of_the_one_in_progress(history):
    stretch = stretch_named("lying_hamstring")
    done = result(stretch, [finished_hold(stretch, "left", 5.0, 20.0)])
    writer = history.begin(NewSession("Anna", "live", "full"))
    save_snapshot(writer, snapshot(24.0, [so_far(held_s=19.0)]))
    holds = [so_far(held_s=20.0, finished=True), so_far(side="right", held_s=1.5)]
    save_snapshot(writer, snapshot(40.0, holds, [done]))
    session = history.session(writer.uid)
    (told,) = session.stretches
    assert [(hold.side, hold.held_s) for hold in told.holds] == [("left", 20.0), ("right", 1.5)]
    assert told.holds[0].peak_value_deg == 80.0


def test_a_pain_stop_is_kept_once_however_often_it_is_told(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    pain = Pain(9.0, "knee", "lying_hamstring", "left", "sharp")
    save_snapshot(writer, snapshot(9.0, [so_far()], pain=pain))
    stretch = stretch_named("lying_hamstring")
    done = result(stretch, [finished_hold(stretch, "left", 5.0, 4.0, peak_deg=nan)])
    summary = LiveSummary(
        "Hamstring", "", "pain", 1.0, 12.0, (), (done,), None, None, (), "", pain, 40.0
    )
    finish_live(writer, summary)
    session = history.session(writer.uid)
    assert session.pain_stops == (PainStop(9.0, "lying_hamstring", "left", "knee", "sharp"),)
    assert (session.ending, session.duration_s, session.held_s) == ("pain", 11.0, 4.0)
    assert session.stretches[0].holds[0].peak_value_deg is None
