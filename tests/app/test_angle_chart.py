"""The chart says in words and lanes what it shades."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formcheck.app.angle_chart import Band, Curve, Theme, angle_chart, curves
from formcheck.coach.result import StretchResult
from formcheck.coach.score import Score
from formcheck.media.picture import Source
from formcheck.recorded import Checked
from formcheck.stretches.definition import library

BANDS = [
    Band("Hold", "hold", 2.0, 9.0),
    Band("Fix: head down", "fix", 4.0, 5.5),
    Band("Fix: head down", "fix", 7.0, 8.0),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_band_is_shaded_and_every_lane_named_with_its_times(theme: Theme) -> None:
    curve = Curve("Hip bend, left", [(0.0, 0.0), (5.0, None), (10.0, 70.0)])
    spec = angle_chart([curve], BANDS, theme).to_dict()
    drawn = json.dumps(spec)
    assert "Hold: 0:02 to 0:09" in drawn
    assert "Fix: head down: 0:04 to 0:05, 0:07 to 0:08" in drawn
    rects = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert len(rects) == 2 * len(BANDS)


def test_two_sides_differ_by_dashes_and_have_a_legend() -> None:
    both = [Curve(f"Hip bend, {side}", [(0.0, 1.0), (1.0, 2.0)]) for side in ("left", "right")]
    (lines,) = [
        layer
        for layer in angle_chart(both, [], "light").to_dict()["layer"]
        if layer["mark"]["type"] == "line"
    ]
    assert lines["encoding"]["strokeDash"]["field"] == "name"
    assert lines["encoding"]["color"]["legend"]["orient"] == "top"


def test_without_a_hold_the_side_seen_best_is_drawn_and_gaps_stay_gaps(tmp_path: Path) -> None:
    trace = tmp_path / "trace.csv"
    trace.write_text(
        "t_s,hip_flexion_left_deg,hip_flexion_right_deg\n0.0,,10.0\n0.1,5.0,\n0.2,,12.0\n"
    )
    stretch = library()["lying_hamstring"]
    judged = StretchResult(stretch, (), (), (), Score(None, 0.0, ()))
    source = Source(tmp_path / "a.mp4", "video", 0.3, 10.0, (640, 480), 3)
    checked = Checked(source, 0.3, "lite", 3, 3, 1.0, (), judged, "", "side", "supine", ())
    (curve,) = curves(checked, trace)
    assert curve.name == "Hip bend, right"
    assert curve.points == [(0.0, 10.0), (0.1, None), (0.2, 12.0)]
