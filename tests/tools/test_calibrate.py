"""Fitting what to add to a reading, and how far off what is left may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.correction import ANGLES
from tools.calibrate import ANGLE_NAMES, MIXED_DEG, Samples, after, fitted, held_by, table
from tools.still_readings import Reading

K = len(ANGLES)


def reading(person: str = "one", off_deg: float = 4.0, feature: float = 0.0) -> Reading:
    read_deg = np.full(K, 30.0)
    return Reading(person, "bridge", np.array([feature, 1.0]), read_deg, read_deg + off_deg)


def test_mixed_up_skeletons_and_unknown_features_teach_nothing() -> None:
    samples = Samples.of([reading(), reading(off_deg=MIXED_DEG + 1), reading(feature=np.nan)])
    assert len(samples.features) == 2
    assert samples.missing_deg[0] == pytest.approx(4.0)
    assert np.isnan(samples.missing_deg[1]).all()


def test_what_is_rare_is_learned_from_more_often() -> None:
    pytest.importorskip("torch")
    random = np.random.default_rng(4)
    off_deg = np.where(random.random(1200) < 0.3, 8.0, 0.0)  # and nothing tells which
    samples = Samples.of([reading(off_deg=off) for off in off_deg])
    often = replace(samples, times=np.where(off_deg > 0.0, 6, 1))
    for one, told_deg in ((samples, 0.0), (often, 8.0)):
        add_deg, _ = fitted(one, 20, np.ones(K))(np.array([0.0, 1.0]))
        assert add_deg == pytest.approx(told_deg, abs=1.5)


def test_the_stated_width_holds_nine_of_ten() -> None:
    random = np.random.default_rng(1)
    scale_deg = random.uniform(1.0, 4.0, (4000, K))
    left_deg = random.laplace(0.0, scale_deg)
    width = held_by(left_deg, scale_deg)
    assert width == pytest.approx(np.log(10.0), rel=0.1)  # of a Laplace distribution
    assert np.mean(np.abs(left_deg) <= width * scale_deg) == pytest.approx(0.9, abs=0.005)


def test_the_table_has_a_row_for_all_and_for_each_stretch() -> None:
    samples = Samples.of([reading(), reading()])
    lines = table(
        "full", ANGLE_NAMES, samples, np.full((2, K), -2.0), np.full((2, K), 3.0)
    ).splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["all", "bridge"]
    assert "2.0 (100, 1.5)" in lines[-1]


def test_a_bias_is_learned_and_so_is_what_scatters_about_it() -> None:
    pytest.importorskip("torch")
    random = np.random.default_rng(2)
    feature = random.uniform(-1.0, 1.0, 1500)
    off_deg = 10.0 * feature + random.laplace(0.0, np.where(feature > 0, 4.0, 1.0))
    samples = Samples.of(
        [reading(off_deg=o, feature=f) for o, f in zip(off_deg, feature, strict=True)]
    )
    networks = fitted(samples, 40, np.ones(K))
    for at in (-0.6, 0.6):
        add_deg, scale_deg = networks(np.array([at, 1.0]))
        assert add_deg == pytest.approx(10.0 * at, abs=2.0)
        assert scale_deg == pytest.approx(4.0 if at > 0 else 1.0, rel=0.5)


def test_networks_learn_on_from_those_that_told_less() -> None:
    pytest.importorskip("torch")
    random = np.random.default_rng(3)
    feature = random.uniform(-1.0, 1.0, 1200)
    samples = Samples.of([reading(off_deg=10.0 * f, feature=f) for f in feature])
    known = fitted(samples, 40, np.ones(K))
    more = replace(
        samples, missing_deg=np.column_stack([samples.missing_deg, 5.0 - samples.missing_deg[:, 0]])
    )
    for epochs, new_off_deg in ((0, np.inf), (15, 2.0)):
        networks = fitted(more, epochs, np.ones(K + 1), start=known)
        add_deg, _ = networks(np.array([0.6, 1.0]))
        assert add_deg[:K] == pytest.approx(6.0, abs=1.5)
        assert add_deg[K] == pytest.approx(-1.0, abs=new_off_deg)


def test_the_table_says_nothing_of_a_reading_that_a_stretch_never_has() -> None:
    samples = Samples.of([reading(), reading()])
    left_deg = np.full((2, K), -2.0)
    left_deg[:, 0] = np.nan
    lines = table("full", ANGLE_NAMES, samples, left_deg, np.full((2, K), 3.0)).splitlines()
    assert lines[-1].split()[2] == "-"
    assert "nan" not in lines[-1]


def test_the_provenance_names_what_was_learned_before() -> None:
    learned = after({"twist": {"pictures": 5}}, {"twist": {"pictures": 3}}, {"twist"})
    assert learned == {"twist": {"pictures": 5, "after": {"pictures": 3}}}
    assert after({"leans": {"pictures": 5}}, {}, set()) == {"leans": {"pictures": 5}}
