"""A database that is put back to an earlier state: it is noticed, a new epoch begins, and nobody mixes the two up."""

import asyncio
import json
from typing import Any

import pytest

from shared.events.projects import HistoryRewound
from shared.outbox.rewind import begin_epoch
from shared.verbs.restored import restored
from tests.support import things
from tests.support.echo import Echo, all_settled, effects, parked
from tests.support.outbox import outbox, published, stream
from tests.support.things import change
from tests.support.waiting import eventually
from tests.support.world import Running, World


async def restarted(world: World, before: Running, dsn: str) -> Running:
    """Stop a service and start it again on this database."""
    await before.stop()
    settings = await world.settings(before.service.name, database_url=dsn)
    running = Running(before.service, settings, "serve", world)
    world._running.append(running)
    await running.start()
    await running.ready()
    return running


async def copy_of(world: World, running: Running) -> str:
    """Return a backup of the database of a service that is stopped."""
    name = running.dsn.rpartition("/")[2]
    copy = f"{name}_copy"
    await world.templates._sql(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    world._databases.append(world.servers.dsn(copy))
    return world.servers.dsn(copy)


@pytest.fixture
async def rewound(world: World) -> tuple[Running, Running]:
    """A service whose database was put back: it had said three more of `t` and two of `u`; and one that hears it."""
    await world.streams("councils")
    said = await things.start(world)
    await said.ready()
    hearing = await Echo("strict").start(world)
    await hearing.ready()
    await change(things.database_of(said), "t", times=5)
    await published(said)
    await said.stop()
    backup = await copy_of(world, said)
    said = await restarted(world, said, said.dsn)
    await change(things.database_of(said), "t", times=3)
    await change(things.database_of(said), "u", times=2)
    await published(said)
    await effects(hearing, 10)
    return await restarted(world, said, backup), hearing


async def test_what_the_restored_database_forgot_is_told_as_void(
    world: World, rewound: tuple[Running, Running]
) -> None:
    said, _ = rewound

    async def told() -> Any:
        found = [m for m in await stream(world) if m.headers["ce-type"] == HistoryRewound.type_name()]
        assert len(found) == 1
        return found[0]

    message = await eventually(told)
    event = HistoryRewound.model_validate_json(message.data)
    known = {row["event_id"] for row in await outbox(said)}
    forgotten = [m.headers["ce-id"] for m in await stream(world) if m.headers["ce-epoch"] == "1"][5:]
    assert [str(one) for one in event.void] == forgotten
    assert len(forgotten) == 5
    assert not known & set(event.void)
    assert (event.epoch, event.part, event.parts, event.complete) == (2, 1, 1, True)
    assert message.headers["ce-epoch"] == "2"


async def test_what_is_said_after_a_restore_is_applied_although_its_versions_were_used_before(
    world: World, rewound: tuple[Running, Running]
) -> None:
    said, hearing = rewound
    await change(things.database_of(said), "t", times=2)
    await change(things.database_of(said), "u")
    found = await effects(hearing, 13)
    assert [one for one in found if one[0] == "t"] == [("t", n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 6, 7)]
    assert [one for one in found if one[0] == "u"] == [("u", 1), ("u", 2), ("u", 1)]
    await all_settled(world)
    assert await parked(hearing, 0) == []


async def test_a_restore_is_noticed_once(world: World, rewound: tuple[Running, Running]) -> None:
    said, _ = rewound
    await published(said)
    said = await restarted(world, said, said.dsn)
    await change(things.database_of(said), "t")
    await published(said)
    assert [row["epoch"] for row in await said.sql("SELECT epoch FROM database_epoch")] == [2]


async def test_a_stream_with_a_message_of_somebody_else_at_its_end_is_no_sign_of_a_restore(world: World) -> None:
    await world.streams("councils")
    said = await things.start(world)
    await change(things.database_of(said), "t")
    await published(said)
    await world.js.publish("partnership.projects.noise.v1.x", b"no event", headers={"ce-id": "none"})
    said = await restarted(world, said, said.dsn)
    await change(things.database_of(said), "t")
    await published(said)
    assert [row["epoch"] for row in await said.sql("SELECT epoch FROM database_epoch")] == [1]


async def test_no_change_is_told_in_an_epoch_that_has_ended(world: World) -> None:
    """Also one that was under way when the new epoch began."""
    await world.streams("councils")
    said = await things.start(world, "api")
    database = things.database_of(said)

    async def write(key: str) -> None:
        for _ in range(10):
            await change(database, key)

    writers = [asyncio.create_task(write(f"t{number}")) for number in range(6)]
    await change(database, "first")
    assert await begin_epoch(database, "projects", [], complete=False) == 2
    await asyncio.gather(*writers)
    rows = await outbox(said)
    assert {row["headers"]["ce-epoch"] for row in rows} == {"2"}
    (told,) = [row for row in rows if row["event_type"] == HistoryRewound.type_name()]
    assert json.loads(told["payload"])["complete"] is False
    assert 0 < rows.index(told) < len(rows) - 1, "the new epoch did not begin between changes"


async def test_an_operator_tells_of_a_restore_that_no_stream_can_show(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    await world.streams("councils")
    said = await things.start(world)
    await said.ready()
    await restored(said.service, said.settings, [])
    assert "epoch 2 begins" in capsys.readouterr().out
    await published(said)
    (message,) = await stream(world)
    event = HistoryRewound.model_validate_json(message.data)
    assert (event.epoch, event.void, event.complete) == (2, (), False)
    with pytest.raises(SystemExit):
        await restored(said.service, said.settings, ["nonsense"])
