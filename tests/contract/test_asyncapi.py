"""The AsyncAPI document is one that the official parser accepts, and says all that a subscriber has to know."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploy.contracts import asyncapi
from deploy.contracts.__main__ import SITE
from services.notifications.catalogue import every_type, view
from tests.support.house import ROOT
from tests.support.javascript import run_javascript

PARSED = ROOT / "tests/javascript/asyncapi.cjs"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return asyncapi.document()


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the official parser finds in the document as it is served."""
    text = (SITE / "asyncapi.json").read_text(encoding="utf-8")
    said: dict[str, Any] = json.loads(run_javascript(PARSED, tmp_path_factory.mktemp("asyncapi"), said=text))
    return said


def test_the_official_parser_has_nothing_to_say_against_it(parsed: dict[str, Any]) -> None:
    # that a newer version of AsyncAPI than 3.0 is out is no fault of the document
    faults = [one for one in parsed["diagnostics"] if one["code"] != "asyncapi-latest-version"]
    assert faults == []
    assert parsed["found"]["version"] == "3.0.0"


def test_the_official_parser_does_find_faults(tmp_path: Path, document: dict[str, Any]) -> None:
    wrong = document | {"channels": {}, "components": document["components"] | {"messages": {}}}
    said = json.loads(run_javascript(PARSED, tmp_path, said=json.dumps(wrong)))
    assert "invalid-ref" in {one["code"] for one in said["diagnostics"]}
    assert "found" not in said


def test_each_type_is_received_on_a_channel_whose_key_has_an_example(parsed: dict[str, Any]) -> None:
    found = parsed["found"]
    channels = {one["id"]: one["parameters"] for one in found["channels"]}
    assert {one.type_name() for one in every_type()} | {"feed", "stream", "webhook"} == channels.keys()
    assert all(channels[one.type_name()]["key"] for one in every_type())
    assert found["sends"] == []
    assert len(found["receives"]) == len(channels)


def test_each_message_has_the_envelope_and_an_example(parsed: dict[str, Any]) -> None:
    messages = {one["id"]: one for one in parsed["found"]["messages"]}
    for event in every_type():
        message = messages[event.type_name()]
        assert {"ce-id", "ce-type", "ce-source", "ce-sequence", "ce-previousid", "ce-epoch"} <= {*message["headers"]}
        assert message["correlation"] == "$message.header#/ce-correlationid"
        assert message["examples"] == 1
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= {*messages["webhook"]["headers"]}


def test_each_road_says_how_one_is_let_in(parsed: dict[str, Any], document: dict[str, Any]) -> None:
    assert {*parsed["found"]["security"]} == {"asymmetricEncryption", "oauth2"}
    assert all(document["servers"][name]["security"] for name in ("broker", "websocket", "api"))


def test_examples_fit_the_headers_and_the_data_of_their_message(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for event in every_type():
        message = document["components"]["messages"][event.type_name()]
        (example,) = message["examples"]
        Draft202012Validator(schemas["CloudEventHeaders"]).validate(example["headers"])
        Draft202012Validator(message["headers"]).validate(example["headers"])
        whole = {**schemas[event.type_name()], "components": {"schemas": schemas}}
        Draft202012Validator(whole).validate(example["payload"])


def test_each_message_says_who_may_see_it_and_how_it_is_to_be_handled(document: dict[str, Any]) -> None:
    for event in every_type():
        message, seen = document["components"]["messages"][event.type_name()], view(event)
        assert (message["x-readers"], message["x-classification"]) == (seen.readers, seen.classification)
        assert message["x-personal-data"] == seen.personal_data
