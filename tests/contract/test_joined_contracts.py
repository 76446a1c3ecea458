"""The documents that the gateway serves say what the code does."""

import json
from typing import Any

import pytest

from deploy.contracts import asyncapi, openapi
from deploy.contracts.__main__ import SITE, outdated
from services.notifications.catalogue import every_type


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.joined()


def test_the_files_are_as_the_code_says() -> None:
    assert outdated() == [], "run `make contracts` and commit what it writes"


def test_the_files_are_what_a_browser_can_be_given() -> None:
    for name in ("openapi.json", "asyncapi.json"):
        assert json.loads((SITE / name).read_text(encoding="utf-8"))


def test_every_reference_leads_to_something(document: dict[str, Any]) -> None:
    for whole in (document, asyncapi.document()):
        for reference in references(whole):
            assert found(whole, reference), reference


def test_every_operation_says_how_it_refuses(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            problems = [one for one in operation["responses"].values() if "application/problem+json" in str(one)]
            assert problems, f"{method} {path}"


def test_every_event_has_a_channel() -> None:
    channels = asyncapi.document()["channels"]
    names = [one.type_name() for one in every_type()]
    assert list(channels)[: len(names)] == names
    assert all(channels[name]["address"] == f"{name}.{{key}}" for name in names)


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [one for value in part.values() for one in references(value)]
    if isinstance(part, list):
        return [one for value in part for one in references(value)]
    return []


def found(whole: dict[str, Any], reference: str) -> bool:
    place: Any = whole
    for step in reference.removeprefix("#/").split("/"):
        if not isinstance(place, dict) or step not in place:
            return False
        place = place[step]
    return True
