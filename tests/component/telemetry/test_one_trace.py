"""One trace leads from the request through the outbox and the broker to the effects in other services."""

import json
from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.support.waiting import eventually
from tests.support.world import World


@pytest.fixture(scope="session")
def provider() -> TracerProvider:
    """The process's tracer provider: there can only be one."""
    provider = TracerProvider()
    trace.set_tracer_provider(provider)
    return provider


@pytest.fixture
def spans(provider: TracerProvider) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    processor = SimpleSpanProcessor(exporter)
    provider.add_span_processor(processor)
    yield exporter
    processor.shutdown()


async def test_one_trace_leads_from_a_request_to_the_effects_in_other_services(
    world: World, spans: InMemorySpanExporter
) -> None:
    await world.streams()
    projects = await world.start("projects")
    councils = await world.start("councils")
    await world.start("notifications")
    await projects.ready()
    async with councils.client() as client:
        made = await client.post(
            "/api/v1/councils", json={"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
        )
        assert made.status_code == 201, made.text
        joined = await client.post(
            "/api/v1/memberships", json={"council": "fife", "joined": "2016-10", "certainty": "known"}
        )
        assert joined.status_code == 201, joined.text
    async with projects.client() as client:
        for path, body in (
            ("projects", {"key": "p", "name": "P"}),
            ("deliverables", {"key": "d", "project": "p", "name": "D"}),
            ("releases", {"key": "r", "name": "R"}),
            ("releases/r/deliverables", {"deliverables": [{"deliverable": "d", "ready": True}]}),
        ):
            assert (await client.post(f"/api/v1/{path}", json=body)).status_code == 201
        spans.clear()
        closed = await client.post("/api/v1/releases/r/close", json={})
        assert closed.status_code == 200, closed.text

    wanted = {
        "POST /api/v1/releases/{key}/close",
        "create projects.release-closed",
        "send partnership.projects.release-closed.v1",
        "process projects.release-closed",
        "create councils.adoption-opened",
        "send partnership.councils.adoption-opened.v1",
        # notifications takes events in by the list; each is in its own trace all the same
        "process councils.adoption-opened",
    }

    async def all_there() -> list[ReadableSpan]:
        found = [span for span in spans.get_finished_spans() if span.name in wanted]
        assert {span.name for span in found} == wanted, sorted({span.name for span in spans.get_finished_spans()})
        return found

    found = await eventually(all_there)
    assert len({span.context.trace_id for span in found if span.context}) == 1

    stored = await projects.sql("SELECT headers FROM outbox_event WHERE event_type LIKE '%release-closed%'")
    (message,) = [m for m in await world.heard("PROJECTS", 5) if "release-closed" in m.subject]
    assert message.headers["traceparent"] == json.loads(stored[0]["headers"])["traceparent"]
