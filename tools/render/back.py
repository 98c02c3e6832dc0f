"""The line of the back in a pose: what an outline shows of it, and what the spine does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.render.geometry import X, Z, unit
from tools.render.skeleton import PosedBody

STATIONS = 24
FITTED = (0.08, 0.92)
"""Of the way from shoulders to hips: beyond are the arms and the buttocks."""
LUMBAR = (0.5, 0.85)
"""Of that way: where the lower back is hollow."""


def back_line(posed: PosedBody) -> dict[str, float | None]:
    """Columns of the truth file about the back; degrees and metres.

    `back_curvature_deg` is what the outline shows from exactly the person's side: a parabola
    through the skin either side of the spine, the angle between its ends at shoulders and hips;
    above 0 rounded, below 0 hollow. A flat back reads -40 to 10, as buttocks and shoulder blades
    stand out more or less: what counts is the change within one person. `spine_flexion_deg` is
    what the bones did: the chest against the pelvis in the sagittal plane, 0 as in relaxed
    standing. `pelvis_pitch_deg` is the pelvis's own axis above the horizontal. `lumbar_gap_m` is
    the highest place of the lower back's skin above the floor, lying on the back.
    """
    bent = posed.pelvis.T @ posed.chest
    stations = _Stations(posed)
    return {
        "back_curvature_deg": stations.curvature_deg(),
        "spine_flexion_deg": round(float(np.degrees(np.arctan2(bent[2, 1], bent[1, 1]))), 1),
        "pelvis_pitch_deg": round(float(np.degrees(np.arcsin((posed.pelvis @ Z)[2]))), 1),
        "lumbar_gap_m": stations.lumbar_gap_m(),
    }


class _Stations:
    """The skin of the back cut into slices between the shoulders and the hips."""

    def __init__(self, posed: PosedBody) -> None:
        shoulders, hips = (
            (posed.joints[f"left_{j}"] + posed.joints[f"right_{j}"]) / 2
            for j in ("shoulder", "hip")
        )
        left = posed.pelvis @ X
        line = hips - shoulders
        line = line - left * float(line @ left)
        length = float(np.linalg.norm(line))
        dorsal = unit(np.cross(left, line))
        skin = posed.vertices[posed.body.regions["back"]]
        share = (skin - shoulders) @ line / length**2
        self._heights = skin[:, 2]
        self._out = (skin - shoulders) @ dorsal / length
        edges = np.linspace(*FITTED, STATIONS + 1)
        self._at = (edges[:-1] + edges[1:]) / 2
        self._in = [(share >= a) & (share < b) for a, b in pairwise(edges)]

    def curvature_deg(self) -> float | None:
        """Turn of a parabola fitted to the dorsal outline, from end to end."""
        seen = [k for k, here in enumerate(self._in) if here.any()]
        if len(seen) < STATIONS / 2:
            return None
        out = [float(self._out[self._in[k]].max()) for k in seen]
        slope = np.polynomial.Polynomial.fit(self._at[seen], out, 2).deriv()
        turn = np.arctan(slope(0.0)) - np.arctan(slope(1.0))
        return round(float(np.degrees(turn)), 1)

    def lumbar_gap_m(self) -> float | None:
        """How high the lowest skin of a slice of the lower back comes."""
        low, high = LUMBAR
        lowest = [
            float(self._heights[here].min())
            for at, here in zip(self._at, self._in, strict=True)
            if low <= at <= high and here.any()
        ]
        return round(max(lowest), 3) if lowest else None
