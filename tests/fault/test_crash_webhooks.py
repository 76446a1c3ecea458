"""A worker dies over webhooks: the next one delivers what it had taken up, under the same ids and in the same order."""

import pytest
from nats.aio.client import Client

from shared.events.projects import DeliverableRenamed
from tests.support.arena import Arena
from tests.support.hooks import names, some, told, webhook
from tests.support.receiving import Receiver, receiving
from tests.support.servers import Servers
from tests.support.waiting import eventually
from tests.support.world import World

POINTS = ["webhook.after_claim", "webhook.after_send_before_reply", "webhook.after_reply_before_record"]
LANES, EVENTS = 4, 3


async def say(arena: Arena, client: Client, *keys: str) -> None:
    """Say that deliverables were renamed, each some times in turn."""
    own = Servers(arena.servers.postgres_dsn, arena.broker.url, dict(arena.broker.passwords))
    world = World(own, arena.templates, client)
    for number in range(EVENTS):
        for key in keys:
            await world.say(DeliverableRenamed(deliverable=key, project="a-project", name=f"name {number}"))


def all_once_and_in_order(receiver: Receiver, keys: list[str]) -> None:
    """Check that all came, each under one id, and for the first time in the order of its aggregate."""
    ids = {one.id for one in receiver.taken}
    assert len(ids) == LANES * EVENTS, "an event came under two ids, or not at all"
    first = list({one.id: one for one in receiver.taken}.values())
    for key in keys:
        assert names(first, key) == told(EVENTS)


@pytest.mark.parametrize("visit", [1, 3])
@pytest.mark.parametrize(
    "point", [pytest.param(one, marks=pytest.mark.quick if one.endswith("_record") else ()) for one in POINTS]
)
async def test_a_worker_that_dies_over_a_webhook_has_it_delivered_by_the_next_one_under_the_same_id(
    arena: Arena, point: str, visit: int
) -> None:
    await arena.streams("projects", "councils", "reporting")
    notifications = await arena.service("notifications", start=False, webhook_seconds=1)
    keys = some("crash", LANES)
    async with receiving() as receiver, arena.operator() as client:
        subscription = await webhook(
            notifications.settings, "all", receiver.url("all"), types=(DeliverableRenamed.type_name(),)
        )
        await notifications.start(CRASH_POINT=f"{point}:{visit}")
        await say(arena, client, *keys)
        await notifications.died()
        assert notifications.process.exit_code == -9, notifications.process.log_tail(20)
        (recorded,) = await notifications.sql("SELECT count(*) AS n FROM attempt WHERE outcome = 'delivered'")
        if point != "webhook.after_claim":
            assert len(receiver.taken) > recorded["n"], "it died before anything came that it had not written down"
        leased = "SELECT count(*) AS n FROM lane WHERE lease IS NOT NULL AND subscription = $1"
        assert (await notifications.sql(leased, subscription))[0]["n"] > 0, "it died with nothing in its hands"

        await notifications.start()
        await receiver.has_taken("all", LANES * EVENTS, seconds=30)

        async def settled() -> None:
            query = "SELECT count(*) AS n FROM delivery WHERE state = 'delivered'"
            assert (await notifications.sql(query))[0]["n"] == LANES * EVENTS

        await eventually(settled, seconds=30)
        all_once_and_in_order(receiver, keys)
