from dataclasses import replace

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.back import ON_THE_FLOOR
from formcheck.measures.calibration import load_calibration
from formcheck.measures.measurer import Measurer
from formcheck.measures.spine import LEAST_ERROR_DEG, UNTOLD, spine_features
from formcheck.pose.frame import OUTLINE_STATIONS

FOLDED = Person(trunk=55).bent("right", hip=110, knee=5).bent("left", hip=110, knee=5)
ALONG = np.linspace(0.0, 1.0, OUTLINE_STATIONS)


class Tells:
    def __init__(self, told_deg=40.0, error_deg=12.0):
        self._told = np.array([told_deg]), np.array([error_deg])

    def __call__(self, features):
        assert np.isfinite(features).all()
        return self._told


def bend(person=FOLDED, networks=None):
    _, measures = Measurer(replace(exact(), spine=networks)).step(person.frame(0.0))
    return measures["spine_flexion_deg"]


def test_the_networks_tell_it_of_who_is_seen_from_beside():
    told = bend(networks=Tells())
    assert (told.value, told.error, told.reason) == (40.0, 12.0, "")


def test_nothing_is_told_more_surely_than_relaxed_standing_is_known():
    assert bend(networks=Tells(error_deg=1.0)).error == LEAST_ERROR_DEG


@pytest.mark.parametrize(
    ("person", "networks", "reason"),
    [
        (Person(), Tells(), ON_THE_FLOOR),
        (replace(FOLDED, azimuth=50), Tells(), "turn side-on"),
        (FOLDED, None, UNTOLD),
    ],
    ids=["lying", "three-quarter", "no networks"],
)
def test_why_it_cannot_be_told(person, networks, reason):
    told = bend(person, networks)
    assert not told.known
    assert told.reason == reason


def test_a_mirror_image_has_the_same_features():
    """Nothing in them is left or right: the back stays the back."""
    back, front = 0.2 + 0.1 * ALONG * (1 - ALONG), np.where(ALONG > 0.6, np.nan, 0.3)
    told = []
    for azimuth, rows in ((0, (back, front)), (180, (front, back))):
        frame = replace(FOLDED, azimuth=azimuth).frame(0.0)
        body, _ = Measurer(exact()).step(replace(frame, outline=np.stack(rows)))
        told.append(spine_features(body))
    assert told[0] == pytest.approx(told[1], abs=1e-6)


@pytest.mark.parametrize("model", ["lite", "full", "heavy"])
def test_what_ships_takes_the_features_there_are(model):
    told = bend(networks=load_calibration(model).spine)
    assert told.known
    assert LEAST_ERROR_DEG <= told.error < 90.0
