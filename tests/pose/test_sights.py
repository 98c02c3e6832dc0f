"""Which way the square is shown: as the other ways bear out, once for all."""

from __future__ import annotations

from people import Person

from formcheck.pose.frame import PoseFrame
from formcheck.pose.region import Sight
from formcheck.pose.search import SIGHTS, Found
from formcheck.pose.sights import LEAST_LOOKS, Sights

PLAIN, TURNED = Sight(), Sight(6.0)
MIRROR = PLAIN.mirror


def leg(knee: float) -> PoseFrame:
    return Person().bent("right", hip=80, knee=knee).frame(0.0)


TRUE, NEAR, MIXED, MIXED_BACK = leg(10), leg(12), leg(60), leg(100)
AGREED = Found({PLAIN: TRUE, MIRROR: NEAR}, TRUE, None)


def doubted(*right: Sight) -> Found:
    """A look at a leg in doubt, told right in these sights only."""
    wrong = {sight: MIXED_BACK if sight.mirrored else MIXED for sight in SIGHTS}
    return Found(wrong | dict.fromkeys(right, TRUE), TRUE, None)


MIRROR_RIGHT = doubted(MIRROR, TURNED, Sight(-6.0).mirror)
TURNED_RIGHT = doubted(TURNED, TURNED.mirror)


def after(*looks: Found) -> Sight:
    sights = Sights()
    for look in looks:
        sights.learn(look)
    return sights.now


def test_while_the_readings_agree_it_is_shown_as_it_is() -> None:
    assert after(*[AGREED] * 20) == PLAIN


def test_the_image_that_is_right_is_taken_after_a_few_looks() -> None:
    few = [MIRROR_RIGHT] * (LEAST_LOOKS - 1)
    assert after(*few) == PLAIN, "a single misreading changes nothing"
    assert after(*few, MIRROR_RIGHT) == MIRROR


def test_agreement_in_between_does_not_hide_which_image_is_wrong_in_doubt() -> None:
    """A leg that is misread in one picture of seven is doubted in one look of seven."""
    looks = [AGREED] * 6 + [MIRROR_RIGHT]
    assert after(*looks * LEAST_LOOKS) == MIRROR


def test_where_both_images_are_wrong_another_turn_is_taken() -> None:
    few = [TURNED_RIGHT] * (LEAST_LOOKS - 1)
    assert after(*few) == PLAIN
    assert after(*few, TURNED_RIGHT) == TURNED


def test_another_turn_is_not_taken_for_a_misreading_now_and_then() -> None:
    assert after(*([AGREED] * 9 + [TURNED_RIGHT]) * 4).turn_deg == 0.0


def test_nothing_is_changed_where_all_are_wrong() -> None:
    assert after(*[doubted()] * 20) == PLAIN


def test_it_goes_on_from_a_sight_that_is_no_longer_right() -> None:
    assert after(*[MIRROR_RIGHT] * LEAST_LOOKS, *[doubted(PLAIN)] * 20) == PLAIN
    upright = doubted(PLAIN, MIRROR)
    assert after(*[TURNED_RIGHT] * LEAST_LOOKS, *[upright] * 30).turn_deg == 0.0


def test_the_image_goes_with_the_turn() -> None:
    assert after(*[TURNED_RIGHT] * LEAST_LOOKS, *[doubted(TURNED.mirror)] * 8) == TURNED.mirror


def test_where_one_image_shows_nobody_nothing_is_learned() -> None:
    assert after(*[Found({PLAIN: MIXED}, MIXED, None)] * 20) == PLAIN
