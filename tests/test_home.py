from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from formcheck.errors import FormcheckError
from formcheck.home import home, home_path

WHILE_COLLECTED = home_path()


def test_setting_is_followed_and_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMCHECK_HOME", str(tmp_path / "deep" / "down"))
    assert home() == tmp_path / "deep" / "down"
    assert home().is_dir()


def test_tilde_is_the_home_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("FORMCHECK_HOME", "~/stretches")
    assert home_path() == tmp_path / "stretches"
    assert not home_path().exists()


@pytest.mark.parametrize("setting", ["", "  ", None])
def test_default_is_the_platforms_folder(
    setting: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_HOME", raising=False)
    if setting is not None:
        monkeypatch.setenv("FORMCHECK_HOME", setting)
    assert home_path().name == "formcheck"
    assert home_path().is_absolute()


@pytest.mark.parametrize("inside", [False, True])
def test_a_file_in_the_way_is_named_in_one_sentence(
    inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    setting = file / "folder" if inside else file
    monkeypatch.setenv("FORMCHECK_HOME", str(setting))
    with pytest.raises(FormcheckError, match="it isn't a folder") as caught:
        home()
    assert str(setting) in str(caught.value)
    assert "FORMCHECK_HOME" in str(caught.value)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_is_read_only_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("FORMCHECK_HOME", str(tmp_path))
    with pytest.raises(FormcheckError, match="can't be written to"):
        home()


def test_no_test_sees_what_a_person_keeps(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert WHILE_COLLECTED.parent == Path(tempfile.gettempdir())
    assert home_path().is_relative_to(tmp_path_factory.getbasetemp())
    assert list(home_path().iterdir()) == []
