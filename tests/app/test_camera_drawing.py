"""The drawing of the camera's place says what the definition says."""

from xml.etree import ElementTree

import pytest

from formcheck.app.camera_drawing import HEIGHT, WIDTH, placement_svg
from formcheck.stretches.definition import library
from formcheck.stretches.in_words import in_units

SVG = "{http://www.w3.org/2000/svg}"


def drawing(stretch_id):
    return ElementTree.fromstring(placement_svg(library()[stretch_id]))


def cameras(stretch_id):
    return [
        one
        for one in drawing(stretch_id).iter(f"{SVG}g")
        if one.get("class", "").startswith("camera")
    ]


@pytest.mark.parametrize("stretch_id", library())
def test_every_stretch_has_a_drawing_with_words_and_a_person(stretch_id):
    svg = drawing(stretch_id)
    assert "camera stands" in svg.get("aria-label")
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    classes = [one.get("class") for one in svg.iter(f"{SVG}g")]
    assert classes.count("person") == 1
    assert classes.count("camera") == 1


def test_the_camera_stands_where_the_definition_says():
    beside, high = cameras("lying_hamstring"), cameras("supine_twist")
    assert beside[0].find(f"{SVG}title").text == "beside you"
    first = [one for one in high if one.get("class") == "camera"]
    assert first[0].find(f"{SVG}title").text == "between head and side"
    assert first[0].get("transform") != beside[0].get("transform")


def test_further_views_are_drawn_fainter_and_not_twice():
    assert len(cameras("lying_hamstring")) == 1
    # feet and front are one place
    also = ["camera also"] * 2
    assert [one.get("class") for one in cameras("supine_twist")] == [*also, "camera"]


def test_the_distance_is_the_definitions_own():
    words = [one.text for one in drawing("calf_stretch").iter(f"{SVG}text")]
    assert words == ["about 3 m"]


def test_the_distance_is_drawn_in_feet_to_who_likes_that():
    assert "about 10 feet</text>" in placement_svg(in_units(library()["calf_stretch"], "imperial"))
