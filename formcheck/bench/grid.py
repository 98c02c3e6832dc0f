"""A folder of rendered clips from a seed, made once through `tools.render` and kept."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import formcheck
from formcheck.errors import FormcheckError, UnusableInput
from formcheck.home import home

HOW = 'pip install -e ".[render]"'


def rendered_grid(seed: int, count: int) -> Path:
    """The folder of the grid's clips, rendered when it isn't there yet.

    Raises:
        FormcheckError: what renders isn't installed, or failed; says what to do.
    """
    folder = home() / "bench" / f"grid-seed{seed}-count{count}"
    finished = folder / "finished"
    if finished.is_file():
        return folder
    repository = Path(formcheck.__file__).resolve().parents[1]
    _need_renderer(repository)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tools.render", "grid", "--seed", str(seed)]
    command += ["--count", str(count), "--out", str(folder)]
    rendering = subprocess.run(
        command, cwd=repository, stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False
    )
    if rendering.returncode != 0:
        last = (rendering.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FormcheckError(
            f"rendering the clips failed ({last}); give a folder of your own with --folder DIR."
        )
    finished.touch()
    return folder


def _need_renderer(repository: Path) -> None:
    if not (repository / "tools" / "render" / "__main__.py").is_file():
        raise UnusableInput(
            "the clips are rendered by tools/render, which isn't installed with formcheck; run it "
            "from the repository, or give a folder of clips with --folder DIR."
        )
    if importlib.util.find_spec("moderngl") is None:
        raise UnusableInput(
            f"rendering the clips needs more packages: run {HOW} in {repository}, or give a folder "
            "of clips with --folder DIR."
        )
