"""What somebody filled in to subscribe, as the API takes it, and what the fields of the API are called in the form."""

import json
from typing import Any

from shared.pages.forms import Errors, Form, Labels

ROADS = (
    ("webhook", "Webhook", "We send each event to an address of yours, signed, and try again for days"),
    ("feed", "Feed", "Your system fetches pages of events when it likes"),
    ("stream", "Stream", "Your system follows events as they come, over one connection"),
)
STARTS = (
    ("now", "With what is new from now on", ""),
    ("beginning", "With the first event there is", "Everything that was ever said and that you may see"),
    ("date", "On a date", ""),
    ("release", "With the closing of a release", ""),
)
MODES = (
    ("structured", "Structured", "The whole event is one JSON object: the easiest to begin with"),
    ("binary", "Binary", "The data is the body, and the rest stands in headers"),
)
BODIES = (
    ("full", "The whole event", ""),
    ("thin", "Without its data", "Your system fetches the event by its id, so that nothing stands in the logs between"),
)
SIGNATURES = (
    ("hmac", "A shared secret (HMAC)", "What most libraries for Standard Webhooks verify"),
    ("ed25519", "Our private key (ed25519)", "You need only our public key, which is no secret"),
)
LABELS: Labels = {
    "name": ("name", "Name"),
    "road": ("road", "How events reach you"),
    "types": ("types", "Event types"),
    "filters": ("filters", "Filters"),
    "start": ("start", "Begin"),
    "start.date": ("start_date", "Date"),
    "start.release": ("start_release", "Release"),
    "webhook": ("url", "Webhook"),
    "webhook.url": ("url", "Address"),
    "webhook.mode": ("mode", "Form of events"),
    "webhook.body": ("body", "What is in them"),
    "webhook.signatures": ("signatures", "Signed with"),
    "webhook.rate": ("rate", "At most a second"),
}
EMPTY = Form([("road", "webhook"), ("start", "now"), ("mode", "structured"), ("body", "full"), ("signatures", "hmac")])


def wants(form: Form) -> tuple[dict[str, Any], Errors]:
    """Return which events are wanted, and what is wrong with the form itself."""
    given: dict[str, Any] = {"types": form.text("types").replace(",", " ").split()}
    errors: Errors = []
    text = form.text("filters")
    if text:
        try:
            given["filters"] = json.loads(text)
        except (ValueError, RecursionError):
            errors.append(("filters", 'Filters must be a JSON list, for example [{"exact": {"subject": "fife"}}]'))
        else:
            if isinstance(given["filters"], dict):
                given["filters"] = [given["filters"]]
    return given, errors


def subscription(form: Form) -> tuple[dict[str, Any], Errors]:
    """Return the subscription that is wished for, and what is wrong with the form itself."""
    given, errors = wants(form)
    given |= {"name": form.text("name"), "road": form.text("road")}
    if not given["name"]:
        errors.insert(0, ("name", "Enter a name"))
    if form.text("road") not in {road for road, _, _ in ROADS}:
        # by the broker there is a key to be shown, and an installation may have it closed
        errors.append(("road", "Choose how events reach you"))
    begin, more = _start(form)
    errors += more
    given["start"] = begin
    if form.text("road") == "webhook":
        if not form.text("url"):
            errors.append(("url", "Enter the address that events are sent to"))
        if not form.every("signatures"):
            errors.append(("signatures", "Choose at least one kind of signature"))
        hook: dict[str, Any] = {
            "url": form.text("url"),
            "mode": form.text("mode"),
            "body": form.text("body"),
            "signatures": form.every("signatures"),
        }
        given["webhook"] = hook
    return given, errors


def _start(form: Form) -> tuple[dict[str, Any], Errors]:
    chosen = form.text("start")
    if chosen == "date":
        day = form.text("start_date")
        return {"date": day}, [] if day else [("start_date", "Enter the date to begin on")]
    if chosen == "release":
        release = form.text("start_release")
        return {"release": release}, [] if release else [("start_release", "Enter the key of the release")]
    return {"at": chosen}, []
