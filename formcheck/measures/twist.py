"""Lying down: how far knees have sunk to one side or cross the body, and whether a shoulder lifts.

Off the side view MediaPipe's depth tells little of it: a full twist of 75 to 82 degrees read 36 to
64, knees that touch 0.1 to 0.9 trunk lengths apart, a thigh drawn across the body is 12 degrees
off, and from the feet's end the shoulders are drawn turned along with the knees. Small networks
(`tools/calibrate`), fitted on rendered people, read it from the whole skeleton: in people kept out
of the fit, in 4,500 pictures of twists, the drop is off by 7 degrees, the shoulders' lift by 4 (in
half of them one is up), the knees' distance by 0.04 trunk lengths, the pelvis's turn by 4, and in
3,200 of crossed legs that thigh by 3 degrees, the pelvis by 5. In eight clips of others, lifts of
16 to 24 degrees were told 3 too low in the mean.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formcheck.measures.attitude import position_features, skeleton_features
from formcheck.measures.body import Body
from formcheck.measures.geometry import length, square_to
from formcheck.measures.measure import Measure
from formcheck.measures.networks import Correction
from formcheck.measures.resting_shoulders import RestingShoulders
from formcheck.measures.view import LYING
from formcheck.pose.frame import SIDES, FloatArray, Landmark, midpoint, other_side

L = Landmark

READINGS = (
    "knee drop",
    "shoulder lift",
    "knees apart",
    "thighs up",
    "near thigh across",
    "far thigh across",
    "pelvis lift",
)
"""What the networks tell, lying.

The drop: the mean thigh's turn about the spine from straight before the line of the shoulders, in
degrees. The lift: elevation of that line, or of the line of the hips. All are above 0 towards the
side of the body near the camera: knees sunk to it, its shoulder or hip higher. The distance between
the knees is in hundredths of a trunk length, and how much of the mean thigh is square to the spine
in hundredths of its length. A thigh crosses by its angle to the upright plane through the spine, in
degrees, above 0 towards the other side: its knee is past the midline from about 14 on, and stays
there when a shoulder comes along."""
HUNDREDTH = 0.01
LEAST_ERROR = np.array([8.0, 4.0, 5.0, 5.0, 8.0, 8.0, 6.0])
"""Of each reading. In postures in which nobody sank their knees or lifted a shoulder when this was
fitted the networks know of no error."""
MAX_DROP_DEG = 125.0
"""Knees on the floor have dropped by 90."""
MIN_UP = 0.5
"""Thighs along the spine have no side to sink to."""
MEASURES = (
    *(
        f"{name}_{side}_deg"
        for name in ("knee_drop", "thigh_across", "pelvis_turn")
        for side in SIDES
    ),
    "shoulder_tilt_deg",
    "knees_apart_ratio",
)
NOT_LYING = "lie down first"
KNEES_DOWN = "bend the knees up first"


def twist_measures(
    body: Body, networks: Correction, shoulders: RestingShoulders | None = None
) -> dict[str, Measure]:
    """What the networks tell of a body that lies, of another why it can't be told.

    `knee_drop_{side}_deg`, `thigh_across_{side}_deg`, `pelvis_turn_{side}_deg` (that side's hip is
    higher), `shoulder_tilt_deg` and `knees_apart_ratio`.

    Args:
        body: of this frame.
        networks: tell `READINGS`.
        shoulders: as this person's lay at the start.
    """
    if not body.believable or body.position not in LYING:
        return dict.fromkeys(MEASURES, Measure.unknown(body.reason or NOT_LYING))
    values, errors = networks(twist_features(body))
    told = zip(values.tolist(), np.maximum(errors, LEAST_ERROR).tolist(), strict=True)
    by_reading = {name: Measure(*one) for name, one in zip(READINGS, told, strict=True)}
    near, far = body.near_side, other_side(body.near_side)
    drop = by_reading["knee drop"]
    up = HUNDREDTH * by_reading["thighs up"].value
    if up < MIN_UP or abs(drop.value) > MAX_DROP_DEG:
        drop = Measure.unknown(KNEES_DOWN)
    lift, apart = by_reading["shoulder lift"], by_reading["knees apart"]
    if shoulders is not None:
        lift = shoulders.step(body, lift, drop)
    turn = by_reading["pelvis lift"]
    return {
        f"knee_drop_{near}_deg": drop,
        f"knee_drop_{far}_deg": replace(drop, value=-drop.value),
        f"thigh_across_{near}_deg": by_reading["near thigh across"],
        f"thigh_across_{far}_deg": by_reading["far thigh across"],
        f"pelvis_turn_{near}_deg": turn,
        f"pelvis_turn_{far}_deg": replace(turn, value=-turn.value),
        "shoulder_tilt_deg": Measure(abs(lift.value), lift.error),
        "knees_apart_ratio": Measure(max(0.0, HUNDREDTH * apart.value), HUNDREDTH * apart.error),
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
