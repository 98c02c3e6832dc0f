"""Lying down: how far the knees have sunk to one side and are apart, and whether a shoulder lifts.

Off the side view MediaPipe's depth tells none of it: a full twist of 75 to 82 degrees read 36 to
64, knees that touch 0.1 to 0.9 trunk lengths apart, and from the feet's end the shoulders are drawn
turned along with the knees. Small networks (`tools/calibrate`), fitted on rendered people, read
all three from the whole skeleton: in people kept out of the fit, in 2,300 pictures of twists, the
drop is off by 10 degrees, the shoulders' lift by 4.4, the knees' distance by 0.05 trunk lengths.
"""

from __future__ import annotations

import numpy as np

from formcheck.measures.attitude import position_features, skeleton_features
from formcheck.measures.body import Body
from formcheck.measures.geometry import length, square_to
from formcheck.measures.measure import Measure
from formcheck.measures.networks import Correction
from formcheck.measures.view import LYING
from formcheck.pose.frame import FloatArray, Landmark, midpoint

L = Landmark

READINGS = ("knee drop", "shoulder lift", "knees apart", "thighs up")
"""What the networks tell. The drop: the mean thigh's turn about the spine from straight before the
line of the shoulders, in degrees. The lift: elevation of that line. Both are above 0 towards the
side of the body near the camera: knees sunk to it, its shoulder higher. The distance between the
knees is in hundredths of a trunk length, and how much of the mean thigh is square to the spine in
hundredths of its length."""
HUNDREDTH = 0.01
LEAST_ERROR = np.array([8.0, 4.0, 5.0, 5.0])
"""Of each reading. In postures in which nobody sank their knees or lifted a shoulder when this was
fitted the networks know of no error."""
MAX_DROP_DEG = 125.0
"""Knees on the floor have dropped by 90."""
MIN_UP = 0.5
"""Thighs along the spine have no side to sink to."""
NOT_LYING = "lie down first"
KNEES_DOWN = "bend the knees up first"


def twist_measures(body: Body, networks: Correction) -> dict[str, Measure]:
    """`knee_drop_{side}_deg`, `shoulder_tilt_deg` and, lying down, `knees_apart_ratio`.

    Args:
        body: of this frame.
        networks: tell `READINGS`.
    """
    names = ("knee_drop_left_deg", "knee_drop_right_deg", "shoulder_tilt_deg")
    if not body.believable or body.position not in LYING:
        return dict.fromkeys(names, Measure.unknown(body.reason or NOT_LYING))
    told, error = networks(twist_features(body))
    drop_deg, lift_deg, apart, up = told.tolist()
    drop_error_deg, lift_error_deg, apart_error, _ = np.maximum(error, LEAST_ERROR).tolist()
    left_deg = drop_deg if body.near_side == "left" else -drop_deg
    known = HUNDREDTH * up >= MIN_UP and abs(drop_deg) <= MAX_DROP_DEG
    drops = [Measure(deg, drop_error_deg) for deg in (left_deg, -left_deg)]
    left, right = drops if known else [Measure.unknown(KNEES_DOWN)] * 2
    return {
        "knee_drop_left_deg": left,
        "knee_drop_right_deg": right,
        "shoulder_tilt_deg": Measure(abs(lift_deg), lift_error_deg),
        "knees_apart_ratio": Measure(max(0.0, HUNDREDTH * apart), HUNDREDTH * apart_error),
    }


def twist_features(body: Body) -> FloatArray:
    """What the networks know of a body that lies, as if its right side were near."""
    near = 1.0 if body.near_side == "left" else -1.0
    w = body.frame.world_m
    across = w[L.LEFT_SHOULDER] - w[L.RIGHT_SHOULDER]
    thigh = midpoint(w, "knee") - midpoint(w, "hip")
    sideways, forward, up = about_spine(thigh, body.axes.up, across)
    turn = np.arctan2(sideways, forward)
    rise = -float(across[1]) / max(1e-6, length(across))
    return np.concatenate(
        [
            skeleton_features(body.frame, body.near_side),
            3.0 * body.attitude.to_camera * [near, 1.0, 1.0],
            position_features(body.position),
            [near * np.sin(turn), np.cos(turn), 3.0 * near * rise, up],
        ]
    )


def about_spine(
    thigh: FloatArray, up: FloatArray, across: FloatArray
) -> tuple[float, float, float]:
    """How far a mean thigh goes to the left and to the front, and its share square to the spine.

    Args:
        thigh: (3,) from the hips to the knees.
        up: (3,) unit vector along the spine.
        across: (3,) from the right to the left shoulder.
    """
    left, front = square_to(up, across)
    sideways, forward = float(thigh @ left), float(thigh @ front)
    return sideways, forward, float(np.hypot(sideways, forward)) / max(1e-6, length(thigh))
