"""No test reads or changes what a person keeps: history, settings, own stretches, models."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from kept_poses import KeptPoses

OF_THE_PERSON = ("FORMCHECK_DATABASE_URL", "FORMCHECK_MODEL")
_for_the_run = pytest.MonkeyPatch()
settings.register_profile("whatever the machine is busy with", deadline=None)
settings.load_profile("whatever the machine is busy with")


def pytest_sessionstart(session):
    """A home for what runs outside of any test: modules being collected, fixtures of the run."""
    session.config.formcheck_home = Path(tempfile.mkdtemp(prefix="formcheck-tests-"))
    _for_the_run.setenv("FORMCHECK_HOME", str(session.config.formcheck_home))
    for name in OF_THE_PERSON:
        _for_the_run.delenv(name, raising=False)


def pytest_sessionfinish(session):
    _for_the_run.undo()
    shutil.rmtree(session.config.formcheck_home, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """A home of the test's own, empty."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FORMCHECK_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def kept_poses():
    """Landmarks that several tests start from, found once a run."""
    return KeptPoses()
