"""The history as `formcheck history` tells it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from past import MONDAY, hamstring, hold, keep

from formcheck.history import History, NewSession, PainStop
from formcheck.history.in_words import NEWEST, history_as_json, history_in_words

NOW = MONDAY + timedelta(days=100)


@pytest.fixture
def history(tmp_path):
    with History.open(f"sqlite:///{tmp_path / 'history.sqlite3'}") as history:
        yield history


def test_progress_is_told_with_what_is_real_and_what_is_error(history):
    for n in range(12):
        holds = hold("left", peak_deg=70.0 + 2 * n), hold("right", 40.0, peak_deg=70.0)
        keep(history, hamstring(*holds, fault="no_bounce" if n < 6 else None), day=7 * n)
    told = history_in_words(history, "Anna", NOW)
    assert "Lying hamstring stretch, 12 sessions" in told
    assert "left   72° at first, 90° now: 18° further" in told
    assert "right  70° at first, 70° now: no change beyond the error of 7°" in told
    assert "most often to mend: No bouncing, in 6 of 12 sessions, fades" in told


def test_progress_of_several_people_is_not_mixed(history):
    keep(history, profile="Anna")
    keep(history, profile="Ben")
    told = history_in_words(history, None, NOW)
    assert "at first" not in told
    assert "--profile NAME" in told
    data = history_as_json(history, None, NOW)
    assert set(data["progress"]) == {"Anna", "Ben"}


def test_a_session_that_did_not_end_well_says_so(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.pain(PainStop(3.0))
    writer.finish([hamstring()], 4.0, ending="pain")
    cut_off = history.begin(NewSession("Anna", "live", "full"))
    cut_off.save([hamstring()], 4.0)
    later = datetime.now(UTC) + timedelta(hours=1)
    told = history_in_words(history, None, later)
    assert "stopped because it hurt" in told
    assert "interrupted" in told
    assert [s["state"] for s in history_as_json(history, None, later)["sessions"]] == [
        "pain",
        "interrupted",
    ]


def test_a_long_history_lists_the_newest(history):
    for day in range(NEWEST + 5):
        keep(history, day=day)
    told = history_in_words(history, "Anna", NOW)
    assert f"The newest {NEWEST} of {NEWEST + 5} sessions:" in told
    assert "2026-03-02" not in told
    assert "2026-03-26" in told


def test_the_json_is_plain_and_says_what_is_real(history):
    for n in range(6):
        keep(history, hamstring(hold(peak_deg=60.0 + 8 * n)), day=n)
    data = json.loads(json.dumps(history_as_json(history, "Anna", NOW)))
    (trend,) = data["progress"]["Anna"]["stretches"]
    change = trend["sides"][0]["change"]
    assert change["real"] is True
    assert (change["baseline_deg"], change["now_deg"]) == (68.0, 92.0)
    assert trend["sides"][0]["points"][0]["at"] == "2026-03-02T07:30:00"
    assert data["progress"]["Anna"]["regularity"]["weeks"][0] == {
        "monday": "2026-03-02",
        "days": 6,
        "sessions": 6,
        "held_s": 120.0,
    }
