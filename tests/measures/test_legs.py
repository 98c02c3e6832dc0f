"""Which leg is which when the model exchanges their names, with and without a start to go by."""

from dataclasses import replace

import numpy as np
import pytest
from people import HamstringClip, Person, exact

from formcheck.measures.legs import EXCHANGED, LEG_LANDMARKS, UNCLEAR
from formcheck.measures.measurer import Measurer
from formcheck.pose.frame import PoseFrame


def readings(frames, side):
    """Hip flexion of the raised leg, and the reason it can't be told, frame by frame."""
    measurer = Measurer(exact())
    told = [measurer.step(frame)[1][f"hip_flexion_{side}_deg"] for frame in frames]
    return np.array([m.value for m in told]), [m.reason for m in told]


def exchanged_from(frames, start_s, end_s=1e9):
    return [
        f.with_sides_exchanged(LEG_LANDMARKS) if start_s <= f.t_s < end_s else f for f in frames
    ]


@pytest.mark.parametrize("azimuth", [0.0, 180.0])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_whole_hold_under_the_wrong_name_is_put_right_by_the_leg_that_stays(azimuth, side):
    clip = HamstringClip(side=side, person=Person(azimuth=azimuth, elevation=15))
    frames = exchanged_from(clip.frames(), 2.2, 24.5)
    values, reasons = readings(frames, side)
    held = slice(15 * 5, 15 * 22)
    assert np.nanmedian(values[held]) == pytest.approx(80, abs=6)
    assert reasons[held].count("") > 0.95 * len(reasons[held])


def test_names_the_model_gets_right_stay():
    clip = HamstringClip(person=Person(elevation=15))
    values, reasons = readings(clip.frames(), "right")
    assert np.nanmedian(values[75:330]) == pytest.approx(80, abs=6)
    assert set(reasons[75:330]) == {""}


def raised(k, **changes):
    person = replace(Person(elevation=15), **changes)
    return person.bent("right", hip=80, knee=10).bent("left", hip=0, knee=3).frame(k / 15)


def test_without_a_start_moments_of_exchange_are_put_back():
    frames = [raised(k) for k in range(90)]
    for k in (40, 41, 60):
        frames[k] = frames[k].with_sides_exchanged(LEG_LANDMARKS)
    values, _ = readings(frames, "right")
    assert np.allclose(values, 80, atol=6)


def test_without_a_start_a_model_that_changes_its_mind_is_not_believed_either_way():
    frames = exchanged_from([raised(k) for k in range(150)], 3.0)
    _, reasons = readings(frames, "right")
    assert reasons[-1] == EXCHANGED
    assert reasons[30] == ""


def test_a_leg_on_its_way_across_is_unclear_not_measured():
    """The model's smoothing carries an exchanged leg through places where no leg is."""
    frames = [raised(k) for k in range(60)]
    there = frames[0].with_sides_exchanged(LEG_LANDMARKS).xy_px
    for k, share in ((30, 0.5), (31, 0.5)):
        f = frames[k]
        xy = (1 - share) * f.xy_px + share * there
        frames[k] = PoseFrame(f.t_s, f.size_px, xy, f.world_m, f.visibility)
    _, reasons = readings(frames, "right")
    assert reasons[30:32] == [UNCLEAR] * 2
    assert set(reasons[:30] + reasons[33:]) == {""}


def test_a_skeleton_that_mixes_both_legs_for_long_is_unclear():
    """Such a thigh is shorter than it was at rest, which a thigh seen from beside can't be."""
    clip = HamstringClip(person=Person(elevation=15))
    frames = clip.frames()
    for k in range(150, 210):
        f = frames[k]
        xy = 0.5 * f.xy_px + 0.5 * f.with_sides_exchanged(LEG_LANDMARKS).xy_px
        frames[k] = PoseFrame(f.t_s, f.size_px, xy, f.world_m, f.visibility)
    _, reasons = readings(frames, "right")
    assert set(reasons[152:208]) == {UNCLEAR}


def test_a_quick_but_human_lift_is_not_unclear():
    clip = HamstringClip(hold=(2.4, 20.0))  # 80 degrees in 1.2 s
    _, reasons = readings(clip.frames(), "right")
    assert set(reasons) == {""}
