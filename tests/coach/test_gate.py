"""When somebody is in position, and when that can't be told."""

import pytest

from formcheck.coach.gate import VAGUE_DEG, all_inside, most_slack
from formcheck.measures.measure import Measure
from formcheck.stretches.definition import stretch_named

BOUNDS = stretch_named("hip_flexor_lunge").hold.all
GOOD = {
    "hip_flexion_{side}_deg": Measure(-15.0, 7.0),
    "shank_lean_{side}_deg": Measure(88.0, 6.0),
    "knee_flexion_{other}_deg": Measure(110.0, 8.0),
    "thigh_lean_{side}_deg": Measure(42.0, 9.0),
    "foot_ahead_{other}_ratio": Measure(1.8, 0.2),
}


def inside(**changed: Measure) -> bool | None:
    found = {**GOOD, **{f"{name}_deg": measure for name, measure in changed.items()}}
    measures = [found[bound.measure] for bound in BOUNDS]
    return all_inside(BOUNDS, measures, [most_slack(bound) for bound in BOUNDS])


FRONT_KNEE = "knee_flexion_{other}"


@pytest.mark.parametrize(
    ("front_knee", "told"),
    [
        (Measure(110.0, 8.0), True),
        (Measure(20.0, 8.0), False),
        (Measure(20.0, VAGUE_DEG + 10.0), None),
        (Measure(110.0, VAGUE_DEG + 10.0), True),
        (Measure.unknown("the knee is hidden"), None),
    ],
)
def test_a_leg_that_the_model_has_lost_does_not_tell_that_somebody_left(front_knee, told):
    assert inside(**{FRONT_KNEE: front_knee}) is told


def test_who_has_left_by_another_angle_has_left():
    lost = Measure(20.0, VAGUE_DEG + 10.0)
    assert inside(**{FRONT_KNEE: lost, "hip_flexion_{side}": Measure(60.0, 7.0)}) is False
    # the stretched leg is what is timed: fast as it goes, it has gone
    assert inside(**{"hip_flexion_{side}": Measure(60.0, VAGUE_DEG + 10.0)}) is False
