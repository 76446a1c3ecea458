"""Webhook subscriptions put straight into the database of notifications, agreed and ready, for tests of delivering."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg

from services.notifications.webhooks import Sealing
from services.notifications.webhooks.signing import new_key
from shared.settings import Settings
from tests.support.receiving import Got

SUBSCRIPTION = """
    INSERT INTO subscription (id, name, client, council, road, types, filters, fields, start, state, since, planned,
                              with_head, keep_days, version, created_at, changed_at)
    SELECT $1, $1, $2, $3, 'webhook', $4, '[]', '{}', '{"cursor": ""}', 'active', $5, position, false, $6, 0, $5, $5
    FROM event_log_head"""
ENDPOINT = """
    INSERT INTO endpoint (subscription, url, mode, body, signatures, rate, agreed_at, failures)
    VALUES ($1, $2, 'structured', 'full', ARRAY['hmac'], $3, $4, 0)"""
SECRET = "INSERT INTO endpoint_secret (id, subscription, kind, sealed, made_at) VALUES ($1, $2, 'hmac', $3, $4)"


async def webhook(
    settings: Settings,
    name: str,
    url: str,
    *,
    council: str | None = None,
    types: tuple[str, ...] = (),
    rate: float | None = None,
    keep_days: int = 14,
) -> str:
    """Make a webhook subscription that gets what is kept from now on; return its id, which begins with its name."""
    subscription = f"{name}-{uuid4().hex[:8]}"
    key, key_id, now = new_key("hmac"), uuid4(), datetime.now(UTC)
    client = "digital-office" if council is None else f"{council}-system"
    connection = await asyncpg.connect(settings.dsn)
    try:
        async with connection.transaction():
            await connection.execute(SUBSCRIPTION, subscription, client, council, list(types), now, keep_days)
            await connection.execute(ENDPOINT, subscription, url, rate, now)
            sealed = Sealing(settings).seal(key.secret, subscription, key_id)
            await connection.execute(SECRET, key_id, subscription, sealed, now)
    finally:
        await connection.close()
    return subscription


async def standing(settings: Settings, subscription: str) -> dict[str, Any]:
    """Return how a subscription and its endpoint stand in the database."""
    connection = await asyncpg.connect(settings.dsn)
    try:
        row = await connection.fetchrow(
            """SELECT state, cause, failures, failing_since, not_before, probe_at FROM subscription
               JOIN endpoint ON endpoint.subscription = subscription.id WHERE id = $1""",
            subscription,
        )
    finally:
        await connection.close()
    return dict(row or {})


def some(name: str, count: int = 1) -> list[str]:
    """Return keys that no other test has."""
    return [f"{name}-{number}-{uuid4().hex[:6]}" for number in range(count)]


def names(found: list[Got], key: str) -> list[str]:
    """Return the names that an endpoint was told of a deliverable, in the order in which they came."""
    return [one.event["data"]["name"] for one in found if one.event["subject"] == key]


def told(count: int, first: int = 0) -> list[str]:
    """Return the names that are said of a deliverable."""
    return [f"name {number}" for number in range(first, first + count)]
