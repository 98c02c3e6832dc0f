"""How limbs lean from hanging straight down.

Seen from beside, in the picture alone nine of ten upper arms' leans are within 15 degrees, shanks'
within 8: the model puts shoulders and hips where they are not, by angles that hang on the posture.
Small networks (`tools/calibrate`), fitted on rendered people whose limbs are known, tell what to
add. The picture's vertical is taken for gravity's. Off the side view the world landmarks give a
rough value on which no verdict rests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from formcheck.measures.attitude import position_features, skeleton_features
from formcheck.measures.body import Body
from formcheck.measures.geometry import wrapped_deg
from formcheck.measures.measure import TURN_SIDE_ON, Measure, joint_landmarks
from formcheck.measures.networks import Correction, Nothing
from formcheck.measures.view import View
from formcheck.pose.frame import FloatArray, Landmark

_AS_READ_ERROR_DEG = {
    "upper_arm": (15.5, 17.0),
    "arm": (10.5, 14.5),
    "thigh": (9.5, 11.5),
    "shank": (8.5, 10.0),
}
READINGS = tuple((limb, near) for limb in _AS_READ_ERROR_DEG for near in (True, False))
"""What is told, of the side near the camera and of the far one: the lean of each limb from hanging
straight down in (-180, 180] degrees, above 0 to the front of somebody upright."""
AS_READ = Nothing(np.concatenate(list(_AS_READ_ERROR_DEG.values())))
"""Takes the picture's word. Half-widths that hold 90 % of 2,740 rendered pictures from beside, any
posture (model full), of the near and the far limb."""
LEAST_ERROR_DEG = 3.0
"""In sleeves and trouser legs that hang nothing is told more surely."""
OFF_SIDE_ERROR_DEG = 30.0
"""Half-width that holds 90 % of the leans from world landmarks, off the side view: 13 to 33."""

Hidden = Callable[[Body, str, tuple[Landmark, ...]], str]


def lean_measures(body: Body, hidden: Hidden, correction: Correction) -> dict[str, Measure]:
    """The lean of each limb in one frame by name: 0 hanging down, 90 level, 180 up.

    Args:
        body: of this frame.
        hidden: why the landmarks of a named measure can't be used; empty where they can.
        correction: of `READINGS`, from beside.
    """
    told = _told(body, correction) if body.believable else {}
    measures = {}
    for limb, near in READINGS:
        side = body.side(near)
        name = lean_name(limb, side)
        reason = body.reason or hidden(body, name, joint_landmarks(name))
        measures[name] = Measure.unknown(reason) if reason else told[limb, near]
    return measures


def picture_deg(body: Body) -> FloatArray:
    """(8,) `READINGS` as the picture shows them."""
    facing = 1.0 if body.near_side == "right" else -1.0
    limbs = [_limb(body.frame.xy_px, limb, body.side(near)) for limb, near in READINGS]
    return np.array([np.degrees(np.arctan2(facing * ahead, down)) for ahead, down in limbs])


def lean_name(limb: str, side: str) -> str:
    """The name of the measure."""
    return f"{limb}_lean_{side}_deg"


def lean_features(body: Body, read_deg: FloatArray) -> FloatArray:
    """What the networks know of a body, as if its right side were near.

    Args:
        body: believable, seen from beside.
        read_deg: (8,) `READINGS` as the picture shows them.
    """
    return np.concatenate(
        [
            skeleton_features(body.frame, body.near_side),
            [body.off_side_deg / 20.0],
            position_features(body.position),
            np.sin(np.radians(read_deg)),
            np.cos(np.radians(read_deg)),
        ]
    )


def _told(body: Body, correction: Correction) -> Mapping[tuple[str, bool], Measure]:
    if body.view is not View.SIDE:
        return {one: _from_space(body, *one) for one in READINGS}
    read_deg = picture_deg(body)
    add_deg, error_deg = correction(lean_features(body, read_deg))
    leans_deg = np.abs(wrapped_deg(read_deg + add_deg)).tolist()
    errors_deg = np.maximum(error_deg, LEAST_ERROR_DEG).tolist()
    return {one: Measure(*told) for one, *told in zip(READINGS, leans_deg, errors_deg, strict=True)}


def _from_space(body: Body, limb: str, near: bool) -> Measure:
    ahead, down, aside = _limb(body.frame.world_m, limb, body.side(near))
    lean_deg = float(np.degrees(np.arctan2(np.hypot(ahead, aside), down)))
    return Measure(lean_deg, OFF_SIDE_ERROR_DEG, TURN_SIDE_ON)


def _limb(points: FloatArray, limb: str, side: str) -> FloatArray:
    """From its upper to its lower end, standing."""
    upper, lower = joint_landmarks(lean_name(limb, side))
    return np.asarray(points[lower] - points[upper])
