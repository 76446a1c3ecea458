"""The servers of the local stack, for real: what survives a stop, a kill and a wipe, and who comes in."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import nats
import pytest
from nats.js.api import StreamConfig

from deploy.local import REPOSITORY
from deploy.local.leftovers import command_line
from deploy.local.nats import NatsServer, answers
from deploy.local.places import temporary_folder
from deploy.local.postgres import DATABASES, SUPERUSER, PostgresServer
from deploy.local.servers import Server, StartFailedError
from deploy.local.supervisor import Supervisor
from deploy.local.waiting import happens, wait_until


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def postgres(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(folder / "postgres")
    server.start()
    server.provide_databases()
    yield server
    server.stop()


@pytest.fixture
def broker(folder: Path) -> Iterator[NatsServer]:
    server = NatsServer(folder / "nats")
    server.start()
    yield server
    server.stop()


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.mark.parametrize("name", DATABASES)
async def test_a_service_may_do_anything_in_its_own_database(postgres: PostgresServer, name: str) -> None:
    made = "create schema tried; create table tried.it as select 1; drop schema tried cascade"
    connection = await asyncpg.connect(postgres.dsn(name))
    await connection.execute(made)
    assert await connection.fetchval("select current_user || ' in ' || current_database()") == f"{name} in {name}"
    await connection.close()


@pytest.mark.parametrize("other", [*DATABASES[1:], "postgres", "template1"])
async def test_a_service_may_not_even_connect_to_another_database(postgres: PostgresServer, other: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(postgres.dsn(other, DATABASES[0]), "select 1")


@pytest.mark.parametrize("user", ["projects", SUPERUSER])
async def test_nobody_comes_in_without_the_right_password(postgres: PostgresServer, user: str) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(postgres.dsn("projects", user, "guessed"), "select 1")


async def test_a_new_password_takes_effect_and_data_stays(postgres: PostgresServer) -> None:
    postgres.run_sql(
        "create table kept as select 42 as answer; grant select on kept to reporting", database="reporting"
    )
    old = postgres.dsn("reporting")
    (postgres.passwords / "reporting").write_text("another", encoding="ascii")
    postgres.provide_databases()
    assert await ask(postgres.dsn("reporting"), "select answer from kept") == 42
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(old, "select 1")


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_what_was_committed_is_there_after_the_server_was(postgres: PostgresServer, end: str) -> None:
    port = postgres.port
    postgres.run_sql("drop table if exists kept; create table kept as select 1 as one", database="projects")
    getattr(postgres, end)()
    assert not postgres.running
    postgres.start()
    assert postgres.port == port
    assert postgres.run_sql("select one from kept", database="projects") == "1"
    assert postgres.run_sql("show fsync") == "on"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux whose a process is")
def test_postgresql_does_not_run_as_root(postgres: PostgresServer) -> None:
    assert Path(f"/proc/{postgres.pid}").owner() != "root"


def test_a_cluster_that_was_made_again_is_another(postgres: PostgresServer) -> None:
    before = postgres.identity()
    postgres.stop()
    postgres.start()
    assert postgres.identity() == before
    postgres.wipe()
    postgres.start()
    postgres.provide_databases()
    assert postgres.identity() != before


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    server = PostgresServer(folder / "wrong", settings={"shared_buffers": "lots"})
    with pytest.raises(StartFailedError, match="PostgreSQL did not start") as failure:
        server.start()
    assert 'invalid value for parameter "shared_buffers"' in failure.value.log_tail
    assert not server.running


async def streams(broker: NatsServer) -> list[str]:
    client = await nats.connect(broker.url, user="operator", password=broker.passwords["operator"])
    try:
        return [str(stream.config.name) for stream in await client.jetstream().streams_info()]
    finally:
        await client.close()


async def test_a_stream_survives_a_kill_and_not_a_wipe(broker: NatsServer) -> None:
    client = await nats.connect(broker.url, user="operator", password=broker.passwords["operator"])
    await client.jetstream().add_stream(StreamConfig(name="KEPT", subjects=["kept.>"]))
    await client.close()
    broker.kill()
    broker.start()
    assert await streams(broker) == ["KEPT"]
    broker.wipe()
    broker.start()
    assert await streams(broker) == []


def test_a_frozen_server_is_alive_but_silent(broker: NatsServer) -> None:
    broker.freeze()
    assert broker.running
    assert not answers(broker.monitor_port, "/healthz", within=0.2)
    broker.thaw()
    assert answers(broker.monitor_port, "/healthz")


def test_a_frozen_server_can_be_stopped(broker: NatsServer) -> None:
    broker.freeze()
    broker.stop()
    assert not broker.running


def test_what_ends_by_itself_is_started_again(folder: Path, broker: NatsServer) -> None:
    broker.stop()
    said: list[str] = []
    supervisor = Supervisor(folder / "run", said.append)
    supervisor.spawn(broker)
    broker.wait_ready()
    killed = broker.pid
    assert (folder / "run" / "nats.pid").read_text() == f"{killed}\n"
    stop_asked = threading.Event()

    def stop_once_it_is_back() -> None:
        happens(lambda: broker.pid != killed and broker.ready(), within=10)
        stop_asked.set()

    os.kill(broker.pid or 0, signal.SIGKILL)
    patient = threading.Thread(target=stop_once_it_is_back)
    patient.start()
    supervisor.watch(stop_asked)
    patient.join()
    assert broker.ready()
    assert said[0] == "NATS ended with -9; it is started again in 0.5 s"
    assert said[-1] == f"NATS was started again (process {broker.pid})"
    supervisor.stop_all()
    assert not broker.running
    assert not (folder / "run" / "nats.pid").exists()


def test_servers_are_stopped_last_started_first(folder: Path, postgres: PostgresServer, broker: NatsServer) -> None:
    postgres.stop()
    broker.stop()
    said: list[str] = []
    supervisor = Supervisor(folder / "run", said.append)
    both: list[Server] = [postgres, broker]
    for server in both:
        supervisor.spawn(server)
    for server in both:
        server.wait_ready()
    supervisor.stop_all()
    assert said == ["NATS stopped", "PostgreSQL stopped"]
    postgres.start()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a process to its parent")
def test_a_killed_parent_takes_its_servers_with_it(folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS, folder / "orphans"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.communicate()
    wait_until(lambda: not any(command_line(pid) for pid in pids), "the orphans to end", seconds=10)


ORPHANS = """
import pathlib, sys, time
from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer

folder = pathlib.Path(sys.argv[1])
servers = PostgresServer(folder / "postgres"), NatsServer(folder / "nats")
for server in servers:
    server.start()
print(*(server.pid for server in servers), flush=True)
time.sleep(60)
"""
