"""From what came over HTTP to an event, and its place in its chain; binary or structured, whole or thin."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from pydantic import ValidationError

from partnership_client.errors import NotAnEvent
from partnership_client.event import Event

FEED = "feed"
"""The chain of what is read from the feed: each event after the one before it in its aggregate's history."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event, and its place in a chain: of a subscription's deliveries for one aggregate, or of the feed."""

    event: Event
    chain: str = FEED
    number: int | None = None
    """Counted from 1 without a gap; None is outside every chain (a test event, say)."""
    previous: UUID | None = None
    """The event of the number before."""
    thin: bool = False
    """Its data did not come with it, and has to be asked for."""


def of_feed(event: Event) -> Delivery:
    """Return an event that was read from the feed or the live stream."""
    return Delivery(event, FEED, event.sequence, event.previousid)


def read(headers: Mapping[str, str], body: bytes) -> Delivery:
    """Return what a webhook delivered; raise `NotAnEvent` if it is none."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        structured = named.get("content-type", "").startswith("application/cloudevents+json")
        given = json.loads(body) if structured else _binary(named, body)
        thin = "dataref" in given
        # a thin event has no data, and so does not say what kind
        event = Event.model_validate({"datacontenttype": "application/json"} | given)
        number, previous = given.get("subscriptionsequence"), given.get("subscriptionprevious")
        return Delivery(
            event,
            str(given["subscriptionid"]),
            None if number is None else int(str(number)),
            None if previous is None else UUID(str(previous)),
            thin,
        )
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise NotAnEvent(f"it cannot be read as an event: {error}") from error


def _binary(named: Mapping[str, str], body: bytes) -> dict[str, object]:
    given: dict[str, object] = {
        name.removeprefix("ce-"): unquote(value) for name, value in named.items() if name.startswith("ce-")
    }
    kind = given["datacontenttype"] = named.get("content-type", "application/json")
    if "dataref" in given:
        return given
    if str(kind).startswith("application/json"):
        return given | {"data": json.loads(body)}
    return given | {"data_base64": base64.b64encode(body).decode()}
