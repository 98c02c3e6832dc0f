"""How far the spine is bent, from the skeleton and the body's outline, seen from beside.

No landmark lies between shoulders and hips, and the outline of a flat back reads anything from -40
to 20 degrees, as shoulder blades and buttocks stand out. Small networks (`tools/calibrate`), fitted
on rendered people who fold at the hips or round their backs, read it from both together.
"""

from __future__ import annotations

import numpy as np

from formcheck.measures.attitude import position_features, skeleton_features
from formcheck.measures.back import ON_THE_FLOOR, outline_back_first
from formcheck.measures.body import Body
from formcheck.measures.measure import TURN_SIDE_ON, Measure
from formcheck.measures.networks import Correction
from formcheck.measures.view import Position, View
from formcheck.pose.frame import FloatArray

READINGS = ("spine flexion",)
"""The chest against the pelvis in the sagittal plane, in degrees: 0 as in relaxed standing, above 0
rounded. Seated upright it is 0 to 16, folded at the hips 10 to 37, plainly rounded 50 and more."""
LEAST_ERROR_DEG = 8.0
"""Nobody's relaxed standing is known so well."""
UNTOLD = "this pose model can't tell it"


def spine_flexion(body: Body, networks: Correction | None) -> Measure:
    """How far the spine is bent forward in one frame, in degrees; see `READINGS`.

    Args:
        body: of this frame.
        networks: tell `READINGS`; None where the calibration has none.
    """
    if not body.believable:
        return Measure.unknown(body.reason)
    if body.position is Position.SUPINE:
        return Measure.unknown(ON_THE_FLOOR)
    if body.view is not View.SIDE:
        return Measure.unknown(TURN_SIDE_ON)
    if networks is None:
        return Measure.unknown(UNTOLD)
    told_deg, error_deg = networks(spine_features(body))
    return Measure(float(told_deg[0]), max(LEAST_ERROR_DEG, float(error_deg[0])))


def spine_features(body: Body) -> FloatArray:
    """What the networks know of a body seen from beside, as if its right side were near."""
    outline = outline_back_first(body)
    seen = np.isfinite(outline)
    return np.concatenate(
        [
            skeleton_features(body.frame, body.near_side),
            [body.off_side_deg / 20.0],
            position_features(body.position),
            3.0 * np.where(seen, outline, 0.0)[:, ::2].ravel(),
            seen[:, ::4].ravel().astype(np.float64),
        ]
    )
