"""Settings are kept, and what can't be is said with file and key."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from formcheck.settings import Settings, SettingsError, read_settings, usual_model, write_settings


@pytest.fixture
def folder(home):
    return home


def test_without_a_file_they_are_the_defaults_and_no_video_is_kept(folder):
    assert read_settings() == Settings()
    assert read_settings().keep_video == "never"
    assert list(folder.iterdir()) == []


def test_what_is_written_is_read(folder):
    settings = Settings(profile='Ann "A" Ünal\n', volume=0.25, theme="dark")
    write_settings(settings)
    assert read_settings() == settings
    write_settings(replace(settings, voice=False))
    assert read_settings().voice is False
    assert [path.name for path in folder.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("volum = 0.5", "unknown key volum"),
        ("volume = 1.5", "volume can't be 1.5"),
        ('volume = "loud"', "volume can't be 'loud'; it is a number"),
        ("volume = true", "it is a number"),
        ('theme = "pink"', 'it is "auto" or "light" or "dark"'),
        ('profile = " "', "profile can't be empty"),
        ("volume = ", "can't be read"),
    ],
)
def test_a_wrong_line_is_said_with_its_file_and_key(folder, line, said):
    (folder / "settings.toml").write_text(line)
    with pytest.raises(SettingsError, match=r"settings\.toml") as told:
        read_settings()
    assert said in str(told.value)


def test_a_key_of_an_earlier_version_is_tolerated_and_left_out_when_written(folder):
    (folder / "settings.toml").write_text("safety_read = 1\nvolume = 0.5\n")
    assert read_settings() == Settings(volume=0.5)
    write_settings(read_settings())
    assert "safety_read" not in (folder / "settings.toml").read_text()


def test_the_usual_model_is_the_environments_else_the_settings_else_full(monkeypatch):
    monkeypatch.setenv("FORMCHECK_MODEL", "lite")
    assert usual_model(Settings(model="heavy")) == "lite"
    monkeypatch.delenv("FORMCHECK_MODEL")
    assert usual_model(Settings(model="heavy")) == "heavy"
    assert usual_model(Settings()) == "full"


def test_every_setting_is_documented():
    words = (Path(__file__).parents[1] / "docs" / "history.md").read_text("utf-8")
    for field in fields(Settings):
        assert f"| `{field.name}` |" in words
