"""A message as it goes over the wire: a CloudEvent, binary or structured, whole or thin, and where it is in its lane.

The CloudEvent's `traceparent` goes along as in the feed: it says where the event comes from. No HTTP header of tracing
is sent, and no baggage at all: what outsiders do with a message is no part of our traces.
"""

from urllib.parse import quote

import orjson

from services.notifications import cloudevents
from services.notifications.webhooks.messages import Message, Target

USER_AGENT = "Partnership-Webhooks/1"


def formed(target: Target, message: Message, public_url: str) -> tuple[dict[str, str], bytes]:
    """Return a message's headers and its body, as its target wants it."""
    own = _own(target, message)
    event, thin = message.event, target.body == "thin"
    if thin:
        own["dataref"] = f"{public_url}/api/v1/events/{event.event_id}"
    if target.mode == "structured":
        body = cloudevents.thin(event, own) if thin else cloudevents.structured(event, own)
        headers = {"Content-Type": cloudevents.STRUCTURED}
    else:
        headers, body = cloudevents.binary(event)
        for name, value in own.items():
            headers[f"ce-{name}"] = quote(_word(value), safe=cloudevents.VISIBLE)
        if thin:
            # a body, since verifiers of webhooks want one that is JSON
            body = orjson.dumps({"href": own["dataref"]})
            headers["Content-Type"] = cloudevents.JSON
    return headers, body


def _own(target: Target, message: Message) -> dict[str, str | int]:
    """Return the attributes that are this delivery's and not the event's."""
    own: dict[str, str | int] = {"subscriptionid": target.subscription}
    if message.number is not None:
        own["subscriptionsequence"] = message.number
    if message.previous is not None:
        own["subscriptionprevious"] = str(message.previous)
    if message.test:
        own["partnershiptest"] = True
    return own


def _word(value: str | int) -> str:
    """Return a value as a header says it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
