"""Subscriptions that are paused, with the mails that tell of it, as the breaker makes them; and who is told."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.notifications.mails.telling import tell_paused
from services.notifications.models import Subscription
from shared.database import Database
from shared.outbox.record import Cause
from tests.support.people import API, assign
from tests.support.waiting import eventually
from tests.support.world import Running


async def paused(database: Database, *, council: str | None = "fife", **said: Any) -> tuple[str, UUID]:
    """Make a subscription that is paused, and let its roles be told; return its id and the occasion."""
    occasion = uuid4()
    async with database.transaction(Cause("service:test", str(occasion))) as change:
        row = subscription(change.now, council=council, **said)
        change.session.add(row)
        await change.flush()
        await tell_paused(change, row, occasion)
    return row.id, occasion


def subscription(now: datetime, *, council: str | None, **said: Any) -> Subscription:
    known: dict[str, Any] = {
        "id": f"sub-{uuid4().hex[:8]}",
        "name": "Our case system",
        "client": "case-system",
        "road": "webhook",
        "types": [],
        "filters": [],
        "fields": {},
        "start": {},
        "state": "paused",
        "cause": "failing",
        "since": now,
        "keep_days": 30,
        "version": 1,
        "created_at": now,
        "changed_at": now,
    }
    return Subscription(**(known | {"council": council} | said))


async def mails_of(notifications: Running, subscription_id: str) -> list[dict[str, Any]]:
    """Return the mails about a subscription as they stand, by role."""
    rows = await notifications.sql(
        "SELECT role, state, reason, reached, tries FROM mail WHERE subscription = $1 ORDER BY role", subscription_id
    )
    return [dict(row) for row in rows]


async def hurry(notifications: Running, subscription_id: str) -> None:
    """Let what waits to be tried again be due now."""
    await notifications.sql("UPDATE mail SET due_at = now() - interval '1 s' WHERE subscription = $1", subscription_id)


async def council(office: httpx.AsyncClient, slug: str, **roles: str) -> None:
    """Register a council, and name who holds these of its roles, by the first part of an address."""
    body = {"slug": slug, "name": slug.title(), "gss_code": f"S12{sum(map(ord, slug)):06}"}
    assert (await office.post(f"{API}/councils", json=body)).status_code == 201
    for role, name in roles.items():
        await hold(office, slug, role.replace("_", "-"), name)


async def hold(office: httpx.AsyncClient, slug: str, role: str, name: str) -> None:
    await assign(office, slug, role, holder={"name": name.title(), "email": f"{name}@{slug}.example"})


async def settled(notifications: Running, subscription_id: str) -> list[dict[str, Any]]:
    """Return the mails of a subscription once none of them waits."""

    async def check() -> list[dict[str, Any]]:
        mails = await mails_of(notifications, subscription_id)
        assert {mail["state"] for mail in mails} <= {"sent", "not-needed", "given-up"}, mails
        return mails

    return await eventually(check, seconds=20)


async def tried(notifications: Running, subscription_id: str, reason: str) -> None:
    """Wait until all mails of a subscription that wait do so for this reason."""

    async def check() -> None:
        mails = await mails_of(notifications, subscription_id)
        assert {mail["reason"] for mail in mails if mail["state"] == "waiting"} == {reason}, mails

    await eventually(check, seconds=20)
