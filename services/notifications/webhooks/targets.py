"""Endpoints as the sender needs them: where, in what form, and with all keys that sign now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from services.notifications.webhooks.messages import Target
from services.notifications.webhooks.sealing import Sealing
from services.notifications.webhooks.signing import SigningKey
from shared.errors import UnavailableError

log = structlog.get_logger()

TARGETS = """
    SELECT endpoint.subscription, subscription.council, url, mode, body,
           agreed_at IS NOT NULL AS agreed,
           secret.id AS key, secret.kind, secret.sealed
    FROM endpoint JOIN subscription ON subscription.id = endpoint.subscription
    LEFT JOIN endpoint_secret secret
           ON secret.subscription = endpoint.subscription AND (secret.retires_at IS NULL OR secret.retires_at > $2)
    WHERE endpoint.subscription = ANY($1)
    ORDER BY endpoint.subscription, secret.made_at DESC, secret.id"""


async def targets(
    connection: Any, subscriptions: Sequence[str], *, sealing: Sealing, now: datetime
) -> dict[str, Target]:
    """Return the endpoints of subscriptions; one that is not there, or has no key that can be opened, is left out.

    `connection` is one of asyncpg; `now` is the time of the clock that may be moved: keys retire by it.
    """
    found: dict[str, Target] = {}
    keys: dict[str, list[SigningKey]] = {}
    for row in await connection.fetch(TARGETS, list(subscriptions), now):
        name = row["subscription"]
        if name not in found:
            keys[name] = []
            found[name] = Target(name, row["council"], row["url"], row["mode"], row["body"], keys[name], row["agreed"])
        if row["key"] is None:
            continue
        try:
            keys[name].append(sealing.key(row["key"], row["kind"], row["sealed"], name))
        except UnavailableError as error:
            log.error("an endpoint's secret cannot be opened", subscription=name, code=error.code)  # noqa: TRY400 - said in a word
    return {name: target for name, target in found.items() if keys[name]}
