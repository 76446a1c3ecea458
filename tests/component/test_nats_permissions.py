"""On the real server each service has its own stream, durables and inbox, and nothing of its neighbours'."""

from collections.abc import AsyncIterator, Iterator

import nats
import pytest
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from nats.js.errors import APIError

from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from shared.rebuild.stream import WholeStream
from tests.support.permissions import Session, session

SERVICES = ("projects", "councils", "notifications", "reporting")


@pytest.fixture(scope="module")
def server() -> Iterator[NatsServer]:
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats")
        server.start()
        yield server
        server.stop()


def stream(service: str) -> StreamConfig:
    return StreamConfig(name=service.upper(), subjects=[f"partnership.{service}.>"], allow_direct=True)


async def provide_stream(own: Session, service: str) -> None:
    await own.js.add_stream(stream(service))


async def provide_durable(own: Session, service: str, stream: str) -> None:
    await own.js.add_consumer(stream, ConsumerConfig(durable_name=service, ack_policy=AckPolicy.EXPLICIT))


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_makes_its_stream_publishes_to_it_and_reads_it_back(server: NatsServer, service: str) -> None:
    async with session(server, service) as own:
        await own.js.account_info()
        await provide_stream(own, service)
        await own.js.update_stream(stream(service))
        ack = await own.js.publish(f"partnership.{service}.tried.v1.here", b"event")
        stored = await own.js.get_msg(service.upper(), ack.seq)
        fetched = await own.js.get_msg(service.upper(), ack.seq, direct=True)
        assert (stored.data, fetched.data) == (b"event", b"event")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_hears_any_stream_through_the_durable_of_its_own_name(server: NatsServer, service: str) -> None:
    async with session(server, "projects") as projects, session(server, service) as own:
        await provide_stream(projects, "projects")
        ack = await projects.js.publish(f"partnership.projects.heard-by.v1.{service}", b"event")
        await own.js.stream_info("PROJECTS")
        await provide_durable(own, service, "PROJECTS")
        assert (await own.js.consumer_info("PROJECTS", service)).name == service

        subscription = await own.js.pull_subscribe_bind(durable=service, stream="PROJECTS")
        heard = [message async for message in take(subscription, up_to=ack.seq)]
        assert heard[-1] == f"partnership.projects.heard-by.v1.{service}"
        # a durable is a position and no event: to hear everything again, a service gives up its own
        assert await own.js.delete_consumer("PROJECTS", service)
        assert own.complaints.empty()


@pytest.mark.parametrize("stream", ["projects", "councils"])
async def test_reporting_reads_a_whole_stream_once_more_with_a_consumer_for_that_alone(
    server: NatsServer, stream: str
) -> None:
    async with session(server, stream) as owner, session(server, "reporting") as reporting:
        await provide_stream(owner, stream)
        ack = await owner.js.publish(f"partnership.{stream}.read-again.v1.here", b"event")
        whole = WholeStream(reporting.client, stream.upper(), "reporting-rebuild")
        await whole.open()
        read = [message async for some in whole.rest() for message in some]
        assert (read[-1].data, read[-1].metadata.sequence.stream) == (b"event", ack.seq)
        await whole.close()
        assert reporting.complaints.empty()


@pytest.mark.parametrize("service", ["projects", "councils", "notifications"])
@pytest.mark.parametrize("action", ["CREATE", "MSG.NEXT", "DELETE"])
async def test_no_other_service_uses_that_consumer(server: NatsServer, service: str, action: str) -> None:
    async with session(server, service) as other:
        assert await other.is_refused_to_publish(f"$JS.API.CONSUMER.{action}.PROJECTS.reporting-rebuild")


@pytest.mark.parametrize(
    "subject",
    [
        "$JS.API.CONSUMER.CREATE.NOTIFICATIONS.reporting-rebuild",
        "$JS.API.CONSUMER.CREATE.PROJECTS.reporting-rebuild.partnership.projects.>",
        "$JS.API.CONSUMER.DURABLE.CREATE.PROJECTS.reporting-rebuild",
        "$JS.ACK.PROJECTS.reporting-rebuild.1.1.1.1700000000000000000.0",
    ],
)
async def test_reporting_does_nothing_else_with_it(server: NatsServer, subject: str) -> None:
    async with session(server, "reporting") as reporting:
        assert await reporting.is_refused_to_publish(subject)


async def take(subscription: object, *, up_to: int) -> AsyncIterator[str]:
    while True:
        for message in await subscription.fetch(10, timeout=5):  # type: ignore[attr-defined]
            await message.ack_sync()
            yield message.subject
            if message.metadata.sequence.stream >= up_to:
                return


@pytest.mark.parametrize(
    "subject",
    [
        "partnership.projects.phase-changed.v1.forged",
        "partnership.elsewhere",
        "$JS.API.STREAM.CREATE.PROJECTS",
        "$JS.API.STREAM.UPDATE.PROJECTS",
        "$JS.API.STREAM.DELETE.PROJECTS",
        "$JS.API.STREAM.PURGE.PROJECTS",
        "$JS.API.STREAM.MSG.GET.PROJECTS",
        "$JS.API.STREAM.MSG.DELETE.PROJECTS",
        "$JS.API.DIRECT.GET.PROJECTS",
        "$JS.API.DIRECT.GET.PROJECTS.partnership.projects.tried.v1.here",
        "$JS.API.CONSUMER.CREATE.PROJECTS.projects",
        "$JS.API.CONSUMER.CREATE.PROJECTS",
        "$JS.API.CONSUMER.DURABLE.CREATE.PROJECTS.projects",
        "$JS.API.CONSUMER.INFO.PROJECTS.projects",
        "$JS.API.CONSUMER.DELETE.PROJECTS.projects",
        "$JS.API.CONSUMER.MSG.NEXT.PROJECTS.projects",
        "$JS.ACK.PROJECTS.projects.1.1.1.1700000000000000000.0",
        "_INBOX_projects.forged-answer",
        "$SYS.REQ.SERVER.PING",
    ],
)
async def test_a_service_is_refused_what_belongs_to_another(server: NatsServer, subject: str) -> None:
    async with session(server, "councils") as councils:
        assert await councils.is_refused_to_publish(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "$JS.API.STREAM.DELETE.COUNCILS",
        "$JS.API.STREAM.PURGE.COUNCILS",
        "$JS.API.STREAM.MSG.DELETE.COUNCILS",
    ],
)
async def test_a_service_cannot_even_destroy_events_of_its_own(server: NatsServer, subject: str) -> None:
    async with session(server, "councils") as councils:
        assert await councils.is_refused_to_publish(subject)


@pytest.mark.parametrize("subject", ["partnership.>", "partnership.councils.>", "_INBOX.>", "_INBOX_projects.>", ">"])
async def test_a_service_listens_to_nothing_but_its_own_inbox(server: NatsServer, subject: str) -> None:
    async with session(server, "councils") as councils:
        assert await councils.is_refused_to_subscribe(subject)


async def test_what_was_refused_has_changed_nothing(server: NatsServer) -> None:
    async with session(server, "projects") as projects, session(server, "councils") as councils:
        await provide_stream(projects, "projects")
        await provide_durable(projects, "projects", "PROJECTS")
        before = await projects.js.stream_info("PROJECTS")
        for subject in (
            "partnership.projects.phase-changed.v1.forged",
            "$JS.API.STREAM.DELETE.PROJECTS",
            "$JS.API.CONSUMER.DELETE.PROJECTS.projects",
        ):
            assert await councils.is_refused_to_publish(subject)
        after = await projects.js.stream_info("PROJECTS")
        assert (after.created, after.state.last_seq) == (before.created, before.state.last_seq)
        assert (await projects.js.consumer_info("PROJECTS", "projects")).name == "projects"


async def test_a_durable_cannot_be_made_under_anothers_name_by_lying_in_the_request(server: NatsServer) -> None:
    async with session(server, "projects") as projects, session(server, "councils") as councils:
        await provide_stream(projects, "projects")
        lie = b'{"stream_name":"PROJECTS","config":{"durable_name":"liar","name":"liar","ack_policy":"explicit"}}'
        answer = await councils.client.request("$JS.API.CONSUMER.CREATE.PROJECTS.councils", lie, timeout=2)
        assert b'"error"' in answer.data
        with pytest.raises(APIError):
            async with session(server, "operator") as operator:
                await operator.js.consumer_info("PROJECTS", "liar")


async def test_the_operator_may_do_anything_in_the_account_and_nothing_outside_it(server: NatsServer) -> None:
    async with session(server, "operator") as operator:
        await operator.js.add_stream(StreamConfig(name="SCRATCH", subjects=["scratch.>"]))
        await operator.js.publish("scratch.tried", b"event")
        assert await operator.js.delete_stream("SCRATCH")
        assert operator.complaints.empty()
        # another account's subjects are not refused, they simply have nobody there
        with pytest.raises(nats.errors.NoRespondersError):
            await operator.client.request("$SYS.REQ.SERVER.PING", b"", timeout=2)


@pytest.mark.parametrize(("user", "password"), [("projects", "guessed"), ("nobody", "guessed"), ("", "")])
async def test_nobody_comes_in_without_the_right_password(server: NatsServer, user: str, password: str) -> None:
    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        async with session(server, user, password=password):
            pytest.fail("the server let them in")


async def test_an_acknowledged_event_is_on_the_disk(server: NatsServer) -> None:
    """After a kill, which leaves no time to write anything, and with a page cache that is not asked to."""
    async with session(server, "reporting") as reporting:
        await provide_stream(reporting, "reporting")
        ack = await reporting.js.publish("partnership.reporting.tried.v1.kept", b"kept")
    server.kill()
    server.start()
    async with session(server, "reporting") as reporting:
        assert (await reporting.js.get_msg("REPORTING", ack.seq)).data == b"kept"
