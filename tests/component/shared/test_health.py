"""Health: alive while the loop runs; ready only when every part is, with the reason where one is not."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.support import things
from tests.support.echo import Echo
from tests.support.waiting import eventually
from tests.support.world import Running, World, free_port


@pytest.fixture
async def hearing(world: World) -> Running:
    await world.streams("projects", "councils")
    running = await Echo().start(world)
    await running.ready()
    return running


async def told(running: Running, path: str) -> tuple[int, dict[str, Any]]:
    async with running.anonymous() as client:
        answer = await client.get(path)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


async def test_a_service_that_does_all_of_its_work_says_so_part_by_part(hearing: Running) -> None:
    assert await told(hearing, "/livez") == (200, {"status": "ok", "parts": {"loop": "ok"}})
    assert await told(hearing, "/healthz") == (200, {"status": "ok", "parts": {"database": "ok", "nats": "ok"}})
    status, body = await told(hearing, "/readyz")
    assert (status, body["status"]) == (200, "ok")
    parts = {"database", "tokens", "loop", "nats", "hears PROJECTS", "hears COUNCILS", "relay"}
    assert body["parts"] == dict.fromkeys(parts, "ok")


async def test_an_api_alone_does_not_speak_of_what_it_does_not_do(world: World) -> None:
    running = await things.start(world, "api")
    await running.ready()
    _, body = await told(running, "/readyz")
    assert body["parts"].keys() == {"database", "tokens", "loop"}


async def test_a_worker_alone_tells_its_health_too(world: World) -> None:
    await world.streams("councils")
    running = await things.start(world, "worker")
    await running.ready()
    async with running.client() as client:
        assert (await client.get("/api/v1/things")).status_code == 404
        assert (await client.get("/api/v1/operations/projects/outbox")).status_code == 200


async def test_without_its_database_a_service_is_alive_and_not_ready(hearing: Running, world: World) -> None:
    name = hearing.dsn.rpartition("/")[2]
    await world.templates._sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await world.templates._sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - our own name
    )

    async def says_so() -> None:
        assert (await told(hearing, "/livez"))[0] == 200
        for path in ("/readyz", "/healthz"):
            status, body = await told(hearing, path)
            assert (status, body["status"]) == (503, "unavailable")
            assert body["parts"]["database"] != "ok"
            assert body["parts"]["nats"] == "ok"
        assert body["parts"].keys() == {"database", "nats"}
        _, body = await told(hearing, "/readyz")
        assert body["parts"]["relay"].startswith("waiting")

    await eventually(says_so)
    await world.templates._sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await hearing.ready()


async def test_without_nats_a_service_is_alive_and_not_ready_and_takes_commands(world: World) -> None:
    running = await things.start(world, nats_url=f"nats://127.0.0.1:{free_port()}")
    assert (await told(running, "/livez"))[0] == 200
    status, body = await told(running, "/readyz")
    assert status == 503
    for part in ("nats", "hears COUNCILS", "relay"):
        assert body["parts"][part] != "ok"
    assert body["parts"]["database"] == "ok"
    async with running.client() as client:
        assert (await client.post("/api/v1/things", json={"key": "one", "name": "One"})).status_code == 201
    async with asyncio.timeout(5):
        await running.stop()


async def test_a_service_can_start_before_its_database_and_stop_without_it(world: World) -> None:
    await world.streams("councils")
    settings = await world.settings("projects", database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere")
    running = Running(things.service, settings, "serve", world)
    await running.start()
    assert (await told(running, "/livez"))[0] == 200
    status, body = await told(running, "/readyz")
    assert (status, body["parts"]["loop"]) == (503, "ok")
    assert body["parts"]["database"] != "ok"
    async with running.client() as client:
        for answer in (await client.get("/api/v1/things"), await client.post("/api/v1/things", json={})):
            assert answer.status_code == 503, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
    async with running.anonymous() as client:
        assert (await client.get("/api/v1/things")).status_code == 401
    async with asyncio.timeout(5):
        await running.stop()


async def test_a_service_that_has_heard_of_no_key_is_not_ready(world: World, hearing: Running) -> None:
    await hearing.sql("DELETE FROM token_key")

    async def says_so() -> None:
        status, body = await told(hearing, "/readyz")
        assert (status, body["parts"]["tokens"]) == (503, "no signing key has been heard of yet")

    await eventually(says_so)


async def test_health_answers_in_time_when_a_part_does_not(world: World, hearing: Running) -> None:
    database = things.database_of(hearing)
    size = hearing.settings.database_pool_size
    taken = await asyncio.gather(*(database.engine.connect() for _ in range(size)), return_exceptions=True)
    try:
        async with httpx.AsyncClient(base_url=hearing.url, timeout=6) as client:
            answers = await asyncio.gather(*(client.get("/readyz") for _ in range(3)), client.get("/livez"))
        assert [answer.status_code for answer in answers] == [503, 503, 503, 200]
        assert "Timeout" in answers[0].json()["parts"]["database"]
    finally:
        for connection in taken:
            if not isinstance(connection, BaseException):
                await connection.close()
    await hearing.ready()
