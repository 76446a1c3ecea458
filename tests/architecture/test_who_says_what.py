"""Who says and hears what: door plates, subscriptions and the README's table agree with the code."""

import importlib
import re

import pytest

from tests.support.event_table import README, event_table, hearers, said, shown
from tests.support.house import SERVICES, service

HEADINGS = ("Owns", "Hears", "Says", "Serves")


def plate(name: str) -> dict[str, str]:
    """Return what stands under each heading of a service's door plate."""
    text = importlib.import_module(f"services.{name}").__doc__ or ""
    parts = re.split(rf"^({'|'.join(HEADINGS)})\b", text, flags=re.MULTILINE)
    return {heading: " ".join(content.split()) for heading, content in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("name", SERVICES)
def test_a_door_plate_has_its_four_headings(name: str) -> None:
    assert tuple(plate(name)) == HEADINGS


@pytest.mark.parametrize("name", SERVICES)
def test_a_door_plate_names_exactly_what_the_service_says(name: str) -> None:
    says = plate(name)["Says"].removesuffix(".")
    named = [] if says == "nothing yet" else says.split(", ")
    assert sorted(named) == sorted(event.wire_name for event in said() if event.service == name)


@pytest.mark.parametrize("name", SERVICES)
def test_a_door_plate_names_every_neighbour_that_the_service_hears(name: str) -> None:
    hears = plate(name)["Hears"]
    for subscription in service(name).heard:
        assert subscription.service in hears or subscription.service == name, f"{name} hears {subscription.service}"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_hears_only_what_somebody_says(name: str) -> None:
    for subscription in service(name).heard:
        assert subscription.service in SERVICES
        assert all(event.service == subscription.service for event in subscription.handlers)
        assert set(subscription.handlers) <= set(said())


@pytest.mark.parametrize("event", said(), ids=lambda event: event.short_name())
def test_nothing_is_said_into_the_void(event: type) -> None:
    assert set(hearers(event)) >= {"notifications"}, "the log of every event hears every event"


def test_every_service_that_checks_tokens_hears_of_their_keys() -> None:
    by_name = {event.short_name(): event for event in said()}
    checking = [name for name in SERVICES if not service(name).issues_tokens]
    for short_name in ("councils.signing-key-published", "councils.signing-key-retired", "councils.client-revoked"):
        assert set(hearers(by_name[short_name])) >= set(checking), short_name


def test_the_readme_shows_the_table_that_the_code_makes() -> None:
    if not README.exists():
        pytest.skip("there is no README yet")
    assert shown() == event_table(), "write it anew: python -m tests.support.event_table"
