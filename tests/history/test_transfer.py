"""Export and import: all of it, and nothing twice."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from past import hamstring, hold, keep

from formcheck.errors import HistoryError
from formcheck.history import History, NewSession, PainStop, RepetitionRecord
from formcheck.history.flat import COLUMNS, as_csv
from formcheck.history.transfer import as_text, export_all, from_text, import_all

DOCS = Path(__file__).parents[2] / "docs" / "history.md"


@pytest.fixture
def full(history):
    keep(history, hamstring(), hamstring(hold("right")), notes=("Dim light.",), day=0)
    moved = replace(
        hamstring(fault="no_bounce"),
        repetitions=(RepetitionRecord("both", 1.0, 4.0, 30.0, False, "not far enough"),),
    )
    keep(history, moved, profile="Ben", day=2)
    writer = history.begin(NewSession("Anna", "live", "lite"))
    writer.pain(PainStop(3.0, "bridge", "left", "back", "ouch"))
    writer.save([], 4.0)
    return history


def test_an_import_gives_back_all_that_was_exported(full, tmp_path):
    with History.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        data = from_text(as_text(export_all(full)))
        assert import_all(other, data) == (2, 3)
        assert other.sessions() == full.sessions()
        assert other.profiles() == full.profiles()
        assert export_all(other) == export_all(full)


def test_importing_twice_changes_nothing(full):
    data = export_all(full)
    assert import_all(full, data) == (0, 0)
    assert export_all(full) == data


def test_an_export_of_one_profile_holds_nothing_of_the_others(full):
    text = as_text(export_all(full, "Ben"))
    assert "Ben" in text
    assert "Anna" not in text
    assert "Dim light" not in text


def test_the_same_person_on_two_machines_is_told_by_name(full, tmp_path):
    with History.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        keep(other, profile="Anna", day=9)
        assert import_all(other, export_all(full)) == (1, 3)
        assert len(other.sessions("Anna")) == 3


def test_a_profile_renamed_here_keeps_its_name_here(full):
    data = export_all(full)
    full.rename("Anna", "Annabel")
    full.delete_session(full.sessions("Annabel")[0].uid)
    assert import_all(full, data) == (0, 1)
    assert [profile.name for profile in full.profiles()] == ["Annabel", "Ben"]


def damaged(data, change):
    whole = json.loads(json.dumps(data))
    change(whole)
    return whole


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("schema"), "no schema"),
        (lambda d: d.update(schema=2), "newer formcheck"),
        (lambda d: d.pop("sessions"), "damaged"),
        (lambda d: d["sessions"][1].update(model=5), "model can't be 5"),
        (lambda d: d["sessions"][1].update(colour="red"), "knows no colour"),
        (lambda d: d["sessions"][1].pop("uid"), "damaged"),
        (lambda d: d["sessions"][1].update(profile="nobody"), "belongs to no profile"),
        (lambda d: d["sessions"][1].update(started_at="yesterday"), "damaged"),
        (lambda d: d["sessions"][1].update(kind="dream"), "kind can't be"),
        (lambda d: d["sessions"][1].update(stretches="none"), "stretches isn't a list"),
    ],
)
def test_a_damaged_export_is_refused_in_words_and_nothing_is_added(full, tmp_path, change, said):
    with History.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        with pytest.raises(HistoryError, match=said):
            import_all(other, damaged(export_all(full), change))
        assert other.sessions() == []
        assert other.profiles() == []


@pytest.mark.parametrize("text", ["", "nonsense", "[1, 2]", '"schema"', "null"])
def test_something_else_is_no_export(full, text):
    with pytest.raises(HistoryError, match="isn't an export"):
        import_all(full, from_text(text))


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_has_a_row_for_each_hold_and_repetition(full):
    told = rows(as_csv(full.sessions()))
    assert [row["what"] for row in told] == ["hold", "hold", "hold", "repetition", ""]
    first, ben, moved, stopped = told[0], told[2], told[3], told[4]
    assert first["held_s"] == "20.0"
    assert first["peak_deg"] == "78.0"
    assert first["fix"] == "knee_not_locked"
    assert first["fault_s"] == "2.0"
    assert first["cant_tell"] == "head_down"
    assert first["notes"] == "Dim light."
    assert ben["bounces"] == "5"
    assert (moved["counted"], moved["peak_deg"], moved["held_s"]) == ("no", "30.0", "")
    assert (stopped["pain_stops"], stopped["stretch"], stopped["ending"]) == ("1", "", "open")


def test_a_csv_runs_nothing_in_a_spreadsheet(history):
    keep(history, profile='=HYPERLINK("evil")', source="@sum.mp4")
    (told,) = rows(as_csv(history.sessions()))
    assert told["profile"].startswith("'=")
    assert told["source"].startswith("'@")


def test_every_column_is_documented_in_order():
    words = DOCS.read_text("utf-8")
    places = [words.find(f"| `{column}` |") for column in COLUMNS]
    assert -1 not in places, COLUMNS[places.index(-1)]
    assert places == sorted(places)
