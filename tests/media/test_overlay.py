"""The overlay: it shows what it is given, never fails on a missing body, and says it in signs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.coach.feedback import CheckState, Cue, Feedback, HoldClock, Phase, Verdict
from formcheck.measures.measure import Measure
from formcheck.media.canvas import Canvas
from formcheck.media.overlay import Overlay, draw
from formcheck.media.panels import _caption_lines
from formcheck.media.style import DRIVER, VERDICT_COLOUR, icon
from formcheck.media.text import fits, rendered, wrapped
from formcheck.pose.frame import LANDMARK_COUNT, Landmark, PoseFrame

SIZES = [(320, 240), (640, 480), (1280, 720), (1920, 1080), (240, 320), (720, 1280), (48, 32)]
TITLE = "Lying hamstring stretch"

# A body on its back, right leg raised, in hundredths of the picture.
BODY = {
    "SHOULDER": (32, 68), "ELBOW": (40, 64), "WRIST": (47, 56), "HIP": (50, 68),
    "KNEE": (52, 48), "ANKLE": (54, 30), "HEEL": (55, 28), "FOOT_INDEX": (50, 27),
}  # fmt: skip
LYING = {"KNEE": (64, 67), "ANKLE": (78, 68), "HEEL": (79, 68), "FOOT_INDEX": (79, 61)}


def person(size: tuple[int, int] = (640, 480), t_s: float = 0.0) -> PoseFrame:
    points = np.full((LANDMARK_COUNT, 2), (27.0, 66.0))
    for side, limbs in (("RIGHT", BODY), ("LEFT", BODY | LYING)):
        for name, at in limbs.items():
            points[Landmark[f"{side}_{name}"]] = at
        for name in ("PINKY", "INDEX", "THUMB"):
            points[Landmark[f"{side}_{name}"]] = limbs["WRIST"]
    return PoseFrame(t_s, size, points / 100 * size, np.zeros((33, 3)), np.ones(LANDMARK_COUNT))


def feedback(knee: Verdict = Verdict.GOOD, **changes) -> Feedback:
    knee_name = "knee_flexion_right_deg"
    told = Feedback(
        t_s=0.0,
        phase=Phase.HOLD,
        seen=True,
        view="side",
        position="supine",
        side="right",
        measures={knee_name: Measure(4.0, 4.0), "hip_flexion_right_deg": Measure(85.0, 9.0)},
        driver="hip_flexion_right_deg",
        checks=(CheckState("knee_not_locked", knee, knee_name, in_episode=knee is Verdict.FIX),),
        hold=HoldClock(held_s=20, credited_s=19, longest_s=10, side_credited_s=19, dose_s=60),
        message="Soften the knee a little.",
    )
    return replace(told, **changes)


def grey(size: tuple[int, int] = (640, 480)) -> np.ndarray:
    return np.full((size[1], size[0], 3), 128, np.uint8)


def near(rgb: np.ndarray, frame: PoseFrame, mark: Landmark, reach: int = 25) -> np.ndarray:
    x, y = frame.xy_px[mark].astype(int)
    return rgb[y - reach : y + reach, x - reach : x + reach].astype(int)


def has_colour(region: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool((np.abs(region - colour).max(axis=-1) < 12).sum() > 20)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mirror", [False, True])
def test_every_size_seen_and_unseen(size, mirror):
    picture = grey(size)
    for frame in (person(size), PoseFrame.unseen(0.0, size)):
        for verdict in Verdict:
            for seen in (True, False):
                told = feedback(verdict, seen=seen)
                drawn = draw(picture, frame, told, title=TITLE, mirror=mirror)
                assert drawn.shape == picture.shape
                assert drawn.dtype == np.uint8
                assert (drawn != picture).any()
    assert (picture == 128).all()  # the picture given stays as it was


def test_random_landmarks_never_raise():
    chance = np.random.default_rng(7)
    odd = [np.nan, np.inf, -np.inf, 1e12, -1e12, 0.0, -500.0, 5000.0]
    for _ in range(150):
        points = person().xy_px.copy()
        hit = chance.random(points.shape) < chance.random()
        points[hit] = chance.choice(odd, size=int(hit.sum()))
        frame = replace(person(), xy_px=points)
        told = feedback(
            chance.choice(list(Verdict)),
            measures={
                name: Measure(*chance.choice([*odd[:2], -3.0, 90.0], size=2))
                for name in ("knee_flexion_right_deg", "hip_flexion_right_deg")
            },
        )
        draw(grey(), frame, told, title=TITLE)


def test_collapsed_body_never_raises():
    frame = replace(person(), xy_px=np.full((33, 2), 200.0))
    for verdict in Verdict:
        draw(grey(), frame, feedback(verdict), title=TITLE)


def test_the_same_picture_is_drawn_the_same_twice():
    first, second = (draw(grey(), person(), feedback(), title=TITLE) for _ in range(2))
    assert (first == second).all()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_judged_limbs_take_the_verdicts_colour(verdict):
    frame = person((1280, 720))
    drawn = draw(grey((1280, 720)), frame, feedback(verdict), title=TITLE)
    knee = near(drawn, frame, Landmark.RIGHT_KNEE, reach=45)
    for other in (Verdict.GOOD, Verdict.FIX):
        assert has_colour(knee, VERDICT_COLOUR[other]) == (other is verdict)
    unjudged = near(drawn, frame, Landmark.LEFT_ANKLE, reach=20)
    assert not has_colour(unjudged, VERDICT_COLOUR[Verdict.GOOD])
    assert not has_colour(unjudged, VERDICT_COLOUR[Verdict.FIX])


def test_where_checks_meet_the_fault_shows():
    frame, size = person((1280, 720)), (1280, 720)
    good = CheckState("knee_not_too_bent", Verdict.GOOD, "knee_flexion_right_deg")
    bad = CheckState("knee_not_locked", Verdict.FIX, "knee_flexion_right_deg")
    for checks in ((good, bad), (bad, good)):
        drawn = draw(grey(size), frame, feedback(checks=checks), title=TITLE)
        knee = near(drawn, frame, Landmark.RIGHT_KNEE, reach=45)
        assert has_colour(knee, VERDICT_COLOUR[Verdict.FIX])


def test_verdicts_differ_without_colour():
    seen = []
    for verdict in Verdict:
        canvas = Canvas(grey((60, 60)))
        icon(canvas, verdict, (30, 30), 12)
        seen.append(canvas.rgb.mean(axis=2) > 128)  # light and dark only
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (seen[one] ^ seen[other]).sum() > 40


def test_an_angle_that_cannot_be_told_has_no_number():
    told = feedback(Verdict.CANT_TELL)
    other = replace(told, measures=told.measures | {"knee_flexion_right_deg": Measure(77.0, 2.0)})
    assert (
        draw(grey(), person(), told, title=TITLE) == draw(grey(), person(), other, title=TITLE)
    ).all()


def test_a_large_error_is_written_a_small_one_not():
    def drawn(error: float) -> np.ndarray:
        measures = {"hip_flexion_right_deg": Measure(85.0, error)}
        return draw(grey(), person(), feedback(checks=(), measures=measures), title=TITLE)

    assert (drawn(2.0) == drawn(5.0)).all()
    assert (drawn(2.0) != drawn(9.0)).any()


def test_landmarks_follow_the_picture_that_is_drawn_on():
    small, large = person((320, 180)), person((1280, 720))
    drawn = [draw(grey((1280, 720)), frame, feedback(), title=TITLE) for frame in (small, large)]
    assert (drawn[0] == drawn[1]).all()


def test_a_mirror_turns_the_picture_but_not_the_words():
    picture = grey()
    picture[:, :100] = 30
    frame = person()
    points = frame.xy_px.copy()
    points[:, 0] = 640 - points[:, 0]
    mirrored = draw(picture, frame, feedback(), title=TITLE, mirror=True)
    by_hand = draw(picture[:, ::-1], replace(frame, xy_px=points), feedback(), title=TITLE)
    assert (mirrored == by_hand).all()


def ring(drawn: np.ndarray) -> np.ndarray:
    return drawn[:120, -120:].astype(int)


def test_the_ring_fills_freezes_and_waits_for_the_hold():
    def drawn(**clock) -> np.ndarray:
        hold = HoldClock(**({"side_credited_s": 30.0, "dose_s": 60.0} | clock))
        return ring(draw(grey(), person(), feedback(hold=hold), title=TITLE))

    green = VERDICT_COLOUR[Verdict.GOOD]
    amount = [
        (np.abs(drawn(side_credited_s=s) - green).max(axis=-1) < 12).sum() for s in (0, 15, 30, 60)
    ]
    assert amount[0] == 0
    assert (np.diff(amount) > 0).all()
    assert not has_colour(drawn(frozen=True), green)
    assert has_colour(drawn(side_credited_s=90.0), green)  # more than the dose is full, not broken
    start = feedback(phase=Phase.SET_UP, hold=HoldClock())
    assert (ring(draw(grey(), person(), start, title=TITLE)) == 128).all()


def test_unseen_says_so_quietly():
    nobody = PoseFrame.unseen(0.0, (640, 480))
    told = feedback(seen=False, message="")
    asked = feedback(seen=False, message="Step back a little.")
    first, second = (draw(grey(), nobody, f, title=TITLE) for f in (told, asked))
    assert (first[380:] != 128).any()
    assert (first[380:] != second[380:]).any()
    assert (first[200:360] == 128).all()


@pytest.mark.parametrize(
    "words",
    [
        "Hold.",
        "Bring the other leg down to the floor, and keep both of your shoulders flat.",
        "word " * 80,
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4,
        "two\nlines\tand   gaps",
    ],
)
@pytest.mark.parametrize("room", [90, 300, 1200])
def test_a_caption_fits_its_room_in_two_lines_at_most(words, room):
    lines, size = _caption_lines(words, (52, 48, 43, 39, 35, 30, 26), room, True)
    assert 1 <= len(lines) <= 2
    assert fits(lines, size, room, bold=True) or lines[0] in ("…", "")
    assert all("\n" not in line for line in lines)


def test_a_missing_message_leaves_no_bar():
    drawn = draw(grey(), person(), feedback(message=""), title=TITLE)
    assert (drawn[440:, 300:340] == 128).all()


def test_lines_are_of_even_length():
    lines = wrapped("Turn side-on, so that I can see your right knee and your hips.", 48, 1100)
    assert len(lines) == 2
    assert min(map(len, lines)) > 20


@pytest.mark.parametrize("letter", "°±éüßŁ…−·Жλ")
def test_the_font_has_the_letters_that_are_written(letter):
    missing = rendered("\U0010fffe", 30).fill
    glyph = rendered(letter, 30).fill
    assert glyph.max() > 128
    assert glyph.shape != missing.shape or (glyph != missing).any()


def test_panels_keep_off_the_body():
    """A head in the top left corner pushes the title away from there."""
    frame = person((1280, 720))
    points = frame.xy_px.copy()
    points[:, 0] -= 300
    points[:, 1] -= 420
    drawn = draw(grey((1280, 720)), replace(frame, xy_px=points), feedback(), title=TITLE)
    assert (drawn[18:40, 18:40] == 128).all()
    assert (drawn[18:40, -40:-18] != 128).any()


def test_without_a_stretch_there_is_no_panel_that_says_get_ready():
    size = (1280, 720)
    told = feedback(
        phase=Phase.SET_UP, seen=False, checks=(), hold=HoldClock(), message="", side=""
    )
    nobody = PoseFrame.unseen(0.0, size)
    with_title, without = (draw(grey(size), nobody, told, title=one) for one in (TITLE, ""))
    assert (with_title[:360] != 128).any()
    assert (without[:360] == 128).all()


def test_panels_stay_until_the_body_has_moved_in_for_a_while():
    overlay = Overlay(TITLE)
    away, inside = person((1280, 720)), person((1280, 720))
    points = inside.xy_px.copy()
    points[:, 0] -= 300
    points[:, 1] -= 420

    def title_at_left(frame: PoseFrame, t_s: float) -> bool:
        drawn = overlay.draw(grey((1280, 720)), replace(frame, t_s=t_s), feedback())
        return bool((drawn[30, 30] != 128).any())

    inside = replace(inside, xy_px=points)
    assert title_at_left(away, 0.0)
    assert title_at_left(inside, 0.1)
    assert title_at_left(away, 0.5)
    assert title_at_left(inside, 1.0)
    assert title_at_left(inside, 1.6)
    assert not title_at_left(inside, 1.8)


def hops(overlays: list[Overlay]) -> int:
    """How often the driver's number leaps while a leg past the vertical trembles."""
    chance, before, count = np.random.default_rng(3), None, 0
    for k, overlay in enumerate(overlays):
        frame = person((1280, 720), t_s=k / 15)
        points = frame.xy_px + chance.normal(0, 4, (33, 2))
        points[[Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, Landmark.RIGHT_FOOT_INDEX], 0] -= 60
        told = feedback(message="")
        drawn = overlay.draw(grey((1280, 720)), replace(frame, xy_px=points), told)
        blue = np.abs(drawn.astype(int) - DRIVER).max(axis=-1) < 12
        at = np.argwhere(blue).mean(axis=0)
        count += before is not None and np.abs(at - before).max() > 25
        before = at
    return count


def test_numbers_do_not_hop_about():
    assert hops([Overlay(TITLE)] * 60) <= 2
    assert hops([Overlay(TITLE) for _ in range(60)]) >= 5  # each picture by itself


def test_praise_is_there_long_enough_to_read():
    overlay = Overlay(TITLE)
    cue = Cue("knee_not_locked", "Nice and soft.", praise=True)

    def caption(t_s: float, **changes) -> np.ndarray:
        told = feedback(**({"message": "Hold."} | changes))
        return overlay.draw(grey(), person(t_s=t_s), told)[400:]

    hold = caption(0.0)
    praise = caption(1.0, cue=cue)
    assert (praise != hold).any()
    assert (caption(2.0) == praise).all()
    assert (caption(3.1) == hold).all()


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="uint8"):
        draw(grey().astype(float), person(), feedback(), title=TITLE)
    with pytest.raises(ValueError, match="uint8"):
        draw(grey()[..., 0], person(), feedback(), title=TITLE)
