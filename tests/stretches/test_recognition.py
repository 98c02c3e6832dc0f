from dataclasses import replace

import pytest
from people import HamstringClip, Person, exact

from formcheck.measures.measurer import Measurer
from formcheck.stretches.definition import library
from formcheck.stretches.recognition import Recogniser, recognise_frame

ALL = list(library().values())


def seen(person):
    return recognise_frame(ALL, *Measurer(exact()).step(person.frame(0.0)))


HAMSTRING = Person().bent("right", hip=80, knee=10)
BRIDGE = Person(trunk=-25, hip={"left": 0.0, "right": 0.0}, knee={"left": 85.0, "right": 85.0})


@pytest.mark.parametrize(
    ("person", "stretch", "side"),
    [
        (HAMSTRING, "lying_hamstring", "right"),
        (replace(HAMSTRING, azimuth=180), "lying_hamstring", "right"),
        (replace(HAMSTRING, azimuth=30, elevation=15), "lying_hamstring", "right"),
        (BRIDGE, "bridge", "both"),
    ],
)
def test_a_hold_is_known_by_stretch_and_side(person, stretch, side):
    best = seen(person)[0]
    assert (best.stretch, best.side) == (stretch, side)
    assert best.confidence > 0.8


@pytest.mark.parametrize(
    "person",
    [
        Person(),
        Person(hip={"left": 60.0, "right": 60.0}, knee={"left": 95.0, "right": 95.0}),
        HAMSTRING.bent("left", hip=85, knee=10),
        Person(trunk=70).bent("right", hip=20, knee=90),
    ],
    ids=["lying flat", "knees up", "both legs up", "half sitting"],
)
def test_none_of_these_is_an_answer(person):
    assert seen(person) == []


def test_mirroring_swaps_the_side():
    body, measures = Measurer(exact()).step(HAMSTRING.frame(0.0).mirrored())
    assert recognise_frame(ALL, body, measures)[0].side == "left"


def test_a_recording_is_recognised_by_what_was_held_longest():
    measurer, recogniser = Measurer(exact()), Recogniser(ALL)
    for frame in HamstringClip(side="left").frames():
        recogniser.step(*measurer.step(frame))
    (only,) = recogniser.recognised()
    assert (only.stretch, only.side) == ("lying_hamstring", "left")
    assert only.confidence > 0.9


def test_passing_through_is_not_recognised():
    measurer, recogniser = Measurer(exact()), Recogniser(ALL)
    for k in range(15):
        recogniser.step(*measurer.step(HAMSTRING.frame(k / 15)))
    assert recogniser.recognised() == []
