"""What a picture shows of a measure: the limbs to colour, the joint to write the angle at."""

from itertools import pairwise

import pytest

from formcheck.measures.measure import joint_landmarks, limb_landmarks
from formcheck.media.skeleton import LIMBS
from formcheck.pose.frame import Landmark
from formcheck.stretches.definition import filled, library

L = Landmark

OF_NO_LIMB = ("trunk_", "back_", "spine_", "head_", "neck_")
"""Measures of the trunk and the head."""
CHECKS = [
    pytest.param(check, id=f"{stretch.id}-{check.id}")
    for stretch in library().values()
    for check in stretch.checks
    if check.measure and not check.measure.startswith(OF_NO_LIMB)
]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("check", CHECKS)
def test_a_check_of_a_limb_colours_limbs_that_are_drawn(check, side):
    limbs = list(pairwise(limb_landmarks(filled(check.measure, side, side))))
    assert limbs
    assert {frozenset(limb) for limb in limbs} <= {frozenset(limb) for limb in LIMBS}


def test_the_angle_stands_where_it_is_measured():
    assert joint_landmarks("knee_flexion_left_deg") == (L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE)
    assert joint_landmarks("arm_lean_right_deg") == (L.RIGHT_SHOULDER, L.RIGHT_WRIST)
    assert joint_landmarks("trunk_lean_deg") == limb_landmarks("trunk_lean_deg") == ()
