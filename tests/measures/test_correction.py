"""What the networks are told of a body, and what they make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from people import Person, exact

from formcheck.measures.angles import measure_body
from formcheck.measures.attitude import READINGS, attitude_features
from formcheck.measures.body import Body, BodyTracker
from formcheck.measures.calibration import (
    load_calibration,
    read_calibration,
    read_parts,
    write_calibration,
)
from formcheck.measures.correction import ANGLES, features
from formcheck.measures.networks import FARTHEST, Networks
from formcheck.measures.thighs import ThighLine
from formcheck.measures.view import BodyAxes, position
from formcheck.pose.frame import FloatArray

RAISED = Person().bent("right", hip=80, knee=10).bent("left", hip=5, knee=3)
READ_DEG = np.linspace(0.0, 70.0, len(ANGLES))
TOLD = {"left": ThighLine(), "right": ThighLine(3.0, 0.5)}


def body(person: Person) -> Body:
    return BodyTracker().step(person.frame(0.0))


def known_of(person: Person, thighs: dict[str, ThighLine]) -> FloatArray:
    return features(body(person), thighs, READ_DEG)


def network(spread_deg: float = 0.0) -> Networks:
    """Two networks on two features: the first angle's correction is 2 degrees a feature's unit."""
    first = np.zeros((2, 2, 2 * len(ANGLES)), np.float32)
    first[:, 0, 0] = 2.0
    biases = np.zeros((2, 2 * len(ANGLES)), np.float32)
    biases[:, 0] = (-spread_deg, spread_deg)
    return Networks(
        mean=np.array([1.0, 0.0]),
        scale=np.array([0.5, 1.0]),
        weights=(first,),
        biases=(biases,),
        unit_deg=1.0,
        half_width=np.full(len(ANGLES), 2.5),
    )


def test_a_mirrored_person_is_the_same_person() -> None:
    frame = RAISED.frame(0.0)
    there, back = BodyTracker().step(frame), BodyTracker().step(frame.mirrored())
    assert (there.near_side, back.near_side) == ("right", "left")
    mirrored = {"left": ThighLine(-3.0, 0.5), "right": ThighLine()}
    np.testing.assert_allclose(
        features(there, TOLD, READ_DEG), features(back, mirrored, READ_DEG), atol=1e-9
    )


def test_only_how_large_the_body_is_tells_how_near_the_camera_stands() -> None:
    near, far = (known_of(replace(RAISED, px_per_m=px), TOLD) for px in (120.0, 160.0))
    different = np.flatnonzero(np.abs(near - far) > 1e-6)
    assert len(different) == 1  # its hips stay in the middle of the picture


def test_what_the_networks_add_and_state_goes_into_the_angles() -> None:
    add_deg = np.arange(1.0, 1.0 + len(ANGLES))
    stated_deg = np.arange(3.0, 3.0 + len(ANGLES))
    calibration = replace(exact(), beside=lambda _: (add_deg, stated_deg))
    bare, corrected = measure_body(body(RAISED), exact()), measure_body(body(RAISED), calibration)
    for index, (joint, near) in enumerate(ANGLES):
        name = f"{joint}_{'right' if near else 'left'}_deg"
        assert corrected[name].value - bare[name].value == pytest.approx(add_deg[index])
        assert corrected[name].error == stated_deg[index]


def test_they_add_by_the_features_and_state_their_width() -> None:
    add_deg, error_deg = network()(np.array([2.0, 0.0]))
    assert add_deg == pytest.approx([4.0] + [0.0] * (len(ANGLES) - 1))
    assert error_deg == pytest.approx(2.5)  # the scale is exp(0) units


def test_where_they_differ_the_error_grows() -> None:
    add_deg, error_deg = network(spread_deg=3.0)(np.array([1.0, 0.0]))
    assert add_deg[0] == pytest.approx(0.0)
    assert error_deg[0] == pytest.approx(2.5 * np.hypot(1.0, 3.0))
    assert error_deg[1:] == pytest.approx(2.5)


def test_beyond_what_was_learned_from_nothing_is_made_up() -> None:
    edge, beyond = (network()(np.array([x, 0.0]))[0] for x in (1.0 + 0.5 * FARTHEST, 99.0))
    assert beyond == pytest.approx(edge)


def test_a_calibration_is_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "calibration_own.npz"
    names = ("attitude", "beside", "off_side", "twist")
    parts = {name: network(1.5 * (n + 1)) for n, name in enumerate(names)}
    write_calibration(path, parts, {"people": 60})
    again = read_calibration("own", path)
    parts_again, provenance = read_parts(path)
    assert (list(parts_again), provenance) == (list(parts), {"people": 60})
    known = np.array([1.3, 0.2])
    for name, written in parts.items():
        for told, read in zip(getattr(again, name)(known), written(known), strict=True):
            np.testing.assert_allclose(told, read, rtol=1e-3)


def test_each_model_by_name_is_read_with_its_own_calibration_and_others_as_full() -> None:
    own = {model: load_calibration(model).beside for model in ("lite", "full", "heavy")}
    known = known_of(RAISED, TOLD)
    told = {model: correction(known)[0] for model, correction in own.items()}
    assert len({tuple(add_deg) for add_deg in told.values()}) == 3
    for path, model in (("/there/pose_heavy.task", "heavy"), ("/there/other.task", "full")):
        np.testing.assert_array_equal(load_calibration(path).beside(known)[0], told[model])


@pytest.mark.parametrize("model", ["lite", "full", "heavy", "/somewhere/pose_full.task"])
def test_what_ships_takes_the_features_there_are(model: str) -> None:
    calibration = load_calibration(model)
    for correction in (calibration.beside, calibration.off_side):
        add_deg, error_deg = correction(known_of(RAISED, TOLD))
        assert add_deg.shape == error_deg.shape == (len(ANGLES),)
        assert (error_deg > 0.5).all()
    frame = RAISED.frame(0.0)
    add_deg, error_deg = calibration.attitude(
        attitude_features(frame, BodyAxes.of(frame), position(frame))
    )
    assert add_deg.shape == error_deg.shape == (len(READINGS),)
