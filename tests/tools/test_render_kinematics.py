"""The posed body has the angles that were asked for, and stays above the floor."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.measures.twist import READINGS
from tools.render.geometry import X, Y, Z, angle_deg, reach_of, rotation, two_bone, unit
from tools.render.motion import Bounce, Fault, Script
from tools.render.repetitions import Repetition
from tools.render.skeleton import BODIES, SIDES, Body, Poser
from tools.render.stretches import STRETCHES
from tools.render.stretches.common import SUPINE
from tools.render.truth import angles
from tools.still_readings import true_twist

NAMES = sorted(p.stem for p in BODIES.glob("*.npz") if p.stem != "topology")


@pytest.fixture(scope="module")
def woman():
    return Body.load("woman")


def script(stretch_id, side="right", **changes):
    stretch = STRETCHES[stretch_id]
    hold = {name: (low + high) / 2 for name, (low, high) in stretch.hold.items()}
    if stretch.peak:
        back = stretch.other_peak or stretch.peak
        turns = Repetition(6.0, 1.5, 1.0, 1.5), Repetition(10.0, 1.5, 1.0, 1.5, -1.0)
        changes = {
            "repetitions": turns if stretch.other_peak else turns[:1],
            "peak": {name: (low + high) / 2 for name, (low, high) in stretch.peak.items()},
            "other_peak": {name: (low + high) / 2 for name, (low, high) in back.items()},
            **changes,
        }
    return Script(stretch, side, {**hold, **changes.pop("hold", {})}, **changes)


def moving(s):
    """The times at which the body moves: the entry, or a repetition to either end."""
    if s.repetitions:
        return np.arange(s.repetitions[0].start_s, s.repetitions[-1].end_s, 1 / 12)
    return np.arange(s.rest_s - 0.1, s.hold_start_s + 0.2, 1 / 12)


def angles_at(body, s, t_s):
    return angles(s.stretch.pose(body, s.side, s.controls(t_s)).joints)


@pytest.mark.parametrize("flexion", [0.3, 15, 60, 120])
def test_two_bones_reach_as_far_as_their_bend_allows(flexion):
    _, back = two_bone(0.4, 0.35, reach_of(0.4, 0.35, flexion))
    assert back == pytest.approx(flexion, abs=3.7)  # never quite straight
    if flexion > 5:
        assert back == pytest.approx(flexion, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", SIDES)
def test_a_leg_bends_as_asked(name, side):
    body = Body.load(name)
    for knee in (0.5, 12, 47, 118):
        poser = Poser(body, SUPINE)
        poser.leg(side, rotation(Y, -80) @ X, Y, knee)
        joints = [poser.at(f"{side}_{j}") for j in ("hip", "knee", "ankle")]
        assert 180 - angle_deg(*joints) == pytest.approx(knee, abs=0.01)


@pytest.mark.parametrize("side", SIDES)
def test_a_hand_arrives_where_it_was_sent(woman, side):
    poser = Poser(woman, SUPINE)
    target = poser.at(f"{side}_shoulder") + 0.3 * unit(X + Z)
    poser.arm_to(side, target, Y)
    assert np.linalg.norm(poser.at(f"{side}_wrist") - target) < 0.01


@pytest.mark.parametrize("side", SIDES)
def test_a_locked_knee_is_locked_and_a_soft_one_soft(woman, side):
    s = script("lying_hamstring", side, hold={"knee": 14.0}, tremor_deg=0.0)
    locked = Fault("knee_not_locked", 7.0, 10.0, 13.5)
    good = angles_at(woman, s, 8.5)
    bad = angles_at(woman, script("lying_hamstring", side, hold={"knee": 14.0}, tremor_deg=0.0,
                                  faults=(locked,)), 8.5)  # fmt: skip
    assert good[f"knee_flexion_{side}_deg"] == pytest.approx(14.0, abs=0.1)
    assert bad[f"knee_flexion_{side}_deg"] == pytest.approx(0.5, abs=0.1)
    other = "left" if side == "right" else "right"
    name = f"knee_flexion_{other}_deg"
    assert bad[name] == pytest.approx(good[name], abs=0.1)


def test_a_bounce_swings_the_hip_by_its_size(woman):
    s = script("lying_hamstring", tremor_deg=0.0, bounces=(Bounce(6.0, 10.0, 1.0, 8.0),))
    hip = [angles_at(woman, s, t)["hip_flexion_right_deg"] for t in np.arange(7, 9, 0.05)]
    assert np.ptp(hip) == pytest.approx(8.0, abs=1.0)  # the breath adds up to 0.6


def test_a_lifted_shoulder_tilts_the_shoulder_line(woman):
    lift = Fault("shoulders_flat", 6.0, 12.0, 24.0)
    flat = angles_at(woman, script("supine_twist"), 9.0)["shoulder_tilt_deg"]
    lifted = angles_at(woman, script("supine_twist", faults=(lift,)), 9.0)["shoulder_tilt_deg"]
    assert flat < 5
    assert lifted - flat == pytest.approx(24, abs=4)


@pytest.mark.parametrize("side", SIDES)
def test_crossed_legs_turn_the_pelvis_and_a_shoulder_that_comes_along_takes_nothing_back(side):
    woman = Body.load("woman")

    def told(stretch_id, chest):
        s = script(stretch_id, side, hold={"chest": chest})
        posed = s.stretch.pose(woman, side, s.controls(s.hold_start_s + 0.1))
        return dict(zip(READINGS, true_twist(posed.joints, side), strict=True))

    crossed, lifted = told("outer_hip", 0.0), told("outer_hip", 25.0)
    assert crossed["pelvis lift"] == pytest.approx(41, abs=8)
    assert told("piriformis_cross", 0.0)["pelvis lift"] == pytest.approx(6, abs=4)
    assert (crossed["shoulder lift"], lifted["shoulder lift"]) == (
        pytest.approx(0, abs=2),
        pytest.approx(25, abs=6),
    )
    for name in ("near thigh across", "pelvis lift"):
        assert lifted[name] == pytest.approx(crossed[name], abs=6)
    assert crossed["near thigh across"] > 40


def test_an_arched_bridge_has_its_hips_past_straight(woman):
    arch = Fault("back_straight", 6.0, 12.0, 22.0)
    good = angles_at(woman, script("bridge"), 9.0)
    bad = angles_at(woman, script("bridge", faults=(arch,)), 9.0)
    assert 0 < good["hip_sagittal_left_deg"] < 20
    assert bad["hip_sagittal_left_deg"] < -10
    assert bad["hip_flexion_left_deg"] > 0


@pytest.mark.parametrize("name", ["slim_woman", "heavy_man", "old_woman"])
def test_a_cobra_straightens_its_arms_and_a_fault_lifts_its_hips_over_the_knees(name):
    body, cobra = Body.load(name), STRETCHES["cobra"].pose
    lift = Fault("hips_down", 6.0, 12.0, 18.0)
    good = cobra(body, "left", script("cobra").controls(9.0)).joints
    bad = cobra(body, "left", script("cobra", faults=(lift,)).controls(9.0)).joints
    # by definition the elbows are bent by no more than 60 degrees
    assert angles(good)["elbow_flexion_left_deg"] < 60 > angles(bad)["elbow_flexion_left_deg"]
    assert bad["left_hip"][2] - good["left_hip"][2] == pytest.approx(0.18, abs=0.03)
    assert bad["left_knee"][2] == pytest.approx(good["left_knee"][2], abs=0.03)
    assert bad["left_wrist"][2] == pytest.approx(good["left_wrist"][2], abs=0.03)


@pytest.mark.parametrize("stretch_id", sorted(STRETCHES))
def test_left_and_right_are_mirror_images(woman, stretch_id):
    """Swapping the side swaps the angles, whatever the stretch."""
    one, two = (script(stretch_id, side, tremor_deg=0.0) for side in SIDES)
    left, right = angles_at(woman, one, 8.0), angles_at(woman, two, 8.0)
    for name, value in left.items():
        swapped = name.replace("left", "*").replace("right", "left")
        assert right[swapped.replace("*", "right")] == pytest.approx(value, abs=2.0), name


@pytest.mark.parametrize("stretch_id", sorted(STRETCHES))
def test_nothing_sinks_into_the_floor_or_jumps(woman, stretch_id):
    s = script(stretch_id)
    skin = np.unique(woman.faces)[::3]
    earlier = None
    for t in moving(s):
        v = s.stretch.pose(woman, s.side, s.controls(float(t))).vertices[skin]
        # flesh and mat give way by 12 mm; fingers and toes press in a little more
        assert v[:, 2].min() > -0.075
        if earlier is not None:
            assert np.linalg.norm(v - earlier, axis=1).max() < 0.3
        earlier = v


def test_phases_follow_the_script():
    s = script("bridge", rest_s=2.0, enter_s=2.0, hold_s=5.0, leave_s=1.5, end_s=1.0)
    assert [s.phase(t) for t in (1, 3, 6, 9.5, 11)] == ["start", "enter", "hold", "leave", "end"]
    assert s.duration_s == pytest.approx(11.5)
