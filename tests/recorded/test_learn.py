"""A definition proposed from a recording knows its own recording again."""

import pytest
from people import HamstringClip, Person, exact

from formcheck.errors import UnusableInput
from formcheck.recorded.learn import found_again, propose
from formcheck.recorded.learn_toml import as_toml, proposed_id
from formcheck.stretches.definition import parse_definition

CLIP = HamstringClip(side="left", person=Person(elevation=10, azimuth=180))


def proposed(frames=None, hold_s=(4, 22), side="left"):
    return propose(frames or CLIP.frames(10), hold_s, side, exact())


def test_the_proposal_is_a_valid_definition_that_finds_its_hold_again():
    proposal = proposed()
    assert proposal.driver.name == "hip_flexion_{side}_deg"
    assert proposal.driver.rises
    assert (proposal.position, proposal.view) == ("supine", "side")
    text = as_toml(proposal, "my_leg", "leg.mp4")
    stretch = parse_definition(text, "my_leg.toml")
    (hold,), recognised = found_again(stretch, "left", CLIP.frames(10), exact())
    assert hold == pytest.approx((3.0, 23.0), abs=1.0)
    assert recognised > 0.95
    (gate,) = [bound for bound in stretch.hold.all if bound.measure == stretch.driver]
    assert 40 <= gate.min <= 78


def test_it_does_not_take_the_other_side_or_lying_flat_for_it():
    stretch = parse_definition(as_toml(proposed(), "my_leg", "leg.mp4"), "my_leg.toml")
    other = HamstringClip(side="right", person=Person(elevation=10, azimuth=180))
    assert found_again(stretch, "left", other.frames(10), exact()) == ([], 0.0)
    flat = [Person(elevation=10).frame(k / 10) for k in range(200)]
    assert found_again(stretch, "left", flat, exact()) == ([], 0.0)


def test_a_movement_that_falls_has_its_peak_at_the_least():
    up = Person(elevation=10, azimuth=180).bent("left", hip=85, knee=5)
    frames = [
        (up if k < 60 or k > 200 else Person(elevation=10, azimuth=180)).frame(k / 10)
        for k in range(240)
    ]
    proposal = propose(frames, (7, 19), "left", exact())
    assert not proposal.driver.rises
    assert 'driver_peak = "min"' in as_toml(proposal, "leg_down", "x.mp4")


@pytest.mark.parametrize(
    ("hold_s", "said"),
    [
        ((10, 11), "name a hold of at least 4 s"),
        ((0, 26), "too little besides the hold"),
        ((100, 120), "too little of a person"),
    ],
)
def test_what_cannot_be_learnt_from_is_told(hold_s, said):
    with pytest.raises(UnusableInput, match=said):
        proposed(hold_s=hold_s)


def test_lying_still_all_along_teaches_nothing():
    still = [Person(elevation=10).frame(k / 10) for k in range(200)]
    with pytest.raises(UnusableInput, match="No angle tells this hold"):
        proposed(still)


def test_a_file_name_becomes_an_id(tmp_path):
    assert proposed_id(tmp_path / "My Stretch-2.mp4") == "my_stretch_2"
    assert proposed_id(tmp_path / "12 legs.mp4") == "stretch_12_legs"
