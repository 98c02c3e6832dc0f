from dataclasses import replace

import pytest
from people import HamstringClip, Person, both, exact, smoothly

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


@pytest.mark.parametrize(
    ("rolls", "rest_s", "said"),
    [
        (["left", "right"], 0.5, "trunk_rotation"),
        (["left", "left"], 0.5, "trunk_rotation"),
        (["left"], 0.5, "supine_twist"),
        (["left", "right"], 9.0, "supine_twist"),
    ],
    ids=["once to each side", "twice to one", "once", "held on each side"],
)
def test_knees_that_roll_from_side_to_side_are_no_held_twist(rolls, rest_s, said):
    measurer, recogniser = Measurer(exact()), Recogniser(ALL)
    lying = Person(hip=both(60.0), knee=both(95.0), azimuth=-40, elevation=25)
    every_s = 3.0 + rest_s
    for k in range(round(15 * every_s * len(rolls)) + 15):
        turn, in_s = divmod(k / 15, every_s)
        away = smoothly(in_s, 0.5, 1.5) - smoothly(in_s, 1.5 + rest_s, 2.5 + rest_s)
        to = rolls[min(int(turn), len(rolls) - 1)] if turn < len(rolls) else "left"
        drop = 60.0 * away * (1.0 if to == "left" else -1.0) if turn < len(rolls) else 0.0
        recogniser.step(*measurer.step(replace(lying, drop=drop).frame(k / 15)))
    found = recogniser.recognised()
    assert found[0].stretch == said, found
