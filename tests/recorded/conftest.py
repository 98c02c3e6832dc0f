"""The rendered hamstring sample, its truth, and what formcheck makes of it (once a session)."""

import json
from pathlib import Path

import pytest

from formcheck.recorded import Options, check_file
from formcheck.recorded.as_json import as_json

SAMPLES = Path(__file__).parents[2] / "sample_videos"


@pytest.fixture(scope="session")
def sample():
    return SAMPLES / "lying_hamstring.mp4"


@pytest.fixture(scope="session")
def truth(sample):
    return json.loads(sample.with_suffix(".truth.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    return {"trace": folder / "trace.csv", "annotate": folder / "annotated.mp4"}


@pytest.fixture(scope="session")
def judged(sample, outputs, kept_poses):
    with kept_poses.in_use():
        return as_json(check_file(sample, Options(**outputs)))
