"""A rounded back is told from a flat one on rendered people that no network was fitted on."""

from __future__ import annotations

import pytest

from formcheck.measures.measurer import Measurer
from formcheck.pose.landmarker import estimate_photo
from formcheck.pose.models import resolve_model
from tools.render.skeleton import BODIES

pytest.importorskip("moderngl")

from tools.render.renderer import Stage
from tools.render.stills import draw, plan_still

TURN = ("standing_hamstring", "seated_forward_bend")
PEOPLE = sorted(path.stem for path in BODIES.glob("*.npz") if path.stem != "topology")


def test_a_rounded_back_is_told_from_a_flat_one() -> None:
    stage = Stage()
    rounded_deg, flat_deg = [], []
    for number in (1, 2, 12, 13):  # one of each stretch and back
        still = plan_still(number, 3, TURN, "side", PEOPLE, (640, 480))
        picture, truth = draw(still, BODIES, stage)
        frame = estimate_photo(resolve_model("full"), picture)
        told = Measurer().step(frame)[1]["spine_flexion_deg"]
        assert told.usable
        assert told.value == pytest.approx(truth["values"]["spine_flexion_deg"], abs=told.error)
        (rounded_deg if "back_long" in truth["faults"] else flat_deg).append(told.value)
    stage.close()
    assert len(rounded_deg) == len(flat_deg) == 2
    assert min(rounded_deg) > max(flat_deg) + 15.0
