"""A service's password for NATS is changed under load: every command is answered, no event is lost."""

import asyncio
import re
from collections.abc import Callable
from signal import Signals

import nats
from nats.aio.client import Client

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

NEW = "a-new-password"
SECOND_USER = "projects-next"
ENTRY = re.compile(r"^      \{\n        user: projects\n.*?^      \}\n", re.MULTILINE | re.DOTALL)


def reload_with(arena: Arena, file: str, change: Callable[[str], str]) -> None:
    """Change a file of the broker's configuration, and let it read it again while it runs."""
    path = arena.folder / "nats" / file
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    arena.broker.process.signal(Signals.SIGHUP)


async def comes_in(arena: Arena, user: str, password: str) -> bool:
    client = Client()
    try:
        await client.connect(arena.broker.url, user=user, password=password, allow_reconnect=False)
    except nats.errors.Error:
        return False
    finally:
        await client.close()
    return True


async def comes_in_from_now_on(arena: Arena, user: str, password: str) -> None:
    async def check() -> None:
        assert await comes_in(arena, user, password), f"{user} may not come in"

    await eventually(check, seconds=30)


async def is_refused_from_now_on(arena: Arena, user: str, password: str) -> None:
    async def check() -> None:
        assert not await comes_in(arena, user, password), f"{user} still comes in"

    await eventually(check, seconds=30)


async def stopped(service: ServiceProcess) -> None:
    service.process.ask_to_stop()
    await service.died()
    assert service.process.exit_code == 0, service.process.log_tail(20)


async def test_a_password_changed_at_the_broker_first_delays_events_and_loses_none(arena: Arena) -> None:
    """The service knows the old one until it is started again; until then its events wait."""
    projects, reporting, ledger = await arena.pair()
    old = arena.broker.passwords["projects"]
    await ledger.changes(range(20))
    reload_with(arena, "passwords.conf", lambda text: text.replace(old, NEW))
    await is_refused_from_now_on(arena, "projects", old)
    await projects.unready()
    await ledger.changes(range(20, 60))
    assert set(ledger.statuses) <= {200, 201}, "a command was not answered while the password was refused"
    (waiting,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
    assert waiting["n"] > 0, "events went out with a password that is not good any more"

    await stopped(projects)
    await projects.start(NATS_PASSWORD=NEW)
    await projects.ready()
    await ledger.changes(range(60, 80))
    assert set(ledger.statuses) <= {200, 201}
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_with_a_second_user_for_a_while_a_password_changes_and_nothing_stands_still(arena: Arena) -> None:
    """A replica with the new one starts beside the old one, which then stops; then the old password is shut out."""
    projects, reporting, ledger = await arena.pair()
    entry = ENTRY.search((arena.folder / "nats" / "nats.conf").read_text(encoding="utf-8"))
    assert entry is not None
    second = entry[0].replace("user: projects\n", f"user: {SECOND_USER}\n").replace("$PROJECTS_PASSWORD", f'"{NEW}"')
    load = asyncio.create_task(ledger.changes(range(150)))
    reload_with(arena, "nats.conf", lambda text: text.replace(entry[0], entry[0] + second))
    await comes_in_from_now_on(arena, SECOND_USER, NEW)
    replica = await arena.service(
        "projects", database_url=projects.settings.database_url, nats_user=SECOND_USER, nats_password=NEW
    )
    await asyncio.gather(projects.ready(), replica.ready())
    await load
    through_replica = arena.ledger(replica, prefix="q")
    load = asyncio.create_task(through_replica.changes(range(100)))
    await stopped(projects)
    old = arena.broker.passwords["projects"]
    reload_with(arena, "passwords.conf", lambda text: text.replace(old, "known-to-nobody"))
    await is_refused_from_now_on(arena, "projects", old)
    await load
    for one in (ledger, through_replica):
        assert set(one.statuses) <= {200, 201}, one.statuses
    through_replica.acknowledged |= ledger.acknowledged
    await arena.converged(replica, reporting, through_replica)
    await replica.ready()
    await arena.stream_is_in_order_and_holds_each_event_once()
