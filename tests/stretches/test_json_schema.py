"""The schema for editors takes what the loader takes, and refuses what it refuses."""

import tomllib
from importlib import resources

import jsonschema
import pytest

from formcheck.stretches.json_schema import json_schema

FILES = sorted(
    (
        entry
        for entry in resources.files("formcheck.stretches").joinpath("library").iterdir()
        if entry.name.endswith(".toml")
    ),
    key=lambda entry: entry.name,
)
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry.name)
def test_every_definition_that_ships_fits(entry):
    VALIDATOR.validate(tomllib.loads(entry.read_text("utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        'extends = "bridge"\n[checks.hips_up]\nmax = 25',
        'extends = "bridge"\n[dose]\nper_week = [3, 4]\n[checks.hips_up]\nremove = true',
    ],
)
def test_a_partial_definition_fits(text):
    VALIDATOR.validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        'name = "Half"',
        'extends = "bridge"\nnme = "x"',
        'extends = "bridge"\n[checks.hips_up]\nmaxx = 25',
        'extends = "bridge"\n[camera]\nuse = "below"',
        'extends = "bridge"\nsides = "one"',
    ],
)
def test_what_the_loader_refuses_does_not_fit(text):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(tomllib.loads(text))
