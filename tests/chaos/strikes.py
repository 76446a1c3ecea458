"""The strikes: what each does to the system, how the system is put right again, and what proves that it happened."""

import asyncio
import contextlib
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import psutil
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from shared.outbox.relay import LEADER_LOCK
from tests.chaos.system import System
from tests.support.waiting import eventually

PROOF_SECONDS = 20.0
KILLED = -9

CUT = """SELECT pg_terminate_backend(pid) AS cut FROM pg_locks
         WHERE locktype = 'advisory' AND granted AND objid = $1
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class MissedError(Exception):
    """A strike could not be shown to have happened."""


@dataclass(frozen=True, slots=True)
class Strike:
    """What to do to whom, for how long."""

    kind: str
    target: str = ""
    seconds: float = 0.0
    detail: str = ""

    @property
    def hurts(self) -> set[str]:
        """The parts that no other strike may touch meanwhile."""
        part = self.kind.split()[-1]
        if part in {"NATS", "store", "durable", "stream"}:
            return {"nats"}
        return {"postgres"} if part == "PostgreSQL" else {self.target}

    def __str__(self) -> str:
        words = [self.kind, self.target, self.detail, f"for {self.seconds:.1f} s" if self.seconds else ""]
        return " ".join(word for word in words if word)


async def kill_nats(system: System, strike: Strike) -> str:
    broker = system.broker
    broker.kill()
    _prove(broker.process.exit_code == KILLED, "it did not die")
    await asyncio.sleep(strike.seconds)
    await system.bring_up(broker)
    return "it ended with -9"


async def freeze_nats(system: System, strike: Strike) -> str:
    return await _frozen(system.broker.process.pid, system.broker.freeze, system.broker.thaw, strike.seconds)


async def wipe_store(system: System, strike: Strike) -> str:
    before = await _streams(system)
    system.broker.wipe()
    await asyncio.sleep(strike.seconds)
    await system.bring_up(system.broker)
    return await _new_streams(system, before)


async def roll_back_store(system: System, strike: Strike) -> str:
    """Keep a copy of the store as a crash would leave it, let work go on, and put the copy back."""
    broker, kept = system.broker, system.arena.folder / "kept-store"
    shutil.rmtree(kept, ignore_errors=True)
    broker.freeze()
    await _stopped(broker.process.pid)
    system.arena.copy_store()
    broker.thaw()
    last = await _last_sequences(system)

    async def more_was_said() -> None:
        assert sum((await _last_sequences(system)).values()) > sum(last.values())

    await asyncio.sleep(strike.seconds)
    try:
        await eventually(more_was_said, seconds=PROOF_SECONDS)
    except AssertionError:
        raise MissedError("nothing was said after the copy was made") from None
    lost = await _last_sequences(system)
    broker.kill()
    system.arena.put_back_store(kept)
    await system.bring_up(broker)
    now = sum((await _last_sequences(system)).values())
    return f"the streams went back from {sum(lost.values())} messages to {sum(last.values())}, and are at {now}"


async def delete_durable(system: System, strike: Strike) -> str:
    async with system.arena.operator() as client:
        js = client.jetstream(timeout=5)
        try:
            before = str((await js.consumer_info(strike.target, strike.detail)).created)
            await js.delete_consumer(strike.target, strike.detail)
        except NotFoundError:
            raise MissedError("it was gone already") from None

        async def another() -> None:
            try:
                now = str((await js.consumer_info(strike.target, strike.detail)).created)
            except NotFoundError:
                raise AssertionError("it was not made again") from None
            assert now != before, "it is still the same durable"

        await _proved(another)
    return "another durable stands in its place"


async def delete_stream(system: System, strike: Strike) -> str:
    before = await _streams(system)
    async with system.arena.operator() as client:
        try:
            await client.jetstream(timeout=5).delete_stream(strike.target)
        except NotFoundError:
            raise MissedError("it was gone already") from None
    return await _new_streams(system, {strike.target: before[strike.target]})


async def kill_postgres(system: System, strike: Strike) -> str:
    postgres = system.postgres
    postgres.kill()
    _prove(postgres.process.exit_code == KILLED, "it did not die")
    await asyncio.sleep(strike.seconds)
    await system.bring_up(postgres)
    return "the postmaster ended with -9"


async def freeze_postgres(system: System, strike: Strike) -> str:
    """Freeze the postmaster and every session it has: nobody is let in, and nobody is answered."""
    whole = psutil.Process(system.postgres.pid)
    parts = [*whole.children(recursive=True), whole]

    def each(do: Callable[[psutil.Process], None]) -> Callable[[], None]:
        def to_all() -> None:
            for part in parts:
                with contextlib.suppress(psutil.NoSuchProcess):
                    do(part)

        return to_all

    return await _frozen(whole.pid, each(psutil.Process.suspend), each(psutil.Process.resume), strike.seconds)


async def freeze_service(system: System, strike: Strike) -> str:
    process = system.services[strike.target].process
    return await _frozen(process.pid, process.freeze, process.thaw, strike.seconds)


async def kill_service(system: System, strike: Strike) -> str:
    service = system.services[strike.target]
    service.process.kill()
    _prove(service.process.exit_code == KILLED, "it did not die")
    await asyncio.sleep(strike.seconds)
    service.spawn()
    return "it ended with -9"


async def stop_service(system: System, strike: Strike) -> str:
    service = system.services[strike.target]
    service.process.ask_to_stop()
    try:
        await service.died(seconds=PROOF_SECONDS)
    except AssertionError:
        service.process.kill()
        service.spawn()
        raise MissedError("it did not stop when asked to") from None
    code = service.process.exit_code
    service.spawn()
    _prove(code == 0, f"it ended with {code}")
    return "it ended with 0"


async def crash_service(system: System, strike: Strike) -> str:
    """Start a service anew with a crash point armed, and once more when it has died there."""
    service = system.services[strike.target]
    service.process.kill()
    service.spawn(CRASH_POINT=strike.detail)
    try:
        await service.died(seconds=PROOF_SECONDS)
    except AssertionError:
        raise MissedError("it never came by its crash point") from None
    finally:
        code = service.process.exit_code
        service.process.kill()
        service.spawn()
    _prove(code == KILLED, f"it ended with {code}")
    return "it died there"


async def cut_relay(system: System, strike: Strike) -> str:
    try:
        rows = await system.services[strike.target].sql(CUT, LEADER_LOCK)
    except (OSError, asyncpg.PostgresError) as error:
        raise MissedError(f"the database does not answer: {error!r}") from error
    _prove([row["cut"] for row in rows] == [True], "no relay led")
    return "the leader's session was ended"


STRIKES: dict[str, Callable[[System, Strike], Awaitable[str]]] = {
    "kill NATS": kill_nats,
    "freeze NATS": freeze_nats,
    "wipe the store": wipe_store,
    "roll back the store": roll_back_store,
    "delete a durable": delete_durable,
    "delete a stream": delete_stream,
    "kill PostgreSQL": kill_postgres,
    "freeze PostgreSQL": freeze_postgres,
    "kill": kill_service,
    "freeze": freeze_service,
    "stop and start": stop_service,
    "crash": crash_service,
    "cut the relay of": cut_relay,
}
FORGETS = {"wipe the store", "roll back the store", "delete a stream"}
"""Strikes after which NATS has forgotten what it acknowledged."""


def _prove(happened: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not happened:
        raise MissedError(otherwise)


async def _proved(check: Callable[[], Awaitable[None]]) -> None:
    try:
        await eventually(check, seconds=PROOF_SECONDS)
    except AssertionError as error:
        raise MissedError(str(error)) from None


async def _frozen(pid: int | None, freeze: Callable[[], None], thaw: Callable[[], None], seconds: float) -> str:
    freeze()
    try:
        await _stopped(pid)
        await asyncio.sleep(seconds)
    finally:
        thaw()
    return "the kernel called it stopped"


async def _stopped(pid: int | None) -> None:
    async def check() -> None:
        assert psutil.Process(pid).status() == psutil.STATUS_STOPPED, "it still runs"

    await _proved(check)


async def _streams(system: System) -> dict[str, str]:
    """Return the streams and their ages, as soon as they can be told."""

    async def told() -> dict[str, str]:
        try:
            return await system.streams()
        except NatsError as error:
            raise AssertionError(f"NATS does not answer: {error!r}") from error

    return await eventually(told, seconds=PROOF_SECONDS)


async def _new_streams(system: System, before: dict[str, str]) -> str:
    async def made_again() -> None:
        now = await _streams(system)
        same = sorted(name for name, made in before.items() if now.get(name, made) == made)
        assert not same, f"{', '.join(same)} was not made again"

    await _proved(made_again)
    return f"{', '.join(sorted(before))}: made again"


async def _last_sequences(system: System) -> dict[str, int]:
    async with system.arena.operator() as client:
        found = await client.jetstream(timeout=5).streams_info()
    return {str(one.config.name): int(one.state.last_seq) for one in found}
