"""What is sent is accepted by the official libraries: Standard Webhooks and CloudEvents, in Python and JavaScript."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from services.notifications.webhooks import Message, Sender
from tests.support.javascript import run_javascript
from tests.support.receivers import Got, receiver
from tests.support.webhooks import EVENT, keys, message, send, settings, target

MODES = [(mode, body) for mode in ("binary", "structured") for body in ("full", "thin")]
VERIFY = Path(__file__).parents[3] / "support/verify.mjs"


async def _got(what: Message, **changes: Any) -> Got:
    async with receiver() as good, Sender(settings()) as sender:
        outcome = await send(sender, target(good.url(), **changes), what)
        assert outcome.kind == "delivered", outcome.error
        (got,) = good.got
    return got


@pytest.mark.parametrize(("mode", "body"), MODES)
async def test_the_libraries_of_python_verify_and_read_it(mode: str, body: str) -> None:
    made, sign = keys("hmac", "ed25519")
    what = message()
    got = await _got(what, mode=mode, body=body, keys=sign)
    Webhook(made[0].shown or "").verify(got.body, got.headers)
    event = from_http_event(HTTPMessage(headers=got.headers, body=got.body))
    seen = event.get_attributes()
    assert (seen["id"], seen["type"]) == (str(EVENT), "partnership.projects.phase-changed.v1")
    assert (str(seen["subscriptionsequence"]), seen["subscriptionprevious"]) == ("3", str(what.previous))
    assert seen["subscriptionid"] == "a-subscription"
    assert got.headers["webhook-id"] == str(what.id)
    if body == "full":
        assert event.get_data() == {"project": "gdpr-readiness", "name": "Bùrdh"}
    else:
        assert seen["dataref"] == f"https://partnership.test/api/v1/events/{EVENT}"
        assert b"gdpr-readiness" not in got.body.replace(b'"subject":"gdpr-readiness"', b"").replace(
            b'"aggregate":"project/gdpr-readiness"', b""
        )


@pytest.mark.parametrize(("mode", "body"), MODES)
async def test_the_libraries_of_javascript_verify_and_read_it(mode: str, body: str, tmp_path: Path) -> None:
    made, sign = keys("ed25519", "hmac")
    got = await _got(message(), mode=mode, body=body, keys=sign)
    given = {"secret": made[1].shown, "headers": got.headers, "body": got.body.decode()}
    event = json.loads(run_javascript(VERIFY, tmp_path, said=json.dumps(given)))
    assert (event["id"], event["source"], event["subject"]) == (str(EVENT), "/projects", "gdpr-readiness")
    if body == "full":
        assert event["data"]["name"] == "Bùrdh"
    else:
        assert event["dataref"].endswith(str(EVENT))


async def test_ed25519_signs_the_very_bytes_and_anybody_with_the_public_key_can_tell() -> None:
    made, sign = keys("ed25519")
    got = await _got(message(), keys=sign)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode((made[0].public or "").removeprefix("whpk_")))
    version, _, signature = got.headers["webhook-signature"].partition(",")
    content = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    public.verify(base64.b64decode(signature), content)
    assert version == "v1a"
    with pytest.raises(InvalidSignature):
        public.verify(base64.b64decode(signature), content + b" ")


async def test_while_a_secret_is_replaced_both_verify_and_no_third_does() -> None:
    made, sign = keys("hmac", "hmac")
    got = await _got(message(), keys=sign)
    for one in made:
        Webhook(one.shown or "").verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(keys("hmac")[0][0].shown or "").verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made[0].shown or "").verify(got.body + b" ", got.headers)


@pytest.mark.parametrize("mode", ["binary", "structured"])
async def test_data_that_is_no_json_arrives_to_the_byte(mode: str) -> None:
    got = await _got(message(data=b"\x00\xff{", data_is_json=False), mode=mode)
    event = from_http_event(HTTPMessage(headers=got.headers, body=got.body))
    assert event.get_data() == b"\x00\xff{"


async def test_no_header_of_tracing_goes_out_and_no_baggage() -> None:
    got = await _got(message())
    assert not {"traceparent", "tracestate", "baggage"} & got.headers.keys()
    assert got.headers["ce-traceparent"].startswith("00-")
    assert got.headers["user-agent"] == "Partnership-Webhooks/1"
