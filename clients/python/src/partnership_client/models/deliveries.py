"""What the services answer about deliveries."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from typing import Any
from uuid import UUID

from partnership_client.base import Model


class Attempt(Model):
    """One try at a delivery: what was sent, without the signatures, and what was answered.

    `kind` is planned, probe (one event for a paused endpoint), resent (asked for again) or test. `outcome` is
    delivered (any 2xx), retry (tried again later), slow-down (429, 502, 504, or 503 with Retry-After), gone (410) or
    blocked (the address may not be reached). Of an answer's body at most 64 KiB are kept.
    """

    delivery: UUID
    subscription: str
    kind: str
    at: dt.datetime
    took_ms: int
    outcome: str
    status: int | None = None
    error: str | None = None
    request: dict[str, Any]
    answer: dict[str, Any] | None = None
    answer_body: str | None = None
    answer_body_base64: str | None = None
