"""The database says what is true of partners: what is lost on the broker, or changed there, is put right."""

import asyncio
import contextlib
import json
from dataclasses import replace

import asyncpg
import httpx
import nats
import pytest

from services.notifications.partners import accounts, nkeys
from services.notifications.partners.accounts import Account
from services.notifications.partners.keeper import LOCK
from tests.component.notifications.partners.conftest import Say, Subscribe, in_place
from tests.support.partners import Pulled, as_partner, connect
from tests.support.servers import Servers
from tests.support.waiting import eventually
from tests.support.world import Running, World


async def names(pulled: Pulled) -> list[str]:
    got = await pulled.fetch(seconds=0.5)
    for message in got:
        await message.ack_sync(timeout=5)
    return [json.loads(message.data)["name"] for message in got]


async def test_a_lost_durable_is_made_again_where_its_partner_had_got_to(
    servers: Servers, world: World, office: httpx.AsyncClient, subscribe: Subscribe, say: Say
) -> None:
    made = await subscribe(types=["projects.details-changed"], start={"at": "beginning"})
    account = made["broker"]["account"]
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        pulled = Pulled(partner, "PROJECTS", account)
        told = await say("lost")
        assert (await names(pulled))[-1] == told
        last = (await world.js.stream_info("PROJECTS")).state.last_seq

        async def is_written_down() -> None:
            assert (await in_place(office, made["href"]))["durables"][0]["acknowledged"] >= last

        await eventually(is_written_down)
        assert await world.js.delete_consumer("PROJECTS", account)
        since = await say("lost")

        async def is_back() -> None:
            assert await names(pulled) == [since]

        await eventually(is_back)


async def test_a_durable_that_somebody_changed_is_as_it_should_be_again(world: World, subscribe: Subscribe) -> None:
    made = await subscribe(types=["projects.details-changed"], broker={"in_hand": 7})
    account = made["broker"]["account"]
    found = (await world.js.consumer_info("PROJECTS", account)).config
    wider = replace(found, max_ack_pending=1000, filter_subject=None, filter_subjects=["partnership.projects.>"])
    await world.js.add_consumer("PROJECTS", wider)

    async def is_narrow_again() -> None:
        now = (await world.js.consumer_info("PROJECTS", account)).config
        filters = now.filter_subjects or [now.filter_subject]
        assert (now.max_ack_pending, filters) == (7, ["partnership.projects.details-changed.v1.>"])

    await eventually(is_narrow_again)
    # one that hands its events on to somebody else cannot be changed back, and is made anew
    await world.js.delete_consumer("PROJECTS", account)
    with contextlib.suppress(nats.js.errors.APIError):
        await world.js.add_consumer("PROJECTS", replace(found, deliver_subject="elsewhere", max_waiting=None))

    async def pulls_again() -> None:
        now = (await world.js.consumer_info("PROJECTS", account)).config
        assert (now.deliver_subject, now.max_ack_pending) == (None, 7)

    await eventually(pulls_again)


@pytest.mark.parametrize("how", ["lost", "changed"])
async def test_a_file_that_is_lost_or_changed_is_written_again(
    servers: Servers, subscribe: Subscribe, how: str
) -> None:
    made = await subscribe()
    file = servers.partners_file
    assert file is not None
    right = file.read_text(encoding="utf-8")
    intruder = nkeys.new_pair()
    if how == "lost":
        file.unlink()
    else:
        file.write_text(right + f"\nintruder {{ users: [{{ nkey: {intruder.public} }}] }}\n", encoding="utf-8")

    async def is_right() -> None:
        assert file.is_file()
        assert file.read_text(encoding="utf-8") == right

    await eventually(is_right)
    await (await connect(servers.nats_url, made["broker"]["seed"])).close()


async def test_who_was_shut_out_by_a_replica_that_died_before_the_broker_knew_is_out_all_the_same(
    servers: Servers, notifications: Running, subscribe: Subscribe
) -> None:
    made = await subscribe()
    account, (key,) = made["broker"]["account"], made["broker"]["keys"]
    mine = accounts.written([Account(account, [key["public_key"]])]).removeprefix(accounts.HEADING)
    file = servers.partners_file
    assert file is not None
    async with as_partner(servers.nats_url, made["broker"]["seed"]) as partner:
        replica = await asyncpg.connect(notifications.dsn)
        try:
            async with replica.transaction():
                await replica.execute(LOCK.text.replace("try_", ""))
                await replica.execute("DELETE FROM partner_key WHERE public = $1", key["public_key"])
                right = file.read_text(encoding="utf-8")
                assert mine in right
                accounts.write(file, right.replace(mine, ""))
        finally:
            await replica.close()

        async def is_out() -> None:
            assert not partner.is_connected

        await eventually(is_out, seconds=5)


async def test_a_durable_of_nobody_is_taken_away_and_those_of_services_are_not(
    world: World, subscribe: Subscribe
) -> None:
    made = await subscribe(types=["projects.details-changed"])
    settings = (await world.js.consumer_info("PROJECTS", made["broker"]["account"])).config
    for name in ("partner-of-nobody", "somebody-else"):
        await world.js.add_consumer("PROJECTS", replace(settings, name=name, durable_name=name))

    async def is_gone() -> None:
        left = {str(one.name) for one in await world.js.consumers_info("PROJECTS")}
        assert "partner-of-nobody" not in left
        assert {"somebody-else", "notifications", made["broker"]["account"]} <= left

    await eventually(is_gone)


@pytest.mark.timeout(180)
async def test_a_key_changed_under_load_loses_nothing(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe, say: Say
) -> None:
    """Both keys are good for a while; then the old one is taken away, and whoever still has it is cut off."""
    made = await subscribe(types=["projects.details-changed"])
    account = made["broker"]["account"]
    old, new = await connect(servers.nats_url, made["broker"]["seed"]), nkeys.new_pair()
    got: list[str] = []
    told: list[str] = []

    enough = asyncio.Event()

    async def load() -> None:
        # told to stop, not cancelled: Python 3.11 may lose that where an answer comes in the same moment
        while not enough.is_set():
            told.append(await say("rotated"))

    async def reads(client: object) -> None:
        pulled = Pulled(client, "PROJECTS", account)  # type: ignore[arg-type]
        with contextlib.suppress(nats.errors.ConnectionClosedError):
            while True:
                # an answer that was on its way while the server read its accounts may not come; the next one does
                with contextlib.suppress(nats.errors.TimeoutError):
                    for message in await pulled.fetch(seconds=0.5):
                        # taken in first: what was not acknowledged when the connection was cut comes again
                        got.append(json.loads(message.data)["name"])
                        await message.ack_sync(timeout=1)

    loading, reading = asyncio.create_task(load()), asyncio.create_task(reads(old))
    answer = await office.post(f"{made['href']}/broker/keys", json={"public_key": new.public})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["seed"], answer.json()["old_valid_until"] is None) == (None, False)
    await in_place(office, made["href"])
    replica = await connect(servers.nats_url, new.seed)
    beside = asyncio.create_task(reads(replica))
    first = made["broker"]["keys"][0]["public_key"]
    removed = await office.delete(f"{made['href']}/broker/keys/{first}", headers={"If-Match": "*"})
    assert removed.status_code == 200, removed.text

    async def is_cut_off() -> None:
        assert not old.is_connected
        assert replica.is_connected

    await eventually(is_cut_off, seconds=20)
    await reading
    enough.set()
    await loading
    # what the old one was handed and could not acknowledge comes again, once its time is up; the rest at once
    assert len(told) > 10

    async def has_everything() -> None:
        assert not beside.done(), "the reader with the new key stopped"
        assert set(told) - set(got) == set()

    await eventually(has_everything, seconds=100)
    beside.cancel()
    await replica.close()
    await old.close()


async def test_a_key_retires_when_its_time_is_up(
    servers: Servers, office: httpx.AsyncClient, subscribe: Subscribe
) -> None:
    made = await subscribe()
    answer = await office.post(f"{made['href']}/broker/keys", json={"old_valid_for_seconds": 0})
    assert answer.status_code == 201, answer.text

    async def is_shut_out() -> None:
        with pytest.raises(nats.errors.Error, match="Authorization Violation"):
            await (await connect(servers.nats_url, made["broker"]["seed"])).close()

    async def only_the_new_one() -> None:
        keys = (await in_place(office, made["href"]))["keys"]
        assert [key["public_key"] for key in keys] == [answer.json()["public_key"]]

    await eventually(only_the_new_one)
    await is_shut_out()
    await (await connect(servers.nats_url, answer.json()["seed"])).close()
