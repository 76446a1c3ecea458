"""Traces, metrics and logs leave by OTLP when an endpoint is named; without one a service sends nothing anywhere."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import asyncpg
import httpx
import pytest
import uvicorn
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.auth import SCOPES
from shared.settings import Settings
from tests.support.waiting import eventually
from tests.support.world import World, free_port

STOP_SECONDS = 20


class Receiver:
    """An OTLP endpoint that keeps what arrives, by path."""

    def __init__(self) -> None:
        self.got: dict[str, list[bytes]] = defaultdict(list)
        self.port = free_port()
        app = Starlette(routes=[Route("/v1/{signal}", self._take, methods=["POST"])])
        self._server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_config=None, access_log=False))

    async def _take(self, request: Request) -> Response:
        self.got[request.path_params["signal"]].append(await request.body())
        return Response(b"", media_type="application/x-protobuf")

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._server._serve())

        async def up() -> None:
            assert self._server.started

        await eventually(up)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._task


@asynccontextmanager
async def projects(settings: Settings, **environment: str) -> AsyncIterator[Process]:
    """Run the projects service as a process of its own, and stop it by SIGTERM."""
    variables = {
        "DATABASE_URL": settings.database_url,
        "NATS_URL": settings.nats_url,
        "NATS_USER": settings.nats_user or "",
        "NATS_PASSWORD": settings.nats_password or "",
        "PUBLIC_URL": settings.public_url,
        "PORT": str(settings.port),
        "TIME_SCALE": str(settings.time_scale),
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.projects.main", "serve", env=clean | variables | environment, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _open_a_portfolio(world: World, settings: Settings) -> None:
    async def up() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}") as anyone:
            try:
                answer = await anyone.get("/readyz")
            except httpx.TransportError as error:
                raise AssertionError("it does not answer yet") from error
        assert answer.status_code == 200, answer.text

    await eventually(up, seconds=30)
    headers = {"Authorization": f"Bearer {world.token(SCOPES)}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}", headers=headers) as client:
        body = {"key": "digital-place", "name": "Digital Place", "grouping": "portfolios-2019", "from": "2019-10"}
        made = await client.post("/api/v1/portfolios", json=body)
        assert made.status_code == 201, made.text
    await world.heard("PROJECTS", 1)


async def _ended(process: Process) -> str:
    process.send_signal(signal.SIGTERM)
    out, _ = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
    assert process.returncode == 0
    return out.decode()


@pytest.fixture
async def settings(world: World) -> Settings:
    await world.streams("councils")
    settings = await world.settings("projects")
    await world.trust(settings)
    return settings


async def test_traces_metrics_and_logs_leave_by_otlp_when_an_endpoint_is_named(
    world: World, settings: Settings
) -> None:
    async with Receiver() as receiver:
        endpoint = f"http://127.0.0.1:{receiver.port}"
        async with projects(settings, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint) as process:
            await _open_a_portfolio(world, settings)
            await _ended(process)

    spans = {
        span.name
        for body in receiver.got["traces"]
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert {"POST /api/v1/portfolios", "create projects.portfolio-opened"} <= spans
    assert {"outbox.published", "outbox.oldest", "stream.used"} <= {metric.name for metric in metrics_of(receiver)}
    services = {
        attribute.value.string_value
        for body in receiver.got["logs"]
        for resource in ExportLogsServiceRequest.FromString(body).resource_logs
        for attribute in resource.resource.attributes
        if attribute.key == "service.name"
    }
    assert services == {"projects"}


def metrics_of(receiver: Receiver) -> list[Metric]:
    return [
        metric
        for body in receiver.got["metrics"]
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    ]


def by_cause(receiver: Receiver, name: str) -> dict[str, float]:
    """Return the last figure of a gauge for each cause."""
    return {
        point.attributes[0].value.string_value: point.as_double or point.as_int
        for metric in metrics_of(receiver)
        if metric.name == name
        for point in metric.gauge.data_points
    }


async def test_what_is_parked_is_measured_by_cause_and_so_is_nothing(world: World, settings: Settings) -> None:
    connection = await asyncpg.connect(settings.dsn)
    await connection.execute(
        """INSERT INTO dead_letter (consumer, event_type, subject, stream, stream_seq, payload, headers, cause, error,
                                    deliveries, parked_at)
           SELECT 'projects', 't' || n, 's', 'COUNCILS', n, 'p', '{}', 'gap', 'e', 1, now() - interval '1 hour' * n
           FROM generate_series(1, 3) AS n"""
    )
    await connection.close()
    async with Receiver() as receiver:
        endpoint = f"http://127.0.0.1:{receiver.port}"
        async with projects(settings, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint) as process:
            await _open_a_portfolio(world, settings)
            await _ended(process)
    assert by_cause(receiver, "dead_letters.waiting") == {"gap": 3, "failed": 0, "poison": 0, "undecodable": 0}
    oldest = by_cause(receiver, "dead_letters.oldest")
    assert 3 * 3600 <= oldest.pop("gap") < 3 * 3600 + 120
    assert set(oldest.values()) == {0}


async def test_without_an_endpoint_lines_of_json_are_all_there_is(world: World, settings: Settings) -> None:
    async with projects(settings) as process:
        await _open_a_portfolio(world, settings)
        out = await _ended(process)
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines
    assert {line["service"] for line in lines} == {"projects"}
    assert not [line for line in lines if "opentelemetry" in json.dumps(line).lower()]
