"""A partner subscribes, comes in to the broker with a key of its own, and is told what it subscribed to; no more."""

import json
from typing import Any

import httpx
import nats
import pytest

from services.notifications.catalogue import every_type
from services.notifications.partners import nkeys
from shared.events.councils import AdoptionOpened
from tests.component.notifications.partners.conftest import Say, Subscribe, in_place
from tests.support.partners import Pulled, as_partner, connect
from tests.support.servers import Servers
from tests.support.waiting import eventually
from tests.support.world import Running, World


async def names(pulled: Pulled, *, seconds: float = 1) -> list[str]:
    """Pull, acknowledge, and return the names that were told."""
    got = await pulled.fetch(seconds=seconds)
    for message in got:
        await message.ack_sync(timeout=5)
    return [json.loads(message.data)["name"] for message in got]


async def test_a_partner_comes_in_with_the_seed_that_it_was_shown_once(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe, say: Say
) -> None:
    before = await say("gdpr")
    made = await subscribe(types=["projects.details-changed"])
    account = made["broker"]["account"]
    access = await in_place(office, made["href"])
    assert access["servers"] == [servers.nats_url]
    (durable,) = access["durables"]
    assert (durable["stream"], durable["durable"]) == ("PROJECTS", account)
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        told = [await say("gdpr"), await say("roads")]
        got = await names(Pulled(partner, "PROJECTS", account))
        assert [name for name in got if name != before] == told

    async def has_got_there() -> None:
        (seen,) = (await in_place(office, made["href"]))["durables"]
        assert seen["waiting"] == 0
        assert seen["acknowledged"] > 0

    await eventually(has_got_there)
    shown = (await office.get(made["href"])).json()
    assert shown["broker"]["seed"] is None
    assert [key["public_key"] for key in shown["broker"]["keys"]] == [made["broker"]["keys"][0]["public_key"]]


async def test_the_seed_is_not_shown_again_for_a_repeated_request(office: httpx.AsyncClient) -> None:
    wish = {"name": "Asked twice", "road": "broker"}
    headers = {"Idempotency-Key": "a-partner-asked-twice"}
    first = await office.post("/api/v1/subscriptions", json=wish, headers=headers)
    again = await office.post("/api/v1/subscriptions", json=wish, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["broker"]["seed"].startswith("SU")
    assert again.json()["broker"]["seed"] is None
    assert first.headers["Cache-Control"] == "no-store"


async def test_neither_file_nor_database_holds_a_seed(
    servers: Servers, notifications: Running, subscribe: Subscribe
) -> None:
    seed = (await subscribe())["broker"]["seed"]
    assert servers.partners_file is not None
    assert seed not in servers.partners_file.read_text(encoding="utf-8")
    for table in ("partner", "partner_key", "subscription", "idempotency_key", "outbox_event"):
        held = f"SELECT count(*) AS n FROM {table} AS t WHERE t::text LIKE $1"  # noqa: S608 - of the fixed words above
        (found,) = await notifications.sql(held, f"%{seed}%")
        assert found["n"] == 0, table


async def test_a_partner_with_a_key_of_its_own_keeps_its_seed_to_itself(
    servers: Servers, subscribe: Subscribe, say: Say
) -> None:
    pair = nkeys.new_pair()
    made = await subscribe(types=["projects.details-changed"], broker={"public_key": pair.public, "in_hand": 5})
    assert (made["broker"]["seed"], made["broker"]["in_hand"]) == (None, 5)
    async with as_partner(servers.nats_url, pair.seed) as partner:
        told = [await say("keys") for _ in range(7)]
        pulled = Pulled(partner, "PROJECTS", made["broker"]["account"])
        in_hand = [json.loads(message.data)["name"] for message in await pulled.fetch(seconds=0.5)]
        assert len(in_hand) == 5
        assert in_hand[-3:] == told[2:5] or in_hand == told[:5]


@pytest.mark.filterwarnings("ignore:parameter 'timeout' of type 'float':DeprecationWarning")  # of nats-py and aiohttp
async def test_a_partner_comes_in_by_websocket_too(servers: Servers, subscribe: Subscribe, say: Say) -> None:
    made = await subscribe(types=["projects.details-changed"])
    async with as_partner(str(servers.websocket_url), made["broker"]["seed"]) as partner:
        told = await say("web")
        assert told in await names(Pulled(partner, "PROJECTS", made["broker"]["account"]))


async def test_the_broker_filters_by_type_and_by_exact_subject(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe, say: Say
) -> None:
    filters = [{"any": [{"exact": {"subject": "one"}}, {"exact": {"subject": "two"}}]}, {"prefix": {"source": "/proj"}}]
    made = await subscribe(types=["projects.details-changed", "projects.closed"], filters=filters)
    (durable,) = (await in_place(office, made["href"]))["durables"]
    assert durable["subjects"] == [
        "partnership.projects.closed.v1.one",
        "partnership.projects.closed.v1.two",
        "partnership.projects.details-changed.v1.one",
        "partnership.projects.details-changed.v1.two",
    ]
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        told = [await say("one"), await say("three"), await say("two")]
        got = await names(Pulled(partner, "PROJECTS", made["broker"]["account"]))
        assert got[-2:] == [told[0], told[2]]
        assert told[1] not in got


async def test_a_council_is_told_what_is_open_and_what_is_named_after_itself(
    servers: Servers, world: World, fife: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe(fife)
    access = await in_place(fife, made["href"])
    everything = [subject for durable in access["durables"] for subject in durable["subjects"]]
    assert "partnership.projects.registered.v1.>" in everything
    assert "partnership.councils.adoption-opened.v1.fife" in everything
    assert "partnership.councils.adoption-opened.v1.>" not in everything
    assert "partnership.projects.work-request-answered.v1.fife" in everything
    of_the_office = {one.type_name() for one in every_type() if one.audience == "office"}
    assert of_the_office
    assert not {one.rpartition(".")[0] for one in everything} & of_the_office
    assert "partnership.councils.import-completed.v1" in access["left_out"]
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        for council in ("moray", "fife"):
            await world.say(
                AdoptionOpened(
                    council=council,
                    deliverable="toolkit",
                    project="one",
                    release="one",
                    state="invited",
                    effective="2026-11-21",
                )
            )
        got = await Pulled(partner, "COUNCILS", made["broker"]["account"]).fetch()
        assert [json.loads(message.data)["council"] for message in got] == ["fife"]


@pytest.mark.parametrize("start", ["beginning", "cursor", "now"])
async def test_a_partner_begins_where_it_wished_to(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe, say: Say, start: str
) -> None:
    first = await say(f"start-{start}")
    second = await say(f"start-{start}")

    async def feed() -> list[dict[str, Any]]:
        items = (await office.get("/api/v1/events", params={"types": "projects.details-changed", "limit": 200})).json()
        assert [one["data"]["name"] for one in items["items"]][-1] == second
        return list(items["items"])

    await eventually(feed)
    wish: dict[str, Any] = {"at": start}
    if start == "cursor":
        events = (await office.get("/api/v1/events", params={"types": "projects.details-changed", "limit": 200})).json()
        before = len(events["items"]) - 1
        page = await office.get("/api/v1/events", params={"types": "projects.details-changed", "limit": before})
        wish = {"cursor": page.json()["cursor"]}
    made = await subscribe(types=["projects.details-changed"], start=wish)
    third = await say(f"start-{start}")
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        got = await names(Pulled(partner, "PROJECTS", made["broker"]["account"]))
    mine = [name for name in got if name in {first, second, third}]
    assert mine == {"beginning": [first, second, third], "cursor": [second, third], "now": [third]}[start]


async def test_who_ended_its_subscription_is_out_within_seconds(
    servers: Servers, world: World, office: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe()
    other = await subscribe()
    account, seed = made["broker"]["account"], made["broker"]["seed"]
    async with (
        as_partner(servers.nats_url, seed) as partner,
        as_partner(servers.nats_url, other["broker"]["seed"]) as beside,
    ):
        ended = await office.delete(made["href"], headers={"If-Match": "*"})
        assert ended.status_code == 200, ended.text

        async def is_out() -> None:
            assert not partner.is_connected
            durables = [str(one.name) for one in await world.js.consumers_info("PROJECTS")]
            assert account not in durables
            assert other["broker"]["account"] in durables

        await eventually(is_out, seconds=5)
        assert beside.is_connected
    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        await connect(servers.nats_url, seed)


async def test_while_a_subscription_is_paused_nothing_comes_and_afterwards_everything(
    servers: Servers, world: World, notifications: Running, subscribe: Subscribe, say: Say
) -> None:
    made = await subscribe(types=["projects.details-changed"])
    account = made["broker"]["account"]

    async def stands(state: str) -> None:
        await notifications.sql("UPDATE subscription SET state = $1 WHERE id = $2", state, made["id"])

        async def check() -> None:
            assert bool((await world.js.consumer_info("PROJECTS", account)).paused) == (state == "paused")

        await eventually(check)

    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        pulled = Pulled(partner, "PROJECTS", account)
        await names(pulled, seconds=0.3)
        await stands("paused")
        told = await say("paused")
        assert await names(pulled, seconds=0.3) == []
        await stands("active")
        assert await names(pulled) == [told]
